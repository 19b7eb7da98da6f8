/**
 * UTF-8 as Java's `String.getBytes` and `new String(bytes)` have it.
 * @module
 */

/** `text.getBytes(UTF_8)`: half a surrogate pair becomes a question mark. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text.isWellFormed() ? text : text.replace(LONE_SURROGATE, "?"));
}

/** `new String(bytes, UTF_8)`: what is no UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const LONE_SURROGATE = /\p{Surrogate}/gu;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
