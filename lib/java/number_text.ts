/**
 * Java's texts of floating-point numbers, as `Double.toString` and `Float.toString` give them since JDK 19 (the shortest
 * decimal that reads back as the same number, of at least two digits): 8.x and 9.x run on such a JDK.
 * @module
 */

/**
 * `Double.toString`.
 *
 * ```ts
 * import { doubleText } from "./number_text.ts";
 * if (doubleText(1e7) !== "1.0E7" || doubleText(0.001) !== "0.001") throw new Error();
 * ```
 */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  return javaNotation(shortestOfTwoDigits(value, value.toExponential()));
}

/** `Float.toString` of a number that fits 32 bits exactly. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  for (let digits = 1; digits < 9; digits++) {
    const text = roundedToEven(value, digits);
    if (Math.fround(Number(text)) === value) return javaNotation(withoutTrailingZeros(text));
  }
  return javaNotation(value.toExponential(9));
}

/** `toExponential`, but a number halfway between two decimals becomes the even one, not the larger. */
function roundedToEven(value: number, digits: number): string {
  const text = value.toExponential(digits);
  const [mantissa = "", exponent] = value.toExponential(100).split("e");
  const isHalfway = /^50*$/.test(mantissa.slice(mantissa.indexOf(".") + 1 + digits));
  if (!isHalfway || !/[13579]e/.test(text)) return text;
  return `${mantissa.slice(0, mantissa.indexOf(".") + 1 + digits)}e${exponent}`;
}

/** Where one digit suffices, Java still chooses the closest decimal of two: 4.9E-324, not 5.0E-324. */
function shortestOfTwoDigits(value: number, shortest: string): string {
  if (shortest.includes(".")) return shortest;
  const two = value.toExponential(1);
  return Number(two) === value && !two.includes(".0") ? two : shortest;
}

function withoutTrailingZeros(exponential: string): string {
  return exponential.replace(/\.?0+e/, "e");
}

/** `d.ddde±n` in Java's notation: plain from 1e-3 to below 1e7, else with an E. */
function javaNotation(exponential: string): string {
  const split = exponential.indexOf("e");
  const exponent = Number(exponential.slice(split + 1));
  const negative = exponential.startsWith("-");
  const digits = exponential.slice(negative ? 1 : 0, split).replace(".", "");
  const sign = negative ? "-" : "";
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || "0"}E${exponent}`;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")}.${digits.slice(exponent + 1) || "0"}`;
}
