import assert from "node:assert/strict";
import { countFindings, formatFindings, plural } from "./findings.ts";
import { memoryIo } from "./memory_io.ts";
import { styleFor } from "./style.ts";

const NONE = { permissions: "none" } as const;
const PLAIN = styleFor(memoryIo().stderr, false);

Deno.test("formatFindings() groups by file and shows place, message and hint", NONE, () => {
  const text = formatFindings([
    { level: "error", code: "a", file: "b.json", path: "processors/0", line: 3, column: 7, message: "Cannot b" },
    { level: "warning", code: "c", file: "a.json", message: "Doubt", hint: "Do this" },
    { level: "error", code: "d", file: "b.json", line: 9, message: "Unexpected }\n  x = }\n      ^" },
    { level: "error", code: "e", message: "No model" },
  ], PLAIN);
  assert.equal(
    text,
    "b.json\n  error  processors/0, 3:7\n    Cannot b\n  error  line 9\n    Unexpected }\n      x = }\n          ^\n\n" +
      "a.json\n  warning  Doubt\n    Do this\n\n" +
      "  error  No model\n\n3 errors, 1 warning\n",
  );
});

Deno.test("formatFindings() shows characters of a bundle that a terminal would obey", NONE, () => {
  const text = formatFindings([
    { level: "error", code: "a", file: "\x1b[2J.json", path: "\u202ex", message: "\x1b]0;gone\x07" },
  ], PLAIN);
  assert.equal(text, "\\u{1b}[2J.json\n  error  \\u{202e}x\n    \\u{1b}]0;gone\\u{7}\n\n1 error\n");
});

Deno.test("formatFindings() says nothing where nothing was found", NONE, () => {
  assert.equal(formatFindings([], PLAIN), "");
  assert.equal(countFindings([]), "");
});

Deno.test("plural() counts", NONE, () => {
  assert.equal(plural(1, "name"), "1 name");
  assert.equal(plural(0, "name"), "0 names");
  assert.equal(plural(2089, "probability", "probabilities"), "2,089 probabilities");
});
