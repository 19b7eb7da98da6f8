import assert from "node:assert/strict";
import fc from "fast-check";
import { JavaStringBuilder } from "./string_builder.ts";

type Change = readonly [kind: number, at: number, length: number, text: string];

const change: fc.Arbitrary<Change> = fc.tuple(fc.nat(5), fc.nat(20), fc.nat(5), fc.string({ maxLength: 5 }));

/** The same changes to a string. */
function changed(text: string, [kind, place, length, added]: Change): string {
  const at = Math.min(place, text.length);
  switch (kind) {
    case 0:
      return text + added;
    case 1:
      return text.slice(0, at) + added + text.slice(Math.min(at + length, text.length));
    case 2:
      return text.slice(0, at).padEnd(at, "\0");
    case 3:
      return at < text.length ? `${text.slice(0, at)}#${text.slice(at + 1)}` : text;
    default:
      return text;
  }
}

function apply(builder: JavaStringBuilder, [kind, place, length, added]: Change): void {
  const at = Math.min(place, builder.length);
  if (kind === 0) builder.append(added);
  else if (kind === 1) builder.splice(at, Math.min(at + length, builder.length), added);
  else if (kind === 2) builder.setLength(at);
  else if (kind === 3 && at < builder.length) builder.setUnitAt(at, 0x23);
  else if (kind === 4) builder.toText();
}

Deno.test("JavaStringBuilder holds what a string would hold", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.string(), fc.array(change), (start, changes) => {
    const builder = new JavaStringBuilder(start);
    let text = start;
    for (const each of changes) {
      apply(builder, each);
      text = changed(text, each);
      assert.equal(builder.length, text.length);
      if (text !== "") assert.equal(builder.unitAt(text.length - 1), text.charCodeAt(text.length - 1));
    }
    assert.equal(builder.toText(), text);
  }));
});

Deno.test("JavaStringBuilder.reverse() keeps pairs, makes some and forgets none", { permissions: "none" }, () => {
  const reversed = (text: string) => {
    const builder = new JavaStringBuilder(text);
    builder.reverse();
    return builder.toText();
  };
  // Recorded from Java 17: new StringBuilder("a\ud83d\ude00b\ude00\ud83d").reverse()
  assert.equal(reversed("a\ud83d\ude00b\ude00\ud83d"), "\ud83d\ude00b\ud83d\ude00a");
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => reversed(reversed(text)) === text));
});

Deno.test("JavaStringBuilder.setLength() fills up with NUL", { permissions: "none" }, () => {
  const builder = new JavaStringBuilder("ab");
  builder.setLength(4);
  assert.equal(builder.toText(), "ab\0\0");
});

Deno.test("JavaStringBuilder prints long texts", { permissions: "none" }, () => {
  const builder = new JavaStringBuilder("x".repeat(30_000));
  builder.setUnitAt(20_000, 0x79);
  assert.equal(builder.toText(), `${"x".repeat(20_000)}y${"x".repeat(9_999)}`);
});
