/**
 * Search in strings in time that stays linear, whatever is looked for.
 * @module
 */

import { countText } from "./work.ts";

/** Up to this length what is looked for can be compared at every place without harm. */
const SHORT = 32;

/** `text.indexOf(part, from)`; a start beyond either end counts as that end. */
export function indexOfText(text: string, part: string, from = 0): number {
  if (part.length <= SHORT) {
    const found = text.indexOf(part, from);
    countText((found < 0 ? text.length : found) - Math.max(from, 0));
    return found;
  }
  for (const at of occurrences(text, part, Math.max(from, 0))) return at;
  return -1;
}

/** The last place at or before `from`; -1 for a negative one. */
export function lastIndexOfText(text: string, part: string, from = text.length): number {
  if (from < 0) return -1;
  if (part.length <= SHORT) {
    const found = text.lastIndexOf(part, from);
    countText(Math.min(from, text.length) - Math.max(found, 0));
    return found;
  }
  let last = -1;
  for (const at of occurrences(text, part, 0)) {
    if (at > from) break;
    last = at;
  }
  return last;
}

/** Every place where the part begins, overlapping ones too, found as Knuth, Morris and Pratt do. */
function* occurrences(text: string, part: string, from: number): Generator<number> {
  if (part.length > text.length - from) return;
  countText(8 * part.length);
  const borders = bordersOf(part);
  let matched = 0;
  let counted = from;
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    while (matched > 0 && part.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    if (part.charCodeAt(matched) === unit) matched++;
    if (matched === part.length) {
      countText(8 * (i - counted));
      counted = i;
      yield i - matched + 1;
      matched = borders[matched - 1] ?? 0;
    }
  }
  countText(8 * (text.length - counted));
}

/** For each prefix, the length of its longest proper prefix that is also its suffix. */
function bordersOf(part: string): Int32Array {
  const borders = new Int32Array(part.length);
  for (let i = 1, length = 0; i < part.length; i++) {
    while (length > 0 && part.charCodeAt(i) !== part.charCodeAt(length)) length = borders[length - 1] ?? 0;
    if (part.charCodeAt(i) === part.charCodeAt(length)) length++;
    borders[i] = length;
  }
  return borders;
}
