/**
 * Objects as `JSON.parse` makes them.
 * @module
 */

/**
 * Whether a value is an object and no list, whose fields are still to be checked.
 *
 * ```ts
 * import { isObject } from "./plain_object.ts";
 * if (!isObject({}) || isObject([]) || isObject(null) || isObject("a")) throw new Error();
 * ```
 */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
