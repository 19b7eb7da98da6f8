/**
 * "Did you mean": names that differ by a slip of the hand.
 * @module
 */

/** So many characters may be wrong in what still looks like a slip. */
const MAX_SLIPS = 3;
/** Longer names are compared with none: nobody types them by hand. */
const MAX_LENGTH = 255;
/** Names of about the same length, of which a hostile file may have millions. */
const MAX_COMPARED = 2000;

/**
 * The known name that another one was probably meant to be; undefined when none is near. A `*` in a known name stands
 * for any characters, and case counts little.
 *
 * ```ts
 * import { closestName } from "./closest_name.ts";
 * if (closestName("spilt_gain", ["split_gain", "threshold"]) !== "split_gain") throw new Error();
 * if (closestName("dga_1_modle.json", ["dga_*_model.json"]) !== "dga_*_model.json") throw new Error();
 * if (closestName("readme.md", ["dga_*_model.json"]) !== undefined) throw new Error();
 * ```
 */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const text = name.toLowerCase();
  let best: string | undefined;
  let fewest = MAX_SLIPS + 1;
  let compared = 0;
  for (const candidate of known) {
    if (!candidate.includes("*") && Math.abs(candidate.length - name.length) > MAX_SLIPS) continue;
    if (++compared > MAX_COMPARED) break;
    const wrong = slips(text, candidate.toLowerCase());
    // Three wrong characters of five are no slip.
    if (wrong < fewest && wrong * 3 <= name.length) [best, fewest] = [candidate, wrong];
  }
  return best;
}

/**
 * The question that a hint asks: `Did you mean "split_gain"?`
 *
 * ```ts
 * import { didYouMean } from "./closest_name.ts";
 * if (didYouMean("spilt_gain", ["split_gain"]) !== 'Did you mean "split_gain"?') throw new Error();
 * if (didYouMean("depth", ["split_gain"]) !== undefined) throw new Error();
 * ```
 */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const close = closestName(name, known);
  return close === undefined ? undefined : `Did you mean "${close}"?`;
}

/**
 * Characters to insert, remove, replace or exchange with the next one until the text fits the pattern: the distance of
 * Damerau and Levenshtein by optimal string alignment, with `*` free.
 */
function slips(text: string, pattern: string): number {
  let earlier: number[] = [];
  let row = Array.from({ length: text.length + 1 }, (_, i) => i);
  for (let j = 0; j < pattern.length; j++) {
    const character = pattern[j];
    const next: number[] = [];
    for (let i = 0; i <= text.length; i++) {
      const above = row[i] ?? 0;
      const before = next[i - 1] ?? Infinity;
      if (character === "*") {
        next.push(Math.min(above, before));
        continue;
      }
      const replaced = i === 0 ? Infinity : (row[i - 1] ?? 0) + (text[i - 1] === character ? 0 : 1);
      const isExchanged = i > 1 && text[i - 2] === character && text[i - 1] === pattern[j - 1];
      const exchanged = isExchanged ? (earlier[i - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(above + 1, before + 1, replaced, exchanged));
    }
    [earlier, row] = [row, next];
  }
  return row[text.length] ?? 0;
}
