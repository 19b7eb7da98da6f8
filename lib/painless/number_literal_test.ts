import assert from "node:assert/strict";
import { readDecimal, readInteger } from "./number_literal.ts";

const PURE = { permissions: "none" } as const;

Deno.test("readInteger() gives value and type", PURE, async (t) => {
  const cases: [string, 8 | 10 | 16, string | undefined, unknown][] = [
    ["1", 10, undefined, { type: "int", value: 1 }],
    ["-2147483648", 10, undefined, { type: "int", value: -2147483648 }],
    ["127", 10, "byte", { type: "byte", value: 127 }],
    ["128", 10, "byte", { type: "int", value: 128 }],
    ["65", 10, "char", { type: "char", value: 65 }],
    ["5", 10, "long", { type: "int", value: 5 }],
    ["5L", 10, undefined, { type: "long", value: 5n }],
    ["17", 8, undefined, { type: "int", value: 15 }],
    ["-80000000", 16, undefined, { type: "int", value: -2147483648 }],
    ["FFL", 16, undefined, { type: "long", value: 255n }],
    ["1D", 16, undefined, { type: "int", value: 29 }],
    ["5d", 10, undefined, { type: "double", value: 5 }],
    ["5F", 10, undefined, { type: "float", value: 5 }],
  ];
  for (const [text, radix, wanted, read] of cases) {
    await t.step(`${text} (${radix}) as ${wanted}`, () => assert.deepEqual(readInteger(text, radix, wanted), read));
  }
});

Deno.test("readInteger() says what is too large, and what helps", PURE, () => {
  assert.deepEqual(readInteger("2147483648", 10, undefined), {
    problem: "Invalid int constant [2147483648]. If you want a long constant then change it to [2147483648L].",
  });
  assert.deepEqual(readInteger("99999999999999999999", 10, undefined), {
    problem: "Invalid int constant [99999999999999999999].",
  });
  assert.deepEqual(readInteger("8000000000000000L", 16, undefined), {
    problem: "Invalid long constant [8000000000000000L].",
  });
});

Deno.test("readDecimal() reads a float from its digits, not by way of a double", PURE, () => {
  // 1 + 2^-24 + 2^-54: as a double it is the middle of two floats, which would go to the even one, 1.
  assert.deepEqual(readDecimal("1.00000005960464483090178930863351412875f"), {
    type: "float",
    value: 1.0000001192092896,
  });
  assert.deepEqual(readDecimal("1.000000059604644775390625f"), { type: "float", value: 1 });
  assert.deepEqual(readDecimal("1.5"), { type: "double", value: 1.5 });
  assert.deepEqual(readDecimal("1e39f"), { type: "float", value: Infinity });
  assert.deepEqual(readDecimal("-2.5D"), { type: "double", value: -2.5 });
});
