import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { parseJavaDouble } from "./number_parse.ts";
import { doubleText, floatText } from "./number_text.ts";

const RECORDED = fileURLToPath(new URL("../../testdata/java/number_texts.txt", import.meta.url));

Deno.test("doubleText() and floatText() print as Java 25 recorded", { permissions: { read: [RECORDED] } }, () => {
  const view = new DataView(new ArrayBuffer(8));
  const lines = readFileSync(RECORDED, "utf8").trimEnd().split("\n");
  for (const line of lines) {
    const [bits = "", text] = line.split("\t");
    if (bits[0] === "d") {
      view.setBigUint64(0, BigInt(`0x${bits.slice(1)}`));
      assert.equal(doubleText(view.getFloat64(0)), text, bits);
    } else {
      view.setUint32(0, parseInt(bits.slice(1), 16));
      assert.equal(floatText(view.getFloat32(0)), text, bits);
    }
  }
  assert.ok(lines.length > 3000);
});

Deno.test("doubleText() and floatText() read back as the same number", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.double(), (value) => Object.is(parseJavaDouble(doubleText(value)), value)));
  fc.assert(fc.property(fc.float(), (value) => Object.is(Math.fround(Number(floatText(value))), value)));
});
