/** Data streams: `_data_stream`, `_rollover`. @module */

import { JavaMap } from "../../../java/map.ts";
import { javaText } from "../../../java/value.ts";
import { ACKNOWLEDGED, type Answer, ok } from "../answer.ts";
import type { ClusterState } from "../cluster_state.ts";
import { badArgument, failure, unsupported } from "../failure.ts";
import { wildcard } from "../filter_path.ts";
import { createDataStream, rollOver } from "../index_creation.ts";
import { type Index, missingIndex } from "../index_state.ts";
import type { AnswerValue } from "../json_text.ts";
import { parseTimeValue } from "../parse/time_value.ts";
import { type Call, pathPart, type Route } from "../route.ts";
import type { DataStream } from "./data_stream.ts";

/** The calls. */
export const DATA_STREAM_ROUTES: readonly Route[] = [
  ...["/_data_stream", "/_data_stream/{name}"].map((path): Route => ({
    method: "GET",
    path,
    action: "indices:admin/data_stream/get",
    query: ["expand_wildcards", "include_defaults", "master_timeout", "verbose"],
    fn: get,
  })),
  {
    method: "PUT",
    path: "/_data_stream/{name}",
    action: "indices:admin/data_stream/create",
    query: ["master_timeout", "timeout"],
    fn: (call) => {
      createDataStream(call.state, pathPart(call, "name"));
      return ACKNOWLEDGED;
    },
  },
  {
    method: "DELETE",
    path: "/_data_stream/{name}",
    action: "indices:admin/data_stream/delete",
    query: ["expand_wildcards", "master_timeout"],
    fn: remove,
  },
  {
    method: "POST",
    path: "/{index}/_rollover",
    action: "indices:admin/rollover",
    query: ["dry_run", "lazy", "master_timeout", "timeout", "wait_for_active_shards"],
    fn: rollover,
  },
];

/** The data streams that are asked for, by name; throws 404 for a name that is missing. */
function selected(call: Call): DataStream[] {
  const all = [...call.state.indices.dataStreams.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  const hidden = call.query.list("expand_wildcards").some((state) => state === "hidden" || state === "all");
  const parts = (call.parameters.name ?? "*").split(",").map((part) => part === "_all" ? "*" : part);
  const missing = parts.find((part) => !part.includes("*") && !call.state.indices.dataStreams.has(part));
  if (missing !== undefined) throw missingIndex(missing, "index_or_alias");
  return all.filter(({ name, isHidden }) =>
    parts.some((part) => wildcard(part).test(name) && (!isHidden || hidden || !part.includes("*")))
  );
}

function get(call: Call): Answer {
  return ok({ data_streams: selected(call).map((stream) => streamBody(call.state, stream)) });
}

function streamBody(state: ClusterState, stream: DataStream): AnswerValue {
  const found = state.templates.matching(stream.name);
  const lifecycle = found === undefined ? undefined : state.templates.compose(found.template).lifecycle;
  const policies = stream.indices.map((index) => index.setting("index.lifecycle.name"));
  return {
    name: stream.name,
    timestamp_field: { name: "@timestamp" },
    indices: stream.indices.map((index) => ({
      index_name: index.name,
      index_uuid: index.uuid,
      prefer_ilm: true,
      ilm_policy: index.setting("index.lifecycle.name"),
      managed_by: managedBy(index.setting("index.lifecycle.name"), lifecycle),
    })),
    generation: stream.generation,
    _meta: found?.template.meta,
    status: stream.indices.some(({ copies }) => copies > 1) ? "YELLOW" : "GREEN",
    template: found?.name,
    lifecycle,
    ilm_policy: policies.at(-1),
    next_generation_managed_by: managedBy(policies.at(-1), lifecycle),
    prefer_ilm: true,
    hidden: stream.isHidden,
    system: false,
    allow_custom_routing: stream.allowsCustomRouting,
    replicated: false,
    rollover_on_write: stream.rollsOverOnWrite,
  };
}

function managedBy(policy: string | undefined, lifecycle: AnswerValue | undefined): string {
  if (policy !== undefined) return "Index Lifecycle Management";
  return lifecycle === undefined ? "Unmanaged" : "Data stream lifecycle";
}

function remove(call: Call): Answer {
  const { indices } = call.state;
  for (const stream of selected(call)) {
    for (const { name } of [...stream.indices]) indices.delete(name);
    indices.dataStreams.delete(stream.name);
  }
  return ACKNOWLEDGED;
}

async function rollover(call: Call): Promise<Answer> {
  const name = pathPart(call, "index");
  const { state, query } = call;
  const stream = state.indices.dataStreams.get(name);
  if (stream === undefined) throw noStream(state, name);
  const current = stream.writeIndex;
  if (current === undefined) throw badArgument(`data stream [${name}] has no index`);
  const conditions = conditionsOf(await call.body.objectOrEmpty(), current);
  const dryRun = query.boolean("dry_run", false);
  const lazy = query.boolean("lazy", false);
  if (lazy && conditions.size > 0) {
    throw failure(
      400,
      "action_request_validation_exception",
      "Validation Failed: 1: lazy rollover can be used only without any conditions;",
    );
  }
  const met = conditions.size === 0 || [...conditions.values()].some(Boolean);
  const next = stream.nextIndexName(new Date());
  const rolls = met && !dryRun && !lazy;
  if (rolls) rollOver(state, stream);
  if (lazy && !dryRun) stream.rollsOverOnWrite = true;
  return ok({
    acknowledged: rolls || lazy && !dryRun,
    shards_acknowledged: rolls,
    old_index: current.name,
    new_index: next,
    rolled_over: rolls,
    dry_run: dryRun,
    lazy,
    conditions: Object.fromEntries(conditions),
  });
}

function noStream(state: ClusterState, name: string): Error {
  if (state.indices.isAlias(name)) return unsupported("The rollover of an alias");
  if (state.indices.get(name) === undefined) return missingIndex(name, "index_or_alias");
  return badArgument(`rollover target [${name}] is not an alias or data stream`);
}

/** Conditions with whether each is met. */
function conditionsOf(body: JavaMap, index: Index): Map<string, boolean> {
  const conditions = body.get("conditions");
  const met = new Map<string, boolean>();
  for (const [key, value] of conditions instanceof JavaMap ? conditions.entries() : []) {
    const kind = javaText(key);
    const asked = javaText(value);
    if (kind === "max_docs") met.set(`[max_docs: ${asked}]`, index.documents.size >= Number(asked));
    else if (kind === "max_age") {
      const age = Date.now() - Number(index.setting("index.creation_date"));
      met.set(`[max_age: ${asked}]`, age >= parseTimeValue(asked, "max_age").millis);
    } else throw unsupported(`The condition [${kind}] of a rollover`);
  }
  return met;
}
