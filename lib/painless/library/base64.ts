/**
 * Painless's `encodeBase64()` and `decodeBase64()` of strings.
 * @module
 */

import { decodeUtf8, encodeUtf8 } from "../../java/utf8.ts";
import { JavaThrowable } from "../../java/throwable.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING = 0x3d;

/** The text's UTF-8 in Base64, with padding. */
export function encodeBase64(text: string): string {
  const bytes = encodeUtf8(text);
  const pieces: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = (bytes[i] ?? 0) << 16 | (bytes[i + 1] ?? 0) << 8 | (bytes[i + 2] ?? 0);
    pieces.push(
      `${ALPHABET[bits >> 18]}${ALPHABET[bits >> 12 & 63]}` +
        `${left > 1 ? ALPHABET[bits >> 6 & 63] : "="}${left > 2 ? ALPHABET[bits & 63] : "="}`,
    );
  }
  return pieces.join("");
}

/** The text that is encoded; padding may be left out, nothing else may be there. */
export function decodeBase64(encoded: string): string {
  const source = encodeUtf8(encoded);
  if (source.length === 1) throw wrong("Input byte[] should at least have 2 bytes for base64 bytes");
  const bytes: number[] = [];
  let bits = 0;
  let sextets = 0;
  let at = 0;
  while (at < source.length) {
    const unit = source[at++] ?? 0;
    if (unit === PADDING) {
      if (sextets < 2 || sextets === 2 && source[at++] !== PADDING) {
        throw wrong("Input byte array has wrong 4-byte ending unit");
      }
      break;
    }
    const value = ALPHABET.indexOf(String.fromCharCode(unit));
    if (value < 0) throw wrong(`Illegal base64 character ${(unit << 24 >> 24).toString(16)}`);
    bits = bits << 6 | value;
    if (++sextets === 4) {
      bytes.push(bits >> 16 & 255, bits >> 8 & 255, bits & 255);
      bits = sextets = 0;
    }
  }
  if (sextets === 1) throw wrong("Last unit does not have enough valid bits");
  if (sextets === 2) bytes.push(bits >> 4 & 255);
  if (sextets === 3) bytes.push(bits >> 10 & 255, bits >> 2 & 255);
  if (at < source.length) throw wrong(`Input byte array has incorrect ending byte at ${at}`);
  return decodeUtf8(Uint8Array.from(bytes));
}

function wrong(message: string): JavaThrowable {
  return new JavaThrowable("java.lang.IllegalArgumentException", message);
}
