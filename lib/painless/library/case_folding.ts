/**
 * Comparisons that ignore case, as Java makes them: character by character, through upper case to lower case.
 * @module
 */

import { countText, countWork } from "../../java/work.ts";

/** `String.regionMatches`. */
export function regionMatches(
  ignoreCase: boolean,
  text: string,
  at: number,
  other: string,
  otherAt: number,
  length: number,
): boolean {
  if (at < 0 || otherAt < 0 || at > text.length - length || otherAt > other.length - length) return false;
  const one = text.substr(at, Math.max(length, 0));
  const two = other.substr(otherAt, Math.max(length, 0));
  countText(one.length);
  return one === two || ignoreCase && compareIgnoringCase(one, two) === 0;
}

/** How many looks at elements take as long as folding two characters. */
const FOLDED = 8;

/** `String.compareToIgnoreCase`. */
export function compareIgnoringCase(one: string, two: string): number {
  const shorter = Math.min(one.length, two.length);
  for (let i = 0; i < shorter; i++) {
    let left = one.codePointAt(i) ?? 0;
    let right = two.codePointAt(i) ?? 0;
    if (left === right) {
      if (left > 0xffff) i++;
      continue;
    }
    countWork(FOLDED);
    left = folded(left);
    right = folded(right);
    if (left !== right) {
      countText(4 * i);
      return left - right;
    }
    if (left > 0xffff) i++;
  }
  countText(4 * shorter);
  return one.length - two.length;
}

function folded(codePoint: number): number {
  return lowerCase(upperCase(codePoint));
}

/** `Character.toUpperCase(int)`: one character for one. */
export function upperCase(codePoint: number): number {
  // Greek letters with iota below: two letters in full, one by themselves.
  if (codePoint >= 0x1f80 && codePoint <= 0x1faf) return codePoint | 8;
  if (codePoint === 0x1fb3 || codePoint === 0x1fc3 || codePoint === 0x1ff3) return codePoint + 9;
  return single(String.fromCodePoint(codePoint).toUpperCase()) ?? codePoint;
}

/** `Character.toLowerCase(int)`: one character for one. */
export function lowerCase(codePoint: number): number {
  // The one character whose lower case is two in full, and one by itself.
  if (codePoint === 0x130) return 0x69;
  return single(String.fromCodePoint(codePoint).toLowerCase()) ?? codePoint;
}

function single(text: string): number | undefined {
  const codePoint = text.codePointAt(0) ?? 0;
  return text.length === (codePoint > 0xffff ? 2 : 1) ? codePoint : undefined;
}
