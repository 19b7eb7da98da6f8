/**
 * What changes between two bundles.
 * @module
 */

import type { DomainVerdict, ScoredLine } from "../score_domains.ts";

/** How the verdicts of two bundles differ, in numbers. */
export interface ChangeCounts {
  /** Lines that both bundles have a verdict for. */
  readonly compared: number;
  /** Lines that only this bundle calls malicious. */
  readonly toMalicious: number;
  /** Lines that only the other bundle calls malicious. */
  readonly toBenign: number;
  /** Lines that both bundles call malicious. */
  readonly maliciousAlike: number;
  /** Lines whose probability is not the same to the last bit. */
  readonly moved: number;
  /** The largest difference of two probabilities. */
  readonly largestMove: number;
  /** The sum of all differences. */
  readonly totalMove: number;
}

/** Nothing compared. */
export const NO_CHANGES: ChangeCounts = {
  compared: 0,
  toMalicious: 0,
  toBenign: 0,
  maliciousAlike: 0,
  moved: 0,
  largestMove: 0,
  totalMove: 0,
};

/**
 * Compares the verdicts on some lines with those of the other bundle.
 *
 * ```ts
 * import { compareVerdicts } from "./changes.ts";
 * const changes = compareVerdicts([
 *   { verdict: { prediction: 1, probability: 0.75 }, against: { prediction: 0, probability: 0.25 } },
 * ]);
 * if (changes.toMalicious !== 1 || changes.largestMove !== 0.5) throw new Error();
 * ```
 */
export function compareVerdicts(lines: readonly Pick<ScoredLine, "verdict" | "against">[]): ChangeCounts {
  return lines.reduce(
    (counts, { verdict, against }) =>
      verdict === undefined || against === undefined ? counts : addChanges(counts, changesOf(verdict, against)),
    NO_CHANGES,
  );
}

/** The counts of two parts together. */
export function addChanges(a: ChangeCounts, b: ChangeCounts): ChangeCounts {
  return {
    compared: a.compared + b.compared,
    toMalicious: a.toMalicious + b.toMalicious,
    toBenign: a.toBenign + b.toBenign,
    maliciousAlike: a.maliciousAlike + b.maliciousAlike,
    moved: a.moved + b.moved,
    largestMove: Math.max(a.largestMove, b.largestMove),
    totalMove: a.totalMove + b.totalMove,
  };
}

function changesOf(now: DomainVerdict, before: DomainVerdict): ChangeCounts {
  const move = Math.abs(now.probability - before.probability);
  return {
    compared: 1,
    toMalicious: now.prediction === 1 && before.prediction === 0 ? 1 : 0,
    toBenign: now.prediction === 0 && before.prediction === 1 ? 1 : 0,
    maliciousAlike: now.prediction === 1 && before.prediction === 1 ? 1 : 0,
    moved: move > 0 ? 1 : 0,
    largestMove: move,
    totalMove: move,
  };
}
