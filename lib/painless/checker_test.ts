import assert from "node:assert/strict";
import { check } from "./checker.ts";
import { PainlessCompileError } from "./errors.ts";
import { parse } from "./parser.ts";

const PURE = { permissions: "none" } as const;

function checked(source: string, context: "ingest" | "condition" | "value" = "value") {
  return check(parse(source), source, context);
}

Deno.test("check() refuses what the server refuses, at the same place", PURE, async (t) => {
  const cases: [string, number, string, string?][] = [
    ["int x = 1; return y", 18, "cannot resolve symbol [y]"],
    ["return a.b.c", 10, "cannot resolve symbol [a.b.c]"],
    ['int x = "a"', 8, "Cannot cast from [java.lang.String] to [int].", "java.lang.ClassCastException"],
    ["return 1\n / 0", 7, "/ by zero", "java.lang.ArithmeticException"],
    ["int x = 1; int x = 2;", 15, "variable [x] is already defined"],
    ["int x = 1; x + 1; return x", 11, "not a statement: result not used from addition operation [+]"],
    ["int x = 1; x; return x", 11, "not a statement: variable [x] not used"],
    ["return 1; return 2", 0, "invalid block: unreachable statement"],
    [
      "int f() { int x = 1; } return f()",
      0,
      "invalid function definition: not all paths provide a return value for function [f] with [0] parameters",
    ],
    [
      "int f(int a) { return a } int f(def a) { return 1 } return f(1)",
      26,
      "invalid function definition: found duplicate function [f/1].",
    ],
    ["if (true) { int x = 1; }", 0, "extraneous if block"],
    ["while (true) { break }", 0, "extraneous while loop"],
    ["while (true) {}", 0, "no paths escape from while loop"],
    ["for (x in [1]) {} return 1", 0, "extraneous foreach loop"],
    ["for (int i = 0; i < 5; i++) { if (i == 3) { continue } } return 1", 44, "extraneous continue statement"],
    ["continue", 0, "invalid continue statement: not inside loop"],
    ["for (x in [1]) { x = 2 } return 1", 17, "Variable [x] is read-only."],
    ["null = 5", 0, "invalid assignment: cannot assign a value to null constant"],
    ["Math.PI = 3", 4, "invalid assignment: cannot assign a value to read-only field [PI]"],
    ["return 'abc'.nope()", 12, "member method [java.lang.String, nope/0] not found"],
    ["return Math.foo(1)", 11, "static method [java.lang.Math, foo/1] not found"],
    ["def s = null; s?.foo = 5", 15, "invalid assignment: cannot assign a value to a null safe operation [?.]"],
    ["return null ?: 1", 7, "Extraneous elvis operator. LHS is null."],
    [
      "try { int z = 1; } catch (String e) { return 1 }",
      19,
      "cannot cast from [java.lang.String] to [java.lang.Exception]",
      "java.lang.ClassCastException",
    ],
    [
      "return 'a' < 'b'",
      7,
      "cannot apply the less than operator [<] to the types [java.lang.String] and [java.lang.String]",
      "java.lang.ClassCastException",
    ],
    ["Map s = [:]; s.empty = 5; return s", 14, "Illegal shortcut on field [empty] for type [java.util.Map]."],
    ["", 0, "invalid function definition: found no statements for function [execute] with [0] parameters"],
  ];
  for (const [source, offset, message, className = "java.lang.IllegalArgumentException"] of cases) {
    await t.step(source, () => {
      assert.throws(() => checked(source), (error) => {
        assert.ok(error instanceof PainlessCompileError);
        assert.deepEqual(
          { message: error.message, offset: error.offset, className: error.className, unsupported: error.unsupported },
          { message, offset, className, unsupported: false },
        );
        return true;
      });
    });
  }
});

Deno.test("check() tells what the rehearsal does not support from what is wrong", PURE, async (t) => {
  const cases = [
    "return [3, 1].stream()",
    "def l = [1]; l.removeIf(x -> x > 1); return l",
    "return 'a' =~ /b/",
    "Pattern p = /b/; return 1",
    "ZonedDateTime z = null; return z",
    "return $('host.name', '')",
    "return field('host.name').get('')",
  ];
  for (const source of cases) {
    await t.step(source, () => {
      assert.throws(() => checked(source), (error) => {
        assert.ok(error instanceof PainlessCompileError);
        assert.equal(error.unsupported, true);
        assert.match(error.message, /is not supported by the rehearsal$/);
        return true;
      });
    });
  }
});

Deno.test("check() wants of a script what its context does", PURE, () => {
  assert.throws(() => checked("return 5", "ingest"), /Cannot cast from \[int\] to \[void\]/);
  assert.throws(() => checked("5", "ingest"), /not a statement: numeric constant \[5\] not used/);
  assert.throws(() => checked("return 'a'", "condition"), /Cannot cast from \[java.lang.String\] to \[boolean\]/);
  assert.equal(checked("ctx.a = 1", "condition").main.defaultResult, false);
  assert.equal(checked("5", "value").main.statements[0]?.kind, "return");
});

Deno.test("check() leaves nothing to compute of what is constant", PURE, () => {
  const [statement] = checked("return (byte) (3 * 100L) + 1.5f").main.statements;
  assert.ok(statement?.kind === "return" && statement.value?.kind === "convert");
  assert.deepEqual(statement.value.child, { kind: "constant", type: "float", offset: 7, value: 45.5 });
});
