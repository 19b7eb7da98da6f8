/** Single documents: `{index}/_doc`, `_create`, `_source`, `_update`. @module */

import { JavaMap } from "../../java/map.ts";
import { formatDocument } from "../../json/document.ts";
import { type Answer, ok } from "./answer.ts";
import { badArgument, failure, unsupported } from "./failure.ts";
import { type Index, type IndexedDocument, missingIndex } from "./index_state.ts";
import { type AnswerValue, RawJson } from "./json_text.ts";
import { merged } from "./merge.ts";
import { type Call, pathPart, type Route } from "./route.ts";
import { filterSource, sourceFilterOf } from "./source_filter.ts";
import { deleteDocument, writeDocument, type WriteResult } from "./writing.ts";

const WRITE_QUERY = [
  "if_primary_term",
  "if_seq_no",
  "op_type",
  "pipeline",
  "refresh",
  "require_alias",
  "require_data_stream",
  "routing",
  "timeout",
  "version",
  "version_type",
  "wait_for_active_shards",
];
const READ_QUERY = [
  "_source",
  "_source_excludes",
  "_source_includes",
  "preference",
  "realtime",
  "refresh",
  "routing",
];

/** The calls. */
export const DOCUMENT_ROUTES: readonly Route[] = [
  {
    method: ["PUT", "POST"],
    path: "/{index}/_doc/{id}",
    action: "indices:data/write/index",
    query: WRITE_QUERY,
    fn: (call) => write(call, call.query.text("op_type") === "create"),
  },
  {
    method: "POST",
    path: "/{index}/_doc",
    action: "indices:data/write/index",
    query: WRITE_QUERY,
    fn: (call) => write(call, true),
  },
  {
    method: ["PUT", "POST"],
    path: "/{index}/_create/{id}",
    action: "indices:data/write/index",
    query: WRITE_QUERY,
    fn: (call) => write(call, true),
  },
  { method: ["GET", "HEAD"], path: "/{index}/_doc/{id}", action: "indices:data/read/get", query: READ_QUERY, fn: read },
  {
    method: ["GET", "HEAD"],
    path: "/{index}/_source/{id}",
    action: "indices:data/read/get",
    query: READ_QUERY,
    fn: readSource,
  },
  { method: "DELETE", path: "/{index}/_doc/{id}", action: "indices:data/write/delete", query: WRITE_QUERY, fn: remove },
  {
    method: "POST",
    path: "/{index}/_update/{id}",
    action: "indices:data/write/update",
    query: [...WRITE_QUERY, "_source", "_source_includes", "_source_excludes", "lang", "retry_on_conflict"],
    fn: update,
  },
];

async function write(call: Call, onlyNew: boolean): Promise<Answer> {
  const { query, state } = call;
  const text = await call.body.text();
  if (text.trim() === "") throw failure(400, "parse_exception", "request body is required");
  const result = writeDocument(state, {
    index: pathPart(call, "index"),
    id: call.parameters.id,
    text,
    onlyNew,
    pipeline: query.text("pipeline"),
    routing: query.text("routing"),
    requireAlias: query.boolean("require_alias", false),
    ...demandsOf(call),
  });
  return { status: result.result === "created" ? 201 : 200, body: writeBody(result, wantsRefresh(call)) };
}

/** What the query demands of the document that is there. */
function demandsOf(call: Call) {
  return {
    version: optionalInteger(call, "version"),
    versionType: call.query.text("version_type"),
    ifSequenceNumber: optionalInteger(call, "if_seq_no"),
    ifPrimaryTerm: optionalInteger(call, "if_primary_term"),
  };
}

function optionalInteger(call: Call, name: string): number | undefined {
  return call.query.text(name) === undefined ? undefined : call.query.integer(name, 0);
}

function wantsRefresh(call: Call): boolean {
  return ["", "true"].includes(call.query.text("refresh") ?? "false");
}

/** What became of a write, as the server prints it. */
export function writeBody(result: WriteResult, refreshed: boolean): Record<string, AnswerValue | undefined> {
  const dropped = result.sequenceNumber === undefined;
  const isWritten = result.result !== "noop";
  return {
    _index: result.index,
    _id: result.id,
    _version: result.version,
    result: result.result,
    forced_refresh: refreshed && isWritten ? true : undefined,
    _shards: { total: result.copies, successful: isWritten ? 1 : 0, failed: 0 },
    _seq_no: result.sequenceNumber,
    _primary_term: dropped ? undefined : 1,
  };
}

function indexOf(call: Call): Index {
  const name = pathPart(call, "index");
  const index = call.state.indices.get(name);
  if (index === undefined) throw missingIndex(name, "index_expression");
  return index;
}

function read(call: Call): Answer {
  const index = indexOf(call);
  const id = pathPart(call, "id");
  const document = index.documents.get(id);
  if (document === undefined) return { status: 404, body: { _index: index.name, _id: id, found: false } };
  return ok({
    _index: index.name,
    _id: id,
    _version: document.version,
    _seq_no: document.sequenceNumber,
    _primary_term: 1,
    _routing: document.routing,
    found: true,
    _source: shownSource(call, document),
  });
}

function shownSource(call: Call, document: IndexedDocument): AnswerValue | undefined {
  return filterSource(new RawJson(document.text), sourceFilterOf(call.query));
}

function readSource(call: Call): Answer {
  const index = indexOf(call);
  const id = pathPart(call, "id");
  const document = index.documents.get(id);
  if (document === undefined) {
    throw failure(404, "resource_not_found_exception", `Document not found [${index.name}]/[${id}]`);
  }
  return ok(shownSource(call, document) ?? {});
}

function remove(call: Call): Answer {
  const result = deleteDocument(call.state, {
    index: pathPart(call, "index"),
    id: pathPart(call, "id"),
    ...demandsOf(call),
  });
  return { status: result.result === "not_found" ? 404 : 200, body: writeBody(result, wantsRefresh(call)) };
}

async function update(call: Call): Promise<Answer> {
  const body = await call.body.object();
  const result = updateDocument(call, pathPart(call, "index"), pathPart(call, "id"), body);
  return { status: result.result === "created" ? 201 : 200, body: writeBody(result, wantsRefresh(call)) };
}

/** A partial document over the one that is there. */
export function updateDocument(call: Pick<Call, "state">, indexName: string, id: string, body: JavaMap): WriteResult {
  const { state } = call;
  if (body.has("script")) throw unsupported("An update by script");
  const doc = body.get("doc");
  const upsert = body.get("upsert") ?? (body.get("doc_as_upsert") === true ? doc : undefined);
  if (!(doc instanceof JavaMap) && !(upsert instanceof JavaMap)) {
    throw badArgument("Validation Failed: 1: script or doc is missing;");
  }
  const index = state.indices.get(indexName);
  const existing = index?.documents.get(id);
  if (existing === undefined && !(upsert instanceof JavaMap)) {
    throw failure(404, "document_missing_exception", `[${id}]: document missing`, {
      details: { index_uuid: index?.uuid ?? "_na_", shard: "0", index: indexName },
    });
  }
  const next = existing === undefined ? upsert : merged(existing.source, doc instanceof JavaMap ? doc : undefined);
  if (!(next instanceof JavaMap)) throw badArgument("a document must be an object");
  if (
    existing !== undefined && index !== undefined && body.get("detect_noop") !== false && next.equals(existing.source)
  ) {
    return {
      index: indexName,
      id,
      result: "noop",
      version: existing.version,
      sequenceNumber: existing.sequenceNumber,
      copies: 0,
      pipelines: [],
    };
  }
  return writeDocument(state, {
    index: indexName,
    id,
    text: formatDocument(next),
    onlyNew: false,
    // A default pipeline runs for updates of documents that are new only.
    pipeline: existing === undefined ? undefined : "_none",
    routing: existing?.routing,
  });
}
