import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { decodeBase64, encodeBase64 } from "./base64.ts";

Deno.test("encodeBase64() writes what Node writes, decodeBase64() reads it back", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const encoded = encodeBase64(text);
    assert.equal(encoded, Buffer.from(text, "utf8").toString("base64"));
    assert.equal(decodeBase64(encoded), text);
    assert.equal(decodeBase64(encoded.replaceAll("=", "")), text);
  }));
});
