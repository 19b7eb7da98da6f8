/**
 * Types of fields.
 * @module
 */

const NUMBERS = ["byte", "double", "float", "half_float", "integer", "long", "scaled_float", "short", "unsigned_long"];
const KEYWORDS = ["constant_keyword", "counted_keyword", "flattened", "keyword", "wildcard"];
const TEXTS = [
  "annotated_text",
  "completion",
  "match_only_text",
  "pattern_text",
  "search_as_you_type",
  "semantic_text",
  "text",
];
const RANGES = ["date_range", "double_range", "float_range", "integer_range", "ip_range", "long_range"];
const OTHERS = [
  "aggregate_metric_double",
  "alias",
  "binary",
  "boolean",
  "date",
  "date_nanos",
  "dense_vector",
  "exponential_histogram",
  "geo_point",
  "geo_shape",
  "histogram",
  "icu_collation_keyword",
  "ip",
  "join",
  "murmur3",
  "passthrough",
  "percolator",
  "point",
  "rank_feature",
  "rank_features",
  "shape",
  "sparse_vector",
  "token_count",
  "version",
];
const OBJECTS = ["nested", "object", "passthrough"];
const TYPES: ReadonlySet<string> = new Set([...NUMBERS, ...KEYWORDS, ...TEXTS, ...RANGES, ...OTHERS, ...OBJECTS]);
const NOT_AGGREGATABLE: ReadonlySet<string> = new Set([
  ...TEXTS,
  ...OBJECTS,
  "binary",
  "dense_vector",
  "sparse_vector",
]);

/** Whether there is such a type. */
export function isFieldType(type: string): boolean {
  return TYPES.has(type);
}

/** Whether fields of that type have fields themselves and no value. */
export function isObjectType(type: string): boolean {
  return OBJECTS.includes(type);
}

/** Whether fields of that type can be aggregated, unless they are told otherwise. */
export function isAggregatableType(type: string): boolean {
  return !NOT_AGGREGATABLE.has(type);
}

/** Whether a field without an index can still be searched by its values. */
export function hasSearchableValues(type: string): boolean {
  return NUMBERS.includes(type) || ["boolean", "date", "date_nanos", "geo_point", "ip", "keyword"].includes(type);
}
