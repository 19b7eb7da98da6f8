/** Indices: made, looked at, changed, deleted. @module */

import { JavaMap } from "../../java/map.ts";
import { javaText } from "../../java/value.ts";
import { ACKNOWLEDGED, type Answer, ok } from "./answer.ts";
import { badArgument, failure, unsupported } from "./failure.ts";
import { wildcard } from "./filter_path.ts";
import { createIndex } from "./index_creation.ts";
import { refuseUnknownSetting } from "./index_settings.ts";
import { expandOptions, type Index, missingIndex } from "./index_state.ts";
import type { AnswerValue } from "./json_text.ts";
import { type Call, pathPart, type Route } from "./route.ts";
import { flatSettings, shownSettings } from "./settings.ts";

const SELECTION = ["allow_no_indices", "expand_wildcards", "ignore_unavailable", "local", "master_timeout", "timeout"];
const SHOWN = [...SELECTION, "flat_settings", "include_defaults", "features"];
const SETTINGS_ACTION = "indices:monitor/settings/get";

/** The calls. */
export const INDEX_ROUTES: readonly Route[] = [
  {
    method: "PUT",
    path: "/{index}",
    action: "indices:admin/create",
    query: ["wait_for_active_shards", ...SELECTION],
    fn: create,
  },
  { method: "HEAD", path: "/{index}", action: "indices:admin/get", query: SHOWN, fn: exists },
  { method: "GET", path: "/{index}", action: "indices:admin/get", query: SHOWN, fn: get },
  { method: "DELETE", path: "/{index}", action: "indices:admin/delete", query: SELECTION, fn: remove },
  ...["/_settings", "/{index}/_settings", "/_settings/{name}", "/{index}/_settings/{name}"].map((path): Route => ({
    method: "GET",
    path,
    action: SETTINGS_ACTION,
    query: SHOWN,
    fn: getSettings,
  })),
  ...["/_settings", "/{index}/_settings"].map((path): Route => ({
    method: "PUT",
    path,
    action: "indices:admin/settings/update",
    query: ["preserve_existing", "reopen", ...SHOWN],
    fn: putSettings,
  })),
  ...["/_mapping", "/{index}/_mapping"].map((path): Route => ({
    method: "GET",
    path,
    action: "indices:admin/mappings/get",
    query: SELECTION,
    fn: getMapping,
  })),
  {
    method: ["PUT", "POST"],
    path: "/{index}/_mapping",
    action: "indices:admin/mapping/put",
    query: SELECTION,
    fn: putMapping,
  },
  ...["/_refresh", "/{index}/_refresh"].map((path): Route => ({
    method: ["GET", "POST"],
    path,
    action: "indices:admin/refresh",
    query: SELECTION,
    fn: refresh,
  })),
];

async function create(call: Call): Promise<Answer> {
  const name = pathPart(call, "index");
  const body = await call.body.objectOrEmpty();
  const unknown = [...body.keys()].find((key) => !["settings", "mappings", "aliases"].includes(String(key)));
  if (unknown !== undefined) {
    throw failure(400, "parse_exception", `unknown key [${String(unknown)}] for create index`);
  }
  const settings = body.get("settings");
  const mappings = body.get("mappings");
  const aliases = body.get("aliases");
  const names = aliases instanceof JavaMap ? [...aliases.entries()] : [];
  const special = names.find(([, options]) => options instanceof JavaMap && options.size > 0);
  if (special !== undefined) throw unsupported("An alias with options");
  const changes = settings instanceof JavaMap ? flatSettings(settings, "index.") : new Map<string, null>();
  for (const setting of changes.keys()) refuseUnknownSetting(setting);
  createIndex(call.state, name, {
    settings: changes,
    mappings: mappings instanceof JavaMap ? mappings : undefined,
    aliases: names.map(([alias]) => javaText(alias)),
  });
  return ok({ acknowledged: true, shards_acknowledged: true, index: name });
}

function selected(call: Call): Index[] {
  return call.state.indices.expand(call.parameters.index ?? "*", expandOptions(call.query));
}

function exists(call: Call): Answer {
  try {
    const found = selected(call);
    return { status: found.length === 0 && !pathPart(call, "index").includes("*") ? 404 : 200 };
  } catch {
    return { status: 404 };
  }
}

function get(call: Call): Answer {
  const flat = call.query.boolean("flat_settings", false);
  return ok(byName(selected(call), (index) => ({
    aliases: Object.fromEntries([...index.aliases].map((alias) => [alias, {}])),
    mappings: index.mapping.toBody(),
    settings: shownSettings(index.settings, flat),
    data_stream: call.state.indices.dataStreamOf(index)?.name,
  })));
}

function byName(indices: readonly Index[], body: (index: Index) => AnswerValue): AnswerValue {
  return Object.fromEntries(indices.map((index) => [index.name, body(index)]));
}

function remove(call: Call): Answer {
  const expression = pathPart(call, "index");
  if (/[*]|^_all$/.test(expression)) {
    throw badArgument(`Wildcard expressions or all indices are not allowed`);
  }
  const { indices } = call.state;
  const ignoreMissing = call.query.boolean("ignore_unavailable", false);
  for (const name of expression.split(",").filter((name) => indices.dataStreams.has(name))) {
    if (!ignoreMissing) throw missingIndex(name, "index_or_alias");
  }
  const found = indices.expand(expression, { ignoreMissing });
  for (const index of found) refuseWriteIndex(call, index);
  for (const { name } of found) indices.delete(name);
  return ACKNOWLEDGED;
}

/** The index that a data stream writes to stays. */
function refuseWriteIndex({ state }: Call, index: Index): void {
  const stream = state.indices.dataStreamOf(index);
  if (stream?.writeIndex !== index) return;
  throw badArgument(`index [${index.name}] is the write index for data stream [${stream.name}] and cannot be deleted`);
}

function getSettings(call: Call): Answer {
  const flat = call.query.boolean("flat_settings", false);
  const asked = (call.parameters.name ?? "*").split(",").map((name) => wildcard(name === "_all" ? "*" : name));
  const shown = selected(call).map((index) => {
    const settings = new Map([...index.settings].filter(([name]) => asked.some((pattern) => pattern.test(name))));
    return [index.name, settings] as const;
  });
  // Asked for some settings by name, the server leaves out the indices that have none of them.
  const kept = shown.filter(([, settings]) => call.parameters.name === undefined || settings.size > 0);
  return ok(Object.fromEntries(kept.map(([name, settings]) => [name, { settings: shownSettings(settings, flat) }])));
}

async function putSettings(call: Call): Promise<Answer> {
  const body = await call.body.object();
  const inner = body.get("settings");
  const changes = flatSettings(inner instanceof JavaMap ? inner : body, "index.");
  for (const name of changes.keys()) refuseUnknownSetting(name);
  const fixed = [...changes.keys()].find((name) => name === "index.number_of_shards");
  const indices = selected(call);
  if (fixed !== undefined && indices.length > 0) {
    const named = indices.map((index) => `[${index.name}/${index.uuid}]`).join(", ");
    throw badArgument(`Can't update non dynamic settings [[${fixed}]] for open indices [${named}]`);
  }
  for (const index of indices) index.change(changes);
  return ACKNOWLEDGED;
}

function getMapping(call: Call): Answer {
  return ok(byName(selected(call), (index) => ({ mappings: index.mapping.toBody() })));
}

async function putMapping(call: Call): Promise<Answer> {
  const body = await call.body.object();
  const indices = selected(call);
  if (indices.length === 0) throw missingIndex(pathPart(call, "index"), "index_expression");
  for (const index of indices) index.mapping.merge(body);
  return ACKNOWLEDGED;
}

function refresh(call: Call): Answer {
  const indices = selected(call);
  const total = indices.reduce((sum, index) => sum + index.copies, 0);
  return ok({ _shards: { total, successful: indices.length, failed: 0 } });
}
