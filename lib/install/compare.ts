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
 * Where two JSON texts differ, a line for each place.
 *
 * ```ts
 * import { changesBetween } from "./compare.ts";
 * const [change] = changesBetween('{"a": [1, 2]}', '{"a": [1, 3]}');
 * if (change !== "a/1: 2 is there, the bundle has 3") throw new Error(change);
 * ```
 */
export function changesBetween(installed: string, wanted: string): string[] {
  const changes = [...compareValues("", JSON.parse(installed), JSON.parse(wanted))];
  if (changes.length === 0) return ["numbers are written in another way, as 1 and 1.0"];
  if (changes.length <= MOST_CHANGES) return changes;
  return [...changes.slice(0, MOST_CHANGES), `and ${changes.length - MOST_CHANGES} more places`];
}

function* compareValues(path: string, installed: unknown, wanted: unknown): Generator<string> {
  if (typeof installed === "string" && typeof wanted === "string") {
    if (installed !== wanted) yield `${path || "value"}: ${textChange(installed, wanted)}`;
  } else if (isContainer(installed) && isContainer(wanted) && Array.isArray(installed) === Array.isArray(wanted)) {
    const there = new Map(Object.entries(installed));
    const here = new Map(Object.entries(wanted));
    for (const key of new Set([...there.keys(), ...here.keys()])) {
      yield* compareValues(path === "" ? key : `${path}/${key}`, there.get(key), here.get(key));
    }
  } else if (installed !== wanted) {
    yield `${path || "value"}: ${shown(installed)} is there, the bundle has ${shown(wanted)}`;
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Long texts are told by the first line that is another. */
function textChange(installed: string, wanted: string): string {
  const there = installed.split("\n");
  const here = wanted.split("\n");
  if (there.length === 1 && here.length === 1) return `${shown(installed)} is there, the bundle has ${shown(wanted)}`;
  const line = there.findIndex((text, i) => text !== here[i]);
  const at = line < 0 ? there.length : line;
  return `from line ${at + 1} on, ${shown(there[at])} is there, the bundle has ${shown(here[at])}`;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
