import assert from "node:assert/strict";
import { compareNaturally } from "./compare.ts";
import { JavaStringBuilder } from "./string_builder.ts";
import { JavaByte, JavaChar, JavaDouble, JavaFloat, JavaShort, type JavaValue } from "./value.ts";

Deno.test("compareNaturally() gives what compareTo gives", { permissions: "none" }, () => {
  // Recorded from Java 17.
  const cases: readonly (readonly [JavaValue, JavaValue, number])[] = [
    ["a", "c", -2],
    ["abc", "a", 2],
    ["\u{1f600}", "\uffff", -10178],
    [1, 5, -1],
    [5n, 1n, 1],
    [true, false, 1],
    [new JavaDouble(-0), new JavaDouble(0), -1],
    [new JavaDouble(NaN), new JavaDouble(Infinity), 1],
    [new JavaFloat(1.5), new JavaFloat(1.5), 0],
    [new JavaChar(97), new JavaChar(99), -2],
    [new JavaShort(3), new JavaShort(9), -6],
    [new JavaByte(3), new JavaByte(9), -6],
    [new JavaStringBuilder("a"), new JavaStringBuilder("c"), -2],
  ];
  for (const [left, right, order] of cases) assert.equal(compareNaturally(left, right), order);
});

Deno.test("compareNaturally() refuses values of two classes, and null", { permissions: "none" }, () => {
  for (const [left, right] of [[1, 1n], ["1", 1], [new JavaDouble(1), new JavaFloat(1)]] as const) {
    assert.throws(() => compareNaturally(left, right), { className: "java.lang.ClassCastException" });
  }
  assert.throws(() => compareNaturally(1, null), { className: "java.lang.NullPointerException" });
});
