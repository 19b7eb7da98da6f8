import assert from "node:assert/strict";
import fc from "fast-check";
import { FLOAT_OPERATIONS, INT_OPERATIONS, LONG_OPERATIONS, LONG_SHIFTS } from "./arithmetic.ts";

const PURE = { permissions: "none" } as const;
const INT = fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 2147483647, -2147483648));
const LONG = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
);

/** Of whole numbers of any length, of which Java keeps the low bits. */
const EXACT: Record<string, (left: bigint, right: bigint) => bigint> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "&": (left, right) => left & right,
  "|": (left, right) => left | right,
  "^": (left, right) => left ^ right,
};
const OPERATORS = ["+", "-", "*", "/", "%", "&", "|", "^"] as const;

Deno.test("INT_OPERATIONS keep the low 32 bits of the exact result", PURE, () => {
  fc.assert(fc.property(fc.constantFrom(...OPERATORS), INT, INT, (operator, left, right) => {
    if ((operator === "/" || operator === "%") && right === 0) {
      assert.throws(() => INT_OPERATIONS[operator](left, right), /ArithmeticException: \/ by zero/);
      return;
    }
    const exact = EXACT[operator]?.(BigInt(left), BigInt(right)) ?? 0n;
    assert.ok(Object.is(INT_OPERATIONS[operator](left, right), Number(BigInt.asIntN(32, exact))));
  }));
});

Deno.test("LONG_OPERATIONS keep the low 64 bits of the exact result", PURE, () => {
  fc.assert(fc.property(fc.constantFrom(...OPERATORS), LONG, LONG, (operator, left, right) => {
    if ((operator === "/" || operator === "%") && right === 0n) {
      assert.throws(() => LONG_OPERATIONS[operator](left, right), /ArithmeticException: \/ by zero/);
      return;
    }
    assert.equal(LONG_OPERATIONS[operator](left, right), BigInt.asIntN(64, EXACT[operator]?.(left, right) ?? 0n));
  }));
});

Deno.test("shifts take the low bits of the distance", PURE, () => {
  fc.assert(fc.property(INT, LONG, INT, (int, long, distance) => {
    const [short, far] = [BigInt(distance & 31), BigInt(distance & 63)];
    assert.equal(INT_OPERATIONS["<<"](int, distance), Number(BigInt.asIntN(32, BigInt(int) << short)));
    assert.equal(INT_OPERATIONS[">>"](int, distance), Number(BigInt(int) >> short));
    assert.equal(
      INT_OPERATIONS[">>>"](int, distance),
      Number(BigInt.asIntN(32, BigInt.asUintN(32, BigInt(int)) >> short)),
    );
    assert.equal(LONG_SHIFTS["<<"](long, distance), BigInt.asIntN(64, long << far));
    assert.equal(LONG_SHIFTS[">>"](long, distance), long >> far);
    assert.equal(LONG_SHIFTS[">>>"](long, distance), BigInt.asIntN(64, BigInt.asUintN(64, long) >> far));
  }));
});

Deno.test("FLOAT_OPERATIONS give what 32 bits hold", PURE, () => {
  // From the server: return 1.1f * 3, 0.1f + 0.2f, 16777216f + 1, 1f / 3.
  assert.equal(FLOAT_OPERATIONS["*"](Math.fround(1.1), 3), Math.fround(3.3000002));
  assert.equal(FLOAT_OPERATIONS["+"](Math.fround(0.1), Math.fround(0.2)), Math.fround(0.3));
  assert.equal(FLOAT_OPERATIONS["+"](16777216, 1), 16777216);
  assert.equal(FLOAT_OPERATIONS["/"](1, 3), Math.fround(0.33333334));
});
