/**
 * `Number`, `Short`, `Byte` and `Boolean`.
 * @module
 */

import { JavaByte, JavaDouble, JavaFloat, JavaShort, type JavaValue } from "../../java/value.ts";
import { nullPointer } from "../../java/throwable.ts";
import { classCast } from "../../java/compare.ts";
import type { LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { method } from "./define.ts";
import { decodeSmall, parseSmall } from "./parse_number.ts";
import { JavaBigInteger, refuseBigInteger } from "../../java/big_integer.ts";

/** `java.lang.Number`. */
export const NUMBER: LibraryClass = {
  name: "Number",
  javaName: "java.lang.Number",
  supertypes: [],
  methods: [
    method("byte byteValue()", (_budget, number: JavaValue) => intValueOf(number) << 24 >> 24),
    method("short shortValue()", (_budget, number: JavaValue) => intValueOf(number) << 16 >> 16),
    method("int intValue()", (_budget, number: JavaValue) => intValueOf(number)),
    method("long longValue()", (_budget, number: JavaValue) => longValueOf(number)),
    method("float floatValue()", (_budget, number: JavaValue) => floatValueOf(number)),
    method("double doubleValue()", (_budget, number: JavaValue) => doubleValueOf(number)),
  ],
  isInstance: (value) =>
    typeof value === "number" || typeof value === "bigint" || value instanceof JavaDouble ||
    value instanceof JavaFloat || value instanceof JavaShort || value instanceof JavaByte ||
    value instanceof JavaBigInteger,
};

/** `java.lang.Short`. */
export const SHORT: LibraryClass = {
  name: "Short",
  javaName: "java.lang.Short",
  supertypes: ["Number", "Comparable"],
  methods: [
    method("int compareTo(Short)", (_budget, number: JavaShort, other: JavaShort | null) => {
      return number.value - notNull(other).value;
    }),
  ],
  staticMethods: [
    method("int compare(short,short)", (_budget, left: number, right: number) => left - right),
    method("Short decode(String)", (_budget, text: string | null) => new JavaShort(decodeSmall(notNull(text), 16))),
    method("int hashCode(short)", (_budget, value: number) => value),
    method("short parseShort(String)", (_budget, text: string | null) => parseSmall(text, 10, 16)),
    method("short parseShort(String,int)", (_budget, text: string | null, radix: number) => {
      return parseSmall(text, radix, 16);
    }),
    method("short reverseBytes(short)", (_budget, value: number) => {
      return ((value & 0xff) << 8 | value >> 8 & 0xff) << 16 >> 16;
    }),
    method("String toString(short)", (_budget, value: number) => String(value)),
    method("int toUnsignedInt(short)", (_budget, value: number) => value & 0xffff),
    method("long toUnsignedLong(short)", (_budget, value: number) => BigInt(value & 0xffff)),
    method("Short valueOf(short)", (_budget, value: number) => new JavaShort(value)),
    method("Short valueOf(String,int)", (_budget, text: string | null, radix: number) => {
      return new JavaShort(parseSmall(text, radix, 16));
    }),
  ],
  staticFields: {
    BYTES: { type: "int", value: 2 },
    MAX_VALUE: { type: "short", value: 32767 },
    MIN_VALUE: { type: "short", value: -32768 },
    SIZE: { type: "int", value: 16 },
  },
  isInstance: (value) => value instanceof JavaShort,
};

/** `java.lang.Byte`. */
export const BYTE: LibraryClass = {
  name: "Byte",
  javaName: "java.lang.Byte",
  supertypes: ["Number", "Comparable"],
  methods: [
    method("int compareTo(Byte)", (_budget, number: JavaByte, other: JavaByte | null) => {
      return number.value - notNull(other).value;
    }),
  ],
  staticMethods: [
    method("int compare(byte,byte)", (_budget, left: number, right: number) => left - right),
    method("Byte decode(String)", (_budget, text: string | null) => new JavaByte(decodeSmall(notNull(text), 8))),
    method("int hashCode(byte)", (_budget, value: number) => value),
    method("byte parseByte(String)", (_budget, text: string | null) => parseSmall(text, 10, 8)),
    method("byte parseByte(String,int)", (_budget, text: string | null, radix: number) => parseSmall(text, radix, 8)),
    method("String toString(byte)", (_budget, value: number) => String(value)),
    method("int toUnsignedInt(byte)", (_budget, value: number) => value & 0xff),
    method("long toUnsignedLong(byte)", (_budget, value: number) => BigInt(value & 0xff)),
    method("Byte valueOf(byte)", (_budget, value: number) => new JavaByte(value)),
    method("Byte valueOf(String,int)", (_budget, text: string | null, radix: number) => {
      return new JavaByte(parseSmall(text, radix, 8));
    }),
  ],
  staticFields: {
    BYTES: { type: "int", value: 1 },
    MAX_VALUE: { type: "byte", value: 127 },
    MIN_VALUE: { type: "byte", value: -128 },
    SIZE: { type: "int", value: 8 },
  },
  isInstance: (value) => value instanceof JavaByte,
};

/** `java.lang.Boolean`. */
export const BOOLEAN: LibraryClass = {
  name: "Boolean",
  javaName: "java.lang.Boolean",
  supertypes: ["Comparable"],
  methods: [
    method("boolean booleanValue()", (_budget, value: boolean) => value),
    method("int compareTo(Boolean)", (_budget, value: boolean, other: boolean | null) => {
      return Number(value) - Number(notNull(other));
    }),
  ],
  staticMethods: [
    method("int compare(boolean,boolean)", (_budget, left: boolean, right: boolean) => Number(left) - Number(right)),
    method("int hashCode(boolean)", (_budget, value: boolean) => value ? 1231 : 1237),
    method("boolean logicalAnd(boolean,boolean)", (_budget, left: boolean, right: boolean) => left && right),
    method("boolean logicalOr(boolean,boolean)", (_budget, left: boolean, right: boolean) => left || right),
    method("boolean logicalXor(boolean,boolean)", (_budget, left: boolean, right: boolean) => left !== right),
    method("boolean parseBoolean(String)", (_budget, text: string | null) => {
      return text?.length === 4 && text.toLowerCase() === "true";
    }),
    method("String toString(boolean)", (_budget, value: boolean) => String(value)),
    method("Boolean valueOf(boolean)", (_budget, value: boolean) => value),
  ],
  staticFields: {
    FALSE: { type: "Boolean", value: false },
    TRUE: { type: "Boolean", value: true },
  },
  isInstance: (value) => typeof value === "boolean",
};

/** `Number.doubleValue()`. */
export function doubleValueOf(number: JavaValue): number {
  if (typeof number === "number" || typeof number === "bigint") return Number(number);
  if (number === null) throw nullPointer();
  refuseBigInteger(number);
  if (
    number instanceof JavaDouble || number instanceof JavaFloat || number instanceof JavaShort ||
    number instanceof JavaByte
  ) return number.value;
  throw classCast(number, "java.lang.Number");
}

function floatValueOf(number: JavaValue): number {
  return typeof number === "bigint" ? longToFloat(number) : Math.fround(doubleValueOf(number));
}

/** A long as the float nearest to it: by way of a double whose last bit says that something was cut off. */
function longToFloat(value: bigint): number {
  const double = Number(value);
  const rounded = BigInt(double);
  if (rounded === value) return Math.fround(double);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, double);
  const awayFromZero = (rounded > value) === (value > 0n);
  bits.setBigInt64(0, bits.getBigInt64(0) - (awayFromZero ? 1n : 0n) | 1n);
  return Math.fround(bits.getFloat64(0));
}

function intValueOf(number: JavaValue): number {
  if (typeof number === "number") return number;
  if (typeof number === "bigint") return Number(BigInt.asIntN(32, number));
  const value = doubleValueOf(number);
  return Number.isNaN(value) ? 0 : Math.trunc(Math.min(Math.max(value, -2147483648), 2147483647)) | 0;
}

function longValueOf(number: JavaValue): bigint {
  if (typeof number === "bigint") return number;
  if (typeof number === "number") return BigInt(number);
  const value = doubleValueOf(number);
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 9223372036854775807n;
  return value <= -(2 ** 63) ? -9223372036854775808n : BigInt(Math.trunc(value));
}
