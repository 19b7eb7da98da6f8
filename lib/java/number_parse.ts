/**
 * Numbers read from text as Java reads them: `Double.valueOf`, `Long.parseLong`, `Integer.parseInt`.
 * @module
 */

const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?$/;
const HEXADECIMAL = /^([+-]?)0[xX](?:([0-9a-fA-F]+)\.?|([0-9a-fA-F]*)\.([0-9a-fA-F]+))[pP]([+-]?[0-9]+)[fFdD]?$/;
const NOT_A_DECIMAL: ReadonlyMap<string, number> = new Map([
  ["NaN", NaN],
  ["+NaN", NaN],
  ["-NaN", NaN],
  ["Infinity", Infinity],
  ["+Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

/**
 * `Double.valueOf(String)`: control characters and spaces around are cut, a suffix f or d is taken, hexadecimal floats
 * too; undefined where Java throws a NumberFormatException.
 *
 * ```ts
 * import { parseJavaDouble } from "./number_parse.ts";
 * if (parseJavaDouble(" 1.5e3f ") !== 1500 || parseJavaDouble("0x1p3") !== 8) throw new Error();
 * if (parseJavaDouble("0x10") !== undefined || parseJavaDouble("1_0") !== undefined) throw new Error();
 * ```
 */
export function parseJavaDouble(text: string): number | undefined {
  const trimmed = trimJava(text);
  if (DECIMAL.test(trimmed)) {
    const last = trimmed.charCodeAt(trimmed.length - 1) | 0x20;
    return Number(last === 0x66 || last === 0x64 ? trimmed.slice(0, -1) : trimmed);
  }
  const hexadecimal = HEXADECIMAL.exec(trimmed);
  return hexadecimal === null ? NOT_A_DECIMAL.get(trimmed) : hexadecimalValue(hexadecimal);
}

/**
 * `Long.parseLong(String, int)`, digits of every script in the Basic Multilingual Plane; undefined where Java throws a
 * NumberFormatException.
 *
 * ```ts
 * import { parseJavaLong } from "./number_parse.ts";
 * if (parseJavaLong("-9223372036854775808") !== -(2n ** 63n) || parseJavaLong("1L") !== undefined) throw new Error();
 * ```
 */
export function parseJavaLong(text: string, radix = 10): bigint | undefined {
  if (!Number.isInteger(radix) || radix < 2 || radix > 36) return undefined;
  const signed = text.startsWith("-") || text.startsWith("+");
  if (text.length === (signed ? 1 : 0)) return undefined;
  let value = 0n;
  const base = BigInt(radix);
  for (let i = signed ? 1 : 0; i < text.length; i++) {
    const digit = javaDigit(text.charCodeAt(i));
    if (digit < 0 || digit >= radix) return undefined;
    value = value * base + BigInt(digit);
    // Stops a text of a million digits from becoming a number of a million digits.
    if (value > 1n << 63n) return undefined;
  }
  if (text.startsWith("-")) return -value;
  return value === 1n << 63n ? undefined : value;
}

/**
 * `Integer.parseInt(String, int)`; undefined where Java throws a NumberFormatException.
 *
 * ```ts
 * import { parseJavaInt } from "./number_parse.ts";
 * if (parseJavaInt("ff", 16) !== 255 || parseJavaInt("2147483648") !== undefined) throw new Error();
 * ```
 */
export function parseJavaInt(text: string, radix = 10): number | undefined {
  const value = parseJavaLong(text, radix);
  return value === undefined || BigInt.asIntN(32, value) !== value ? undefined : Number(value);
}

/**
 * `Character.digit(char, 36)`: the value of a digit of any script, or of a Latin letter (full width too); -1 for others.
 *
 * ```ts
 * import { javaDigit } from "./number_parse.ts";
 * if (javaDigit("٣".charCodeAt(0)) !== 3 || javaDigit("z".charCodeAt(0)) !== 35) throw new Error();
 * ```
 */
export function javaDigit(codeUnit: number): number {
  if (codeUnit >= 0x30 && codeUnit <= 0x39) return codeUnit - 0x30;
  const lower = (codeUnit >= 0xff21 && codeUnit <= 0xff5a ? codeUnit - 0xfee0 : codeUnit) | 0x20;
  if (lower >= 0x61 && lower <= 0x7a) return codeUnit < 0x80 || codeUnit >= 0xff21 ? lower - 87 : -1;
  if (codeUnit < 0x80 || !isDecimalDigit(codeUnit)) return -1;
  // The ten digits of a script begin at a multiple of sixteen, or six after one.
  const column = codeUnit & 0xf;
  return isDecimalDigit(codeUnit - column) ? column : column - 6;
}

/** `String.trim`: everything up to U+0020 at both ends. */
export function trimJava(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isDecimalDigit(codeUnit: number): boolean {
  return /^\p{Nd}$/u.test(String.fromCharCode(codeUnit));
}

/** Rounded half to even, as every other floating-point number. */
function hexadecimalValue(match: RegExpExecArray): number {
  const [, sign = "", whole = "", before = "", after = "", exponentText = "0"] = match;
  const digits = (whole + before + after).replace(/^0+/, "");
  const negate = sign === "-" ? -1 : 1;
  if (digits === "") return negate * 0;
  // Beyond a double's exponent by far, whatever the digits: no need to shift by it.
  const exponent = Math.max(-1e9, Math.min(1e9, Number(exponentText))) - 4 * after.length;
  // 60 bits and a sticky one decide every rounding.
  const kept = digits.slice(0, 16);
  const sticky = /[^0]/.test(digits.slice(16)) ? 1n : 0n;
  const significand = (BigInt(`0x${kept}`) << 1n) | sticky;
  return negate * scaled(significand, exponent - 1 + 4 * (digits.length - kept.length));
}

/** `significand * 2 ** exponent`, rounded once. */
function scaled(significand: bigint, exponent: number): number {
  const bits = significand.toString(2).length;
  const top = bits + exponent; // the value is in [2^(top-1), 2^top)
  if (top > 1024) return Infinity;
  if (top < -1074) return 0;
  const precision = Math.min(53, top + 1074);
  const drop = bits - precision;
  let rounded = significand;
  let shift = exponent;
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const rest = significand & ((half << 1n) - 1n);
    rounded = significand >> BigInt(drop);
    if (rest > half || (rest === half && (rounded & 1n) === 1n)) rounded++;
    shift += drop;
  }
  // Two factors, as 2 ** -1074 times a large number may pass through a subnormal one.
  const first = Math.trunc(shift / 2);
  return Number(rounded) * 2 ** first * 2 ** (shift - first);
}
