/** Looking for documents: `_search`, `_count`. @module */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { JavaDouble, javaText, type JavaValue } from "../../java/value.ts";
import { type Answer, ok } from "./answer.ts";
import { NODE_ID } from "./cluster_state.ts";
import { badArgument, failure, unsupported } from "./failure.ts";
import { type SearchValue, valuesAt } from "./document_values.ts";
import { expandOptions, type Index, type IndexedDocument } from "./index_state.ts";
import { type AnswerValue, RawJson } from "./json_text.ts";
import type { Call, Route } from "./route.ts";
import { compileQuery } from "./search_query.ts";
import { filterSource, type SourceFilter, sourceFilterOf, sourceFilterOfBody } from "./source_filter.ts";

const QUERY = [
  "_source",
  "_source_excludes",
  "_source_includes",
  "allow_no_indices",
  "allow_partial_search_results",
  "expand_wildcards",
  "from",
  "ignore_unavailable",
  "preference",
  "q",
  "request_cache",
  "rest_total_hits_as_int",
  "routing",
  "search_type",
  "size",
  "sort",
  "terminate_after",
  "timeout",
  "track_total_hits",
  "typed_keys",
];

/** The calls. */
export const SEARCH_ROUTES: readonly Route[] = [
  ...["/_search", "/{index}/_search"].map((path): Route => ({
    method: ["GET", "POST"],
    path,
    action: "indices:data/read/search",
    query: QUERY,
    fn: search,
  })),
  ...["/_count", "/{index}/_count"].map((path): Route => ({
    method: ["GET", "POST"],
    path,
    action: "indices:data/read/search",
    query: QUERY,
    fn: count,
  })),
];

/** What the body of a search may hold. */
const OPTIONS = [
  "_source",
  "explain",
  "from",
  "query",
  "seq_no_primary_term",
  "size",
  "sort",
  "timeout",
  "track_scores",
  "track_total_hits",
  "version",
];
const OTHER_OPTIONS = [
  "aggregations",
  "aggs",
  "collapse",
  "docvalue_fields",
  "fields",
  "highlight",
  "knn",
  "pit",
  "post_filter",
  "rescore",
  "retriever",
  "runtime_mappings",
  "script_fields",
  "search_after",
  "slice",
  "suggest",
];

/** A document that was found. */
interface Hit {
  readonly index: Index;
  readonly document: IndexedDocument;
}

function found(call: Call, query: JavaValue | undefined): { hits: Hit[]; indices: Index[] } {
  if (call.query.integer("terminate_after", 0) < 0) throw badArgument("terminateAfter must be > 0");
  if (call.query.text("q") !== undefined) throw unsupported("The parameter [q]");
  const matches = compileQuery(query);
  const indices = call.state.indices.expand(call.parameters.index ?? "*", expandOptions(call.query));
  const hits = indices.flatMap((index) =>
    [...index.documents.values()]
      .sort((a, b) => a.sequenceNumber - b.sequenceNumber)
      .filter((document) => matches(document, index))
      .map((document) => ({ index, document }))
  );
  return { hits, indices };
}

async function search(call: Call): Promise<Answer> {
  const start = performance.now();
  const body = await call.body.objectOrEmpty();
  checkOptions(body);
  const { hits, indices } = found(call, body.get("query"));
  const orders = sortOrders(body.get("sort") ?? call.query.text("sort"));
  const from = pageNumber(call, body, "from", 0);
  const size = pageNumber(call, body, "size", 10);
  if (from + size > 10_000) {
    return allShardsFailed(
      indices,
      `Result window is too large, from + size must be less than or equal to: [10000] but was [${from + size}]. See ` +
        "the scroll api for a more efficient way to request large data sets. This limit can be set by changing the " +
        "[index.max_result_window] index level setting.",
    );
  }
  const unsortable = orders.find(({ field }) => indices.some((index) => index.mapping.typeOf(field) === "text"));
  if (unsortable !== undefined) return allShardsFailed(indices, noFieldData(unsortable.field, indices));
  if (orders.length > 0) hits.sort((a, b) => compareHits(a, b, orders));
  const filter = body.has("_source") ? sourceFilterOfBody(body.get("_source")) : sourceFilterOf(call.query);
  const shown = hits.slice(from, from + size);
  const scored = orders.length === 0 || orders.some(({ field }) => field === "_score");
  return ok({
    took: Math.round(performance.now() - start),
    timed_out: false,
    _shards: { total: indices.length, successful: indices.length, skipped: 0, failed: 0 },
    hits: {
      total: total(call, body, hits.length),
      max_score: scored && hits.length > 0 && size > 0 ? new JavaDouble(1) : null,
      hits: shown.map((hit) => hitBody(hit, { filter, orders, scored, body })),
    },
  });
}

function noFieldData(field: string, indices: readonly Index[]): string {
  const [first] = indices;
  return `Fielddata is disabled on [${field}] in [${first?.name}]. Text fields are not optimised for operations that ` +
    "require per-document field data like aggregations and sorting, so these operations are disabled by default. " +
    `Please use a keyword field instead. Alternatively, set fielddata=true on [${field}] in order to load field data ` +
    "by uninverting the inverted index. Note that this can use significant memory.";
}

/** What a search answers that each index refuses. */
function allShardsFailed(indices: readonly Index[], reason: string): Answer {
  const cause = { type: "illegal_argument_exception", reason };
  return {
    status: 400,
    body: {
      error: {
        root_cause: [cause],
        type: "search_phase_execution_exception",
        reason: "all shards failed",
        phase: "query",
        grouped: true,
        failed_shards: indices.slice(0, 1).map(({ name }) => ({ shard: 0, index: name, node: NODE_ID, reason: cause })),
        caused_by: { ...cause, caused_by: cause },
      },
      status: 400,
    },
  };
}

function total(call: Call, body: JavaMap, count: number): AnswerValue | undefined {
  if (call.query.boolean("rest_total_hits_as_int", false)) return count;
  const track = body.get("track_total_hits") ?? call.query.text("track_total_hits");
  return track === false || track === "false" ? undefined : { value: count, relation: "eq" };
}

function checkOptions(body: JavaMap): void {
  for (const key of body.keys()) {
    const name = javaText(key);
    if (OPTIONS.includes(name)) continue;
    if (OTHER_OPTIONS.includes(name)) throw unsupported(`The option [${name}] of a search`);
    throw failure(400, "parsing_exception", `Unknown key for a ${tokenOf(body.get(name) ?? null)} in [${name}].`, {
      details: { line: 1, col: 1 },
    });
  }
}

function tokenOf(value: JavaValue): string {
  if (value instanceof JavaMap) return "START_OBJECT";
  if (value instanceof JavaList) return "START_ARRAY";
  if (value === null) return "VALUE_NULL";
  if (typeof value === "boolean") return "VALUE_BOOLEAN";
  return typeof value === "string" ? "VALUE_STRING" : "VALUE_NUMBER";
}

function pageNumber(call: Call, body: JavaMap, name: string, fallback: number): number {
  const own = body.get(name) ?? null;
  const value = own === null ? call.query.integer(name, fallback) : own;
  if (typeof value !== "number") throw badArgument(`[${name}] must be a number`);
  if (value < 0) throw badArgument(`[${name}] parameter cannot be negative, found [${value}]`);
  return value;
}

/** One field to sort by. */
interface SortOrder {
  readonly field: string;
  readonly descending: boolean;
  readonly missingFirst: boolean;
}

function sortOrders(sort: JavaValue | undefined): SortOrder[] {
  if (sort === undefined || sort === null) return [];
  if (typeof sort === "string") return sort.split(",").map(orderOfText);
  return (sort instanceof JavaList ? sort.items : [sort]).flatMap((item) => {
    if (typeof item === "string") return [orderOfText(item)];
    if (!(item instanceof JavaMap)) {
      throw badArgument("malformed sort format, must start with array, object, or string");
    }
    return [...item.entries()].map(([field, order]) => orderOfField(javaText(field), order));
  });
}

function orderOfText(text: string): SortOrder {
  const [field = "", direction] = text.split(":");
  return {
    field,
    descending: direction === undefined ? field === "_score" : direction === "desc",
    missingFirst: false,
  };
}

function orderOfField(field: string, order: JavaValue): SortOrder {
  const direction = order instanceof JavaMap ? order.get("order") ?? null : order;
  const missing = order instanceof JavaMap ? order.get("missing") : undefined;
  return {
    field,
    descending: direction === null ? field === "_score" : direction === "desc",
    missingFirst: missing === "_first",
  };
}

function sortValue({ document, index }: Hit, field: string): SearchValue | undefined {
  if (field === "_score") return 1;
  if (field === "_doc") return document.sequenceNumber;
  if (field === "_id") return document.id;
  const [own] = valuesAt(document.source, field);
  const value = own ?? valuesAt(document.source, field.replace(/\.keyword$/, ""))[0];
  return typeof value === "string" && index.mapping.typeOf(field) === "date" ? Date.parse(value) : value;
}

const WHOLE_NUMBERS = ["byte", "date", "integer", "long", "short"];

/** A number or a date that is missing sorts, and is shown, as the largest or the smallest there is. */
function shownSortValue(hit: Hit, { field, descending, missingFirst }: SortOrder): AnswerValue {
  const value = sortValue(hit, field);
  if (value !== undefined) return value;
  if (!WHOLE_NUMBERS.includes(hit.index.mapping.typeOf(field) ?? "")) return null;
  return descending === missingFirst ? 2n ** 63n - 1n : -(2n ** 63n);
}

function compareHits(a: Hit, b: Hit, orders: readonly SortOrder[]): number {
  for (const { field, descending, missingFirst } of orders) {
    const [first, second] = [sortValue(a, field), sortValue(b, field)];
    if (first === second) continue;
    if (first === undefined) return missingFirst ? -1 : 1;
    if (second === undefined) return missingFirst ? 1 : -1;
    if (first !== second) return (first < second ? -1 : 1) * (descending ? -1 : 1);
  }
  return 0;
}

function hitBody(
  hit: Hit,
  how: {
    readonly filter: SourceFilter;
    readonly orders: readonly SortOrder[];
    readonly scored: boolean;
    readonly body: JavaMap;
  },
): AnswerValue {
  const { index, document } = hit;
  return {
    _index: index.name,
    _id: document.id,
    _version: how.body.get("version") === true ? document.version : undefined,
    _seq_no: how.body.get("seq_no_primary_term") === true ? document.sequenceNumber : undefined,
    _primary_term: how.body.get("seq_no_primary_term") === true ? 1 : undefined,
    _score: how.scored ? new JavaDouble(1) : null,
    _routing: document.routing,
    _source: filterSource(new RawJson(document.text), how.filter),
    sort: how.orders.length === 0 ? undefined : how.orders.map((order) => shownSortValue(hit, order)),
  };
}

async function count(call: Call): Promise<Answer> {
  const body = await call.body.objectOrEmpty();
  const unknown = [...body.keys()].map(javaText).find((key) => key !== "query");
  if (unknown !== undefined) {
    throw failure(400, "parsing_exception", `request does not support [${unknown}]`, { details: { line: 1, col: 1 } });
  }
  const { hits, indices } = found(call, body.get("query"));
  return ok({
    count: hits.length,
    _shards: { total: indices.length, successful: indices.length, skipped: 0, failed: 0 },
  });
}
