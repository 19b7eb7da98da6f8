/**
 * Strings as Python's `json` writes what it read.
 * @module
 */

import { hexUnit } from "./key_order.ts";
import type { OutputChunks } from "./output_chunks.ts";

/** 1 for bytes that stand for themselves: printable ASCII, but no quote and no backslash. */
const BARE = new Uint8Array(256);
for (let byte = 0x20; byte < 0x7f; byte++) BARE[byte] = byte === 0x22 || byte === 0x5c ? 0 : 1;

/** Longest part of a string that is written at once. */
const PART = 32768;

/**
 * Writes on with a string of valid JSON, from its opening quote or from where the last call stopped: the index to go on
 * at, or -1 when it is complete. It stops when a chunk of output is ready, as a string may be as long as the file.
 */
export function writeCanonicalString(bytes: Uint8Array, from: number, output: OutputChunks, isStart: boolean): number {
  let i = from;
  if (isStart) {
    output.byte(0x22);
    i++;
  }
  while (!output.isReady) {
    const run = i;
    while (i - run < PART && BARE[bytes[i] ?? 0] === 1) i++;
    if (i > run) {
      output.copy(bytes, run, i);
      continue;
    }
    const byte = bytes[i] ?? 0x22;
    if (byte === 0x22) {
      output.byte(0x22);
      return -1;
    }
    i = byte === 0x5c ? writeEscape(bytes, i, output) : writeCharacter(bytes, i, output);
  }
  return i;
}

/** Writes what an escape stands for: the index after it. */
function writeEscape(bytes: Uint8Array, index: number, output: OutputChunks): number {
  const letter = bytes[index + 1] ?? 0;
  if (letter === 0x75) {
    writeUnit(hexUnit(bytes, index + 2), output);
    return index + 6;
  }
  if (letter !== 0x2f) output.byte(0x5c);
  output.byte(letter);
  return index + 2;
}

/** Writes a character that must be escaped: the index after it. */
function writeCharacter(bytes: Uint8Array, index: number, output: OutputChunks): number {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) {
    writeUnit(lead, output);
    return index + 1;
  }
  const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  let codePoint = lead & (0x3f >> more);
  for (let i = 1; i <= more; i++) codePoint = codePoint << 6 | (bytes[index + i] ?? 0) & 0x3f;
  if (codePoint < 0x10000) {
    writeUnit(codePoint, output);
  } else {
    writeUnit(0xd7c0 + (codePoint >> 10), output);
    writeUnit(0xdc00 | codePoint & 0x3ff, output);
  }
  return index + 1 + more;
}

/** A code unit that came as an escape or has to become one. */
function writeUnit(unit: number, output: OutputChunks): void {
  if (BARE[unit] === 1) {
    output.byte(unit);
    return;
  }
  output.byte(0x5c);
  const letter = LETTERS.get(unit);
  if (letter === undefined) output.ascii(`u${unit.toString(16).padStart(4, "0")}`);
  else output.byte(letter);
}

/** Second characters of the short escapes. */
const LETTERS: ReadonlyMap<number, number> = new Map([
  [0x22, 0x22],
  [0x5c, 0x5c],
  [0x08, 0x62],
  [0x0c, 0x66],
  [0x0a, 0x6e],
  [0x0d, 0x72],
  [0x09, 0x74],
]);
