/**
 * Values of documents by dotted names, as a search sees them.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { JavaObject, javaText, type JavaValue } from "../../java/value.ts";

/** A value that can be searched for. */
export type SearchValue = string | number | boolean;

/** All values of a field, those within lists too; an object has none of its own. */
export function valuesAt(document: JavaMap, name: string): SearchValue[] {
  const values: SearchValue[] = [];
  collect(document, name, values);
  return values;
}

function collect(value: JavaValue, name: string, values: SearchValue[]): void {
  if (value instanceof JavaList) {
    for (const item of value.items) collect(item, name, values);
  } else if (value instanceof JavaMap) {
    // A key may hold dots itself.
    for (const [key, item] of value.entries()) {
      const own = javaText(key);
      if (name === own) collectLeaf(item, values);
      else if (name.startsWith(`${own}.`)) collect(item, name.slice(own.length + 1), values);
    }
  }
}

function collectLeaf(value: JavaValue, values: SearchValue[]): void {
  if (value instanceof JavaList) {
    for (const item of value.items) collectLeaf(item, values);
  } else if (value !== null && !(value instanceof JavaMap)) {
    values.push(searchValue(value));
  }
}

/** A value as it is compared. */
export function searchValue(value: JavaValue): SearchValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof JavaObject && !Number.isNaN(Number(javaText(value)))) return Number(javaText(value));
  return javaText(value);
}

/** Whether a field, or any field below it, has a value. */
export function hasValue(document: JavaMap, name: string): boolean {
  return fieldNames(document).some((field) => field === name || field.startsWith(`${name}.`));
}

/** The dotted names of all fields with a value. */
function fieldNames(value: JavaValue, prefix = ""): string[] {
  if (value instanceof JavaMap) {
    return [...value.entries()].flatMap(([key, item]) =>
      fieldNames(item, prefix === "" ? javaText(key) : `${prefix}.${javaText(key)}`)
    );
  }
  if (value instanceof JavaList) return value.items.flatMap((item) => fieldNames(item, prefix));
  return value === null ? [] : [prefix];
}
