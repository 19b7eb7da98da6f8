/**
 * Text of others as a part of a sentence of ours: one line, bounded, nothing in it that a terminal obeys or hides.
 * @module
 */

import { visible } from "../json/visible.ts";

const ELLIPSIS = "…";

/**
 * White space runs become one blank, control and format characters `\u{…}`; what is beyond the limit is cut off.
 *
 * ```ts
 * import { safeText } from "./safe_text.ts";
 * if (safeText("a\n\tb\u202Ec", 20) !== "a b\\u{202e}c") throw new Error();
 * if (safeText("abcdef", 4) !== "abc…") throw new Error();
 * ```
 */
export function safeText(text: string, limit: number): string {
  // Cut first as well: an answer may be megabytes long.
  const line = [...text.slice(0, limit * 4).replace(/\s+/g, " ").trim()];
  const shown = line.length > limit ? [...line.slice(0, limit - ELLIPSIS.length), ELLIPSIS] : line;
  return visible(shown.join(""));
}
