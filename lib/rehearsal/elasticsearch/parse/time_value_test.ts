import assert from "node:assert/strict";
import { byteSizeText, parseByteSize, parseTimeValue } from "./time_value.ts";

const NONE = { permissions: "none" } as const;

Deno.test("parseTimeValue() keeps the unit", NONE, () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ["15m", 900_000, "15m"],
    ["3600000ms", 3_600_000, "3600000ms"],
    ["1H", 3_600_000, "1h"],
    ["007s", 7_000, "7s"],
    ["2d", 172_800_000, "2d"],
    ["500micros", 0.5, "500micros"],
    ["-1", -1, "-1"],
  ];
  for (const [text, millis, shown] of cases) assert.deepEqual(parseTimeValue(text, "a"), { millis, text: shown });
});

Deno.test("parseTimeValue() refuses other units, fractions and less than nothing", NONE, () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["15", /setting \[a\] with value \[15\] as a time value: unit is missing or unrecognized/],
    ["15x", /unit is missing or unrecognized/],
    ["15M", /unit is missing or unrecognized/],
    ["1.5m", /failed to parse \[1.5m\], fractional time values are not supported/],
    ["-5m", /negative durations are not supported/],
    ["xm", /failed to parse \[xm\]/],
  ];
  for (const [text, reason] of cases) assert.throws(() => parseTimeValue(text, "a"), reason, text);
});

Deno.test("parseByteSize() and byteSizeText() know the units", NONE, () => {
  assert.deepEqual(parseByteSize("64MB", "a"), { bytes: 67_108_864, text: "64mb" });
  assert.deepEqual(parseByteSize("3000g", "a"), { bytes: 3_221_225_472_000, text: "3000gb" });
  assert.throws(() => parseByteSize("64", "a"), /as a size in bytes: unit is missing or unrecognized/);
  assert.throws(() => parseByteSize("xmb", "a"), /failed to parse setting \[a\] with value \[xmb\]/);
  assert.equal(byteSizeText(10 * 2 ** 30), "10gb");
  assert.equal(byteSizeText(1536), "1.5kb");
});
