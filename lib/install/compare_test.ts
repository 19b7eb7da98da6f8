import assert from "node:assert/strict";
import { changesBetween, isSameJson } from "./compare.ts";

const NONE = { permissions: "none" } as const;

Deno.test("isSameJson() compares what is meant", NONE, () => {
  assert.ok(isSameJson('{"a":[1,{"b":1e-5}]}', '{ "a" : [ 1, { "b": 0.00001 } ] }'));
  assert.ok(isSameJson('{"a":1,"b":2}', '{"b":2,"a":1}'));
  assert.ok(isSameJson('"\\u00e9"', '"é"'));
  for (const [one, other] of [["[1,2]", "[2,1]"], ["1", "1.0"], ['"1"', "1"], ["{}", "[]"], ['{"a":null}', "{}"]]) {
    assert.ok(!isSameJson(one ?? "", other ?? ""), `${one} ${other}`);
  }
});

Deno.test("changesBetween() names places", NONE, async (t) => {
  for (
    const [installed, wanted, ...changes] of [
      ['{"a":{"b":[1,2]}}', '{"a":{"b":[1,3]}}', "a/b/1: 2 is there, the bundle has 3"],
      ['{"a":1}', "{}", "a: 1 is there, the bundle has nothing"],
      ['{"a":{}}', '{"a":[]}', "a: {} is there, the bundle has []"],
      ['{"a":null}', '{"a":{"b":1}}', 'a: null is there, the bundle has {"b":1}'],
      ['{"s":"x\\ny\\nz"}', '{"s":"x\\nY\\nz"}', 's: from line 2 on, "y" is there, the bundle has "Y"'],
      ['{"s":"x"}', '{"s":"x\\ny"}', 's: from line 2 on, nothing is there, the bundle has "y"'],
      ['"x"', '"y"', 'value: "x" is there, the bundle has "y"'],
      [
        `"${"a".repeat(70)}"`,
        `"b${"a".repeat(70)}"`,
        `value: "${"a".repeat(60)}…" is there, the bundle has "b${"a".repeat(59)}…"`,
      ],
      [
        `"${"a".repeat(100)}x"`,
        `"${"a".repeat(100)}y${"z".repeat(100)}"`,
        `value: "…${"a".repeat(15)}x" is there, the bundle has "…${"a".repeat(15)}y${"z".repeat(44)}…"`,
      ],
      [
        `"${"😀".repeat(40)}"`,
        `"x${"😀".repeat(40)}"`,
        `value: "${"😀".repeat(30)}…" is there, the bundle has "x${"😀".repeat(29)}…"`,
      ],
      [
        `{"a":[${"1,".repeat(40)}1]}`,
        "{}",
        `a: [${"1,".repeat(29)}1…] is there, the bundle has nothing`,
      ],
      ["[1]", "[1.0]", "numbers are written in another way, as 1 and 1.0"],
    ] as const
  ) {
    await t.step(`${installed} ${wanted}`, () => assert.deepEqual(changesBetween(installed, wanted), changes));
  }
});

Deno.test("changesBetween() says how much more there is", NONE, () => {
  const list = (value: number) => JSON.stringify(Array.from({ length: 12 }, () => value));
  const changes = changesBetween(list(1), list(2));
  assert.equal(changes.length, 9);
  assert.equal(changes.at(-1), "and 4 more places");
});
