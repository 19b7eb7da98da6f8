import assert from "node:assert/strict";
import fc from "fast-check";
import { longToFloat, primitiveConverter } from "./conversion.ts";

const PURE = { permissions: "none" } as const;

Deno.test("primitiveConverter() narrows as Java does", PURE, async (t) => {
  // What the server gave for (to) value.
  const cases: [string, string, number | bigint, number | bigint][] = [
    ["double", "int", 1e30, 2147483647],
    ["double", "int", -1e30, -2147483648],
    ["double", "int", NaN, 0],
    ["double", "int", -1.9, -1],
    ["double", "short", 1e30, -1],
    ["double", "byte", 300.7, 44],
    ["double", "char", -1.5, 65535],
    ["double", "long", 1e30, 9223372036854775807n],
    ["double", "long", NaN, 0n],
    ["float", "long", -2.5, -2n],
    ["int", "byte", 300, 44],
    ["int", "char", -1, 65535],
    ["int", "short", 70000, 4464],
    ["long", "short", 70000n, 4464],
    ["long", "int", 3000000000n, -1294967296],
    ["long", "char", -1n, 65535],
    ["int", "float", 16777217, 16777216],
    ["long", "double", 9223372036854775807n, 9223372036854775808],
  ];
  for (const [from, to, value, expected] of cases) {
    await t.step(`${from} ${value} to ${to}`, () => assert.equal(primitiveConverter(from, to)?.(value), expected));
  }
});

Deno.test("longToFloat() rounds once, to the nearer float", PURE, () => {
  const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  // Close to the middle of two floats is where rounding twice goes wrong.
  const middle = fc.tuple(
    fc.integer({ min: 2 ** 23, max: 2 ** 24 - 1 }),
    fc.integer({ min: 30, max: 38 }),
    fc.integer({ min: -1, max: 1 }),
  )
    .map(([digits, power, off]) => (BigInt(2 * digits + 1) << BigInt(power)) + BigInt(off));
  fc.assert(fc.property(fc.oneof(long, middle), (value) => {
    const float = longToFloat(value);
    if (BigInt.asIntN(25, value) === value) {
      assert.equal(float, Number(value));
      return;
    }
    assert.equal(Math.fround(float), float);
    const distance = (other: number) => {
      const difference = BigInt(other) - value;
      return difference < 0n ? -difference : difference;
    };
    for (const neighbour of [float * (1 + 2 ** -23), float * (1 - 2 ** -23)]) {
      assert.ok(distance(float) <= distance(Math.fround(neighbour)), `${value}`);
    }
  }));
});
