/**
 * Casts at run time.
 * @module
 */

import { refuseBigInteger } from "../java/big_integer.ts";
import { JavaThrowable, nullPointer } from "../java/throwable.ts";
import { JavaByte, JavaChar, javaClassName, JavaDouble, JavaFloat, JavaShort, type JavaValue } from "../java/value.ts";
import { JavaArray } from "../java/collection.ts";
import type { Conversion } from "./casts.ts";
import { canonicalName, isInstance } from "./class_lookup.ts";
import type { Slot, TypeName } from "./library.ts";
import { boxOf, isPrimitive, unboxedOf, widensTo } from "./static_type.ts";

/** Turns a value of one representation into another. */
export type Converter = (value: Slot) => Slot;

/** The function that a conversion stands for; undefined if nothing is to be done. */
export function converterOf(conversion: Conversion): Converter | undefined {
  switch (conversion.kind) {
    case "same":
      return undefined;
    case "primitive":
      return primitiveConverter(conversion.from, conversion.to);
    case "box":
      return chain(primitiveConverter(conversion.from, conversion.as), boxer(conversion.as));
    case "unbox":
      return chain(unboxed, primitiveConverter(conversion.from, conversion.to));
    case "rebox": {
      const widen = chain(primitiveConverter(conversion.from, conversion.to), boxer(conversion.to)) ?? identity;
      return (value) => value === null ? null : widen(unboxed(value));
    }
    case "charToString":
      return (value) => String.fromCharCode(asNumber(value));
    case "stringToChar":
      return stringToChar;
    case "dynamic":
      return dynamicConverter(conversion.to, conversion.explicit);
    case "checked":
      return (value) => checkedReference(value, conversion.to);
  }
}

const identity: Converter = (value) => value;

function chain(first: Converter | undefined, second: Converter | undefined): Converter | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return (value) => second(first(value));
}

function asNumber(value: Slot): number {
  if (typeof value === "number") return value;
  throw new TypeError("Cannot take a value as a number that is none");
}

function asLong(value: Slot): bigint {
  if (typeof value === "bigint") return value;
  throw new TypeError("Cannot take a value as a long that is none");
}

/** Java's conversions between numbers: widening, and narrowing that drops bits, or saturates when a fraction is dropped. */
export function primitiveConverter(from: TypeName, to: TypeName): Converter | undefined {
  if (from === to) return undefined;
  if (from === "long") return fromLong(to);
  const isFraction = from === "float" || from === "double";
  switch (to) {
    case "byte":
      return isFraction ? (value) => (toInt(asNumber(value)) << 24) >> 24 : (value) => (asNumber(value) << 24) >> 24;
    case "short":
      return isFraction ? (value) => (toInt(asNumber(value)) << 16) >> 16 : (value) => (asNumber(value) << 16) >> 16;
    case "char":
      return isFraction ? (value) => toInt(asNumber(value)) & 0xffff : (value) => asNumber(value) & 0xffff;
    case "int":
      return isFraction ? (value) => toInt(asNumber(value)) : undefined;
    case "long":
      return isFraction ? (value) => toLong(asNumber(value)) : (value) => BigInt(asNumber(value));
    case "float":
      return (value) => Math.fround(asNumber(value));
    default:
      return undefined;
  }
}

function fromLong(to: TypeName): Converter | undefined {
  switch (to) {
    case "byte":
      return (value) => Number(BigInt.asIntN(8, asLong(value)));
    case "short":
      return (value) => Number(BigInt.asIntN(16, asLong(value)));
    case "char":
      return (value) => Number(BigInt.asUintN(16, asLong(value)));
    case "int":
      return (value) => Number(BigInt.asIntN(32, asLong(value)));
    case "float":
      return (value) => longToFloat(asLong(value));
    case "double":
      return (value) => Number(asLong(value));
    default:
      return undefined;
  }
}

/** NaN is 0, what does not fit is the closest that does. */
function toInt(value: number): number {
  if (value >= 2147483647) return 2147483647;
  return value <= -2147483648 ? -2147483648 : Math.trunc(value) | 0;
}

function toLong(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  return value <= -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(value));
}

/** Rounded once: of a long that a double cannot hold the low bits are folded into one that says whether there were any. */
export function longToFloat(value: bigint): number {
  if (BigInt.asIntN(53, value) === value) return Math.fround(Number(value));
  const high = value >> 11n;
  const sticky = high << 11n === value ? high : high | 1n;
  return Math.fround(Number(sticky) * 2048);
}

/** Makes the object that holds a primitive. */
export function boxer(type: TypeName): Converter | undefined {
  switch (type) {
    case "byte":
      return (value) => new JavaByte(asNumber(value));
    case "short":
      return (value) => new JavaShort(asNumber(value));
    case "char":
      return (value) => new JavaChar(asNumber(value));
    case "float":
      return (value) => new JavaFloat(asNumber(value));
    case "double":
      return (value) => new JavaDouble(asNumber(value));
    default:
      return undefined;
  }
}

/** The primitive in a box; a NullPointerException if there is none. */
function unboxed(value: Slot): Slot {
  if (value === null) throw nullPointer();
  return typeof value === "object" ? primitiveIn(value) ?? value : value;
}

function primitiveIn(value: JavaValue): number | undefined {
  return value instanceof JavaDouble || value instanceof JavaFloat || value instanceof JavaShort ||
      value instanceof JavaByte || value instanceof JavaChar
    ? value.value
    : undefined;
}

/** The primitive type of a value that is a number, a char or a boolean in a box; undefined for all others. */
export function boxedTypeOf(value: JavaValue): TypeName | undefined {
  switch (typeof value) {
    case "number":
      return "int";
    case "bigint":
      return "long";
    case "boolean":
      return "boolean";
    case "string":
      return undefined;
  }
  refuseBigInteger(value);
  if (value instanceof JavaDouble) return "double";
  if (value instanceof JavaFloat) return "float";
  if (value instanceof JavaChar) return "char";
  if (value instanceof JavaShort) return "short";
  return value instanceof JavaByte ? "byte" : undefined;
}

function stringToChar(value: Slot): Slot {
  if (typeof value === "string" && value.length === 1) return value.charCodeAt(0);
  throw new JavaThrowable(
    "java.lang.ClassCastException",
    value === null
      ? "cannot cast null java.lang.String to char"
      : "cannot cast java.lang.String with length not equal to one to char",
  );
}

/** How Painless names the type of what a `def` holds. */
export function dynamicTypeName(value: JavaValue): string {
  if (value instanceof JavaArray) return canonicalName(`${value.elementType.replace(/^def/, "Object")}[]`);
  return boxedTypeOf(value) ?? javaClassName(value).replaceAll("$", ".");
}

/** A cast from `def`: to a primitive or its box only from what widens to it, unless it was written. */
export function dynamicConverter(to: TypeName, explicit: boolean): Converter {
  const primitive = isPrimitive(to) ? to : unboxedOf(to);
  if (primitive !== undefined) return toPrimitive(to, primitive, explicit);
  if (to === "String") return (value) => toText(value, explicit);
  return (value) => checkedReference(value, to);
}

function toPrimitive(to: TypeName, primitive: TypeName, explicit: boolean): Converter {
  const isBox = to !== primitive;
  const box = isBox ? boxer(primitive) : undefined;
  return (value) => {
    if (value === null) {
      if (isBox) return null;
      throw nullPointer();
    }
    const from = boxedTypeOf(value);
    // What is of the type already is the usual case.
    if (from === primitive) return isBox ? value : unboxed(value);
    if (explicit && primitive === "char" && typeof value === "string") {
      const char = stringToChar(value);
      return box === undefined ? char : box(char);
    }
    const fits = from !== undefined && from !== "boolean" && primitive !== "boolean" &&
      (explicit || widensTo(from, primitive));
    if (!fits) throw notCast(value, to, primitive === "boolean" ? "" : explicit ? "explicitly " : "implicitly ");
    const converted = (primitiveConverter(from, primitive) ?? identity)(unboxed(value));
    return box === undefined ? converted : box(converted);
  };
}

function toText(value: Slot, explicit: boolean): Slot {
  if (value === null || typeof value === "string") return value;
  if (explicit && value instanceof JavaChar) return value.toText();
  throw notCast(value, "String", explicit ? "explicitly " : "implicitly ");
}

function notCast(value: JavaValue, to: TypeName, how: string): JavaThrowable {
  return new JavaThrowable(
    "java.lang.ClassCastException",
    `cannot ${how}cast def [${dynamicTypeName(value)}] to ${canonicalName(to)}`,
  );
}

function checkedReference(value: Slot, to: TypeName): Slot {
  if (value === null || isInstance(value, to)) return value;
  throw new JavaThrowable(
    "java.lang.ClassCastException",
    `class ${javaClassName(value)} cannot be cast to class ${canonicalName(to)}`,
  );
}

/**
 * Takes what an operation or a call on `def` gave as a type: Java's method handles widen primitives, nothing else.
 * Written as a cast (`explicit`), numbers are cast as Java casts them.
 */
export function narrowingConverter(
  to: TypeName,
  explicit: boolean,
  notOfClass: (value: JavaValue, to: TypeName, explicit: boolean) => JavaThrowable = notCastToClass,
): Converter {
  const primitive = isPrimitive(to) ? to : undefined;
  if (primitive === undefined) {
    if (explicit) return dynamicConverter(to, true);
    return (value) => {
      if (value === null || isInstance(value, to)) return value;
      throw notOfClass(value, to, explicit);
    };
  }
  return (value) => {
    if (value === null) throw nullPointer();
    const from = boxedTypeOf(value);
    if (from === primitive) return unboxed(value);
    const fits = from !== undefined && from !== "boolean" && primitive !== "boolean" &&
      (explicit || widensTo(from, primitive));
    if (!fits) throw notOfClass(value, to, explicit);
    return (primitiveConverter(from, primitive) ?? identity)(unboxed(value));
  };
}

function notCastToClass(value: JavaValue, to: TypeName): JavaThrowable {
  if (isPrimitive(to) && boxedTypeOf(value) === undefined) {
    return new JavaThrowable(
      "java.lang.ClassCastException",
      `class ${javaClassName(value)} cannot be cast to class java.lang.Number`,
    );
  }
  const wanted = canonicalName(boxOf(to) ?? to);
  return new JavaThrowable("java.lang.ClassCastException", `Cannot cast ${javaClassName(value)} to ${wanted}`);
}

/** As `notCastToClass`, of what an operator gave: the server knows its primitive type. */
export function notCastFromPrimitive(value: JavaValue, to: TypeName, explicit: boolean): JavaThrowable {
  const from = boxedTypeOf(value);
  if (from === undefined) return notCastToClass(value, to);
  if (explicit) return new JavaThrowable("java.lang.ClassCastException", `Cannot cast ${from} to ${to}`);
  return new JavaThrowable(
    "java.lang.ClassCastException",
    `Cannot cast from: ${from} to ${isPrimitive(to) ? "" : "class "}${canonicalName(to)}`,
  );
}
