/**
 * Numbers from text, with the exceptions that Java throws for what is none.
 * @module
 */

import { parseJavaDouble, parseJavaLong, trimJava } from "../../java/number_parse.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import { countText } from "../../java/work.ts";

/** How much longer a digit takes than a look at a code unit. */
const PARSED = 16;

/** `Integer.parseInt` and its like: what is within the bounds. */
export function parseWhole(text: string | null, radix: number, bits: 32 | 64): bigint {
  if (text === null) throw numberFormat("Cannot parse null string");
  checkRadix(radix);
  countText(PARSED * text.length);
  const value = parseJavaLong(text, radix);
  if (value === undefined || BigInt.asIntN(bits, value) !== value) throw noNumber(text, radix);
  return value;
}

/** `Byte.parseByte` and `Short.parseShort`. */
export function parseSmall(text: string | null, radix: number, bits: 8 | 16): number {
  const value = Number(parseWhole(text, radix, 32));
  if (value !== value << (32 - bits) >> (32 - bits)) {
    throw numberFormat(`Value out of range. Value:"${text}" Radix:${radix}`);
  }
  return value;
}

/** `Integer.parseUnsignedInt` and `Long.parseUnsignedLong`. */
export function parseUnsigned(text: string | null, radix: number, bits: 32 | 64): bigint {
  if (text === null) throw numberFormat("Cannot parse null string");
  if (text.startsWith("-")) throw numberFormat(`Illegal leading minus sign on unsigned string ${text}.`);
  if (text === "") throw noNumber(text, radix, true);
  checkRadix(radix);
  countText(PARSED * text.length);
  const value = parseAnyLength(text, radix);
  if (value === undefined) throw noNumber(text, radix);
  if (BigInt.asUintN(bits, value) !== value) {
    throw numberFormat(`String value ${text} exceeds range of unsigned ${bits === 32 ? "int" : "long"}.`);
  }
  return BigInt.asIntN(bits, value);
}

/** `Integer.decode` and its like: decimal, hexadecimal (`0x`, `0X`, `#`) or octal (`0`), behind a sign. */
export function decodeWhole(text: string, bits: 32 | 64): bigint {
  if (text === "") throw numberFormat("Zero length string");
  countText(text.length);
  const [, sign = "", prefix = ""] = /^([+-]?)(0[xX]|#|0(?=.))?/s.exec(text) ?? [];
  const digits = text.slice(sign.length + prefix.length);
  const radix = prefix === "" ? 10 : prefix === "0" ? 8 : 16;
  if (/^[+-]/.test(digits)) throw numberFormat("Sign character in wrong position");
  return parseWhole(sign === "-" ? `-${digits}` : digits, radix, bits);
}

/** `Byte.decode` and `Short.decode`. */
export function decodeSmall(text: string, bits: 8 | 16): number {
  const value = Number(decodeWhole(text, 32));
  if (value !== value << (32 - bits) >> (32 - bits)) {
    throw numberFormat(`Value ${value} out of range from input ${text}`);
  }
  return value;
}

/** `Double.parseDouble`. */
export function parseDecimal(text: string): number {
  countText(PARSED * text.length);
  const value = parseJavaDouble(text);
  if (value !== undefined) return value;
  const trimmed = trimJava(text);
  throw numberFormat(trimmed === "" ? "empty String" : `For input string: "${trimmed}"`);
}

/** The radix that `toString` takes: 10 in the place of one that is none. */
export function radixOr10(radix: number): number {
  return radix < 2 || radix > 36 ? 10 : radix;
}

/** A number of any length, in pieces that a long can hold. */
function parseAnyLength(text: string, radix: number): bigint | undefined {
  const digits = text.startsWith("+") ? text.slice(1) : text;
  if (digits.startsWith("+") || digits.startsWith("-") || digits === "") return undefined;
  let value = 0n;
  for (let at = 0; at < digits.length; at += 12) {
    const piece = digits.slice(at, at + 12);
    const parsed = /^[+-]/.test(piece) ? undefined : parseJavaLong(piece, radix);
    if (parsed === undefined) return undefined;
    // Too large already: the digits that follow only have to be digits.
    if (value < 1n << 80n) value = value * BigInt(radix) ** BigInt(piece.length) + parsed;
  }
  return value;
}

function checkRadix(radix: number): void {
  if (radix < 2) throw numberFormat(`radix ${radix} less than Character.MIN_RADIX`);
  if (radix > 36) throw numberFormat(`radix ${radix} greater than Character.MAX_RADIX`);
}

function noNumber(text: string, radix: number, plain = false): JavaThrowable {
  return numberFormat(`For input string: "${text}"${radix === 10 || plain ? "" : ` under radix ${radix}`}`);
}

function numberFormat(message: string): JavaThrowable {
  return new JavaThrowable("java.lang.NumberFormatException", message);
}
