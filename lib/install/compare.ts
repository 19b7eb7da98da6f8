/**
 * Whether two things mean the same, and where they differ.
 * @module
 */

import { canonicalJson } from "../json/canonical.ts";

/** More would not be read. */
const MOST_CHANGES = 8;
const LONGEST_VALUE = 60;

/**
 * Whether two JSON texts mean the same: order of keys and white space aside. `1` and `1.0` are not the same, as they
 * are not to a script.
 *
 * ```ts
 * import { isSameJson } from "./compare.ts";
 * if (!isSameJson('{"a": 1, "b": 2}', '{"b":2,"a":1}') || isSameJson("1", "1.0")) throw new Error();
 * ```
 */
export function isSameJson(one: string, other: string): boolean {
  return one === other || canonicalText(one) === canonicalText(other);
}

function canonicalText(json: string): string {
  return new TextDecoder().decode(canonicalJson(new TextEncoder().encode(json)));
}

/**
 * Where two JSON texts differ, a line for each place; `wantedHas` is what the lines call the wanted one.
 *
 * ```ts
 * import { changesBetween } from "./compare.ts";
 * const [change] = changesBetween('{"a": [1, 2]}', '{"a": [1, 3]}');
 * if (change !== "a/1: 2 is there, the bundle has 3") throw new Error(change);
 * ```
 */
export function changesBetween(installed: string, wanted: string, wantedHas = "the bundle has"): string[] {
  const changes = [...compareValues("", JSON.parse(installed), JSON.parse(wanted), wantedHas)];
  if (changes.length === 0) return ["numbers are written in another way, as 1 and 1.0"];
  if (changes.length <= MOST_CHANGES) return changes;
  return [...changes.slice(0, MOST_CHANGES), `and ${changes.length - MOST_CHANGES} more places`];
}

function* compareValues(path: string, installed: unknown, wanted: unknown, has: string): Generator<string> {
  if (typeof installed === "string" && typeof wanted === "string") {
    if (installed !== wanted) yield `${path || "value"}: ${textChange(installed, wanted, has)}`;
  } else if (isContainer(installed) && isContainer(wanted) && Array.isArray(installed) === Array.isArray(wanted)) {
    const there = new Map(Object.entries(installed));
    const here = new Map(Object.entries(wanted));
    for (const key of new Set([...there.keys(), ...here.keys()])) {
      yield* compareValues(path === "" ? key : `${path}/${key}`, there.get(key), here.get(key), has);
    }
  } else if (installed !== wanted) {
    yield `${path || "value"}: ${shown(installed)} is there, ${has} ${shown(wanted)}`;
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Long texts are told by the first line that is another, and long lines by what is around the first difference. */
function textChange(installed: string, wanted: string, has: string): string {
  const there = installed.split("\n");
  const here = wanted.split("\n");
  const line = there.findIndex((text, i) => text !== here[i]);
  const at = line < 0 ? there.length : line;
  const place = there.length === 1 && here.length === 1 ? "" : `from line ${at + 1} on, `;
  const from = firstDifference(there[at] ?? "", here[at] ?? "");
  return `${place}${shown(there[at], from)} is there, ${has} ${shown(here[at], from)}`;
}

function firstDifference(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let at = 0;
  while (at < shorter && one[at] === other[at]) at++;
  return at;
}

/** A value as JSON, not too long: of a long text what is around a place. */
function shown(value: unknown, around = 0): string {
  if (value === undefined) return "nothing";
  const json = JSON.stringify(value);
  if (json.length <= LONGEST_VALUE) return json;
  if (typeof value === "string") return JSON.stringify(excerpt(value, around));
  const [end] = json.slice(-1);
  return `${cut(json, 0, LONGEST_VALUE)}…${end}`;
}

function excerpt(text: string, around: number): string {
  const start = around < LONGEST_VALUE / 2 ? 0 : around - LONGEST_VALUE / 4;
  const end = start + LONGEST_VALUE;
  return `${start > 0 ? "…" : ""}${cut(text, start, end)}${end < text.length ? "…" : ""}`;
}

/** Not through the middle of a character. */
function cut(text: string, start: number, end: number): string {
  return text.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}
