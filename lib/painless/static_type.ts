/**
 * Static types, named as scripts name them, and what operators make of them.
 * @module
 */

import type { TypeName } from "./library.ts";

/** The primitives and the classes that box them. */
const BOXES: ReadonlyMap<TypeName, TypeName> = new Map([
  ["boolean", "Boolean"],
  ["byte", "Byte"],
  ["short", "Short"],
  ["char", "Character"],
  ["int", "Integer"],
  ["long", "Long"],
  ["float", "Float"],
  ["double", "Double"],
]);
const UNBOXED: ReadonlyMap<TypeName, TypeName> = new Map([...BOXES].map(([primitive, box]) => [box, primitive]));

/** Where a number may go without a cast. */
const WIDER: ReadonlyMap<TypeName, readonly TypeName[]> = new Map([
  ["byte", ["short", "int", "long", "float", "double"]],
  ["short", ["int", "long", "float", "double"]],
  ["char", ["int", "long", "float", "double"]],
  ["int", ["long", "float", "double"]],
  ["long", ["float", "double"]],
  ["float", ["double"]],
]);

/** Types that compute as int. */
const COMPUTES_AS_INT = new Set(["int", "char", "short", "byte"]);

/** `boolean`, `int` and the like; `void` too, which is a primitive to Java. */
export function isPrimitive(type: TypeName): boolean {
  return BOXES.has(type) || type === "void";
}

/** A primitive that is a number; a char is one. */
export function isNumericPrimitive(type: TypeName): boolean {
  return BOXES.has(type) && type !== "boolean";
}

/** The class that boxes a primitive. */
export function boxOf(type: TypeName): TypeName | undefined {
  return BOXES.get(type);
}

/** The primitive in a box. */
export function unboxedOf(type: TypeName): TypeName | undefined {
  return UNBOXED.get(type);
}

/** Whether a number of one primitive type fits another without a cast, or is of it. */
export function widensTo(from: TypeName, to: TypeName): boolean {
  return from === to || (WIDER.get(from)?.includes(to) ?? false);
}

/** `"int[]"`. */
export function isArray(type: TypeName): boolean {
  return type.endsWith("[]");
}

/** What an array's elements are. */
export function componentOf(arrayType: TypeName): TypeName {
  return arrayType.slice(0, -2);
}

/** Type of `-x`, `+x` (`fractions`) and `~x`; undefined where there is none. */
export function promoteUnary(type: TypeName, fractions: boolean): TypeName | undefined {
  if (type === "def" || type === "long" || fractions && (type === "double" || type === "float")) return type;
  return COMPUTES_AS_INT.has(type) ? "int" : undefined;
}

/** Type of `x * y` and the like (`fractions`), of `x & y` without. */
export function promoteBinary(left: TypeName, right: TypeName, fractions: boolean): TypeName | undefined {
  const either = (type: TypeName) => left === type || right === type;
  if (either("def")) return "def";
  if (fractions && either("double")) return "double";
  if (fractions && either("float")) return "float";
  if (either("long")) return "long";
  return COMPUTES_AS_INT.has(left) || COMPUTES_AS_INT.has(right) ? "int" : undefined;
}

/** Type of `x + y`. */
export function promoteAdd(left: TypeName, right: TypeName): TypeName | undefined {
  return left === "String" || right === "String" ? "String" : promoteBinary(left, right, true);
}

/** Type of `x ^ y`, and of `&=`, `|=`. */
export function promoteXor(left: TypeName, right: TypeName): TypeName | undefined {
  if (left === "def" || right === "def") return "def";
  return left === "boolean" || right === "boolean" ? "boolean" : promoteBinary(left, right, false);
}

/** What the sides of `==` are compared as. */
export function promoteEquality(left: TypeName, right: TypeName): TypeName | undefined {
  if (left === "def" || right === "def") return "def";
  if (!isPrimitive(left) || !isPrimitive(right)) return "Object";
  return left === "boolean" && right === "boolean" ? "boolean" : promoteBinary(left, right, true);
}

/** Type of `c ? x : y` and `x ?: y` where nothing asks for one. */
export function promoteConditional(left: TypeName, right: TypeName): TypeName | undefined {
  if (left === right) return left;
  if (left === "def" || right === "def") return "def";
  if (!isNumericPrimitive(left) || !isNumericPrimitive(right)) return "Object";
  // Java would make a short of byte and short; Painless makes nothing of them.
  if (COMPUTES_AS_INT.has(left) && COMPUTES_AS_INT.has(right) && !widensOrHasChar(left, right)) return undefined;
  return promoteBinary(left, right, true);
}

function widensOrHasChar(left: TypeName, right: TypeName): boolean {
  return left === "int" || right === "int" || left === "char" || right === "char";
}
