/**
 * The bytes of a text that is to be read at once.
 * @module
 */

import { JsonSyntaxError } from "./syntax_error.ts";

const encoder = new TextEncoder();
/** Texts up to this length share one buffer: the bytes are read before the next text comes. */
const SHORT = 8192;
const buffer = new Uint8Array(SHORT);

/**
 * The UTF-8 of a text, valid until the next call. A lone surrogate has none, so it is refused.
 */
export function utf8Bytes(text: string): Uint8Array {
  const length = text.length;
  if (length <= SHORT) {
    let i = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      buffer[i] = unit;
    }
    if (i === length) return buffer.subarray(0, length);
  }
  if (!text.isWellFormed()) refuseLoneSurrogate(text);
  return encoder.encode(text);
}

function refuseLoneSurrogate(text: string): never {
  let before = "";
  for (const character of text) {
    if (!character.isWellFormed()) break;
    before += character;
  }
  const lines = before.split("\n");
  throw new JsonSyntaxError("half a surrogate pair is not UTF-8 and must be escaped", {
    offset: encoder.encode(before).length,
    line: lines.length,
    column: [...lines.at(-1) ?? ""].length + 1,
  });
}
