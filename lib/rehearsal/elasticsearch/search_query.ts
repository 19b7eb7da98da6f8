/**
 * Queries: as many kinds as a curious user needs.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { javaText, type JavaValue } from "../../java/value.ts";
import type { IngestError } from "../../ingest/error.ts";
import { parseTime } from "./date_math.ts";
import { badArgument, failure, unsupported } from "./failure.ts";
import { hasValue, type SearchValue, searchValue, valuesAt } from "./document_values.ts";
import { wildcard } from "./filter_path.ts";
import type { Index, IndexedDocument } from "./index_state.ts";

/** Whether a document of an index is found. */
export type Predicate = (document: IndexedDocument, index: Index) => boolean;

const ALL: Predicate = () => true;

/** Kinds that the server has and the rehearsal has not. */
const OTHER_KINDS = [
  "boosting",
  "combined_fields",
  "constant_score",
  "dis_max",
  "distance_feature",
  "function_score",
  "fuzzy",
  "geo_bounding_box",
  "geo_distance",
  "has_child",
  "has_parent",
  "intervals",
  "knn",
  "match_bool_prefix",
  "match_phrase_prefix",
  "more_like_this",
  "multi_match",
  "nested",
  "percolate",
  "query_string",
  "rank_feature",
  "regexp",
  "script",
  "script_score",
  "simple_query_string",
  "span_term",
  "terms_set",
];

/**
 * Compiles a query; undefined finds everything.
 *
 * ```ts
 * import { JavaMap } from "../../java/map.ts";
 * import { parseDocument } from "../../json/document.ts";
 * import { compileQuery } from "./search_query.ts";
 * if (typeof compileQuery(parseDocument('{"exists":{"field":"ml_is_dga"}}')) !== "function") throw new Error();
 * ```
 */
export function compileQuery(query: JavaValue | undefined): Predicate {
  if (query === undefined || query === null) return ALL;
  if (!(query instanceof JavaMap)) throw parsing("[_na] query malformed, must start with start_object");
  const [kind, ...others] = [...query.keys()].map(javaText);
  if (kind === undefined) throw badArgument("query malformed, empty clause found");
  if (others.length > 0) throw parsing(`[${kind}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]`);
  const compile = KINDS.get(kind);
  const body = query.get(kind) ?? null;
  if (compile !== undefined && body instanceof JavaMap) return compile(body);
  if (compile !== undefined) throw parsing(`[${kind}] query malformed, no start_object after query name`);
  if (OTHER_KINDS.includes(kind)) throw unsupported(`The query [${kind}]`);
  throw parsing(`unknown query [${kind}]`);
}

/** Whether the server has this kind of query. */
export function isQueryKind(kind: string): boolean {
  return KINDS.has(kind) || OTHER_KINDS.includes(kind);
}

const KINDS: ReadonlyMap<string, (body: JavaMap) => Predicate> = new Map([
  ["match_all", () => ALL],
  ["match_none", () => () => false],
  ["term", term],
  ["terms", terms],
  ["exists", exists],
  ["range", range],
  ["bool", bool],
  ["ids", ids],
  ["match", match],
  ["match_phrase", match],
  ["prefix", (body) => textQuery(body, "value", (text, asked) => text.startsWith(asked))],
  ["wildcard", (body) => textQuery(body, "value", (text, asked) => wildcard(asked).test(text))],
]);

/** The one field of a query with what is asked of it. */
function fieldOf(body: JavaMap): [string, JavaValue] {
  for (const [key, value] of body.entries()) {
    if (javaText(key) !== "boost" && javaText(key) !== "_name") return [javaText(key), value];
  }
  throw badArgument("field name is null or empty");
}

/** `{"field": "x"}` or `{"field": {"value": "x"}}` */
function asked(value: JavaValue, option: string): JavaValue {
  return value instanceof JavaMap ? value.get(option) ?? null : value;
}

/** The values of a field; `_id` and `_index` are fields too, and `.keyword` is the field itself. */
function values(name: string, document: IndexedDocument, index: Index): SearchValue[] {
  if (name === "_id") return [document.id];
  if (name === "_index") return [index.name];
  const own = valuesAt(document.source, name);
  return own.length > 0 || !name.endsWith(".keyword")
    ? own
    : valuesAt(document.source, name.slice(0, -".keyword".length));
}

function sameValue(a: SearchValue, b: SearchValue): boolean {
  return a === b || String(a) === String(b);
}

/** A term against a value: a text is searched by its words. */
function holds(name: string, value: SearchValue, wanted: SearchValue, index: Index): boolean {
  if (index.mapping.typeOf(name) !== "text" || typeof value !== "string") return sameValue(value, wanted);
  return words(value).includes(String(wanted));
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+(?:[.'][\p{L}\p{N}_]+)*/gu) ?? [];
}

function term(body: JavaMap): Predicate {
  const [name, value] = fieldOf(body);
  const wanted = searchValue(asked(value, "value"));
  return (document, index) => values(name, document, index).some((own) => holds(name, own, wanted, index));
}

function terms(body: JavaMap): Predicate {
  const [name, list] = fieldOf(body);
  if (!(list instanceof JavaList)) throw parsing(`[terms] query does not support [${name}]`);
  const wanted = list.items.map(searchValue);
  return (document, index) =>
    values(name, document, index).some((own) => wanted.some((value) => holds(name, own, value, index)));
}

function exists(body: JavaMap): Predicate {
  const field = body.get("field");
  if (typeof field !== "string") throw parsing("[exists] must be provided with a [field]");
  const name = field.replace(/\.keyword$/, "");
  return (document) => hasValue(document.source, name);
}

function ids(body: JavaMap): Predicate {
  const list = body.get("values");
  const wanted = list instanceof JavaList ? list.items.map(javaText) : [];
  return (document) => wanted.includes(document.id);
}

function match(body: JavaMap): Predicate {
  const [name, value] = fieldOf(body);
  const wanted = searchValue(asked(value, "query"));
  return (document, index) =>
    values(name, document, index).some((own) =>
      typeof own === "string" && typeof wanted === "string" && index.mapping.typeOf(name) === "text"
        ? words(wanted).some((word) => words(own).includes(word))
        : sameValue(own, wanted)
    );
}

function textQuery(body: JavaMap, option: string, fits: (text: string, asked: string) => boolean): Predicate {
  const [name, value] = fieldOf(body);
  const wanted = javaText(asked(value, option) ?? asked(value, "wildcard"));
  return (document, index) => values(name, document, index).some((own) => fits(String(own), wanted));
}

type Compare = (difference: number) => boolean;

const BOUNDS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ["gt", (difference) => difference > 0],
  ["gte", (difference) => difference >= 0],
  ["lt", (difference) => difference < 0],
  ["lte", (difference) => difference <= 0],
]);

function range(body: JavaMap): Predicate {
  const [name, limits] = fieldOf(body);
  if (!(limits instanceof JavaMap)) throw parsing("[range] query malformed, no start_object after query name");
  const bounds: [Compare, SearchValue][] = [];
  for (const [key, value] of limits.entries()) {
    const compare = BOUNDS.get(javaText(key));
    if (compare !== undefined && value !== null) bounds.push([compare, searchValue(value)]);
    else if (compare === undefined && !["format", "time_zone", "boost", "relation"].includes(javaText(key))) {
      throw parsing(`[range] query does not support [${javaText(key)}]`);
    }
  }
  return (document, index) =>
    values(name, document, index).some((own) => bounds.every(([compare, limit]) => compare(difference(own, limit))));
}

/** As numbers where both are, as points in time where both are, else as texts. */
function difference(a: SearchValue, b: SearchValue): number {
  if (typeof a === "number" && !Number.isNaN(Number(b))) return a - Number(b);
  const [first, second] = [timeOf(a), timeOf(b)];
  if (!Number.isNaN(first) && !Number.isNaN(second)) return first - second;
  return String(a) < String(b) ? -1 : Number(String(a) !== String(b));
}

function timeOf(value: SearchValue): number {
  return typeof value === "string" ? parseTime(value, Date.now()) : typeof value === "number" ? value : NaN;
}

function bool(body: JavaMap): Predicate {
  const clauses = (name: string): Predicate[] => {
    const value = body.get(name) ?? null;
    if (value === null) return [];
    return value instanceof JavaList ? value.items.map(compileQuery) : [compileQuery(value)];
  };
  const known = ["must", "filter", "should", "must_not", "minimum_should_match", "boost", "_name"];
  const unknown = [...body.keys()].map(javaText).find((key) => !known.includes(key));
  if (unknown !== undefined) throw failure(400, "x_content_parse_exception", `[1:1] [bool] unknown field [${unknown}]`);
  const required = [...clauses("must"), ...clauses("filter")];
  const should = clauses("should");
  const forbidden = clauses("must_not");
  const stated = body.get("minimum_should_match") ?? null;
  const least = stated === null ? Number(required.length === 0 && should.length > 0) : Number(javaText(stated));
  return (document, index) =>
    required.every((clause) => clause(document, index)) &&
    !forbidden.some((clause) => clause(document, index)) &&
    should.filter((clause) => clause(document, index)).length >= least;
}

function parsing(reason: string): IngestError {
  return failure(400, "parsing_exception", reason, { details: { line: 1, col: 1 } });
}
