/**
 * `Double` and `Float`.
 * @module
 */

import { compareDoubles } from "../../java/map.ts";
import { doubleText, floatText } from "../../java/number_text.ts";
import { JavaDouble, JavaFloat } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { method } from "./define.ts";
import { parseFloatText } from "./parse_float.ts";
import { parseDecimal } from "./parse_number.ts";

/** `java.lang.Double`. */
export const DOUBLE: LibraryClass = {
  name: "Double",
  javaName: "java.lang.Double",
  supertypes: ["Number", "Comparable"],
  methods: [
    method("int compareTo(Double)", (_budget, number: JavaDouble, other: JavaDouble | null) => {
      return compareDoubles(number.value, notNull(other).value);
    }),
    method("boolean isInfinite()", (_budget, number: JavaDouble) => isInfinite(number.value)),
    method("boolean isNaN()", (_budget, number: JavaDouble) => Number.isNaN(number.value)),
  ],
  staticMethods: [
    method("int compare(double,double)", (_budget, left: number, right: number) => compareDoubles(left, right)),
    method("long doubleToLongBits(double)", (_budget, value: number) => doubleBits(value)),
    method("long doubleToRawLongBits(double)", (_budget, value: number) => doubleBits(value)),
    method("int hashCode(double)", (_budget, value: number) => new JavaDouble(value).hashCode()),
    method("boolean isFinite(double)", (_budget, value: number) => Number.isFinite(value)),
    method("boolean isInfinite(double)", (_budget, value: number) => isInfinite(value)),
    method("boolean isNaN(double)", (_budget, value: number) => Number.isNaN(value)),
    method("double longBitsToDouble(long)", (_budget, bits: bigint) => {
      scratch.setBigInt64(0, bits);
      return scratch.getFloat64(0);
    }),
    method("double max(double,double)", (_budget, left: number, right: number) => Math.max(left, right)),
    method("double min(double,double)", (_budget, left: number, right: number) => Math.min(left, right)),
    method("double parseDouble(String)", (_budget, text: string | null) => parseDecimal(notNull(text))),
    method("double sum(double,double)", (_budget, left: number, right: number) => left + right),
    method("String toHexString(double)", (_budget, value: number) => hexText(value, -1022)),
    method("String toString(double)", (_budget, value: number) => doubleText(value)),
    method("Double valueOf(double)", (_budget, value: number) => new JavaDouble(value)),
  ],
  staticFields: {
    BYTES: { type: "int", value: 8 },
    MAX_EXPONENT: { type: "int", value: 1023 },
    MAX_VALUE: { type: "double", value: Number.MAX_VALUE },
    MIN_EXPONENT: { type: "int", value: -1022 },
    MIN_NORMAL: { type: "double", value: 2 ** -1022 },
    MIN_VALUE: { type: "double", value: 2 ** -1074 },
    NEGATIVE_INFINITY: { type: "double", value: -Infinity },
    NaN: { type: "double", value: NaN },
    POSITIVE_INFINITY: { type: "double", value: Infinity },
    SIZE: { type: "int", value: 64 },
  },
  isInstance: (value) => value instanceof JavaDouble,
};

/** `java.lang.Float`. */
export const FLOAT: LibraryClass = {
  name: "Float",
  javaName: "java.lang.Float",
  supertypes: ["Number", "Comparable"],
  methods: [
    method("int compareTo(Float)", (_budget, number: JavaFloat, other: JavaFloat | null) => {
      return compareDoubles(number.value, notNull(other).value);
    }),
    method("boolean isInfinite()", (_budget, number: JavaFloat) => isInfinite(number.value)),
    method("boolean isNaN()", (_budget, number: JavaFloat) => Number.isNaN(number.value)),
  ],
  staticMethods: [
    method("int compare(float,float)", (_budget, left: number, right: number) => compareDoubles(left, right)),
    method("int floatToIntBits(float)", (_budget, value: number) => floatBits(value)),
    method("int floatToRawIntBits(float)", (_budget, value: number) => floatBits(value)),
    method("int hashCode(float)", (_budget, value: number) => floatBits(value)),
    method("float intBitsToFloat(int)", (_budget, bits: number) => {
      scratch.setInt32(0, bits);
      return scratch.getFloat32(0);
    }),
    method("boolean isFinite(float)", (_budget, value: number) => Number.isFinite(value)),
    method("boolean isInfinite(float)", (_budget, value: number) => isInfinite(value)),
    method("boolean isNaN(float)", (_budget, value: number) => Number.isNaN(value)),
    method("float max(float,float)", (_budget, left: number, right: number) => Math.max(left, right)),
    method("float min(float,float)", (_budget, left: number, right: number) => Math.min(left, right)),
    method("float parseFloat(String)", (_budget, text: string | null) => parseFloatText(notNull(text))),
    method("float sum(float,float)", (_budget, left: number, right: number) => Math.fround(left + right)),
    method("String toHexString(float)", (_budget, value: number) => hexText(value, -126)),
    method("String toString(float)", (_budget, value: number) => floatText(value)),
    method("Float valueOf(float)", (_budget, value: number) => new JavaFloat(value)),
  ],
  staticFields: {
    BYTES: { type: "int", value: 4 },
    MAX_EXPONENT: { type: "int", value: 127 },
    MAX_VALUE: { type: "float", value: (2 - 2 ** -23) * 2 ** 127 },
    MIN_EXPONENT: { type: "int", value: -126 },
    MIN_NORMAL: { type: "float", value: 2 ** -126 },
    MIN_VALUE: { type: "float", value: 2 ** -149 },
    NEGATIVE_INFINITY: { type: "float", value: -Infinity },
    NaN: { type: "float", value: NaN },
    POSITIVE_INFINITY: { type: "float", value: Infinity },
    SIZE: { type: "int", value: 32 },
  },
  isInstance: (value) => value instanceof JavaFloat,
};

const scratch = new DataView(new ArrayBuffer(8));

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity;
}

function doubleBits(value: number): bigint {
  scratch.setFloat64(0, value);
  return scratch.getBigInt64(0);
}

function floatBits(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getInt32(0);
}

/** `toHexString`: `0x1.8p1`; numbers below the least normal one have its exponent and begin with 0. */
function hexText(value: number, leastExponent: number): string {
  if (!Number.isFinite(value)) return String(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  if (size === 0) return `${sign}0x0.0p0`;
  const isNormal = size >= 2 ** leastExponent;
  scratch.setFloat64(0, size);
  const exponent = isNormal ? (scratch.getUint16(0) >> 4) - 1023 : leastExponent;
  // A float below its least normal number is a normal double.
  const fraction = isNormal || leastExponent === -1022
    ? BigInt.asUintN(52, scratch.getBigInt64(0))
    : BigInt(size * 2 ** 178);
  const digits = fraction.toString(16).padStart(13, "0").replace(/0+$/, "");
  return `${sign}0x${isNormal ? 1 : 0}.${digits === "" ? "0" : digits}p${exponent}`;
}
