/**
 * Numbers as Python's `json` writes what it read.
 * @module
 */

import { asciiText } from "./ascii_text.ts";
import type { OutputChunks } from "./output_chunks.ts";

/**
 * Writes a number of valid JSON: a whole one stays as it is, whatever its length, all others become Python's `repr` of
 * the nearest double. Python's names of what is no number stay as they are too.
 */
export function writeCanonicalNumber(bytes: Uint8Array, start: number, end: number, output: OutputChunks): void {
  if (isFraction(bytes, start, end)) output.ascii(doubleRepr(Number(asciiText(bytes, start, end))));
  else if (end - start === 2 && bytes[start] === 0x2d && bytes[start + 1] === 0x30) output.byte(0x30);
  else output.copy(bytes, start, end);
}

/** Whether it has a point or an exponent. */
function isFraction(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x2e || byte === 0x65 || byte === 0x45) return true;
  }
  return false;
}

/** `repr(float)`: the shortest digits, with an exponent of at least two digits below 1e-4 and from 1e16 on. */
function doubleRepr(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  if (magnitude === Infinity) return String(value);
  if (magnitude < 1e16 && magnitude >= 1e-4) {
    const text = String(value);
    return Number.isInteger(value) ? `${text}.0` : text;
  }
  return value.toExponential().replace(/([+-])(\d)$/, "$10$2");
}
