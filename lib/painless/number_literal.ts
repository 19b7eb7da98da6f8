/**
 * Numbers as scripts write them.
 * @module
 */

import type { TypeName } from "./library.ts";

/** A literal's value and type, or what is wrong with it. */
export type ReadNumber =
  | { readonly type: TypeName; readonly value: number | bigint; readonly problem?: undefined }
  | { readonly problem: string };

/** Small types that an int literal becomes where they are asked for and it fits. */
const SMALL: Readonly<Record<string, readonly [number, number]>> = {
  byte: [-128, 127],
  short: [-32768, 32767],
  char: [0, 65535],
};

/**
 * Reads a literal without fraction: `text` has its sign and suffix, but not the `0x` or `0` that stands for the radix.
 *
 * ```ts
 * import { readInteger } from "./number_literal.ts";
 * const read = readInteger("-FF", 16, undefined);
 * if (read.problem !== undefined || read.value !== -255) throw new Error();
 * ```
 */
export function readInteger(text: string, radix: 8 | 10 | 16, wanted: TypeName | undefined): ReadNumber {
  const suffix = text.slice(-1).toLowerCase();
  const digits = text.slice(0, -1);
  if (suffix === "l") {
    const value = parse(digits, radix);
    return BigInt.asIntN(64, value) === value
      ? { type: "long", value }
      : { problem: `Invalid long constant [${text}].` };
  }
  // In hexadecimal d and f are digits; 7.10 takes them for suffixes and fails, 8.x does not.
  if (radix !== 16 && (suffix === "d" || suffix === "f")) return readDecimal(text);
  const value = parse(text, radix);
  if (BigInt.asIntN(32, value) === value) return smallest(Number(value), wanted);
  return {
    problem: BigInt.asIntN(64, value) === value
      ? `Invalid int constant [${text}]. If you want a long constant then change it to [${text}L].`
      : `Invalid int constant [${text}].`,
  };
}

function smallest(value: number, wanted: TypeName | undefined): ReadNumber {
  const range = wanted === undefined ? undefined : SMALL[wanted];
  if (wanted === undefined || range === undefined || value < range[0] || value > range[1]) {
    return { type: "int", value };
  }
  return { type: wanted, value };
}

function parse(text: string, radix: 8 | 10 | 16): bigint {
  const negative = text.startsWith("-");
  const digits = negative ? text.slice(1) : text;
  const magnitude = BigInt(radix === 16 ? `0x${digits}` : radix === 8 ? `0o${digits}` : digits);
  return negative ? -magnitude : magnitude;
}

/** Reads a literal with a fraction, an exponent, or a suffix of such. */
export function readDecimal(text: string): ReadNumber {
  const suffix = text.slice(-1).toLowerCase();
  if (suffix === "f") return { type: "float", value: nearestFloat(text.slice(0, -1)) };
  return { type: "double", value: Number(suffix === "d" ? text.slice(0, -1) : text) };
}

/**
 * The float nearest to a decimal. By way of the nearest double a decimal close to the middle of two floats may come out
 * as the wrong one, so when the double lies exactly there the decimal itself decides.
 */
function nearestFloat(decimal: string): number {
  const double = Number(decimal);
  const float = Math.fround(double);
  if (float === double || !Number.isFinite(float)) return float;
  const other = float < double ? floatAfter(float, 1) : floatAfter(float, -1);
  if (double - float !== other - double) return float;
  const comparison = compareDecimalTo(decimal, double);
  if (comparison === 0) return float;
  return comparison > 0 === other > float ? other : float;
}

function floatAfter(value: number, direction: 1 | -1): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, value);
  bits.setInt32(0, bits.getInt32(0) + (value > 0 ? direction : -direction));
  return bits.getFloat32(0);
}

/** Compares exactly, by whole numbers: a double is a fraction with a power of two below it. */
function compareDecimalTo(decimal: string, double: number): number {
  const [mantissa = "0", exponent = "0"] = decimal.toLowerCase().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const power = Number(exponent) - fraction.length;
  let twos = 0n;
  let scaled = double;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    twos++;
  }
  const left = BigInt(whole + fraction) * (power > 0 ? 10n ** BigInt(power) : 1n) * (1n << twos);
  const right = BigInt(scaled) * (power < 0 ? 10n ** BigInt(-power) : 1n);
  return left < right ? -1 : left > right ? 1 : 0;
}
