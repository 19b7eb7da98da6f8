/** Pipelines: `_ingest/pipeline/{id}`. @module */

import { javaClassName } from "../../java/value.ts";
import { formatDocument } from "../../json/document.ts";
import { JavaList } from "../../java/collection.ts";
import { JavaHashMap, JavaMap } from "../../java/map.ts";
import { configuredProcessors } from "../../ingest/configured_processors.ts";
import { ACKNOWLEDGED, type Answer, ok } from "./answer.ts";
import { badArgument, failure, notFound } from "./failure.ts";
import { wildcard } from "./filter_path.ts";
import type { StoredPipeline } from "./ingest_state.ts";
import { layOut, RawJson } from "./json_text.ts";
import { type Call, pathPart, type Route } from "./route.ts";

const TIMEOUTS = ["timeout", "master_timeout"];
const GET_ACTION = "cluster:admin/ingest/pipeline/get";

/** The calls. */
export const PIPELINE_ROUTES: readonly Route[] = [
  {
    method: "PUT",
    path: "/_ingest/pipeline/{id}",
    action: "cluster:admin/ingest/pipeline/put",
    query: ["if_version", ...TIMEOUTS],
    fn: put,
  },
  { method: "GET", path: "/_ingest/pipeline", action: GET_ACTION, query: ["summary", ...TIMEOUTS], fn: get },
  { method: "GET", path: "/_ingest/pipeline/{id}", action: GET_ACTION, query: ["summary", ...TIMEOUTS], fn: get },
  {
    method: "DELETE",
    path: "/_ingest/pipeline/{id}",
    action: "cluster:admin/ingest/pipeline/delete",
    query: TIMEOUTS,
    fn: remove,
  },
];

async function put(call: Call): Promise<Answer> {
  const id = pathPart(call, "id");
  const { state, query } = call;
  let config: JavaMap = await call.body.object();
  let text = layOut(await call.body.text(), "compact");
  if (query.text("if_version") !== undefined) {
    const version = query.integer("if_version", 0);
    refuseOtherVersion(id, version, config, state.ingest.pipelines.get(id));
    if (!config.has("version")) {
      config = JavaHashMap.copyOf(config);
      config.set("version", version + 1);
      text = formatDocument(config);
    }
  }
  refuseSharedObjects(config);
  refuseManyInferenceProcessors(call, id, config);
  state.ingest.putPipeline(id, config, text);
  return ACKNOWLEDGED;
}

/** Since 8.8 each processor has an object to itself. */
function refuseSharedObjects(config: JavaMap): void {
  const processors = config.get("processors");
  if (!(processors instanceof JavaList)) return;
  if (processors.items.some((object) => object instanceof JavaMap && object.size > 1)) {
    throw badArgument("[processors] contains nested objects but should be a list of single-entry objects");
  }
}

/** As `if_version` demands. */
function refuseOtherVersion(id: string, version: number, config: JavaMap, there: StoredPipeline | undefined): void {
  const required = `version conflict, required version [${version}] for pipeline [${id}]`;
  if (there === undefined) throw badArgument(`${required} but no pipeline was found`);
  const current = there.config.get("version") ?? null;
  if (current !== version) throw badArgument(`${required} but current version is [${String(current)}]`);
  if (config.get("version") === version) {
    throw badArgument(`cannot update pipeline [${id}] with the same version [${version}]`);
  }
}

/** `xpack.ml.max_inference_processors` */
function refuseManyInferenceProcessors({ state }: Call, id: string, config: JavaMap): void {
  const most = state.settings.integer("xpack.ml.max_inference_processors", 50);
  const configs = [...state.ingest.pipelines].filter(([other]) => other !== id).map(([, { config }]) => config);
  const count =
    [...configs, config].flatMap((each) => [...configuredProcessors(each)].filter(({ type }) => type === "inference"))
      .length;
  const own = [...configuredProcessors(config)].some(({ type }) => type === "inference");
  if (own && count > most) {
    throw failure(
      409,
      "status_exception",
      `Max number of inference processors reached, total inference processors [${count}]. ` +
        "Adjust the setting [xpack.ml.max_inference_processors]: [" + most + "] if a greater number is desired.",
    );
  }
}

/** Ids that patterns name, in order; undefined for what is missing although it was named. */
function idsOf(call: Call): { readonly ids: readonly string[]; readonly missing: readonly string[] } {
  const all = [...call.state.ingest.pipelines.keys()];
  const asked = (call.parameters.id ?? "*").split(",").filter((part) => part !== "");
  const missing: string[] = [];
  const ids = asked.flatMap((pattern) => {
    if (!pattern.includes("*")) {
      if (all.includes(pattern)) return [pattern];
      missing.push(pattern);
      return [];
    }
    return all.filter((id) => wildcard(pattern).test(id));
  });
  return { ids: [...new Set(ids)], missing };
}

function get(call: Call): Answer {
  const { ids } = idsOf(call);
  if (ids.length === 0 && call.parameters.id !== undefined && call.parameters.id !== "*") {
    return { status: 404, body: {} };
  }
  const summary = call.query.boolean("summary", false);
  return ok(Object.fromEntries(
    ids.flatMap((id) => {
      const pipeline = call.state.ingest.pipelines.get(id);
      return pipeline === undefined ? [] : [[id, summary ? {} : new RawJson(pipeline.text)] as const];
    }),
  ));
}

function remove(call: Call): Answer {
  const pattern = pathPart(call, "id");
  const { ids, missing } = idsOf(call);
  if (missing.length > 0) throw notFound(`pipeline [${missing[0]}] is missing`);
  if (ids.length === 0 && pattern !== "*") throw notFound(`pipeline [${pattern}] is missing`);
  for (const id of ids) refuseReferredPipeline(call, id);
  for (const id of ids) call.state.ingest.pipelines.delete(id);
  return ACKNOWLEDGED;
}

/** An index that uses the pipeline keeps it. */
function refuseReferredPipeline({ state }: Call, id: string): void {
  for (const [kind, setting] of [["default", "index.default_pipeline"], ["final", "index.final_pipeline"]] as const) {
    const users = [...state.indices.all()].filter((index) => index.settings.get(setting) === id);
    if (users.length === 0) continue;
    const named = users.slice(0, 3).map((index) => index.name).join(",");
    throw badArgument(
      `pipeline [${id}] cannot be deleted because it is the ${kind} pipeline for ${users.length} index(es) including [${named}]`,
    );
  }
}

/** The pipeline of a body for `_simulate`. */
export function inlinePipeline(body: JavaMap): JavaMap {
  const pipeline = body.get("pipeline") ?? null;
  if (pipeline instanceof JavaMap) {
    refuseSharedObjects(pipeline);
    return pipeline;
  }
  if (pipeline === null) throw missingProperty("pipeline");
  const reason = `[pipeline] property isn't a map, but of type [${javaClassName(pipeline)}]`;
  throw failure(400, "parse_exception", reason, { details: { property_name: "pipeline" } });
}

/** `[docs] required property is missing` */
export function missingProperty(name: string): Error {
  return failure(400, "parse_exception", `[${name}] required property is missing`, {
    details: { property_name: name },
  });
}
