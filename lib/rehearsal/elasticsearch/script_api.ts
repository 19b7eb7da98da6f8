/** Stored scripts: `_scripts/{id}`. @module */

import { bindScript, type StoredScript } from "../../ingest/script.ts";
import { JavaHashMap, JavaMap } from "../../java/map.ts";
import type { JavaValue } from "../../java/value.ts";
import { IngestError } from "../../ingest/error.ts";
import { ACKNOWLEDGED, type Answer, ok } from "./answer.ts";
import { badArgument, failure, invalidRequest, notFound } from "./failure.ts";
import { type Call, pathPart, type Route } from "./route.ts";

/** Contexts in which a script may be compiled when it is stored, of those that the engine knows. */
const CONTEXTS: ReadonlyMap<string, "ingest" | "condition"> = new Map([
  ["ingest", "ingest"],
  ["processor_conditional", "condition"],
]);
/** Those that only the server knows. */
const OTHER_CONTEXTS: ReadonlySet<string> = new Set([
  "aggs",
  "aggs_combine",
  "aggs_init",
  "aggs_map",
  "aggs_reduce",
  "analysis",
  "bucket_aggregation",
  "field",
  "filter",
  "ingest_template",
  "interval",
  "moving-function",
  "number_sort",
  "painless_test",
  "reindex",
  "score",
  "script_heuristic",
  "similarity",
  "similarity_weight",
  "string_sort",
  "template",
  "terms_set",
  "update",
  "update_by_query",
  "watcher_condition",
  "watcher_transform",
  "xpack_template",
]);
/** Those whose scripts the server does not store. */
const INLINE_CONTEXTS: ReadonlySet<string> = new Set([
  "boolean_field",
  "composite_field",
  "date_field",
  "double_field",
  "geo_point_field",
  "geometry_field",
  "ip_field",
  "keyword_field",
  "long_field",
  "string_field",
]);
const LANGUAGES = ["painless", "expression", "mustache"];
const TIMEOUTS = ["timeout", "master_timeout"];
/** `script.max_size_in_bytes` where it is not set. */
const LARGEST_SCRIPT = 65_535;

/** The calls. */
export const SCRIPT_ROUTES: readonly Route[] = [
  {
    method: ["PUT", "POST"],
    path: "/_scripts/{id}",
    action: "cluster:admin/script/put",
    query: ["context", ...TIMEOUTS],
    fn: put,
  },
  {
    method: ["PUT", "POST"],
    path: "/_scripts/{id}/{context}",
    action: "cluster:admin/script/put",
    query: TIMEOUTS,
    fn: put,
  },
  { method: "GET", path: "/_scripts/{id}", action: "cluster:admin/script/get", query: TIMEOUTS, fn: get },
  { method: "DELETE", path: "/_scripts/{id}", action: "cluster:admin/script/delete", query: TIMEOUTS, fn: remove },
];

async function put(call: Call): Promise<Answer> {
  const id = pathPart(call, "id");
  const context = call.parameters.context ?? call.query.text("context");
  const script = readStoredScript(await readBody(call));
  if (id.includes("#")) throw invalidRequest("id cannot contain '#' for stored script");
  refuseLargeScript(id, script.source, call.state.settings.bytes("script.max_size_in_bytes", LARGEST_SCRIPT));
  if (!LANGUAGES.includes(script.lang ?? "")) {
    throw badArgument(`unable to put stored script with unsupported lang [${script.lang}]`);
  }
  if (context !== undefined) compileFor(context, id, script);
  call.state.ingest.scripts.set(id, script);
  return ACKNOWLEDGED;
}

async function readBody(call: Call): Promise<JavaMap> {
  const value = await call.body.json();
  if (value === undefined) throw failure(400, "parse_exception", "request body is required");
  if (!(value instanceof JavaMap)) {
    throw parsing("unexpected token [START_ARRAY], expected [{]", { line: 1, col: 1 });
  }
  return value;
}

function readStoredScript(body: JavaMap): StoredScript & { readonly options: JavaMap | undefined } {
  const [first] = body.keys();
  if (first === undefined) throw parsing("unexpected token [END_OBJECT], expected [script]", { line: 1, col: 2 });
  if (!body.has("script")) throw parsing(`unexpected field [${String(first)}], expected [script]`, { line: 1, col: 2 });
  const script = body.get("script");
  if (!(script instanceof JavaMap)) {
    throw parsing(`unexpected token [VALUE_STRING], expected [{, <source>]`, { line: 1, col: 11 });
  }
  const lang = text(script, "lang");
  const source = sourceOf(script);
  if (lang === undefined) throw badArgument("must specify lang for stored script");
  if (lang === "") throw badArgument("lang cannot be empty");
  if (source === undefined) throw badArgument("must specify source for stored script");
  if (source === "") throw badArgument("source cannot be empty");
  const options = script.get("options");
  return { lang, source, options: options instanceof JavaMap ? options : undefined };
}

/** A template may be written as JSON; it is stored as text. */
function sourceOf(script: JavaMap): string | undefined {
  const source = script.get("source");
  if (source instanceof JavaHashMap) return source.toText();
  return text(script, "source");
}

function text(map: JavaMap, key: string): string | undefined {
  const value: JavaValue | undefined = map.get(key);
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw parsing(`[stored script source] ${key} doesn't support values of type: VALUE_NUMBER`, { line: 1, col: 1 });
}

function parsing(reason: string, place: { line: number; col: number }): IngestError {
  return failure(400, "parsing_exception", reason, { details: place });
}

function refuseLargeScript(id: string, source: string, most: number): void {
  const size = new TextEncoder().encode(source).length;
  if (size <= most) return;
  throw badArgument(
    `exceeded max allowed stored script size in bytes [${most}] with size [${size}] for script [${id}]`,
  );
}

function compileFor(context: string, id: string, script: StoredScript): void {
  try {
    if (INLINE_CONTEXTS.has(context)) throw badArgument(`cannot store a script for context [${context}]`);
    const known = CONTEXTS.get(context);
    if (known === undefined && !OTHER_CONTEXTS.has(context)) throw badArgument(`Unknown context [${context}]`);
    if (known === undefined) {
      throw new IngestError(
        "not_supported",
        `Compiling for the context [${context}] is not supported by the rehearsal`,
        {
          unsupported: true,
        },
      );
    }
    const config = new JavaHashMap();
    config.set("id", id);
    bindScript(config, known, { script: () => script, pipeline: () => undefined, model: () => undefined });
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || thrown.type === "script_exception" || thrown.unsupported) throw thrown;
    throw failure(400, "illegal_argument_exception", `failed to parse/compile stored script [${id}]`, {
      causedBy: thrown,
    });
  }
}

function get(call: Call): Answer {
  const id = pathPart(call, "id");
  const script = call.state.ingest.scripts.get(id);
  if (script === undefined) return { status: 404, body: { _id: id, found: false } };
  const { lang, source } = script;
  return ok({ _id: id, found: true, script: { lang, source } });
}

function remove(call: Call): Answer {
  const id = pathPart(call, "id");
  if (!call.state.ingest.scripts.delete(id)) {
    throw notFound(`stored script [${id}] does not exist and cannot be deleted`);
  }
  return ACKNOWLEDGED;
}
