/**
 * "Did you mean": texts that differ by a slip of the hand.
 * @module
 */

/** So many characters may be wrong in what still looks like a slip. */
const MAX_SLIPS = 3;

/**
 * The candidate that the text was probably meant to be; undefined when none is near. A `*` in a candidate stands for
 * any characters, and case counts little.
 *
 * ```ts
 * import { similarTo } from "./similar.ts";
 * if (similarTo("dga_ngram_create", ["dga_ngrams_create", "dga_ngrams_transform_delete"]) !== "dga_ngrams_create") {
 *   throw new Error();
 * }
 * if (similarTo("dga_1_modle.json", ["dga_*_model.json"]) !== "dga_*_model.json") throw new Error();
 * if (similarTo("readme.md", ["dga_*_model.json"]) !== undefined) throw new Error();
 * ```
 */
export function similarTo(text: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = MAX_SLIPS + 1;
  for (const candidate of candidates) {
    const wrong = slips(text.toLowerCase(), candidate.toLowerCase());
    // Three wrong characters of five are no slip.
    if (wrong < fewest && wrong * 3 <= text.length) [best, fewest] = [candidate, wrong];
  }
  return best;
}

/** Characters to insert, remove or replace until the text fits the pattern (Levenshtein's distance, with `*` free). */
function slips(text: string, pattern: string): number {
  if (text.length > 255) return Infinity;
  let row = Array.from({ length: text.length + 1 }, (_, i) => i);
  for (const character of pattern) {
    const next: number[] = [];
    for (let i = 0; i <= text.length; i++) {
      const above = row[i] ?? 0;
      const before = next[i - 1] ?? Infinity;
      if (character === "*") next.push(Math.min(above, before));
      else {
        const diagonal = i === 0 ? Infinity : (row[i - 1] ?? 0) + (text[i - 1] === character ? 0 : 1);
        next.push(Math.min(above + 1, before + 1, diagonal));
      }
    }
    row = next;
  }
  return row[text.length] ?? 0;
}
