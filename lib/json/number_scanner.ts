/**
 * The grammar of JSON numbers, on bytes.
 * @module
 */

/**
 * Walks over a number that starts at `start`. The result is the index after it, or `end` when the bytes run out (there
 * may be more), or, when a byte does not fit, the complement `~index` of that byte's index, which is negative.
 *
 * ```ts
 * import { scanNumber } from "./number_scanner.ts";
 * const bytes = new TextEncoder().encode("1.5, 2.");
 * if (scanNumber(bytes, 0, bytes.length) !== 3) throw new Error();
 * ```
 */
export function scanNumber(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  if (bytes[i] === 0x2d) i++;
  if (i === end) return end;
  if (bytes[i] === 0x30) {
    i++;
  } else {
    const digits = i;
    i = afterDigits(bytes, i, end);
    if (i === digits) return ~i;
  }
  if (i === end) return end;
  if (bytes[i] === 0x2e) {
    i++;
    const digits = i;
    i = afterDigits(bytes, i, end);
    if (i === end) return end;
    if (i === digits) return ~i;
  }
  if (bytes[i] === 0x65 || bytes[i] === 0x45) {
    i++;
    if (i === end) return end;
    if (bytes[i] === 0x2b || bytes[i] === 0x2d) i++;
    const digits = i;
    i = afterDigits(bytes, i, end);
    if (i === end) return end;
    if (i === digits) return ~i;
  }
  return i;
}

/** Whether a byte can be part of a number. */
export function isNumberByte(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39 || byte === 0x2d || byte === 0x2e || byte === 0x2b || byte === 0x65 ||
    byte === 0x45;
}

function afterDigits(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x30 || byte > 0x39) break;
    i++;
  }
  return i;
}
