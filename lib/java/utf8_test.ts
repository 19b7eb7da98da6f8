import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

Deno.test("encodeUtf8() writes half a pair as a question mark, as Java does", { permissions: "none" }, () => {
  assert.deepEqual([...encodeUtf8("a\ud83db\ude00")], [0x61, 0x3f, 0x62, 0x3f]);
  assert.deepEqual([...encodeUtf8("\ud83d\ude00")], [0xf0, 0x9f, 0x98, 0x80]);
});

Deno.test("decodeUtf8() keeps a byte order mark, and reads what encodeUtf8() wrote", { permissions: "none" }, () => {
  assert.equal(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "\ufeffa");
  assert.equal(decodeUtf8(Uint8Array.of(0xff, 0x61)), "\ufffda");
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => decodeUtf8(encodeUtf8(text)) === text));
});
