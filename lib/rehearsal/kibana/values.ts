/**
 * JSON values as the rehearsal Kibana keeps them.
 * @module
 */

import { isObject } from "../../json/plain_object.ts";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The fields that have a value. */
export function withoutUndefined(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function equalJson(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part: unknown) =>
      isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1)) : part,
  ) ?? "";
}
