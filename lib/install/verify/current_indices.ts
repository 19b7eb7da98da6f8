/**
 * The indices that new documents go to.
 * @module
 */

import type { IndexFacts } from "./facts.ts";

/**
 * Of indices that were rolled over, the newest of each series: the others get no documents any more.
 *
 * ```ts
 * import { currentIndices } from "./current_indices.ts";
 * const [current, ...others] = currentIndices([
 *   { index: ".ds-packetbeat-9.5.3-2026.11.01-000001", createdAt: 1 },
 *   { index: ".ds-packetbeat-9.5.3-2026.11.28-000002", createdAt: 2 },
 * ]);
 * if (current?.createdAt !== 2 || others.length > 0) throw new Error();
 * ```
 */
export function currentIndices(indices: readonly IndexFacts[]): IndexFacts[] {
  const newest = new Map<string, IndexFacts>();
  for (const index of indices) {
    const series = index.index.replace(/(?:-\d{4}\.\d\d\.\d\d)?-\d{6}$/, "");
    const before = newest.get(series);
    if (before === undefined || before.createdAt <= index.createdAt) newest.set(series, index);
  }
  return [...newest.values()];
}
