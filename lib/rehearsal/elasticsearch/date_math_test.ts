import assert from "node:assert/strict";
import { parseTime } from "./date_math.ts";

const NOW = Date.UTC(2026, 10, 28, 15, 30, 45, 500);

Deno.test("parseTime() reads dates, milliseconds and date math", { permissions: "none" }, () => {
  const cases: readonly (readonly [string, string])[] = [
    ["now", "2026-11-28T15:30:45.500Z"],
    ["now-15m", "2026-11-28T15:15:45.500Z"],
    ["now-1d/d", "2026-11-27T00:00:00.000Z"],
    ["now/w", "2026-11-23T00:00:00.000Z"],
    ["now/M", "2026-11-01T00:00:00.000Z"],
    ["now+1M", "2026-12-28T15:30:45.500Z"],
    ["now-d", "2026-11-27T15:30:45.500Z"],
    ["2026", "2026-01-01T00:00:00.000Z"],
    ["2026-03", "2026-03-01T00:00:00.000Z"],
    ["2026-03-04", "2026-03-04T00:00:00.000Z"],
    ["2026-03-04T05", "2026-03-04T05:00:00.000Z"],
    ["2026-03-04T05:06", "2026-03-04T05:06:00.000Z"],
    ["2026-03-04T05:06:07+02:00", "2026-03-04T03:06:07.000Z"],
    ["2026-03-04T05:06:07,250Z", "2026-03-04T05:06:07.250Z"],
    ["2026-03-04||+1d/d", "2026-03-05T00:00:00.000Z"],
    ["1485910800000", "2017-02-01T01:00:00.000Z"],
  ];
  for (const [text, expected] of cases) assert.equal(new Date(parseTime(text, NOW)).toISOString(), expected, text);
});

Deno.test("parseTime() gives NaN for what is no point in time", { permissions: "none" }, () => {
  for (const text of ["", "soon", "now-", "now-1x", "2026-3-4", "now-1d junk", "2026-03-04||+"]) {
    assert.ok(Number.isNaN(parseTime(text, NOW)), text);
  }
});
