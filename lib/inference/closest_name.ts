/**
 * Guesses what a mistyped name was meant to be.
 * @module
 */

/**
 * The known name that is nearest, if one is near enough.
 *
 * ```ts
 * import { closestName } from "./closest_name.ts";
 * if (closestName("spilt_gain", ["split_gain", "threshold"]) !== "split_gain") throw new Error();
 * ```
 */
export function closestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > 100) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of known) {
    const edits = distance(name, other);
    if (edits < least) {
      least = edits;
      best = other;
    }
  }
  return best;
}

/** Levenshtein's distance. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
