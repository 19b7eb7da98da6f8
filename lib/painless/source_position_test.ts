import assert from "node:assert/strict";
import { positionAt } from "./source_position.ts";

Deno.test("positionAt() finds line, column and the line itself", { permissions: "none" }, async (t) => {
  const cases: [string, number, number, number, string][] = [
    ["a\nbc\nd", 0, 1, 1, "a\n^"],
    ["a\nbc\nd", 1, 1, 2, "a\n ^"],
    ["a\nbc\nd", 3, 2, 2, "bc\n ^"],
    ["a\nbc\nd", 6, 3, 2, "d\n ^"],
    ["a\r\nb", 1, 1, 2, "a\n ^"],
    ["", 0, 1, 1, "\n^"],
    ["x", 99, 1, 2, "x\n ^"],
    [
      `${"a".repeat(100)}b${"c".repeat(100)}\n`,
      100,
      1,
      101,
      `…${"a".repeat(60)}b${"c".repeat(59)}…\n${" ".repeat(61)}^`,
    ],
  ];
  for (const [source, offset, line, column, snippet] of cases) {
    await t.step(`${JSON.stringify(source)} at ${offset}`, () => {
      const position = positionAt(source, offset);
      assert.deepEqual([position.line, position.column, position.snippet], [line, column, snippet]);
    });
  }
});
