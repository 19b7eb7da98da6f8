import assert from "node:assert/strict";
import { formatTable } from "./table.ts";
import { textWidth } from "./text_width.ts";

const NONE = { permissions: "none" } as const;

Deno.test("formatTable() aligns by what is seen, not by characters", NONE, () => {
  const columns = [{ title: "name" }, { title: "n", align: "right" }] as const;
  const rows = [["日本", "1"], ["cafe\u0301", "22"], ["a\nb", "333"], ["", "4"]];
  assert.equal(
    formatTable(columns, rows),
    [
      "  name       n",
      "  日本       1",
      "  cafe\u0301      22",
      "  a\\u{a}b  333",
      "             4",
      "",
    ].join("\n"),
  );
});

Deno.test("formatTable() gives nothing for no rows without titles", NONE, () => {
  assert.equal(formatTable([{ title: "" }], []), "");
});

Deno.test("textWidth() counts columns", NONE, () => {
  const widths: Record<string, number> = {
    "": 0,
    abc: 3,
    "日本": 4,
    "ｆｕｌｌ": 8,
    "한글": 4,
    "😀": 2,
    "é": 1,
    "e\u0301": 1,
  };
  for (const [text, width] of Object.entries(widths)) assert.equal(textWidth(text), width, text);
  assert.equal(textWidth("\x1b[31mred\x1b[39m"), 3);
});
