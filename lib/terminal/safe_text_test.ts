import assert from "node:assert/strict";
import fc from "fast-check";
import { safeJson, visible, visibleLines } from "./safe_text.ts";

const NONE = { permissions: "none" } as const;

Deno.test("visible() shows what a terminal would obey or hide", NONE, () => {
  const texts: Record<string, string> = {
    "\x1b[2J": "\\u{1b}[2J",
    "\x9b31m": "\\u{9b}31m",
    "a\nb\tc\rd": "a\\u{a}b\\u{9}c\\u{d}d",
    "\x00\x7f": "\\u{0}\\u{7f}",
    "gpj.\u202eexe": "gpj.\\u{202e}exe",
    "\u2066\u2069\u200e\u200b\ufeff": "\\u{2066}\\u{2069}\\u{200e}\\u{200b}\\u{feff}",
    "a\u2028b": "a\\u{2028}b",
    "\ud800": "\\u{d800}",
    "\u{e0041}": "\\u{e0041}",
    "bücher 日本 😀": "bücher 日本 😀",
  };
  for (const [text, shown] of Object.entries(texts)) assert.equal(visible(text), shown);
});

Deno.test("visibleLines() leaves line feeds and our colours, and nothing else", NONE, () => {
  assert.equal(
    visibleLines("\x1b[31mno\x1b[39m\n\x1b[5mblink\x1b]0;title\x07"),
    "\x1b[31mno\x1b[39m\n\\u{1b}[5mblink\\u{1b}]0;title\\u{7}",
  );
});

Deno.test("safeJson() is JSON of the same value, without a character that a terminal obeys or hides", NONE, () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const json = safeJson({ text, [text]: [text] });
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify({ text, [text]: [text] })));
    assert.ok(!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(json));
  }));
});
