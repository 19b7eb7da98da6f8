/** What can be done with fields: `_field_caps`. @module */

import { JavaList } from "../../java/collection.ts";
import { javaText } from "../../java/value.ts";
import { type Answer, ok } from "./answer.ts";
import { failure, invalidRequest, unsupported } from "./failure.ts";
import { wildcard } from "./filter_path.ts";
import { expandOptions, type Index } from "./index_state.ts";
import type { AnswerValue } from "./json_text.ts";
import { hasSearchableValues, isAggregatableType, isObjectType } from "./mappings/field_types.ts";
import type { Field } from "./mappings/mapping.ts";
import type { Call, Route } from "./route.ts";

/** The calls. */
export const FIELD_CAPS_ROUTES: readonly Route[] = ["/_field_caps", "/{index}/_field_caps"].map((path) => ({
  method: ["GET", "POST"],
  path,
  action: "indices:data/read/field_caps",
  query: [
    "allow_no_indices",
    "expand_wildcards",
    "fields",
    "filters",
    "ignore_unavailable",
    "include_empty_fields",
    "include_unmapped",
    "types",
  ],
  fn: fieldCaps,
}));

/** What a field can do in an index. */
interface Caps {
  readonly type: string;
  readonly metadata: boolean;
  readonly searchable: boolean;
  readonly aggregatable: boolean;
}

/** Fields that every index has. */
const METADATA: ReadonlyMap<string, Caps> = new Map(
  ([
    ["_data_stream_timestamp", "_data_stream_timestamp", false, false],
    ["_doc_count", "integer", false, false],
    ["_feature", "_feature", false, false],
    ["_field_names", "_field_names", true, false],
    ["_id", "_id", true, false],
    ["_ignored", "_ignored", true, true],
    ["_ignored_source", "_ignored_source", false, false],
    ["_index", "_index", true, true],
    ["_index_mode", "_index_mode", true, true],
    ["_inference_fields", "_inference_fields", false, false],
    ["_nested_path", "_nested_path", true, false],
    ["_routing", "_routing", true, false],
    ["_seq_no", "_seq_no", true, true],
    ["_source", "_source", false, false],
    ["_tier", "keyword", true, true],
    ["_version", "_version", false, true],
  ] as const).map((
    [name, type, searchable, aggregatable],
  ) => [name, { type, metadata: true, searchable, aggregatable }]),
);

async function fieldCaps(call: Call): Promise<Answer> {
  const body = await call.body.objectOrEmpty();
  const unknown = [...body.keys()].map(javaText).find((key) =>
    !["fields", "index_filter", "runtime_mappings"].includes(key)
  );
  if (unknown !== undefined) {
    throw failure(400, "x_content_parse_exception", `[1:2] [field_caps_request] unknown field [${unknown}]`);
  }
  for (const option of ["index_filter", "runtime_mappings"]) {
    if (body.has(option)) throw unsupported(`The option [${option}] of field capabilities`);
  }
  if (call.query.list("filters").length > 0) throw unsupported("The parameter [filters] of field capabilities");
  const said = body.get("fields");
  const patterns = [
    ...call.query.list("fields"),
    ...said instanceof JavaList
      ? said.items.map(javaText)
      : said === undefined || said === null
      ? []
      : [javaText(said)],
  ];
  if (patterns.length === 0) throw invalidRequest("no fields specified");
  const indices = call.state.indices.expand(call.parameters.index ?? "*", expandOptions(call.query));
  const types = call.query.list("types");
  const found = indices.map((index) => ({ index, fields: capsOf(index, patterns, types) }));
  const names = [...new Set(found.flatMap(({ fields }) => [...fields.keys()]))].sort();
  const unmapped = call.query.boolean("include_unmapped", false);
  return ok({
    indices: indices.map(({ name }) => name),
    fields: Object.fromEntries(names.map((name) => [name, capsBody(name, found, unmapped)])),
  });
}

/** Fields that are asked for, and the objects that they are in. */
function capsOf(index: Index, patterns: readonly string[], types: readonly string[]): Map<string, Caps> {
  const isAsked = (name: string) => patterns.some((pattern) => wildcard(pattern).test(name));
  const fields = index.mapping.fields();
  const values = [...fields].filter(([name, { type }]) => !isObjectType(type) && isAsked(name));
  const around = new Set(values.flatMap(([name]) => parentsOf(name)));
  const objects = [...fields].filter(([name, { type }]) => isObjectType(type) && around.has(name));
  const own = [...values, ...objects].map(([name, field]) => [name, capsOfField(field)] as const);
  const metadata = [...METADATA].filter(([name]) => isAsked(name));
  return new Map([...metadata, ...own].filter(([, { type }]) => types.length === 0 || types.includes(type)));
}

/** `a.b.c` is in `a.b` and `a`. */
function parentsOf(name: string): string[] {
  const parts = name.split(".");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("."));
}

function capsOfField({ type, options }: Field): Caps {
  const says = (option: string, value: boolean) => String(options.get(option) ?? value) === "true";
  const hasValues = says("doc_values", true);
  const isIndexed = says("index", type !== "binary");
  const isObject = isObjectType(type);
  return {
    type: shownType(type),
    metadata: false,
    searchable: !isObject && (isIndexed || hasValues && hasSearchableValues(type)),
    aggregatable: !isObject && (isAggregatableType(type) ? hasValues : says("fielddata", false)),
  };
}

/** Types of one family go by one name. */
function shownType(type: string): string {
  if (["constant_keyword", "wildcard", "counted_keyword"].includes(type)) return "keyword";
  if (["match_only_text", "annotated_text", "pattern_text"].includes(type)) return "text";
  return type;
}

/** A field's types, each with the indices that have it where they differ. */
function capsBody(
  name: string,
  found: readonly { readonly index: Index; readonly fields: ReadonlyMap<string, Caps> }[],
  includeUnmapped: boolean,
): AnswerValue {
  const byType = new Map<string, { index: string; caps: Caps }[]>();
  for (const { index, fields } of found) {
    const caps = fields.get(name) ?? (includeUnmapped ? UNMAPPED : undefined);
    if (caps === undefined) continue;
    byType.set(caps.type, [...byType.get(caps.type) ?? [], { index: index.name, caps }]);
  }
  const isMixed = byType.size > 1;
  return Object.fromEntries([...byType].map(([type, members]) => [type, typeBody(type, members, isMixed)]));
}

const UNMAPPED: Caps = { type: "unmapped", metadata: false, searchable: false, aggregatable: false };

function typeBody(
  type: string,
  members: readonly { readonly index: string; readonly caps: Caps }[],
  isMixed: boolean,
): AnswerValue {
  const without = (can: (caps: Caps) => boolean): readonly string[] | undefined => {
    const names = members.filter(({ caps }) => !can(caps)).map(({ index }) => index);
    return names.length === 0 || names.length === members.length ? undefined : names;
  };
  return {
    type,
    metadata_field: members.some(({ caps }) => caps.metadata),
    searchable: members.every(({ caps }) => caps.searchable),
    aggregatable: members.every(({ caps }) => caps.aggregatable),
    indices: isMixed ? members.map(({ index }) => index) : undefined,
    non_searchable_indices: without(({ searchable }) => searchable),
    non_aggregatable_indices: without(({ aggregatable }) => aggregatable),
  };
}
