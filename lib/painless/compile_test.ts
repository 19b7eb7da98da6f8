import assert from "node:assert/strict";
import { JavaList } from "../java/collection.ts";
import { JavaHashMap } from "../java/map.ts";
import { JavaDouble, javaText, type JavaValue } from "../java/value.ts";
import { compilePainless, PainlessCompileError, PainlessRuntimeError } from "./compile.ts";

const PURE = { permissions: "none" } as const;

function mapOf(entries: Record<string, JavaValue>): JavaHashMap {
  const map = new JavaHashMap();
  for (const [key, value] of Object.entries(entries)) map.set(key, value);
  return map;
}

function failure(source: string, bindings = {}): PainlessRuntimeError {
  try {
    compilePainless(source).execute(bindings);
  } catch (error) {
    if (error instanceof PainlessRuntimeError) return error;
    throw error;
  }
  throw new Error(`Cannot test "${source}" as it does not fail`);
}

Deno.test("execute() changes ctx in place and gives the value of the script", PURE, () => {
  const ctx = mapOf({ n: 2147483647, host: mapOf({ name: "a.b" }) });
  const script = compilePainless("ctx.n++; ctx.host.parts = ctx.host.name.splitOnToken('.').length; ctx.n");
  assert.equal(script.execute({ ctx }), -2147483648);
  assert.equal(ctx.toText(), "{host={name=a.b, parts=2}, n=-2147483648}");
  assert.equal(compilePainless("ctx.n = 1; return", { context: "ingest" }).execute({ ctx }), null);
  assert.equal(compilePainless("ctx.n == 1", { context: "condition" }).execute({ ctx }), true);
});

Deno.test("execute() keeps what a script changed before it failed", PURE, () => {
  const ctx = mapOf({});
  assert.throws(() => compilePainless("ctx.a = 1; ctx.b.c = 2").execute({ ctx }), PainlessRuntimeError);
  assert.equal(ctx.toText(), "{a=1}");
});

Deno.test("execute() lets nobody change params, but what is in them", PURE, () => {
  const params = mapOf({ l: new JavaList([1]) });
  assert.equal(failure("params.x = 1", { params }).className, "java.lang.UnsupportedOperationException");
  assert.equal(failure("params.remove('l')", { params }).className, "java.lang.UnsupportedOperationException");
  compilePainless("params.l.add(2)").execute({ params });
  assert.equal(params.toText(), "{l=[1, 2]}");
});

Deno.test("execute() starts afresh every time", PURE, () => {
  const script = compilePainless("int i = 0; for (x in [1, 2, 3]) { i += x } return i");
  assert.deepEqual([script.execute({}), script.execute({})], [6, 6]);
});

Deno.test("errors carry class, message, line, column and a caret", PURE, () => {
  const error = failure("def x = [1];\nif (x.size() > 0) {\n  return x[0] / (x[0] - 1);\n}");
  assert.deepEqual(
    [error.className, error.javaMessage, error.line, error.column, error.unsupported],
    ["java.lang.ArithmeticException", "/ by zero", 3, 10, false],
  );
  assert.equal(error.snippet, "  return x[0] / (x[0] - 1);\n         ^");
  assert.equal(error.message, "java.lang.ArithmeticException: / by zero");
  assert.throws(() => compilePainless("int x = 1;\nreturn y"), (thrown) => {
    assert.ok(thrown instanceof PainlessCompileError);
    assert.deepEqual([thrown.line, thrown.column, thrown.offset], [2, 8, 18]);
    assert.equal(thrown.snippet, "return y\n       ^");
    return true;
  });
});

Deno.test("an exception is reported where it was made", PURE, () => {
  assert.equal(failure("def e = new IllegalStateException('x');\nthrow e").line, 1);
  assert.equal(failure("try {\n [].get(0) } catch (Exception e) {\n throw e }").line, 2);
});

Deno.test("catch takes subclasses, and no error of the machine", PURE, () => {
  const run = (source: string) => javaText(compilePainless(source).execute({}));
  assert.equal(
    run("try { Integer.parseInt('x') } catch (IllegalArgumentException e) { return e.message }"),
    'For input string: "x"',
  );
  assert.equal(run("try { def x = null; x.y() } catch (ArithmeticException e) { 1 } catch (Exception e) { 2 }"), "2");
  const forever = failure("try { while (1 == 1) { int x = 1; } } catch (Exception e) { return 1 } return 2");
  assert.equal(forever.className, "org.elasticsearch.painless.PainlessError");
  assert.equal(forever.unsupported, false);
  const deep = failure("int f(int x) { return f(x + 1) + 1 } try { return f(1) } catch (Exception e) { return 1 }");
  assert.equal(deep.className, "java.lang.StackOverflowError");
});

Deno.test("loops end where Elasticsearch ends them", PURE, () => {
  const count = (rounds: number) => `int c = 0; for (int i = 0; i < ${rounds}; i++) { c++ } return c`;
  assert.equal(compilePainless(count(999_999)).execute({}), 999_999);
  assert.match(failure(count(1_000_000)).message, /maximum number of statements/);
  // All loops of a function count together, those of another do not; a do loop's first round is free.
  assert.match(
    failure("for (int i = 0; i < 2000; i++) { for (int j = 0; j < 499; j++) { j += 0 } } return 1").message,
    /maximum number of statements/,
  );
  assert.equal(
    compilePainless(`int f() { ${count(600_000)} } return f() + f()`).execute({}),
    1_200_000,
  );
  assert.equal(compilePainless("int i = 0; do { i++ } while (i < 1000000); return i").execute({}), 1_000_000);
});

Deno.test("what a run may allocate and do is bounded", PURE, async (t) => {
  const cases = [
    "String s = 'x'; for (int i = 0; i < 100; i++) { s += s } return s",
    "def s = 'x'; for (int i = 0; i < 100; i++) { s = s + s } return s",
    "List l = []; for (int i = 0; i < 900000; i++) { l.add([1, 2, 3, 4, 5, 6, 7, 8]) } return l",
    "return new long[2000000000]",
    "return new int[100000][100000]",
    "int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2) } return f(60)",
    "Map m = [:]; for (int i = 0; i < 900000; i++) { m['k' + i] = [:]; } while (1 == 1) { m.x = m.toString() }",
  ];
  for (const source of cases) {
    await t.step(source, () => {
      const error = failure(source);
      assert.equal(error.className, "org.elasticsearch.painless.PainlessError");
      assert.match(error.message, /bound of the rehearsal/);
      assert.equal(error.unsupported, true);
    });
  }
});

Deno.test("compilePainless() refuses a script that is too long or too deep", PURE, () => {
  assert.doesNotThrow(() => compilePainless(`return '${"x".repeat(65_500)}'`));
  assert.throws(() => compilePainless(`return '${"é".repeat(33_000)}'`), /exceeded max allowed inline script size/);
  assert.throws(() => compilePainless(`return ${"(".repeat(30_000)}1`), PainlessCompileError);
  assert.throws(() => compilePainless(`return 1${" + 1".repeat(15_000)}`), PainlessCompileError);
});

Deno.test("8.x is followed where it takes more than 7.10", PURE, () => {
  const run = (source: string) => compilePainless(source).execute({ ctx: mapOf({}) });
  assert.equal(run("int n = ctx.a?.b ?: 60; return n"), 60);
  assert.deepEqual(run("double d = ctx.a ?: 1; return d"), new JavaDouble(1));
  assert.equal(run("return 0xFF + 0x1D"), 284);
});
