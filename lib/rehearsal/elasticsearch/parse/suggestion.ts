/**
 * What the server adds to the name of a field that it does not know.
 * @module
 */

/**
 * Names that are near, as Lucene's LevenshteinDistance measures, the nearest first.
 *
 * ```ts
 * import { suggestion } from "./suggestion.ts";
 * if (suggestion("detector", ["detectors", "latency"]) !== " did you mean [detectors]?") throw new Error();
 * if (suggestion("foo", ["detectors"]) !== "") throw new Error();
 * ```
 */
export function suggestion(unknown: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, nearness: 1 - distance(unknown, name) / Math.max(unknown.length, name.length, 1) }))
    .filter(({ nearness }) => nearness > 0.5)
    .sort((a, b) => b.nearness - a.nearness || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  if (near.length === 0) return "";
  return ` did you mean ${near.length === 1 ? `[${near[0]}]` : `any of [${near.join(", ")}]`}?`;
}

/** The longest name that is compared; no field of the server is near a longer one. */
const MAX_LENGTH = 200;

function distance(a: string, b: string): number {
  if (a.length > MAX_LENGTH) return Math.max(a.length, b.length);
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
