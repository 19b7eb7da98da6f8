/**
 * Copies of values, and the check for values that contain themselves.
 * @module
 */

import { JavaArray, JavaList, JavaSet } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import { JavaDouble, JavaFloat, JavaObject, type JavaValue } from "../java/value.ts";
import { illegalArgument } from "./error.ts";

/**
 * A copy that shares nothing that can change. The server copies maps, lists, strings, booleans, integers, longs,
 * floats and doubles, and refuses everything else.
 *
 * ```ts
 * import { parseDocument } from "../json/document.ts";
 * import { deepCopy } from "./copy.ts";
 * const document = parseDocument('{"a": [1]}');
 * if (deepCopy(document) === document || !document.equals(deepCopy(document))) throw new Error();
 * ```
 */
export function deepCopy(value: JavaValue): JavaValue {
  if (!(value instanceof JavaObject)) return value;
  if (value instanceof JavaMap) return deepCopyMap(value);
  if (value instanceof JavaList) return new JavaList(value.items.map(deepCopy));
  if (value instanceof JavaSet) throw unexpectedType(value);
  if (value instanceof JavaArray && value.elementType === "byte") return new JavaArray("byte", [...value.items]);
  if (value instanceof JavaDouble || value instanceof JavaFloat) return value;
  throw unexpectedType(value);
}

/** The same for a map. */
export function deepCopyMap(map: JavaMap): JavaHashMap {
  const copy = new JavaHashMap();
  for (const [key, value] of map.unorderedEntries()) copy.set(key, deepCopy(value));
  return copy;
}

function unexpectedType(value: JavaObject): Error {
  return illegalArgument(`unexpected value type [class ${value.className}]`);
}

/** A copy of a document as it came, with whatever values it holds. */
export function copyDocument(document: JavaMap): JavaHashMap {
  const copy = new JavaHashMap();
  for (const [key, value] of document.unorderedEntries()) copy.set(key, copyContainers(value));
  return copy;
}

function copyContainers(value: JavaValue): JavaValue {
  if (value instanceof JavaMap) return copyDocument(value);
  return value instanceof JavaList ? new JavaList(value.items.map(copyContainers)) : value;
}

/** Fails when a map or list is among its own contents; `hint` tells where it was looked for. */
export function refuseSelfReferences(value: JavaValue, hint: string): void {
  if (isContainer(value)) visit(value, [], hint);
}

type Container = JavaMap | JavaList | JavaSet | JavaArray;

function isContainer(value: JavaValue): value is Container {
  return value instanceof JavaMap || value instanceof JavaList || value instanceof JavaSet ||
    value instanceof JavaArray && !/^(boolean|byte|short|char|int|long|float|double)$/.test(value.elementType);
}

function visit(container: Container, ancestors: Container[], hint: string): void {
  if (ancestors.includes(container)) {
    throw illegalArgument(`Iterable object is self-referencing itself (${hint})`);
  }
  ancestors.push(container);
  for (const value of contents(container)) {
    if (value instanceof JavaObject && isContainer(value)) visit(value, ancestors, hint);
  }
  ancestors.pop();
}

function* mapValues(map: JavaMap): Generator<JavaValue> {
  for (const [, value] of map.unorderedEntries()) yield value;
}

function contents(container: Container): Iterable<JavaValue> {
  if (container instanceof JavaMap) return mapValues(container);
  return container instanceof JavaSet ? container.values() : container.items;
}
