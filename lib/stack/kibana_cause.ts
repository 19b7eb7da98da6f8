/**
 * What an error of Kibana says at its root. Its parts answer in several forms: the platform with `statusCode`, `error` and
 * `message`, the detection engine with `status_code` and `message`, bulk calls with errors among the `attributes`.
 * @module
 */

import { isObject } from "../json/plain_object.ts";

/** Texts are joined up to so many; more of the same say nothing new. */
const MOST_TEXTS = 3;

/**
 * The sentence that an error body holds, or undefined if it is none of Kibana.
 *
 * ```ts
 * import { kibanaCause } from "./kibana_cause.ts";
 * const cause = kibanaCause({ statusCode: 400, error: "Bad Request", message: "[request body]: name: Required" });
 * if (cause !== "[request body]: name: Required") throw new Error();
 * if (kibanaCause({ message: ["a", "b"], status_code: 400 }) !== "a; b") throw new Error();
 * ```
 */
export function kibanaCause(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  const attributes = isObject(body["attributes"]) ? body["attributes"] : {};
  const inner = Array.isArray(attributes["errors"]) ? attributes["errors"] : [];
  const texts = inner.flatMap((error: unknown) => (isObject(error) ? textsOf(error["message"]) : []));
  const own = textsOf(body["message"]);
  const told = texts.length > 0 ? texts : own.length > 0 ? own : textsOf(body["error"]);
  if (told.length === 0) return undefined;
  return [...new Set(told.map(ofElasticsearch))].slice(0, MOST_TEXTS).join("; ");
}

/** Elasticsearch's errors are passed on with a list of their causes before the sentence itself. */
function ofElasticsearch(text: string): string {
  return /^\[[\s\S]*Root causes:[\s\S]*?\]: ([\s\S]+)$/.exec(text)?.[1] ?? text;
}

function textsOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((text): text is string => typeof text === "string" && text !== "");
}
