import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { JavaHashMap } from "../java/map.ts";
import { fuzzRuns } from "../json/testing/fuzz_runs.ts";
import { compilePainless, PainlessCompileError, PainlessRuntimeError } from "./compile.ts";

const CORPUS = fileURLToPath(new URL("../../testdata/painless/", import.meta.url));
/** Longer than this no script of this size may take. */
const MAX_SECONDS = 20;

const RUNS = fuzzRuns(500);

const TOKENS =
  ("if else while do for in continue break return new try catch throw this instanceof true false null def " +
    "int long double char boolean String List Map Math Integer Exception x y ctx params f . ?. ( ) [ ] { } , ; : ? ?: ! ~ " +
    "+ - * / % << >>> & ^ | && || = += -= ++ -- == != === < >= -> :: =~ 0 1 7L 2.5 0x1F 'a' \"b\" /r/ .size() .length " +
    ".get(0) $ @ ' \" \\ // /* \n").split(" ");
const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join(" "));

/** Whatever a script is, it compiles or not, runs or fails, and ends. */
function staysInBounds(source: string): boolean {
  const started = performance.now();
  try {
    const script = compilePainless(source);
    script.execute({ ctx: new JavaHashMap(), params: new JavaHashMap() });
    return true;
  } catch (error) {
    if (error instanceof PainlessCompileError) return false;
    if (error instanceof PainlessRuntimeError) return true;
    throw error;
  } finally {
    assert.ok(performance.now() - started < MAX_SECONDS * 1000, source);
  }
}

Deno.test("compilePainless() survives any tokens", { permissions: "none" }, () => {
  fc.assert(fc.property(soup, (source) => void staysInBounds(source)), RUNS);
});

Deno.test("compilePainless() survives any text", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (source) => void staysInBounds(source)), RUNS);
});

Deno.test("scripts survive any change", { permissions: { read: [CORPUS] } }, () => {
  const sources = readdirSync(CORPUS, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".painless"))
    .map((name) => readFileSync(CORPUS + name, "utf8").replaceAll(/\/\/.*$/gm, "").trim());
  let ran = 0;
  const cut = fc.record({
    source: fc.constantFrom(...sources),
    other: fc.constantFrom(...sources),
    from: fc.nat(10_000),
    length: fc.nat(8),
    insert: fc.oneof(fc.constantFrom(...TOKENS), fc.constant("")),
    splice: fc.boolean(),
  });
  fc.assert(
    fc.property(cut, ({ source, other, from, length, insert, splice }) => {
      const at = from % (source.length + 1);
      const tail = splice ? other.slice(from % (other.length + 1)) : source.slice(at + length);
      if (staysInBounds(source.slice(0, at) + insert + tail)) ran++;
    }),
    RUNS,
  );
  assert.ok(ran > RUNS.numRuns / 100, `only ${ran} scripts were good enough to run`);
});
