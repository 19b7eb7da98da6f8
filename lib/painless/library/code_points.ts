/**
 * Code points of strings: as `String`, `StringBuilder` and `Character` count them.
 * @module
 */

import { indexOutOfBounds } from "./arguments.ts";
import { countText } from "../../java/work.ts";

/** The code point at a position that is there. */
export function codePointAt(text: string, index: number): number {
  return text.codePointAt(index) ?? 0;
}

/** The code point before a position from 1 to the length. */
export function codePointBefore(text: string, index: number): number {
  const low = text.charCodeAt(index - 1);
  const before = index >= 2 && (low & 0xfc00) === 0xdc00 ? text.codePointAt(index - 2) ?? 0 : 0;
  return before > 0xffff ? before : low;
}

/** Code points from one position to before another. */
export function codePointCount(text: string, begin: number, end: number): number {
  if (begin < 0 || begin > end || end > text.length) throw indexOutOfBounds();
  countText(4 * (end - begin));
  let count = 0;
  for (let i = begin; i < end; i++) {
    if (codePointAt(text, i) > 0xffff && i + 1 < end) i++;
    count++;
  }
  return count;
}

/** The position so many code points on, or back. */
export function offsetByCodePoints(text: string, index: number, count: number): number {
  if (index < 0 || index > text.length) throw indexOutOfBounds();
  countText(4 * Math.min(Math.abs(count), text.length));
  let at = index;
  for (let left = Math.abs(count); left > 0; left--) {
    if (count > 0 ? at >= text.length : at <= 0) throw indexOutOfBounds();
    if (count > 0) at += codePointAt(text, at) > 0xffff ? 2 : 1;
    else at -= codePointBefore(text, at) > 0xffff ? 2 : 1;
  }
  return at;
}
