/**
 * How recorded cases of ingest pipelines are written and compared: one JSON file a case, numbers as Java has them.
 * @module
 */

import { JavaList } from "../../lib/java/collection.ts";
import { JavaHashMap, JavaMap } from "../../lib/java/map.ts";
import type { JavaValue } from "../../lib/java/value.ts";
import { formatDocument, parseJson } from "../../lib/json/document.ts";

/** Keys of a case in the order in which they are written. */
const KEYS = [
  "about",
  "covers",
  "rehearsal",
  "scripts",
  "pipelines",
  "verbose",
  "pipeline",
  "docs",
  "expected",
  "expected8",
];

/** Reads a case. */
export function parseIngestCase(text: string): JavaMap {
  const value = parseJson(text);
  if (value instanceof JavaMap) return value;
  throw new SyntaxError("Cannot read the case as it must be a JSON object");
}

/** Writes a case: its keys in their order, those of nested objects by name. */
export function formatIngestCase(ingestCase: JavaMap): string {
  const lines = KEYS.filter((key) => ingestCase.has(key)).map((key) => {
    const value = ingestCase.get(key) ?? null;
    return `  ${JSON.stringify(key)}: ${pretty(value, "  ")}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** On one line where it is short. */
function pretty(value: JavaValue, indent: string): string {
  const flat = oneLine(value);
  if (flat.length + indent.length <= 110) return flat;
  const inner = `${indent}  `;
  if (value instanceof JavaList) {
    return `[\n${value.items.map((item) => `${inner}${pretty(item, inner)}`).join(",\n")}\n${indent}]`;
  }
  if (!(value instanceof JavaMap)) return flat;
  const entries = sortedKeys(value).map((key) =>
    `${inner}${JSON.stringify(key)}: ${pretty(value.get(key) ?? null, inner)}`
  );
  return `{\n${entries.join(",\n")}\n${indent}}`;
}

/** A value on one line, keys of objects by name. */
export function oneLine(value: JavaValue): string {
  if (value instanceof JavaList) return `[${value.items.map(oneLine).join(", ")}]`;
  if (!(value instanceof JavaMap)) return formatDocument(value);
  const entries = sortedKeys(value).map((key) => `${JSON.stringify(key)}: ${oneLine(value.get(key) ?? null)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function sortedKeys(map: JavaMap): string[] {
  return map.keys().map(String).sort();
}

/**
 * An answer without what differs from run to run and from version to version: times, the `_type` of 7.x and the
 * `_version` of a new document in 8.x, stacks and offsets of scripts, and texts that are the JVM's or a library's own.
 */
export function comparable(value: JavaValue): JavaValue {
  if (value instanceof JavaList) return new JavaList(value.items.map(comparable));
  if (typeof value === "string") return comparableText(value);
  if (!(value instanceof JavaMap)) return value;
  const result = new JavaHashMap();
  const type = value.get("type");
  const isForeign = typeof type === "string" && FOREIGN_TEXTS.has(type) && value.has("reason");
  for (const [key, item] of value.entries()) {
    if (isNoise(value, String(key))) continue;
    if (isForeign && key === "reason") continue;
    if (key === "caused_by" && item instanceof JavaMap && PARSER_TYPES.has(String(item.get("type")))) continue;
    result.set(key, key === "type" && item === "json_e_o_f_exception" ? "json_parse_exception" : comparable(item));
  }
  return result;
}

/** Exceptions whose texts are the JVM's or a library's own. */
const FOREIGN_TEXTS: ReadonlySet<string> = new Set([
  "null_pointer_exception",
  "class_cast_exception",
  "array_index_out_of_bounds_exception",
  "json_parse_exception",
  "json_e_o_f_exception",
  "pattern_syntax_exception",
]);

/** What the parser of Painless adds to a syntax error. */
const PARSER_TYPES: ReadonlySet<string> = new Set([
  "no_viable_alt_exception",
  "input_mismatch_exception",
  "lexer_no_viable_alt_exception",
  "failed_predicate_exception",
]);

function isNoise(map: JavaMap, key: string): boolean {
  switch (key) {
    case "_type":
    case "script_stack":
    case "position":
      return true;
    case "_version":
      return map.get(key) === "-3";
    case "timestamp":
      return map.get("_source") === undefined && typeof map.get(key) === "string";
    default:
      return false;
  }
}

function comparableText(text: string): string {
  return text
    .replace(/^(com\.fasterxml\.jackson\.core)\..*$/s, "$1")
    .replace(/^(java\.lang\.(?:ClassCast|NullPointer)Exception): .*$/s, "$1")
    .replace(/(DefaultMustache)@[0-9a-f]+/, "$1")
    .replace(/^(.*Exception: )?\[\d+:\d+\] (\[script\])/, "$1$2");
}
