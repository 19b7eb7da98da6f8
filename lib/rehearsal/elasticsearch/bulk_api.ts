/** Many documents in one request: `_bulk`. @module */

import { IngestError } from "../../ingest/error.ts";
import { JavaHashMap, JavaMap } from "../../java/map.ts";
import { javaText, type JavaValue } from "../../java/value.ts";
import { parseJson } from "../../json/document.ts";
import { type Answer, ok } from "./answer.ts";
import { updateDocument, writeBody } from "./document_api.ts";
import { badArgument, errorJson, failure, invalidRequest, statusOf, toFailure } from "./failure.ts";
import type { AnswerValue } from "./json_text.ts";
import type { Call, Route } from "./route.ts";
import { deleteDocument, writeDocument, type WriteResult } from "./writing.ts";

const QUERY = [
  "_source",
  "_source_excludes",
  "_source_includes",
  "include_source_on_error",
  "list_executed_pipelines",
  "pipeline",
  "refresh",
  "require_alias",
  "require_data_stream",
  "routing",
  "timeout",
  "wait_for_active_shards",
];

/** The calls. */
export const BULK_ROUTES: readonly Route[] = ["/_bulk", "/{index}/_bulk"].map((path) => ({
  method: ["PUT", "POST"],
  path,
  action: "indices:data/write/bulk",
  query: QUERY,
  fn: bulk,
}));

const KINDS = ["create", "delete", "index", "update"] as const;
type Kind = typeof KINDS[number];

/** One item of a request. */
interface Item {
  readonly kind: Kind;
  readonly index: string;
  readonly id: string | undefined;
  readonly text: string;
  readonly pipeline: string | undefined;
  readonly routing: string | undefined;
  readonly version: number | undefined;
  readonly versionType: string | undefined;
  readonly requireAlias: boolean;
  readonly ifSequenceNumber: number | undefined;
  readonly ifPrimaryTerm: number | undefined;
}

async function bulk(call: Call): Promise<Answer> {
  const start = performance.now();
  const text = await call.body.text();
  if (text === "") throw failure(400, "parse_exception", "request body is required");
  if (!text.endsWith("\n")) throw badArgument("The bulk request must be terminated by a newline [\\n]");
  const items = readItems(call, text);
  if (items.length === 0) throw invalidRequest("no requests added");
  const missing = items.flatMap(({ index }) => index === "" ? ["index is missing"] : []);
  if (missing.length > 0) throw invalidRequest(...missing);
  const answers = items.map((item) => answerItem(call, item));
  const took = Math.round(performance.now() - start);
  return ok({
    errors: answers.some(({ failed }) => failed),
    took,
    ...(answers.some(({ ingested }) => ingested) ? { ingest_took: took } : {}),
    items: answers.map(({ body }) => body),
  });
}

function readItems(call: Call, text: string): Item[] {
  const lines = text.split("\n");
  const items: Item[] = [];
  for (let i = 0; i < lines.length - 1; i++) {
    const line = (lines[i] ?? "").trim();
    if (line === "") continue;
    const [kind, metadata] = readAction(line, i + 1);
    const text = (name: string): string | undefined => {
      const value = metadata.get(name) ?? null;
      return value === null ? undefined : javaText(value);
    };
    const number = (name: string): number | undefined => {
      const value = metadata.get(name);
      return typeof value === "number" ? value : undefined;
    };
    const alias = metadata.get("require_alias");
    items.push({
      kind: kind === "index" && text("op_type") === "create" ? "create" : kind,
      index: text("_index") ?? call.parameters.index ?? "",
      id: text("_id"),
      text: kind === "delete" ? "" : lines[++i] ?? "",
      pipeline: text("pipeline") ?? call.query.text("pipeline"),
      routing: text("routing") ?? call.query.text("routing"),
      version: number("version"),
      versionType: text("version_type"),
      requireAlias: typeof alias === "boolean" ? alias : call.query.boolean("require_alias", false),
      ifSequenceNumber: number("if_seq_no"),
      ifPrimaryTerm: number("if_primary_term"),
    });
  }
  return items;
}

const METADATA = [
  "_id",
  "_index",
  "dynamic_templates",
  "if_primary_term",
  "if_seq_no",
  "list_executed_pipelines",
  "op_type",
  "pipeline",
  "require_alias",
  "require_data_stream",
  "retry_on_conflict",
  "routing",
  "version",
  "version_type",
  "_source",
];

function readAction(line: string, number: number): [Kind, JavaMap] {
  const action = parseAction(line);
  const malformed = `Malformed action/metadata line [${number}], expected`;
  if (!(action instanceof JavaHashMap)) throw badArgument(`${malformed} START_OBJECT but found [${tokenOf(action)}]`);
  const [name] = action.keys();
  const kind = KINDS.find((kind) => kind === name);
  if (kind === undefined) {
    if (name === undefined) throw badArgument(`${malformed} FIELD_NAME but found [END_OBJECT]`);
    throw badArgument(`${malformed} field [create], [delete], [index] or [update] but found [${javaText(name)}]`);
  }
  const metadata = action.get(kind) ?? null;
  if (!(metadata instanceof JavaMap)) throw badArgument(`${malformed} START_OBJECT but found [${tokenOf(metadata)}]`);
  const unknown = [...metadata.keys()].find((key) => !METADATA.includes(javaText(key)));
  if (unknown !== undefined) {
    throw badArgument(`Action/metadata line [${number}] contains an unknown parameter [${javaText(unknown)}]`);
  }
  return [kind, metadata];
}

function parseAction(line: string): JavaValue {
  try {
    return parseJson(line);
  } catch (thrown) {
    throw toFailure(thrown);
  }
}

function tokenOf(value: JavaValue): string {
  if (value === null) return "VALUE_NULL";
  if (typeof value === "string") return "VALUE_STRING";
  return typeof value === "object" ? "START_ARRAY" : "VALUE_NUMBER";
}

/** What became of an item. */
interface ItemAnswer {
  readonly body: AnswerValue;
  readonly failed: boolean;
  readonly ingested: boolean;
}

function answerItem(call: Call, item: Item): ItemAnswer {
  const listed = call.query.boolean("list_executed_pipelines", false);
  try {
    const result = carryOut(call, item);
    const status = statusOfResult(result);
    const body = {
      ...writeBody(result, call.query.text("refresh") === "true"),
      ...(listed ? { executed_pipelines: result.pipelines } : {}),
      status,
    };
    return { body: { [item.kind]: body }, failed: false, ingested: result.pipelines.length > 0 };
  } catch (thrown) {
    const error = toFailure(thrown);
    const { root_cause: _, ...cause } = error.toBody();
    const body = { _index: item.index, _id: item.id ?? null, status: statusOf(error), error: errorJson(cause) };
    return { body: { [item.kind]: body }, failed: true, ingested: error instanceof IngestError };
  }
}

function statusOfResult({ result }: WriteResult): number {
  if (result === "created") return 201;
  return result === "not_found" ? 404 : 200;
}

function carryOut(call: Call, item: Item): WriteResult {
  const { kind, index } = item;
  if (item.id === "") throw badArgument("if _id is specified it must not be empty");
  if (kind === "delete") return deleteDocument(call.state, { ...item, id: item.id ?? "" });
  if (kind === "update") {
    const body = parseJson(item.text);
    if (!(body instanceof JavaMap)) throw badArgument("a document must be an object");
    return updateDocument(call, index, item.id ?? "", body);
  }
  return writeDocument(call.state, { ...item, onlyNew: kind === "create" });
}
