/**
 * Text of others that may be shown: what a terminal obeys, or an eye is deceived by, is written out.
 * @module
 */

/** Control and format characters (bidirectional and invisible ones too), line separators, halves of surrogate pairs. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A value as it may be shown, with such characters as `\u{…}`.
 *
 * ```ts
 * import { visible } from "./visible.ts";
 * if (visible("a\u202Eb\n") !== "a\\u{202e}b\\u{a}") throw new Error();
 * ```
 */
export function visible(value: string): string {
  return value.replace(UNSAFE, writtenOut);
}

/** A character as `\u{…}`. */
export function writtenOut(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
