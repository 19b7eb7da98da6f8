/**
 * New arrays, of one dimension or more.
 * @module
 */

import { JavaArray } from "../java/collection.ts";
import { JavaThrowable } from "../java/throwable.ts";
import type { Budget, Slot, TypeName } from "./library.ts";
import { REFERENCE_BYTES } from "./library/charge.ts";
import { componentOf, isPrimitive } from "./static_type.ts";

/** `new type[lengths[0]][lengths[1]]…`, filled with what Java fills it with. */
export function newArray(type: TypeName, lengths: readonly number[], budget: Budget): JavaArray {
  for (const length of lengths) {
    if (length < 0) throw new JavaThrowable("java.lang.NegativeArraySizeException", String(length));
  }
  return filled(type, lengths, budget);
}

function filled(type: TypeName, [length = 0, ...inner]: readonly number[], budget: Budget): JavaArray {
  const component = componentOf(type);
  budget.charge(REFERENCE_BYTES * length + REFERENCE_BYTES);
  if (inner.length === 0) return new JavaArray(component, new Array<Slot>(length).fill(initialValue(component)));
  const items: Slot[] = [];
  for (let i = 0; i < length; i++) items.push(filled(component, inner, budget));
  return new JavaArray(component, items);
}

function initialValue(type: TypeName): Slot {
  if (!isPrimitive(type)) return null;
  return type === "boolean" ? false : type === "long" ? 0n : 0;
}
