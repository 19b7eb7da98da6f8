/**
 * `Integer`.
 * @module
 */

import { JavaThrowable } from "../../java/throwable.ts";
import type { LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { method } from "./define.ts";
import { decodeWhole, parseUnsigned, parseWhole, radixOr10 } from "./parse_number.ts";

/** `java.lang.Integer`. */
export const INTEGER: LibraryClass = {
  name: "Integer",
  javaName: "java.lang.Integer",
  supertypes: ["Number", "Comparable"],
  methods: [
    method("int compareTo(Integer)", (_budget, value: number, other: number | null) => compare(value, notNull(other))),
  ],
  staticMethods: [
    method("int bitCount(int)", (_budget, value: number) => bitCount(value)),
    method("int compare(int,int)", (_budget, left: number, right: number) => compare(left, right)),
    method("int compareUnsigned(int,int)", (_budget, left: number, right: number) => compare(left >>> 0, right >>> 0)),
    method("Integer decode(String)", (_budget, text: string | null) => Number(decodeWhole(notNull(text), 32))),
    method("int divideUnsigned(int,int)", (_budget, left: number, right: number) => {
      if (right === 0) throw divisionByZero();
      return Math.floor((left >>> 0) / (right >>> 0)) | 0;
    }),
    method("int hashCode(int)", (_budget, value: number) => value),
    method("int highestOneBit(int)", (_budget, value: number) => {
      return value === 0 ? 0 : (0x80000000 >>> Math.clz32(value)) | 0;
    }),
    method("int lowestOneBit(int)", (_budget, value: number) => value & -value),
    method("int max(int,int)", (_budget, left: number, right: number) => Math.max(left, right)),
    method("int min(int,int)", (_budget, left: number, right: number) => Math.min(left, right)),
    method("int numberOfLeadingZeros(int)", (_budget, value: number) => Math.clz32(value)),
    method("int numberOfTrailingZeros(int)", (_budget, value: number) => {
      return value === 0 ? 32 : 31 - Math.clz32(value & -value);
    }),
    method("int parseInt(String)", (_budget, text: string | null) => Number(parseWhole(text, 10, 32))),
    method("int parseInt(String,int)", (_budget, text: string | null, radix: number) => {
      return Number(parseWhole(text, radix, 32));
    }),
    method("int parseUnsignedInt(String)", (_budget, text: string | null) => Number(parseUnsigned(text, 10, 32))),
    method("int parseUnsignedInt(String,int)", (_budget, text: string | null, radix: number) => {
      return Number(parseUnsigned(text, radix, 32));
    }),
    method("int remainderUnsigned(int,int)", (_budget, left: number, right: number) => {
      if (right === 0) throw divisionByZero();
      return ((left >>> 0) % (right >>> 0)) | 0;
    }),
    method("int reverse(int)", (_budget, value: number) => reverse(value)),
    method("int reverseBytes(int)", (_budget, value: number) => {
      return value << 24 | (value & 0xff00) << 8 | value >>> 8 & 0xff00 | value >>> 24;
    }),
    method("int rotateLeft(int,int)", (_budget, value: number, distance: number) => {
      return value << distance | value >>> -distance;
    }),
    method("int rotateRight(int,int)", (_budget, value: number, distance: number) => {
      return value >>> distance | value << -distance;
    }),
    method("int signum(int)", (_budget, value: number) => Math.sign(value)),
    method("String toBinaryString(int)", (_budget, value: number) => (value >>> 0).toString(2)),
    method("String toHexString(int)", (_budget, value: number) => (value >>> 0).toString(16)),
    method("String toOctalString(int)", (_budget, value: number) => (value >>> 0).toString(8)),
    method("String toString(int)", (_budget, value: number) => String(value)),
    method("String toString(int,int)", (_budget, value: number, radix: number) => value.toString(radixOr10(radix))),
    method("long toUnsignedLong(int)", (_budget, value: number) => BigInt(value >>> 0)),
    method("String toUnsignedString(int)", (_budget, value: number) => String(value >>> 0)),
    method("String toUnsignedString(int,int)", (_budget, value: number, radix: number) => {
      return (value >>> 0).toString(radixOr10(radix));
    }),
    method("Integer valueOf(int)", (_budget, value: number) => value),
    method("Integer valueOf(String,int)", (_budget, text: string | null, radix: number) => {
      return Number(parseWhole(text, radix, 32));
    }),
  ],
  staticFields: {
    BYTES: { type: "int", value: 4 },
    MAX_VALUE: { type: "int", value: 2147483647 },
    MIN_VALUE: { type: "int", value: -2147483648 },
    SIZE: { type: "int", value: 32 },
  },
  isInstance: (value) => typeof value === "number",
};

/** What an integer division by zero throws. */
export function divisionByZero(): JavaThrowable {
  return new JavaThrowable("java.lang.ArithmeticException", "/ by zero");
}

function compare(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function bitCount(value: number): number {
  let count = 0;
  for (let rest = value >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}

function reverse(value: number): number {
  let reversed = 0;
  for (let i = 0; i < 32; i++) reversed |= (value >>> i & 1) << (31 - i);
  return reversed;
}
