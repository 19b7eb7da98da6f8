/**
 * Ranges of code points and of surrogates.
 * @module
 */

/** Whether it is a code point at all. */
export function isValidCodePoint(codePoint: number): boolean {
  return codePoint >= 0 && codePoint <= 0x10ffff;
}

/** Whether it is the first half of a pair. */
export function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfffffc00) === (0xd800 | 0);
}

/** Whether it is the second half of a pair. */
export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfffffc00) === (0xdc00 | 0);
}
