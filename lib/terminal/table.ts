/**
 * Tables of text.
 * @module
 */

import { visible } from "./safe_text.ts";
import { textWidth } from "./text_width.ts";

/** A column of a table. */
export interface Column {
  /** Its title; a table whose titles are all empty has no line of titles. */
  title: string;
  /** @default {"left"} */
  align?: "left" | "right";
  /** Characters that it takes at least. @default {0} */
  minWidth?: number;
}

/**
 * Rows below each other in columns, each line indented by two spaces and ending in a line feed.
 *
 * ```ts
 * import { formatTable } from "./table.ts";
 * const text = formatTable([{ title: "name" }, { title: "n", align: "right" }], [["example.com", "7"], ["a.b", "12"]]);
 * if (text !== "  name          n\n  example.com   7\n  a.b          12\n") throw new Error();
 * ```
 */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map((column) => column.title);
  const lines = titles.some((title) => title !== "") ? [titles, ...rows] : rows;
  const cells = lines.map((line) => columns.map((_, i) => visible(line[i] ?? "")));
  const widths = columns.map(({ minWidth = 0 }, i) =>
    cells.reduce((width, line) => Math.max(width, textWidth(line[i] ?? "")), minWidth)
  );
  return cells.map((line) => {
    const padded = line.map((cell, i) => {
      const space = " ".repeat((widths[i] ?? 0) - textWidth(cell));
      return columns[i]?.align === "right" ? space + cell : cell + space;
    });
    return `  ${padded.join("  ")}`.trimEnd() + "\n";
  }).join("");
}
