/**
 * `filter_path`: the parts of an answer that were asked for.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { javaText } from "../../java/value.ts";
import { parseJson } from "../../json/document.ts";
import { type AnswerValue, RawJson, StreamedJson } from "./json_text.ts";

/**
 * Keeps what the paths name: `*` stands for any key, `**` for any keys, `-` before a path leaves out what it names.
 *
 * ```ts
 * import { filterPaths } from "./filter_path.ts";
 * import { formatAnswer } from "./json_text.ts";
 * const kept = filterPaths({ license: { type: "trial", uid: "x" } }, "license.type");
 * if (formatAnswer(kept).join("") !== '{"license":{"type":"trial"}}') throw new Error();
 * ```
 */
export function filterPaths(value: AnswerValue, paths: string): AnswerValue {
  const all = paths.split(",").map((path) => path.trim()).filter((path) => path !== "");
  const excluded = all.filter((path) => path.startsWith("-")).map((path) => path.slice(1).split("."));
  const included = all.filter((path) => !path.startsWith("-")).map((path) => path.split("."));
  const kept = included.length === 0 ? value : select(value, included) ?? {};
  return excluded.length === 0 ? kept : without(kept, excluded) ?? {};
}

type Path = readonly string[];

/** The paths that go on below a key; undefined where one of them ends here. */
function below(paths: readonly Path[], key: string): Path[] | undefined {
  const rest: Path[] = [];
  for (const [first = "", ...others] of paths) {
    if (first === "**") {
      rest.push(["**", ...others]);
      const [next = "", ...behind] = others;
      if (others.length > 0 && matches(next, key)) {
        if (behind.length === 0) return undefined;
        rest.push(behind);
      }
    } else if (matches(first, key)) {
      if (others.length === 0) return undefined;
      rest.push(others);
    }
  }
  return rest;
}

function select(value: AnswerValue, paths: readonly Path[]): AnswerValue | undefined {
  return visit(value, (key, item) => {
    const rest = below(paths, key);
    if (rest === undefined) return item;
    return rest.length === 0 || !isContainer(item) ? undefined : select(item, rest);
  }, (item) => isContainer(item) ? select(item, paths) : undefined);
}

function without(value: AnswerValue, paths: readonly Path[]): AnswerValue | undefined {
  return visit(value, (key, item) => {
    const rest = below(paths, key);
    if (rest === undefined) return undefined;
    return rest.length === 0 || !isContainer(item) ? item : without(item, rest);
  }, (item) => isContainer(item) ? without(item, paths) : item);
}

/** Rebuilds a container from what becomes of its parts; undefined when nothing is left. */
function visit(
  value: AnswerValue,
  field: (key: string, item: AnswerValue) => AnswerValue | undefined,
  element: (item: AnswerValue) => AnswerValue | undefined,
): AnswerValue | undefined {
  const opened = value instanceof RawJson ? parseJson(value.text) : value;
  if (opened instanceof JavaMap) {
    const fields: Record<string, AnswerValue> = {};
    for (const [key, item] of opened.entries()) {
      const kept = field(javaText(key), item);
      if (kept !== undefined) fields[javaText(key)] = kept;
    }
    return Object.keys(fields).length === 0 ? undefined : fields;
  }
  const items = opened instanceof JavaList ? opened.items : opened;
  if (isPlainList(items)) {
    const kept = items.map(element).filter((item) => item !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (!isContainer(opened) || typeof opened !== "object" || opened === null) return opened;
  const fields = Object.entries(opened).flatMap(([key, item]): [string, AnswerValue][] => {
    const kept = item === undefined ? undefined : field(key, item);
    return kept === undefined ? [] : [[key, kept]];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function isPlainList(value: unknown): value is readonly AnswerValue[] {
  return Array.isArray(value);
}

function isContainer(value: AnswerValue): boolean {
  if (value instanceof RawJson) return /^\s*[[{]/.test(value.text);
  if (value instanceof JavaMap || value instanceof JavaList) return true;
  return typeof value === "object" && value !== null && !(value instanceof StreamedJson) &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
}

function matches(pattern: string, key: string): boolean {
  return wildcard(pattern).test(key);
}

/**
 * A pattern with `*` as a regular expression for the whole text.
 *
 * ```ts
 * import { wildcard } from "./filter_path.ts";
 * if (!wildcard("dga_*").test("dga_1_2.0") || wildcard("dga").test("dga_1")) throw new Error();
 * ```
 */
export function wildcard(pattern: string): RegExp {
  const source = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join(".*");
  return new RegExp(`^${source}$`, "s");
}
