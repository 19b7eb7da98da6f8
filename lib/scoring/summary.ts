/**
 * What a list of domains shows about a bundle.
 * @module
 */

import type { ListedDomain } from "./domain_line.ts";
import { areaUnderRoc, type Confusion, countConfusion, precision, recall } from "./metrics.ts";
import type { Outcome } from "./score.ts";

/** A domain of a list and what came of it. */
export interface ScoredDomain extends ListedDomain {
  /** What the pipelines made of it. */
  readonly outcome: Outcome;
}

/** A domain with a verdict. */
export interface JudgedDomain {
  /** Line in the list, from 1. */
  readonly line: number;
  /** The name as it was listed. */
  readonly domain: string;
  /** What it is known to be: 1 is malicious. */
  readonly label: 0 | 1 | undefined;
  /** Where it comes from. */
  readonly family: string | undefined;
  /** The verdict: 1 is malicious. */
  readonly prediction: 0 | 1;
  /** Probability that it is malicious, 0 to 1. */
  readonly probability: number;
  /** The probability that the list has for it. */
  readonly recorded: number | undefined;
}

/** A domain without a verdict. */
export interface FailedDomain {
  /** Line of the list, from 1. */
  readonly line: number;
  /** The name as it was listed. */
  readonly domain: string;
  /** Why the document failed. */
  readonly reason: string;
}

/** Verdicts measured on the names whose label is known. */
export interface Quality extends Confusion {
  /** How many domains have a label. */
  readonly labelled: number;
  /** Share of the malicious verdicts that are right. */
  readonly precision: number | undefined;
  /** Share of the malicious domains that were found. */
  readonly recall: number | undefined;
  /** Area under the ROC curve, 0 to 1. */
  readonly areaUnderRoc: number | undefined;
}

/** How far verdicts are from the recorded ones. */
export interface Difference {
  /** Names with a recorded probability and a verdict. */
  readonly compared: number;
  /** The largest difference. */
  readonly largest: number;
  /** Differences up to this count as equal. */
  readonly tolerance: number;
  /** Names that differ by more than the tolerance, the largest difference first. */
  readonly different: readonly JudgedDomain[];
}

/** All of it, as plain data. */
export interface Summary {
  /** Domains with a verdict. */
  readonly judged: readonly JudgedDomain[];
  /** Domains whose documents failed. */
  readonly failed: readonly FailedDomain[];
  /** Undefined when the list has no labels. */
  readonly quality: Quality | undefined;
  /** Benign names called malicious, the surest first. */
  readonly falsePositives: readonly JudgedDomain[];
  /** Undefined when the list has no recorded probabilities. */
  readonly difference: Difference | undefined;
}

/** Probabilities that differ by no more are equal: `exp` may differ in its last bits. */
const TOLERANCE = 1e-12;

/**
 * Sums up what came of a list.
 *
 * ```ts
 * import { readDomainList } from "./domain_list.ts";
 * import { summarize } from "./summary.ts";
 * const { domains } = readDomainList("domain,label\nexample.com,0\n");
 * const summary = summarize(
 *   domains.map((domain) => ({ ...domain, outcome: { kind: "judged", prediction: 1, probability: 0.9 } })),
 * );
 * if (summary.quality?.falsePositives !== 1 || summary.falsePositives[0]?.domain !== "example.com") throw new Error();
 * ```
 */
export function summarize(domains: readonly ScoredDomain[]): Summary {
  const judged: JudgedDomain[] = [];
  const failed: FailedDomain[] = [];
  for (const { line, text, label, family, probability: recorded, outcome } of domains) {
    if (outcome.kind === "failed") failed.push({ line, domain: text, reason: outcome.reason });
    else {
      const { prediction, probability } = outcome;
      judged.push({ line, domain: text, label, family, prediction, probability, recorded });
    }
  }
  const falsePositives = judged.filter((domain) => domain.label === 0 && domain.prediction === 1)
    .sort((a, b) => b.probability - a.probability);
  return { judged, failed, quality: qualityOf(judged), falsePositives, difference: differenceOf(judged) };
}

function qualityOf(judged: readonly JudgedDomain[]): Quality | undefined {
  const labelled = judged.flatMap(({ label, ...domain }) => label === undefined ? [] : [{ ...domain, label }]);
  if (labelled.length === 0) return undefined;
  const confusion = countConfusion(labelled);
  return {
    labelled: labelled.length,
    ...confusion,
    precision: precision(confusion),
    recall: recall(confusion),
    areaUnderRoc: areaUnderRoc(labelled),
  };
}

function differenceOf(judged: readonly JudgedDomain[]): Difference | undefined {
  const compared = judged.filter((domain) => domain.recorded !== undefined)
    .sort((a, b) => differenceIn(b) - differenceIn(a));
  const [first] = compared;
  if (first === undefined) return undefined;
  return {
    compared: compared.length,
    largest: differenceIn(first),
    tolerance: TOLERANCE,
    different: compared.filter((domain) => differenceIn(domain) > TOLERANCE),
  };
}

function differenceIn({ probability, recorded }: JudgedDomain): number {
  return Math.abs(probability - (recorded ?? probability));
}
