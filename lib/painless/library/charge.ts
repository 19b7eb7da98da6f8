/**
 * What things cost: every implementation charges what it is about to allocate, and walks over nested values that could
 * be far larger than the memory they take (a list that holds one list twice, which holds one list twice, …).
 * @module
 */

import { JavaCollection } from "../../java/abstract_collection.ts";
import { JavaMap } from "../../java/abstract_map.ts";
import { JavaMapEntry } from "../../java/map_entry.ts";
import { JavaStringBuilder } from "../../java/string_builder.ts";
import { JavaThrowable, NotSupportedError } from "../../java/throwable.ts";
import { JavaObject, javaText, type JavaValue } from "../../java/value.ts";
import type { Budget } from "../library.ts";
import { countWork } from "../../java/work.ts";

/** Bytes of an entry of a collection or of a map. */
export const ENTRY_BYTES = 32;

/** Bytes of a reference in an array. */
export const REFERENCE_BYTES = 8;

/** Deeper values than this are not walked. */
const MAX_DEPTH = 1000;

/** Charges a string of so many code units. */
export function chargeText(budget: Budget, length: number): void {
  budget.charge(2 * length);
}

/** Charges so many entries. */
export function chargeEntries(budget: Budget, count: number): void {
  budget.charge(ENTRY_BYTES * count);
}

/** Charges so many references, of an array or of a look at all elements. */
export function chargeReferences(budget: Budget, count: number): void {
  budget.charge(REFERENCE_BYTES * count);
}

/** `String.valueOf(value)`, charged before it is made. */
export function textOf(budget: Budget, value: JavaValue): string {
  if (typeof value === "string") return value;
  if (value instanceof JavaObject) {
    if (value instanceof JavaStringBuilder) chargeText(budget, value.length);
    // What holds itself prints as "(this Collection)" there.
    else if (isContainer(value)) {
      walk(value, (leaf, holder) => {
        chargeText(budget, 4 + leafLength(leaf));
        return leaf !== holder;
      });
    }
  }
  return javaText(value);
}

/** Charges a byte for each value in it, before `equals`, `hashCode` or a look-up goes through all of them. */
export function chargeVisit(budget: Budget, value: JavaValue): void {
  if (!isContainer(value)) return;
  walk(value, () => {
    budget.charge(1);
    countWork(8);
    return true;
  });
}

/** As `chargeVisit`, so many times. */
export function chargeVisits(budget: Budget, value: JavaValue, times: number): void {
  if (!isContainer(value)) {
    countWork(times);
    return;
  }
  let values = 0;
  walk(value, () => {
    values++;
    budget.charge(1);
    countWork(8);
    return true;
  });
  budget.charge(values * times);
}

function isContainer(value: JavaValue): value is JavaObject {
  return value instanceof JavaCollection || value instanceof JavaMap || value instanceof JavaMapEntry;
}

function leafLength(value: JavaValue): number {
  if (typeof value === "string") return value.length;
  return value instanceof JavaStringBuilder ? value.length : 8;
}

/** Calls back for the value and every value inside, which it can keep from being looked into. */
function walk(
  value: JavaValue,
  found: (value: JavaValue, holder: JavaValue) => boolean,
  path: JavaValue[] = [],
): void {
  const goesOn = found(value, path.at(-1) ?? null);
  if (!goesOn || !isContainer(value)) return;
  if (path.length >= MAX_DEPTH) {
    if (path.includes(value)) throw new JavaThrowable("java.lang.StackOverflowError");
    throw new NotSupportedError(`A value nested more than ${MAX_DEPTH} levels deep`);
  }
  path.push(value);
  for (const part of partsOf(value)) walk(part, found, path);
  path.pop();
}

function* partsOf(value: JavaObject): Iterable<JavaValue> {
  if (value instanceof JavaCollection) yield* value.elements();
  else if (value instanceof JavaMap) { for (const [key, entry] of value.entries()) yield* [key, entry]; }
  else if (value instanceof JavaMapEntry) yield* [value.key, value.value];
}
