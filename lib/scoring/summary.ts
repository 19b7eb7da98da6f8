/**
 * What a list of domains shows about a bundle.
 * @module
 */

import type { ListedDomain } from "./domain_list.ts";
import { areaUnderRoc, type Confusion, countConfusion, precision, recall } from "./metrics.ts";
import type { Outcome } from "./score.ts";

/** A domain and what came of it. */
export interface ScoredDomain extends ListedDomain {
  readonly outcome: Outcome;
}

/** A domain with a verdict. */
export interface JudgedDomain extends ListedDomain {
  readonly prediction: 0 | 1;
  readonly probability: number;
  /** The probability that the list has for it. */
  readonly recorded: number | undefined;
}

/** A domain without a verdict. */
export interface FailedDomain extends ListedDomain {
  readonly reason: string;
}

/** Verdicts measured on the names whose label is known. */
export interface Quality extends Confusion {
  readonly labelled: number;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly areaUnderRoc: number | undefined;
  /** Benign names called malicious, the surest first. */
  readonly falsePositiveDomains: readonly JudgedDomain[];
}

/** How far verdicts are from the recorded ones. */
export interface Difference {
  /** Names with a recorded probability and a verdict. */
  readonly compared: number;
  readonly largest: number;
  /** Names that differ by more than the tolerance, the largest difference first. */
  readonly different: readonly JudgedDomain[];
}

/** All of it. */
export interface Summary {
  readonly judged: readonly JudgedDomain[];
  readonly failed: readonly FailedDomain[];
  /** Undefined when the list has no labels. */
  readonly quality: Quality | undefined;
  /** Undefined when the list has no recorded probabilities. */
  readonly difference: Difference | undefined;
}

/** Probabilities that differ by no more are equal: the order of a sum, or another `exp`. */
export const TOLERANCE = 1e-12;

/** Sums up the outcomes of a list. */
export function summarize(domains: readonly ScoredDomain[]): Summary {
  const judged: JudgedDomain[] = [];
  const failed: FailedDomain[] = [];
  for (const { outcome, ...domain } of domains) {
    if (outcome.kind === "failed") failed.push({ ...domain, reason: outcome.reason });
    else {
      const { prediction, probability } = outcome;
      judged.push({ ...domain, prediction, probability, recorded: domain.probability });
    }
  }
  return { judged, failed, quality: qualityOf(judged), difference: differenceOf(judged) };
}

function qualityOf(judged: readonly JudgedDomain[]): Quality | undefined {
  const labelled = judged.flatMap((domain) => domain.label === undefined ? [] : [{ ...domain, label: domain.label }]);
  if (labelled.length === 0) return undefined;
  const confusion = countConfusion(labelled);
  return {
    labelled: labelled.length,
    ...confusion,
    precision: precision(confusion),
    recall: recall(confusion),
    areaUnderRoc: areaUnderRoc(labelled),
    falsePositiveDomains: labelled.filter((domain) => domain.label === 0 && domain.prediction === 1)
      .sort((a, b) => b.probability - a.probability),
  };
}

function differenceOf(judged: readonly JudgedDomain[]): Difference | undefined {
  const compared = judged.filter((domain) => domain.recorded !== undefined);
  if (compared.length === 0) return undefined;
  const byDifference = compared.toSorted((a, b) => differenceIn(b) - differenceIn(a));
  const [first] = byDifference;
  return {
    compared: compared.length,
    largest: first === undefined ? 0 : differenceIn(first),
    different: byDifference.filter((domain) => !(differenceIn(domain) <= TOLERANCE)),
  };
}

function differenceIn({ probability, recorded }: JudgedDomain): number {
  return Math.abs(probability - (recorded ?? probability));
}
