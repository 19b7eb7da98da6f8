/**
 * The JSON of jobs and rules, with the places of its values.
 * @module
 */

import { parseLocatedJson } from "../bundle/located_json.ts";
import { JavaHashMap } from "../java/map.ts";
import type { Document } from "../json/document.ts";
import { type Finding, hasErrors, type Validation } from "../json/finding.ts";
import { isObject } from "../json/plain_object.ts";
import { JsonSyntaxError } from "../json/syntax_error.ts";
import type { LocatedObject } from "./place.ts";

/** A JSON object, and the same with numbers as they are written. */
export interface LocatedJsonObject extends LocatedObject {
  /** The object with Java's types of numbers. */
  readonly document: Document;
}

/**
 * Reads a JSON object; `what` is what a sentence calls it, and `firstLine` the line of the file that the text begins at.
 *
 * ```ts
 * import { parseLocatedObject } from "./located_object.ts";
 * const { value } = parseLocatedObject('{"name":\n "a"}', { file: "a.json", what: "the job" });
 * if (value?.placeOf("name").line !== 2) throw new Error();
 * ```
 */
export function parseLocatedObject(
  text: string,
  { file, what, firstLine = 1 }: { readonly file: string; readonly what: string; readonly firstLine?: number },
): Validation<LocatedJsonObject> {
  try {
    const json = parseLocatedJson(new TextEncoder().encode(text));
    const placeOf = (path: string) => {
      const { line, column } = json.placeOf(path);
      return { line: line + firstLine - 1, column };
    };
    const findings = json.duplicates.map(({ key, path, line, column }): Finding => ({
      level: "error",
      code: "duplicate-key",
      file,
      path,
      line: line + firstLine - 1,
      column,
      message: `Cannot send ${what} as the key "${key}" is in its object more than once, which servers refuse`,
      hint: "Keep one of them.",
    }));
    if (hasErrors(findings)) return { findings };
    const value: unknown = JSON.parse(text);
    if (isObject(value) && json.value instanceof JavaHashMap) {
      return { value: { file, value, document: json.value, placeOf }, findings: [] };
    }
    const message = `Cannot read ${what} as it is no JSON object`;
    const hint = "Is it the file that was meant?";
    return { findings: [{ level: "error", code: "json-shape", file, ...placeOf(""), message, hint }] };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { line, column, problem, isTooMuch, hint } = error;
    return {
      findings: [{
        level: "error",
        code: "json-syntax",
        file,
        line: line + firstLine - 1,
        column,
        message: `Cannot read ${what} as ${isTooMuch ? "" : "it is not JSON: "}${problem}`,
        hint,
      }],
    };
  }
}
