import assert from "node:assert/strict";
import { tokenize } from "./lexer.ts";

const PURE = { permissions: "none" } as const;

function kindsOf(source: string): string {
  return tokenize(source).map((token) => token.kind).join(" ");
}

Deno.test("tokenize() tells kinds of tokens apart", PURE, async (t) => {
  const cases: [string, string][] = [
    ["", "end"],
    ["int class = 1;", "primitive id = number ; end"],
    ["for (def x in xs) y", "for ( def id in id ) id end"],
    ["ctx.if.0.class", "id . dot-name . dot-index . dot-name end"],
    ["a?.b ?: c ? d : e", "id ?. dot-name ?: id ? id : id end"],
    ["x >>>= 1 >>> 2 >> 3 >= 4", "id >>>= number >>> number >> number >= number end"],
    ["a === b !== c ==~ d =~ e", "id === id !== id ==~ id =~ id end"],
    ["x -> y::new", "id -> id :: new end"],
    ["1 // one\n+ 2 /* two */", "number + number end"],
    ["a / b", "id / id end"],
    ["(1) / 2 /= 3", "( number ) / number /= number end"],
    ["= /ab\\/c/i;", "= regex ; end"],
    ["l[0] / l.length / 2", "id [ number ] / id . dot-name / number end"],
    ["$('a', 1)", "$ ( string , number ) end"],
  ];
  for (const [source, kinds] of cases) {
    await t.step(source, () => assert.equal(kindsOf(source), kinds));
  }
});

Deno.test("tokenize() reads a number as far as it goes", PURE, async (t) => {
  const cases: [string, string[]][] = [
    ["017L", ["017L"]],
    ["08", ["0", "8"]],
    ["0x1Fg", ["0x1F", "g"]],
    ["1.5e-3f", ["1.5e-3f"]],
    ["1.5L", ["1.5", "L"]],
    ["5d", ["5d"]],
    ["1e5", ["1e5"]],
    ["017.5", ["017", ".", "5"]],
    ["1.e", ["1", ".", "e"]],
  ];
  for (const [source, texts] of cases) {
    await t.step(source, () => assert.deepEqual(tokenize(source).slice(0, -1).map((token) => token.text), texts));
  }
});

Deno.test("tokenize() undoes the two escapes of a string", PURE, () => {
  assert.equal(tokenize(String.raw`"x\"y\\z'"`)[0]?.text, `x"y\\z'`);
  assert.equal(tokenize(`'a"\n'`)[0]?.text, 'a"\n');
});

Deno.test("tokenize() stops at what is no token", PURE, async (t) => {
  const cases: [string, number, string][] = [
    ["return 1 @ 2", 9, "unexpected character [@]."],
    ["a. b", 2, "unexpected character [ ]."],
    ["int $x", 4, "unexpected character [$]."],
    ["return é", 7, "unexpected character [é]."],
    ["// only", 0, "unexpected character [// only]."],
    ["1 // no line end", 3, "unexpected character [/ no line end]."],
    ['return "x', 7, 'unexpected character ["x].'],
    [
      String.raw`return '\n'`,
      7,
      String
        .raw`unexpected character ['\n]. The only valid escape sequences in strings starting with ['] are [\\] and [\'].`,
    ],
  ];
  for (const [source, offset, message] of cases) {
    await t.step(source, () => {
      const problem = tokenize(source).find((token) => token.kind === "problem")?.problem;
      assert.equal(problem?.message, message);
      assert.equal(problem?.offset, offset);
    });
  }
});
