/**
 * Searching rules with a query in the Kibana Query Language.
 *
 * Fields are those of the rule, of its metadata (both also behind `rule.` and `metadata.`), its `file`, and for short
 * `tactics` (names), `techniques` and `subtechniques` (ids). Case does not count. A value is the whole of a field's value;
 * in fields with sentences, such as `name` and `description`, and without a field, it is words in it.
 *
 * @module
 */

import { isObject } from "../json/plain_object.ts";
import { type KqlNode, type KqlText, parseKql, type RangeOperator } from "./kql.ts";
import type { Rule } from "./rule.ts";

/** What a rule is searched by. */
export type SearchableRule = Pick<Rule, "file" | "fields" | "metadata">;

/**
 * The rules that a query finds, in their order; all of them for an empty query.
 *
 * ```ts
 * import { searchRules } from "./search.ts";
 * const rules = [
 *   { file: "a.toml", fields: { name: "DNS Tunnel", tags: ["Network"], risk_score: 73 }, metadata: {} },
 *   { file: "b.toml", fields: { name: "DGA Domain", tags: ["Network", "ML-DGA"], risk_score: 21 }, metadata: {} },
 * ];
 * const found = searchRules(rules, "tags:ML-* and not risk_score >= 50");
 * if (found.length !== 1 || found[0]?.file !== "b.toml") throw new Error();
 * ```
 *
 * @throws {KqlError} for a query that can't be read, with the place
 */
export function searchRules<R extends SearchableRule>(rules: readonly R[], query: string): R[] {
  const node = parseKql(query);
  return node === undefined ? [...rules] : rules.filter((rule) => matches(node, scopeOf(rule)));
}

/**
 * Whether a file with this text may hold a rule that a query finds: looked at before the file is read properly, which
 * takes ten times as long.
 *
 * ```ts
 * import { parseKql } from "./kql.ts";
 * import { mayMatch } from "./search.ts";
 * const query = parseKql("tags:ML-DGA");
 * if (query === undefined || mayMatch(query, 'tags = ["Network"]') || !mayMatch(query, 'tags = ["ML-DGA"]')) throw new Error();
 * ```
 */
export function mayMatch(node: KqlNode, text: string): boolean {
  // What is written as an escape, or goes on in the next line, is not seen.
  return /\\(?:u|[ \t]*\r?\n)/i.test(text) || mayHold(node, text.toLowerCase());
}

function mayHold(node: KqlNode, text: string): boolean {
  switch (node.kind) {
    case "and":
      return node.parts.every((part) => mayHold(part, text));
    case "or":
      return node.parts.some((part) => mayHold(part, text));
    case "not":
    case "range":
      return true;
    case "nested":
      return mayHold(node.part, text);
    case "is":
      return node.field !== undefined && isAboutFile(node.field) ||
        node.value.pieces.every((piece) => wordsOf(piece).every((word) => text.includes(word)));
  }
}

/** Names of files, and numbers that can be written in several ways, are not in the text. */
function isAboutFile({ pieces }: KqlText): boolean {
  return pieces.length > 1 || pieces[0]?.toLowerCase() === "file";
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z_-][a-z0-9_-]*/g) ?? [];
}

/** The objects that a path may begin in. */
type Scope = readonly Readonly<Record<string, unknown>>[];

function scopeOf({ file, fields, metadata }: SearchableRule): Scope {
  return [fields, metadata, { file, rule: fields, metadata }, threatsOf(fields)];
}

function threatsOf({ threat }: SearchableRule["fields"]): Readonly<Record<string, unknown>> {
  if (threat === undefined) return {};
  const at = (...path: string[]) => valuesAt([{ threat }], ["threat", ...path]);
  return {
    tactics: at("tactic", "name"),
    techniques: at("technique", "id"),
    subtechniques: at("technique", "subtechnique", "id"),
  };
}

function matches(node: KqlNode, scope: Scope): boolean {
  switch (node.kind) {
    case "and":
      return node.parts.every((part) => matches(part, scope));
    case "or":
      return node.parts.some((part) => matches(part, scope));
    case "not":
      return !matches(node.part, scope);
    case "nested":
      return objectsAt(scope, node.field).some((object) => matches(node.part, [object]));
    case "range":
      return found(scope, node.field).some(([, value]) => isInRange(value, node.operator, node.value));
    case "is":
      if (node.field !== undefined && isAnything(node.value)) return isThere(scope, node.field);
      return node.field === undefined
        ? everything(scope).some(([, value]) => hasWords(value, node.value))
        : found(scope, node.field).some(([path, value]) => isValue(path, value, node.value));
  }
}

/** `*` alone. */
function isAnything({ pieces }: KqlText): boolean {
  return pieces.length > 1 && pieces.every((piece) => piece === "");
}

function isThere(scope: Scope, field: KqlText): boolean {
  return found(scope, field).some(([, value]) => value !== null) || objectsAt(scope, field).length > 0;
}

/** A value of a rule, and the last name of its path. */
type Leaf = readonly [name: string, value: unknown];

function found(scope: Scope, field: KqlText): Leaf[] {
  const [name = "", ...more] = field.pieces;
  if (more.length > 0) {
    return leaves(scope, "").filter(([path]) => matchesPieces(path.toLowerCase(), lower(field.pieces)))
      .map(([path, value]) => [lastName(path), value]);
  }
  return valuesAt(scope, name.split(".")).map((value) => [lastName(name), value]);
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function objectsAt(scope: Scope, { pieces: [name = ""] }: KqlText): Readonly<Record<string, unknown>>[] {
  return membersAt(scope, name.split(".")).filter(isObject);
}

/** All values that a path leads to, through lists. */
function valuesAt(scope: readonly unknown[], path: readonly string[]): unknown[] {
  return membersAt(scope, path).filter((value) => !isObject(value));
}

function membersAt(scope: readonly unknown[], path: readonly string[]): unknown[] {
  let values = scope;
  for (const name of path) {
    values = values.flatMap((value) => isObject(value) && Object.hasOwn(value, name) ? listOf(value[name]) : []);
  }
  return [...values];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.flatMap(listOf) : [value];
}

function everything(scope: Scope): Leaf[] {
  return leaves(scope.slice(0, 2), "");
}

function leaves(values: readonly unknown[], prefix: string): Leaf[] {
  return values.flatMap((value): Leaf[] => {
    if (!isObject(value)) return [[prefix, value]];
    return Object.entries(value).flatMap(([key, inner]) =>
      leaves(listOf(inner), prefix === "" ? key : `${prefix}.${key}`)
    );
  });
}

/** Fields that hold sentences. */
const SENTENCES = new Set(["name", "description", "note", "setup", "false_positives", "query", "threat_query"]);

function isValue(name: string, value: unknown, wanted: KqlText): boolean {
  if (value === null || value === undefined) return false;
  const text = String(value).toLowerCase();
  const pieces = lower(wanted.pieces);
  if (matchesPieces(text, pieces)) return true;
  const [only = "", ...more] = pieces;
  if (typeof value === "number") return more.length === 0 && only !== "" && Number(only) === value;
  return SENTENCES.has(name) && hasWords(value, wanted);
}

/** Nobody reads longer ones, and looking through them takes the square of their length at worst. */
const LONGEST_SENTENCES = 100_000;

/** Whether words stand in a text, not as a part of others. */
function hasWords(value: unknown, { pieces }: KqlText): boolean {
  const text = ` ${String(value).slice(0, LONGEST_SENTENCES).toLowerCase().replaceAll(/\s+/g, " ")} `;
  const words = lower(pieces).map((piece) => piece.replaceAll(/\s+/g, " "));
  const first = words[0] ?? "";
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    const end = endOfPieces(text, words, at);
    if (end === undefined) return false;
    const isOpenStart = first === "" || !isWordPart(text[at - 1]) || !isWordPart(first[0]);
    const isOpenEnd = words.at(-1) === "" || !isWordPart(text[end]) || !isWordPart(text[end - 1]);
    if (isOpenStart && isOpenEnd) return true;
    if (first === "") return false;
  }
  return false;
}

function isWordPart(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}_]/u.test(char);
}

/** Where the last of some pieces ends, the first one standing at a place and the others somewhere behind. */
function endOfPieces(text: string, pieces: readonly string[], start: number): number | undefined {
  let end = start + (pieces[0] ?? "").length;
  for (const piece of pieces.slice(1)) {
    const at = text.indexOf(piece, end);
    if (at < 0) return undefined;
    end = at + piece.length;
  }
  return end;
}

/** Whether a whole text is these pieces with anything between them. Takes no longer than the text is. */
function matchesPieces(text: string, pieces: readonly string[]): boolean {
  const [first = "", ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = endOfPieces(text, [first, ...rest], 0);
  return end !== undefined && end + last.length <= text.length;
}

function lower(pieces: readonly string[]): string[] {
  return pieces.map((piece) => piece.toLowerCase());
}

/** Numbers as numbers; all else, as dates, as texts. */
function isInRange(value: unknown, operator: RangeOperator, { pieces }: KqlText): boolean {
  const wanted = pieces.join("*");
  if (typeof value !== "number" && typeof value !== "string") return false;
  const number = wanted.trim() === "" ? NaN : Number(wanted);
  if (typeof value === "number") return !Number.isNaN(number) && holds(Math.sign(value - number), operator);
  return holds(value < wanted ? -1 : value > wanted ? 1 : 0, operator);
}

function holds(order: number, operator: RangeOperator): boolean {
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}
