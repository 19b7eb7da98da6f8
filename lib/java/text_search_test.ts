import assert from "node:assert/strict";
import fc from "fast-check";
import { indexOfText, lastIndexOfText } from "./text_search.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 400 });
const part = fc.string({ unit: fc.constantFrom("a", "a", "a", "b"), minLength: 0, maxLength: 60 });

Deno.test("indexOfText() and lastIndexOfText() find what String.prototype finds", { permissions: "none" }, () => {
  fc.assert(fc.property(text, part, fc.integer({ min: -3, max: 410 }), (text, part, from) => {
    assert.equal(indexOfText(text, part, from), text.indexOf(part, from));
    if (from >= 0) assert.equal(lastIndexOfText(text, part, from), text.lastIndexOf(part, from));
    assert.equal(lastIndexOfText(text, part), text.lastIndexOf(part));
  }));
  fc.assert(fc.property(text, fc.nat(300), (text, at) => {
    const part = text.slice(at, at + 50);
    assert.equal(indexOfText(text + text, part), (text + text).indexOf(part));
  }));
});

Deno.test("lastIndexOfText() finds nothing before the text", { permissions: "none" }, () => {
  assert.equal(lastIndexOfText("elastic", "", -1), -1);
});

Deno.test("indexOfText() takes time that grows with the text only", { permissions: "none" }, () => {
  const started = performance.now();
  const text = "a".repeat(1_000_000);
  assert.equal(indexOfText(text, `${"a".repeat(400_000)}b`), -1);
  assert.ok(performance.now() - started < 15_000, "one search took more than fifteen seconds");
});
