/**
 * How many columns text takes on a terminal.
 * @module
 */

/** Marks that sit on the character before, and our own colours. */
// deno-lint-ignore no-control-regex -- colours begin with a control character
const NO_WIDTH = /\x1b\[\d+m|[\p{M}\p{Cf}]/gu;

/** Ideographs, kana, Hangul, full-width forms, and pictures. */
const DOUBLE_WIDTH =
  /[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{33ff}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{a000}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/gu;

/**
 * Columns of one line of text.
 *
 * ```ts
 * import { textWidth } from "./text_width.ts";
 * if (textWidth("café") !== 4 || textWidth("日本") !== 4) throw new Error();
 * ```
 */
export function textWidth(text: string): number {
  const shown = text.replace(NO_WIDTH, "");
  return [...shown].length + (shown.match(DOUBLE_WIDTH)?.length ?? 0);
}
