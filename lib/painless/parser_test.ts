import assert from "node:assert/strict";
import { PainlessCompileError } from "./errors.ts";
import { parse } from "./parser.ts";
import type { Expression } from "./syntax_tree.ts";

const PURE = { permissions: "none" } as const;

/** An expression with all its parentheses. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case "numeric":
    case "decimal":
      return expression.text;
    case "symbol":
      return expression.name;
    case "string":
      return `'${expression.value}'`;
    case "boolean":
      return String(expression.value);
    case "binary":
    case "comparison":
    case "logical":
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case "elvis":
      return `(${show(expression.left)} ?: ${show(expression.right)})`;
    case "conditional":
      return `(${show(expression.condition)} ? ${show(expression.whenTrue)} : ${show(expression.whenFalse)})`;
    case "assignment":
      return `(${show(expression.left)} ${expression.operator ?? ""}=${expression.postfix ? "post" : ""} ${
        show(expression.right)
      })`;
    case "unary":
      return `(${expression.operator}${show(expression.child)})`;
    case "cast":
      return `((${expression.type}) ${show(expression.child)})`;
    case "instanceof":
      return `(${show(expression.child)} is ${expression.type})`;
    case "dot":
      return `${show(expression.prefix)}${expression.nullSafe ? "?." : "."}${expression.name}`;
    case "brace":
      return `${show(expression.prefix)}[${show(expression.index)}]`;
    case "call":
      return `${show(expression.prefix)}.${expression.name}(${expression.args.map(show).join(", ")})`;
    case "list":
      return `list(${expression.values.map(show).join(", ")})`;
    case "map":
      return `map(${expression.keys.map(show).join(", ")})`;
    case "newArray":
      return `new ${expression.type}(${expression.values.map(show).join(", ")})`;
    case "newObject":
      return `new ${expression.type}`;
    case "callLocal":
      return `${expression.name}(${expression.args.map(show).join(", ")})`;
    case "lambda":
      return "lambda";
    case "functionReference":
      return expression.text;
    default:
      return expression.kind;
  }
}

function parsed(source: string): string {
  const statement = parse(`return ${source}`).statements[0];
  assert.equal(statement?.kind, "return");
  return statement?.kind === "return" && statement.value !== undefined ? show(statement.value) : "";
}

Deno.test("parse() binds operators as the server does", PURE, async (t) => {
  const cases: [string, string][] = [
    ["1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"],
    ["1 + 2 << 3 < 4", "(((1 + 2) << 3) < 4)"],
    ["1 < 2 == true", "((1 < 2) == true)"],
    ["a instanceof B == true", "((a is B) == true)"],
    ["a < b instanceof C", "((a < b) is C)"],
    ["a | b ^ c & d", "(a | (b ^ (c & d)))"],
    ["a || b && c", "(a || (b && c))"],
    ["a ?: b || c ?: d", "(a ?: ((b || c) ?: d))"],
    ["a ? b : c ? d : e", "(a ? b : (c ? d : e))"],
    ["a = b = c ? d : e", "(a = (b = (c ? d : e)))"],
    ["a += b -= 1", "(a += (b -= 1))"],
    ["-a.b++", "(-(a.b += post 1))".replace("+= post", "+=post")],
    ["- -a * +b", "((-(-a)) * (+b))"],
    ["!a && ~b == c", "((!a) && ((~b) == c))"],
    ["--a[0]", "(a[0] -= 1)"],
    ["a?.b.c[0].d(1, 2)", "a?.b.c[0].d(1, 2)"],
  ];
  for (const [source, shown] of cases) {
    await t.step(source, () => assert.equal(parsed(source), shown));
  }
});

Deno.test("parse() knows a cast from parentheses", PURE, async (t) => {
  const cases: [string, string][] = [
    ["(int) 1", "((int) 1)"],
    ["(a) b", "((a) b)"],
    ["(a) - b", "(a - b)"],
    ["(int) - b", "((int) (-b))"],
    ["(a)[0]", "a[0]"],
    ["(List)[1, 2]", "((List) list(1, 2))"],
    ["(Map)[:]", "((Map) map())"],
    ["(int[]) a", "((int[]) a)"],
    ["(java.util.List) a", "((java.util.List) a)"],
    ["(a).b", "a.b"],
    ["(String)(def) 'x'", "((String) ((def) 'x'))"],
  ];
  for (const [source, shown] of cases) {
    await t.step(source, () => assert.equal(parsed(source), shown));
  }
});

Deno.test("parse() reads what is made with new, and what stands for a function", PURE, async (t) => {
  const cases: [string, string][] = [
    ["new int[2][3].length", "new int[][](2, 3).length"],
    ["new String[] {'a', 'b'}[0]", "new String[]('a', 'b')[0]"],
    ["new java.util.ArrayList()", "new java.util.ArrayList"],
    [
      "f(x -> x + 1, (int a, b) -> { return a }, () -> 1, List::size, this::g, int[]::new)",
      "f(lambda, lambda, lambda, List::size, this::g, int[]::new)",
    ],
    ["[]", "list()"],
    ["['a': 1, 'b': 2]", "map('a', 'b')"],
  ];
  for (const [source, shown] of cases) {
    await t.step(source, () => assert.equal(parsed(source), shown));
  }
});

Deno.test("parse() takes statements apart", PURE, () => {
  const tree = parse(`
    int twice(int n) { n * 2 }
    for (int i = 0, j = 1; i < 3; ++i) { j += i }
    for (def x : xs) y++;
    for (x in xs) { break; }
    do { i-- } while (i > 0);
    try { f() } catch (Exception e) { } catch (java.lang.Exception e) { return }
    if (a) b = 1; else if (c) { d = 2 }
    while (true) ;
    java.util.List l = [], m;
    throw e`);
  assert.deepEqual(tree.functions.map((each) => `${each.returnType} ${each.name}`), ["int twice"]);
  assert.deepEqual(
    tree.statements.map((statement) => statement.kind),
    ["for", "each", "each", "do", "try", "if", "while", "declarations", "throw"],
  );
});

Deno.test("parse() says what is wrong where the server does", PURE, async (t) => {
  const cases: [string, number, string][] = [
    ["1 +", 3, "unexpected end of script."],
    ["int if = 1", 4, "invalid sequence of tokens near ['if']."],
    ["switch (1) { case 1: break; }", 11, "unexpected token ['{'] was expecting one of [{<EOF>, ';'}]."],
    ["final int x = 1; return x", 6, "invalid sequence of tokens near ['int']."],
    ["try { int x = 1; } finally { }", 19, "unexpected token ['finally'] was expecting one of ['catch']."],
    ["int x = 1;; return x", 10, "unexpected token [';'] was expecting one of [<EOF>]."],
    [";", 0, "invalid sequence of tokens near [';']."],
    ["return [1,2,]", 12, "invalid sequence of tokens near [']']."],
    ["if (1==2); return 1", 9, "invalid sequence of tokens near [';']."],
    ["if (1 == 1) return 1 else return 2", 21, "unexpected token ['else'] was expecting one of [{<EOF>, ';'}]."],
    ["int x = 1; if (x y) { return 1 }", 17, "unexpected token ['y'] was expecting one of [')']."],
    ["def x = (1; return 1", 10, "invalid sequence of tokens near [';']."],
    ["if (1 == 1) { int x = 1 int y = 2 }", 24, "invalid sequence of tokens near ['int']."],
    ["def x = true ? 1;", 16, "unexpected token [';'] was expecting one of [':']."],
    ["return 'it''s'", 11, "unexpected token [''s''] was expecting one of [{<EOF>, ';'}]."],
    ["for (x : xs) { }", 7, "invalid sequence of tokens near [':']."],
    ["int f(int) { return 1 } return 1", 9, "unexpected token [')'] was expecting one of [ID]."],
    ["return 1 $", 9, "unexpected character [$]."],
    ["return + ; $", 9, "invalid sequence of tokens near [';']."],
  ];
  for (const [source, offset, message] of cases) {
    await t.step(source, () => {
      assert.throws(() => parse(source), (error) => {
        assert.ok(error instanceof PainlessCompileError);
        assert.equal(error.message, message);
        assert.equal(error.offset, offset);
        assert.equal(error.className, "java.lang.IllegalArgumentException");
        return true;
      });
    });
  }
});

Deno.test("parse() refuses what is nested too deeply, and not what is not", PURE, async (t) => {
  for (
    const opening of [
      "(",
      "[",
      "!",
      "- ",
      "f(",
      "(List)[",
      "if (a) {",
      "a ? ",
      "x = ",
      "(int) ",
      "{",
      "do {",
      "new int[",
    ]
  ) {
    await t.step(opening, () => {
      assert.throws(() => parse(`return ${opening.repeat(20_000)}`), PainlessCompileError);
    });
  }
  const depth = 400;
  assert.doesNotThrow(() => parse(`return ${"(".repeat(depth)}1${")".repeat(depth)}`));
});
