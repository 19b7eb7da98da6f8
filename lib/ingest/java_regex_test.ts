import assert from "node:assert/strict";
import { IngestError } from "./error.ts";
import { compileJavaRegex } from "./java_regex.ts";

const NONE = { permissions: "none" } as const;

function matches(pattern: string, text: string): string[] {
  return [...compileJavaRegex(pattern).matches(text)].map(({ start, end }) => text.slice(start, end));
}

Deno.test("compileJavaRegex() finds what Java finds", NONE, () => {
  assert.deepEqual(matches("\\s", "a\u000bb\u00a0c d"), ["\u000b", " "]);
  assert.deepEqual(matches("[\\s,]+", "a ,\tb"), [" ,\t"]);
  assert.deepEqual(matches(".", "a\n\r\u0085\u2028\u2029b"), ["a", "b"]);
  assert.deepEqual(matches("a|ab", "ab"), ["a"]);
  assert.deepEqual(matches("(?:ab)+?", "abab"), ["ab", "ab"]);
  assert.deepEqual(matches("[^a-c]", "abcd"), ["d"]);
  assert.deepEqual(matches("\\.\\|\\[", ".|["), [".|["]);
  assert.deepEqual(matches("x*", "axb"), ["", "x", "", ""]);
});

Deno.test("compileJavaRegex() tells what it lacks from what Java refuses", NONE, () => {
  const lacking = [
    "(?=a)",
    "(?!a)",
    "(?<=a)",
    "(?<n>a)",
    "(?>a)",
    "(?i)a",
    "(a)\\1",
    "a++",
    "a*+",
    "a$",
    "\\bx",
    "\\p{L}",
    "\\h",
    "\\x41",
    "\\Qa\\E",
    "[a[b]]",
    "[a&&b]",
    "[]a]",
    "[\\S]",
    "a{2",
    "a{x}",
    "a{,3}",
    "a{1001}",
    "a**",
  ];
  for (const pattern of lacking) {
    assert.throws(
      () => compileJavaRegex(pattern),
      (error) => error instanceof IngestError && error.unsupported,
      pattern,
    );
  }
  for (const pattern of ["[", "(", "a)", "*", "+a", "\\", "[b-a]"]) {
    assert.throws(
      () => compileJavaRegex(pattern),
      (error) => error instanceof IngestError && error.type === "pattern_syntax_exception",
      pattern,
    );
  }
});
