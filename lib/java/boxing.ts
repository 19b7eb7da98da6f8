/**
 * Elements of primitive arrays, and values of primitive types, as objects.
 * @module
 */

import type { JavaArray } from "./array.ts";
import { JavaByte, JavaChar, JavaDouble, JavaFloat, JavaShort, type JavaValue } from "./value.ts";

/**
 * A value of a primitive type as an object; of any other type, itself.
 *
 * ```ts
 * import { box } from "./boxing.ts";
 * import { javaText } from "./value.ts";
 * if (javaText(box("double", 1)) !== "1.0") throw new Error();
 * ```
 */
export function box(type: string, value: JavaValue): JavaValue {
  if (typeof value !== "number") return value;
  switch (type) {
    case "byte":
      return new JavaByte(value);
    case "char":
      return new JavaChar(value);
    case "double":
      return new JavaDouble(value);
    case "float":
      return new JavaFloat(value);
    case "short":
      return new JavaShort(value);
    default:
      return value;
  }
}

/** The elements of an array as objects. */
export function boxedElements(array: JavaArray): readonly JavaValue[] {
  return isPrimitive(array.elementType) ? array.items.map((item) => box(array.elementType, item)) : array.items;
}

/** Whether a type is one of the eight that are no objects. */
export function isPrimitive(type: string): boolean {
  return PRIMITIVES.has(type);
}

const PRIMITIVES: ReadonlySet<string> = new Set([
  "boolean",
  "byte",
  "char",
  "double",
  "float",
  "int",
  "long",
  "short",
]);
