/**
 * The few keys that a file repeats, each one string: recognized by their bytes, and compared by identity later.
 * @module
 */

import { asciiText } from "./ascii_text.ts";

const SLOTS = 1024;
const LONGEST = 40;
const cache: string[] = new Array(SLOTS).fill("");

/** The string of a key whose bytes are ASCII. The cache is bounded and holds nothing but text: all readers share it. */
export function keyText(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return "";
  if (length > LONGEST) return asciiText(bytes, start, end);
  const first = bytes[start] ?? 0;
  const middle = bytes[start + (length >> 1)] ?? 0;
  const last = bytes[end - 1] ?? 0;
  const beforeLast = bytes[end - 2] ?? 0;
  const slot = (length * 7 + first * 31 + middle * 131 + last * 17 + beforeLast * 57) & (SLOTS - 1);
  const known = cache[slot] ?? "";
  if (known.length === length && isText(known, bytes, start)) return known;
  const key = asciiText(bytes, start, end);
  cache[slot] = key;
  return key;
}

function isText(known: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < known.length; i++) {
    if (known.charCodeAt(i) !== bytes[start + i]) return false;
  }
  return true;
}
