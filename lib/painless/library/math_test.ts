import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MATH, STRICT_MATH } from "./math.ts";

const RECORDED = fileURLToPath(new URL("../../../testdata/java/math.txt", import.meta.url));
const view = new DataView(new ArrayBuffer(8));

function doubleOf(bits: string): number {
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

function call(type: typeof MATH, name: string, ...args: readonly (number | bigint)[]): unknown {
  const found = type.staticMethods?.find((method) => method.name === name);
  assert.ok(found !== undefined, name);
  return Reflect.apply(found.call, undefined, [{ charge() {} }, ...args]);
}

Deno.test("Math and StrictMath give what Java 17 recorded, bit for bit", { permissions: { read: [RECORDED] } }, () => {
  const [header = "", ...lines] = readFileSync(RECORDED, "utf8").trimEnd().split("\n");
  const names = header.slice(2).split(" ");
  assert.ok(lines.length > 200 && names.length === 28);
  for (const line of lines) {
    const [first = "", second = "", exponent = "", rounded = "", ...expected] = line.split(" ");
    const [x, y] = [doubleOf(first), doubleOf(second)];
    for (const type of [MATH, STRICT_MATH]) {
      assert.equal(call(type, "round", x), BigInt(rounded), `round(${x})`);
      names.forEach((name, i) => {
        const found = call(type, name, x, name === "scalb" ? Number(exponent) : y);
        assert.ok(Object.is(found, doubleOf(expected[i] ?? "")), `${name}(${x}, ${y}, ${exponent}) is ${found}`);
      });
    }
  }
});

Deno.test("StrictMath.exp is prescribed, Math.exp is not", { permissions: "none" }, () => {
  // Recorded from Java 17, whose Math.exp(1) is 2.718281828459045.
  assert.equal(call(STRICT_MATH, "exp", 1), 2.7182818284590455);
  assert.deepEqual(STRICT_MATH.staticMethods?.filter((method) => method.name === "pow"), []);
});
