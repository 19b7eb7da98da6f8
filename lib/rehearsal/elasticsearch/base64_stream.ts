/**
 * Bytes as base64 text, piece by piece.
 * @module
 */

/** Base64 of pieces that belong together, in pieces of text. */
export function* base64Of(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let left = new Uint8Array();
  for (const piece of pieces) {
    const bytes = new Uint8Array(left.length + piece.length);
    bytes.set(left);
    bytes.set(piece, left.length);
    const whole = bytes.length - bytes.length % 3;
    yield encode(bytes.subarray(0, whole));
    left = bytes.slice(whole);
  }
  yield encode(left);
}

function encode(bytes: Uint8Array): Uint8Array {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += STEP) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + STEP))));
  }
  return new TextEncoder().encode(parts.join(""));
}

/** A multiple of three. */
const STEP = 24_576;
