import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { parseJavaDouble, parseJavaInt, parseJavaLong, trimJava } from "./number_parse.ts";

const NUMBERS = new URL("../../testdata/inference/numbers/", import.meta.url);

async function lines(name: string): Promise<string[]> {
  return (await readFile(new URL(name, NUMBERS), "utf8")).split("\n");
}

function bits(value: number | undefined): string {
  if (value === undefined) return "-";
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
}

Deno.test("numbers are read from text as Java read them", { permissions: { read: true } }, async () => {
  const expected = await lines("expected.txt");
  const texts = await lines("texts.txt");
  assert.ok(texts.length > 200);
  for (const [i, line] of texts.entries()) {
    const text = line.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    const found = [
      bits(parseJavaDouble(text)),
      String(parseJavaLong(text) ?? "-"),
      String(parseJavaLong(text, 16) ?? "-"),
      String(parseJavaInt(text) ?? "-"),
    ].join(" ");
    assert.equal(found, expected[i], line);
  }
});

Deno.test("parseJavaDouble() reads every double back from JavaScript's text of it", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.double(), (value) => {
    const text = Object.is(value, -0) ? "-0" : String(value);
    assert.ok(Object.is(parseJavaDouble(text), value));
  }));
});

Deno.test("parseJavaLong() goes back over every radix", { permissions: "none" }, () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.integer({ min: 2, max: 36 }), (n, r) => {
      assert.equal(parseJavaLong(n.toString(r), r), n);
    }),
  );
});

Deno.test("parseJavaLong() refuses a radix that Java refuses", { permissions: "none" }, () => {
  for (const radix of [-1, 0, 1, 37, 1.5]) assert.equal(parseJavaLong("1", radix), undefined);
});

Deno.test("trimJava() leaves spaces beyond U+0020", { permissions: "none" }, () => {
  assert.equal(trimJava("\u0000 \t x\u00a0\n"), "x\u00a0");
});
