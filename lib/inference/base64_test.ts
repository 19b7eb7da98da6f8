import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { Base64Decoder, Base64Error, decodesAsBase64 } from "./base64.ts";

const PURE = { permissions: "none" } as const;

/** Decodes a text that comes in pieces of some length. */
function decoded(text: string, piece: number): string {
  const decoder = new Base64Decoder();
  const bytes = new TextEncoder().encode(text);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += piece) parts.push(decoder.decode(bytes.subarray(at, at + piece)));
  return Buffer.concat([...parts, decoder.end()]).toString("hex");
}

Deno.test("Base64Decoder gives back what was encoded, in pieces of any length, padded or not", PURE, () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (bytes, piece) => {
    const text = Buffer.from(bytes).toString("base64");
    assert.equal(decoded(text, piece), Buffer.from(bytes).toString("hex"));
    assert.equal(decoded(text.replace(/=+$/, ""), piece), Buffer.from(bytes).toString("hex"));
  }));
});

Deno.test("Base64Decoder refuses what Java's decoder refuses, in its words", PURE, () => {
  const cases = new Map([
    ["A%AA", "Illegal base64 character 25"],
    ["AAA\n", "Illegal base64 character a"],
    ["AAAA_AAA", "Illegal base64 character 5f"],
    ["AAA=A", "Input byte array has incorrect ending byte at 4"],
    ["AA==AAAA", "Input byte array has incorrect ending byte at 4"],
    ["AA=", "Input byte array has wrong 4-byte ending unit"],
    ["A", "Input byte[] should at least have 2 bytes for base64 bytes"],
    ["A===", "Last unit does not have enough valid bits"],
    ["AAAA=", "Input byte array has wrong 4-byte ending unit"],
  ]);
  for (const [text, message] of cases) {
    assert.throws(() => decoded(text, 3), (error) => error instanceof Base64Error && error.message === message, text);
    assert.equal(decodesAsBase64(text), false);
  }
  assert.equal(decodesAsBase64(""), true);
});
