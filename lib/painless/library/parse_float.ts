/**
 * `Float.parseFloat`: the float nearest to the decimal, not to the double nearest to it.
 * @module
 */

import { NotSupportedError } from "../../java/throwable.ts";
import { parseDecimal } from "./parse_number.ts";
import { countWork } from "../../java/work.ts";

/** The float nearest to what is written. */
export function parseFloatText(text: string): number {
  const double = parseDecimal(text);
  const float = Math.fround(double);
  if (float === double || !Number.isFinite(double)) return float;
  const neighbour = neighbourBeyond(float, double);
  // Only halfway between two floats can the double be on the other side of the decimal, or on its spot by rounding.
  if (Math.abs(double - finite(float)) !== Math.abs(finite(neighbour) - double)) return float;
  const decimal = /^[\s\0-\x20]*[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?[fFdD]?[\s\0-\x20]*$/.exec(text);
  if (decimal === null) throw new NotSupportedError("A hexadecimal float halfway between two others");
  const [, whole = "", fraction = "", exponent = "0"] = decimal;
  const order = compareToDecimal(Math.abs(double), whole + fraction, Number(exponent) - fraction.length);
  if (order === 0) return float;
  const larger = Math.abs(float) > Math.abs(neighbour) ? float : neighbour;
  return order < 0 ? larger : larger === float ? neighbour : float;
}

/** Infinity as the float that would follow on the largest. */
function finite(float: number): number {
  return Number.isFinite(float) ? float : Math.sign(float) * 2 ** 128;
}

/** The float next to one of them, on the side of the double. */
function neighbourBeyond(float: number, double: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, float);
  const outwards = Math.abs(double) > Math.abs(float);
  if (float === 0) return Math.sign(double) * 2 ** -149;
  bits.setInt32(0, bits.getInt32(0) + (outwards ? 1 : -1));
  return bits.getFloat32(0);
}

/** The sign of `double - digits × 10^exponent`, for a positive double. */
function compareToDecimal(double: number, digits: string, exponent: number): number {
  // Arithmetic on so many digits.
  countWork(16 * digits.length);
  const scale = 1100n;
  let decimal = BigInt(digits) << scale;
  let binary = exactBits(double, scale);
  if (exponent >= 0) decimal *= 10n ** BigInt(exponent);
  else binary *= 10n ** BigInt(-exponent);
  return binary < decimal ? -1 : binary > decimal ? 1 : 0;
}

/** A double times a power of two that makes it whole. */
function exactBits(double: number, scale: bigint): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, double);
  const bits = view.getBigInt64(0);
  const exponent = bits >> 52n & 0x7ffn;
  const mantissa = BigInt.asUintN(52, bits) | (exponent === 0n ? 0n : 1n << 52n);
  return mantissa << (scale + (exponent === 0n ? 1n : exponent) - 1075n);
}
