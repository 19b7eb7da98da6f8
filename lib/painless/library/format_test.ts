import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { JavaList } from "../../java/collection.ts";
import { JavaThrowable, NotSupportedError } from "../../java/throwable.ts";
import { JavaByte, JavaChar, JavaDouble, JavaFloat, JavaShort, type JavaValue } from "../../java/value.ts";
import { formatText } from "./format.ts";

const RECORDED = fileURLToPath(new URL("../../../testdata/java/formats.ndjson", import.meta.url));
const budget = { charge() {} };

const double = (value: number) => new JavaDouble(value);
/** The VALUES of testdata/java/RecordFormats.java. */
const VALUES: readonly JavaValue[] = [
  ...[1, -1, 0, 42, -12345678, 2147483647, -2147483648, 5000000000n, -5n],
  ...[new JavaByte(-1), new JavaShort(-3), new JavaChar(120), "str", "", null, true, false],
  ...[1, -2.5, 0.125, 1.005, 123456.789, 1e10, 1e-5, -0, NaN, Infinity, -Infinity, 1e100].map(double),
  ...[new JavaFloat(0.1), new JavaFloat(2.5), new JavaFloat(-3.75)],
  ...[1.0e-10, 0.5, 1.5, 2.675, 999999.9999999, 9.995, 0.05].map(double),
  ...[new JavaList([1, 2], "java.util.Arrays$ArrayList"), 128512, -7],
];

function answer(format: string, value: JavaValue): string {
  try {
    return `=${formatText(budget, format, [value])}`;
  } catch (error) {
    if (error instanceof JavaThrowable) return `!${error.className}: ${error.javaMessage}`;
    throw error;
  }
}

Deno.test("formatText() formats as Java 17 recorded", { permissions: { read: [RECORDED] } }, () => {
  const lines = readFileSync(RECORDED, "utf8").trimEnd().split("\n");
  for (const line of lines) {
    const [format, value, expected]: [string, number | string, string] = JSON.parse(line);
    const argument = typeof value === "string" ? double(Number(value)) : VALUES[value] ?? null;
    assert.equal(answer(format, argument), expected, line);
  }
  assert.ok(lines.length > 3000);
});

Deno.test("formatText() takes arguments in turn, by position, and again", { permissions: "none" }, () => {
  assert.equal(formatText(budget, "%s %s %2$s %<s %s%%%n", ["a", "b", "c"]), "a b b b c%\n");
  assert.throws(() => formatText(budget, "%<s", ["a"]), {
    className: "java.util.MissingFormatArgumentException",
    javaMessage: "Format specifier '%<s'",
  });
});

Deno.test("formatText() refuses what it cannot do, and does not guess", { permissions: "none" }, () => {
  for (const format of ["%g", "%a", "%tY"]) {
    assert.throws(() => formatText(budget, format, [double(1)]), NotSupportedError);
  }
});

Deno.test("formatText() charges a width before it fills it", { permissions: "none" }, () => {
  const strict = {
    charge(bytes: number) {
      if (bytes > 1e6) throw new RangeError("used up");
    },
  };
  for (const format of ["%2000000000d", "%2000000000%"]) {
    assert.throws(() => formatText(strict, format, [1]), /used up/);
  }
  assert.throws(() => formatText(strict, "%.2000000000f", [double(1)]), /used up/);
});
