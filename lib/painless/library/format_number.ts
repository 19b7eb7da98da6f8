/**
 * Fractions with a given number of decimals, rounded as Java's Formatter does: half up, from the digits that
 * `Double.toString` shows.
 * @module
 */

import type { JavaDouble, JavaFloat } from "../../java/value.ts";

/** `%.nf` of the number's size. */
export function decimalText(number: JavaDouble | JavaFloat, decimals: number): string {
  const { digits, exponent } = digitsOf(number);
  const rounded = roundedTo(digits, exponent, decimals);
  const text = rounded.padStart(decimals + 1, "0");
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

/** `%.ne` of the number's size. */
export function scientificText(number: JavaDouble | JavaFloat, decimals: number): string {
  const { digits, exponent } = digitsOf(number);
  let power = digits === "0" ? 0 : exponent + digits.length - 1;
  let rounded = digits === "0" ? "0".repeat(decimals + 1) : roundedTo(digits, 1 - digits.length, decimals);
  if (rounded.length > decimals + 1) {
    rounded = rounded.slice(0, -1);
    power++;
  }
  const mantissa = decimals === 0 ? rounded : `${rounded.slice(0, 1)}.${rounded.slice(1)}`;
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** The number's size as whole digits times a power of ten. */
function digitsOf(number: JavaDouble | JavaFloat): { readonly digits: string; readonly exponent: number } {
  const [mantissa = "", power = "0"] = number.toText().replace(/^-/, "").split("E");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+(?=.)/, "");
  const trimmed = digits.replace(/0+$/, "") || "0";
  return { digits: trimmed, exponent: Number(power) - fraction.length + digits.length - trimmed.length };
}

/** Digits times a power of ten, as digits after whose last but so many the point stands. */
function roundedTo(digits: string, exponent: number, decimals: number): string {
  const shift = exponent + decimals;
  if (shift >= 0) return digits === "0" ? "0" : digits + "0".repeat(shift);
  const kept = digits.slice(0, shift);
  const next = digits.length + shift >= 0 ? digits.charAt(digits.length + shift) : "0";
  return String(BigInt(kept || "0") + (next >= "5" ? 1n : 0n));
}
