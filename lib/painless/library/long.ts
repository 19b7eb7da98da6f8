/**
 * `Long`.
 * @module
 */

import type { LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { method } from "./define.ts";
import { divisionByZero } from "./integer.ts";
import { decodeWhole, parseUnsigned, parseWhole, radixOr10 } from "./parse_number.ts";

/** `java.lang.Long`. */
export const LONG: LibraryClass = {
  name: "Long",
  javaName: "java.lang.Long",
  supertypes: ["Number", "Comparable"],
  methods: [
    method("int compareTo(Long)", (_budget, value: bigint, other: bigint | null) => compare(value, notNull(other))),
  ],
  staticMethods: [
    method("int bitCount(long)", (_budget, value: bigint) => bitsOf(value).replaceAll("0", "").length),
    method("int compare(long,long)", (_budget, left: bigint, right: bigint) => compare(left, right)),
    method("int compareUnsigned(long,long)", (_budget, left: bigint, right: bigint) => {
      return compare(unsigned(left), unsigned(right));
    }),
    method("Long decode(String)", (_budget, text: string | null) => decodeWhole(notNull(text), 64)),
    method("long divideUnsigned(long,long)", (_budget, left: bigint, right: bigint) => {
      if (right === 0n) throw divisionByZero();
      return signed(unsigned(left) / unsigned(right));
    }),
    method("int hashCode(long)", (_budget, value: bigint) => Number(BigInt.asIntN(32, value ^ value >> 32n))),
    method("long highestOneBit(long)", (_budget, value: bigint) => {
      return value === 0n ? 0n : signed(1n << BigInt(bitsOf(value).length - 1));
    }),
    method("long lowestOneBit(long)", (_budget, value: bigint) => signed(value & -value)),
    method("long max(long,long)", (_budget, left: bigint, right: bigint) => left > right ? left : right),
    method("long min(long,long)", (_budget, left: bigint, right: bigint) => left < right ? left : right),
    method("int numberOfLeadingZeros(long)", (_budget, value: bigint) => {
      return value === 0n ? 64 : 64 - bitsOf(value).length;
    }),
    method("int numberOfTrailingZeros(long)", (_budget, value: bigint) => {
      return value === 0n ? 64 : bitsOf(value).length - 1 - bitsOf(value).lastIndexOf("1");
    }),
    method("long parseLong(String)", (_budget, text: string | null) => parseWhole(text, 10, 64)),
    method("long parseLong(String,int)", (_budget, text: string | null, radix: number) => parseWhole(text, radix, 64)),
    method("long parseUnsignedLong(String)", (_budget, text: string | null) => parseUnsigned(text, 10, 64)),
    method("long parseUnsignedLong(String,int)", (_budget, text: string | null, radix: number) => {
      return parseUnsigned(text, radix, 64);
    }),
    method("long remainderUnsigned(long,long)", (_budget, left: bigint, right: bigint) => {
      if (right === 0n) throw divisionByZero();
      return signed(unsigned(left) % unsigned(right));
    }),
    method("long reverse(long)", (_budget, value: bigint) => {
      return signed(BigInt(`0b${[...bitsOf(value).padStart(64, "0")].reverse().join("")}`));
    }),
    method("long reverseBytes(long)", (_budget, value: bigint) => {
      scratch.setBigInt64(0, value, true);
      return scratch.getBigInt64(0);
    }),
    method("long rotateLeft(long,int)", (_budget, value: bigint, distance: number) => rotateLeft(value, distance)),
    method("long rotateRight(long,int)", (_budget, value: bigint, distance: number) => rotateLeft(value, -distance)),
    method("int signum(long)", (_budget, value: bigint) => compare(value, 0n)),
    method("long sum(long,long)", (_budget, left: bigint, right: bigint) => signed(left + right)),
    method("String toBinaryString(long)", (_budget, value: bigint) => bitsOf(value)),
    method("String toHexString(long)", (_budget, value: bigint) => unsigned(value).toString(16)),
    method("String toOctalString(long)", (_budget, value: bigint) => unsigned(value).toString(8)),
    method("String toString(long)", (_budget, value: bigint) => String(value)),
    method("String toString(long,int)", (_budget, value: bigint, radix: number) => value.toString(radixOr10(radix))),
    method("String toUnsignedString(long)", (_budget, value: bigint) => String(unsigned(value))),
    method("String toUnsignedString(long,int)", (_budget, value: bigint, radix: number) => {
      return unsigned(value).toString(radixOr10(radix));
    }),
    method("Long valueOf(long)", (_budget, value: bigint) => value),
    method("Long valueOf(String,int)", (_budget, text: string | null, radix: number) => parseWhole(text, radix, 64)),
  ],
  staticFields: {
    BYTES: { type: "int", value: 8 },
    MAX_VALUE: { type: "long", value: 9223372036854775807n },
    MIN_VALUE: { type: "long", value: -9223372036854775808n },
    SIZE: { type: "int", value: 64 },
  },
  isInstance: (value) => typeof value === "bigint",
};

const scratch = new DataView(new ArrayBuffer(8));

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function unsigned(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function signed(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** Binary digits without leading zeros. */
function bitsOf(value: bigint): string {
  return unsigned(value).toString(2);
}

function rotateLeft(value: bigint, distance: number): bigint {
  const places = BigInt(distance & 63);
  return signed(unsigned(value) << places | unsigned(value) >> (64n - places));
}
