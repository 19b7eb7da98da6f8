/**
 * The names that are highest in some order, among any number of lines, in bounded memory.
 * @module
 */

import type { ScoredLine } from "../score_domains.ts";

/** A name that stands out, and how often it was listed. */
export interface RankedName {
  /** The first of its lines. */
  readonly first: ScoredLine;
  /** What it is ordered by: the higher, the further up. */
  readonly rank: number;
  /** How many lines have it. */
  readonly lines: number;
}

/**
 * Keeps the highest names, each once. As a name that fell out can never come back among the highest, the counts of those
 * that are kept are exact, as long as equal names have equal ranks.
 */
export class RankedNames {
  readonly limit: number;
  #names = new Map<string, RankedName>();
  /** The rank that a new name needs, once there are enough. */
  #bar = -Infinity;

  constructor(limit: number) {
    this.limit = limit;
  }

  add({ first, rank, lines }: RankedName): void {
    if (rank < this.#bar) return;
    const known = this.#names.get(first.domain);
    const higher = known !== undefined && known.rank >= rank ? known : { first, rank };
    this.#names.set(first.domain, { ...higher, lines: lines + (known?.lines ?? 0) });
    // Sorting once in a while costs less than keeping order all the time.
    if (this.#names.size >= 4 * this.limit + 16) this.#shrink();
  }

  /** The highest names, the highest first; equal ones by name. */
  list(): RankedName[] {
    return [...this.#names.values()].sort(byRank).slice(0, this.limit);
  }

  #shrink(): void {
    const kept = this.list();
    this.#names = new Map(kept.map((name) => [name.first.domain, name]));
    this.#bar = kept.at(-1)?.rank ?? -Infinity;
  }
}

function byRank(a: RankedName, b: RankedName): number {
  if (a.rank !== b.rank) return b.rank - a.rank;
  return a.first.domain < b.first.domain ? -1 : a.first.domain > b.first.domain ? 1 : 0;
}
