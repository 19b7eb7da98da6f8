import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NotSupportedError } from "../../java/throwable.ts";
import { parseFloatText } from "./parse_float.ts";

const RECORDED = fileURLToPath(new URL("../../../testdata/java/float_parsing.txt", import.meta.url));

Deno.test("parseFloatText() rounds once, as Java recorded", { permissions: { read: [RECORDED] } }, () => {
  const view = new DataView(new ArrayBuffer(4));
  const lines = readFileSync(RECORDED, "utf8").trimEnd().split("\n");
  let roundedTwiceWouldDiffer = 0;
  for (const line of lines) {
    const [text = "", bits = ""] = line.split("\t");
    view.setUint32(0, parseInt(bits, 16));
    const expected = view.getFloat32(0);
    assert.ok(Object.is(parseFloatText(text), expected), `${text}: ${parseFloatText(text)}, not ${expected}`);
    if (!text.endsWith("f") && !text.endsWith("d") && !Object.is(Math.fround(Number(text)), expected)) {
      roundedTwiceWouldDiffer++;
    }
  }
  assert.ok(lines.length > 400 && roundedTwiceWouldDiffer > 50);
});

Deno.test("parseFloatText() refuses what is no number, and a hexadecimal tie", { permissions: "none" }, () => {
  assert.throws(() => parseFloatText("1,5"), { className: "java.lang.NumberFormatException" });
  assert.equal(parseFloatText("0x1.8p1"), 3);
  assert.throws(() => parseFloatText("0x1.000001p0"), NotSupportedError);
});
