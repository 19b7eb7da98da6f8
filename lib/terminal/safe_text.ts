/**
 * Text that may be shown: names, reasons and domains come from elsewhere, and a terminal obeys what is in them.
 * @module
 */

import { visible, writtenOut } from "../json/visible.ts";

export { visible };

/** Control and format characters (bidirectional and invisible ones too), line separators, halves of surrogate pairs. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** As above, but line feeds and the colours that {@link ./style.ts} makes stay. */
// deno-lint-ignore no-control-regex -- control characters are what this is about
const UNSAFE_IN_OUTPUT = /(\n|\x1b\[(?:1|2|22|31|32|33|36|39)m)|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The same for text of many lines that is about to be written: the last net below {@linkcode visible}. */
export function visibleLines(text: string): string {
  return text.replace(UNSAFE_IN_OUTPUT, (character, kept: string | undefined) => kept ?? writtenOut(character));
}

/**
 * One line of JSON with the same characters written as JSON escapes: it reads back as the same value.
 *
 * ```ts
 * import { safeJson } from "./safe_text.ts";
 * if (safeJson({ name: "a\u202Eb" }) !== '{"name":"a\\u202eb"}') throw new Error();
 * ```
 */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""));
}
