/**
 * `System`.
 * @module
 */

import { isPrimitive } from "../../java/boxing.ts";
import { JavaArray } from "../../java/collection.ts";
import { JavaThrowable, NotSupportedError, nullPointer } from "../../java/throwable.ts";
import { javaClassName, type JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { method } from "./define.ts";

/** `java.lang.System`. */
export const SYSTEM: LibraryClass = {
  name: "System",
  javaName: "java.lang.System",
  supertypes: [],
  staticMethods: [
    method("void arraycopy(Object,int,Object,int,int)", (
      _budget,
      source: JavaValue,
      from: number,
      target: JavaValue,
      to: number,
      length: number,
    ) => copyArray(source, from, target, to, length)),
    method("long currentTimeMillis()", () => BigInt(Date.now())),
    method("long nanoTime()", () => BigInt(Math.round(performance.now() * 1e6))),
  ],
  isInstance: () => false,
};

function copyArray(source: JavaValue, from: number, target: JavaValue, to: number, length: number): void {
  if (source === null || target === null) throw nullPointer();
  if (!(source instanceof JavaArray)) throw arrayStore(`source type ${javaClassName(source)} is not an array`);
  if (!(target instanceof JavaArray)) throw arrayStore(`destination type ${javaClassName(target)} is not an array`);
  if (source.elementType !== target.elementType) {
    if (isPrimitive(source.elementType) || isPrimitive(target.elementType)) {
      throw arrayStore(`type mismatch: can not copy ${kindOf(source)} into ${kindOf(target)}`);
    }
    if (target.elementType !== "def" && target.elementType !== "Object") {
      throw new NotSupportedError(`System.arraycopy from ${source.elementType}[] to ${target.elementType}[]`);
    }
  }
  if (length < 0) throw outOfBounds(`length ${length} is negative`);
  checkIndex("source", from, length, source);
  checkIndex("destination", to, length, target);
  const copied = source.items.slice(from, from + length);
  copied.forEach((item, i) => target.items[to + i] = item);
}

function checkIndex(side: "source" | "destination", from: number, length: number, array: JavaArray): void {
  const size = array.items.length;
  const kind = isPrimitive(array.elementType) ? `${array.elementType}[${size}]` : `object array[${size}]`;
  if (from < 0) throw outOfBounds(`${side} index ${from} out of bounds for ${kind}`);
  if (from + length > size) throw outOfBounds(`last ${side} index ${from + length} out of bounds for ${kind}`);
}

function kindOf(array: JavaArray): string {
  return isPrimitive(array.elementType) ? `${array.elementType}[]` : "object array[]";
}

function arrayStore(message: string): JavaThrowable {
  return new JavaThrowable("java.lang.ArrayStoreException", `arraycopy: ${message}`);
}

function outOfBounds(message: string): JavaThrowable {
  return new JavaThrowable("java.lang.ArrayIndexOutOfBoundsException", `arraycopy: ${message}`);
}
