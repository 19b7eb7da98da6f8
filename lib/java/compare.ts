/**
 * Orders: `compareTo` of strings, numbers and the like.
 * @module
 */

import { JavaBigInteger, refuseBigInteger } from "./big_integer.ts";
import { JavaStringBuilder } from "./string_builder.ts";
import { JavaThrowable, nullPointer } from "./throwable.ts";
import { JavaByte, JavaChar, javaClassName, JavaDouble, JavaFloat, JavaShort, type JavaValue } from "./value.ts";
import { countText } from "./work.ts";

/** `Comparable.compareTo` of two values of one class. */
export function compareNaturally(left: JavaValue, right: JavaValue): number {
  if (left === null || right === null) throw nullPointer();
  refuseBigInteger(left);
  switch (typeof left) {
    case "string":
      if (typeof right === "string") return compareStrings(left, right);
      break;
    case "number":
      if (typeof right === "number") return left < right ? -1 : left > right ? 1 : 0;
      break;
    case "bigint":
      if (typeof right === "bigint") return left < right ? -1 : left > right ? 1 : 0;
      break;
    case "boolean":
      if (typeof right === "boolean") return Number(left) - Number(right);
      break;
    default:
      if (left instanceof JavaDouble && right instanceof JavaDouble) return compareDoubles(left.value, right.value);
      if (left instanceof JavaFloat && right instanceof JavaFloat) return compareDoubles(left.value, right.value);
      if (left instanceof JavaChar && right instanceof JavaChar) return left.value - right.value;
      if (left instanceof JavaShort && right instanceof JavaShort) return left.value - right.value;
      if (left instanceof JavaByte && right instanceof JavaByte) return left.value - right.value;
      if (left instanceof JavaStringBuilder && right instanceof JavaStringBuilder) {
        if (left.className === right.className) return compareStrings(left.toText(), right.toText());
      }
  }
  throw classCast(right, isComparable(left) ? javaClassName(left) : "java.lang.Comparable");
}

/** `instanceof Comparable`. */
export function isComparable(value: JavaValue): boolean {
  return typeof value === "object"
    ? value instanceof JavaBigInteger || value instanceof JavaDouble || value instanceof JavaFloat ||
      value instanceof JavaChar ||
      value instanceof JavaShort || value instanceof JavaByte || value instanceof JavaStringBuilder
    : true;
}

/** What a cast inside Java's own library throws; the JVM's text names modules as well. */
export function classCast(value: JavaValue, target: string): JavaThrowable {
  const source = javaClassName(value);
  return new JavaThrowable(
    "java.lang.ClassCastException",
    `class ${source} cannot be cast to class ${target} ` +
      `(${source} and ${target} are in module java.base of loader 'bootstrap')`,
  );
}

/** `String.compareTo`: the difference of the first unequal code units, or of the lengths. */
export function compareStrings(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i++) {
    const difference = left.charCodeAt(i) - right.charCodeAt(i);
    if (difference === 0) continue;
    countText(4 * i);
    return difference;
  }
  countText(4 * shorter);
  return left.length - right.length;
}

/** `Double.compare`: -0.0 before 0.0, NaN last. */
export function compareDoubles(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  if (Object.is(left, right)) return 0;
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : 1;
  if (Number.isNaN(right)) return -1;
  return Object.is(left, -0) ? -1 : 1;
}
