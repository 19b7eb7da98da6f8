/**
 * Copies of values, and the check for values that contain themselves.
 * @module
 */

import { JavaArray, JavaList, JavaSet } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import { JavaDouble, JavaFloat, JavaObject, type JavaValue } from "../java/value.ts";
import { illegalArgument, notSupported } from "./error.ts";
import type { RunBudget } from "./run_budget.ts";

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
export function deepCopy(value: JavaValue, budget?: RunBudget): JavaValue {
  if (!(value instanceof JavaObject)) return value;
  if (value instanceof JavaMap) return deepCopyMap(value, budget);
  if (value instanceof JavaList) {
    budget?.charge(CONTAINER_BYTES + VALUE_BYTES * value.items.length);
    return new JavaList(value.items.map((item) => deepCopy(item, budget)));
  }
  if (value instanceof JavaSet) throw unexpectedType(value);
  if (value instanceof JavaArray && value.elementType === "byte") return new JavaArray("byte", [...value.items]);
  if (value instanceof JavaDouble || value instanceof JavaFloat) return value;
  throw unexpectedType(value);
}

/** The same for a map. */
export function deepCopyMap(map: JavaMap, budget?: RunBudget): JavaHashMap {
  budget?.charge(CONTAINER_BYTES + VALUE_BYTES * map.size);
  const copy = new JavaHashMap();
  for (const [key, value] of map.unorderedEntries()) copy.set(key, deepCopy(value, budget));
  return copy;
}

/** What maps and lists take, and each of their values: about. */
const CONTAINER_BYTES = 256;
const VALUE_BYTES = 64;

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

/**
 * Fails when a map or list is among its own contents; `hint` tells where it was looked for. A list that holds another
 * one twice, which holds a third one twice, … has no end that anybody would live to see: such a document is given up.
 */
export function refuseSelfReferences(value: JavaValue, hint: string): void {
  if (isContainer(value)) visit(value, { ancestors: [], hint, left: MOST_VALUES });
}

/** Values in a document, those of containers that are in it twice counted twice. */
const MOST_VALUES = 2_000_000;

interface Visit {
  readonly ancestors: Container[];
  readonly hint: string;
  left: number;
}

type Container = JavaMap | JavaList | JavaSet | JavaArray;

function isContainer(value: JavaValue): value is Container {
  return value instanceof JavaMap || value instanceof JavaList || value instanceof JavaSet ||
    value instanceof JavaArray && !/^(boolean|byte|short|char|int|long|float|double)$/.test(value.elementType);
}

function visit(container: Container, visited: Visit): void {
  const { ancestors, hint } = visited;
  if (ancestors.includes(container)) {
    throw illegalArgument(`Iterable object is self-referencing itself (${hint})`);
  }
  ancestors.push(container);
  for (const value of contents(container)) {
    if (--visited.left < 0) throw notSupported(`A document of more than ${MOST_VALUES.toLocaleString("en-US")} values`);
    if (value instanceof JavaObject && isContainer(value)) visit(value, visited);
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
