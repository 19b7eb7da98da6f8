/**
 * How good verdicts are, measured on names whose truth is known.
 * @module
 */

/** A verdict beside the truth. */
export interface LabelledVerdict {
  /** 1 is malicious, 0 benign. */
  readonly label: 0 | 1;
  /** What the model decided. */
  readonly prediction: 0 | 1;
  /** The probability it gave to malicious. */
  readonly probability: number;
}

/** Verdicts counted by truth and decision. */
export interface Confusion {
  /** Malicious, and called so. */
  readonly truePositives: number;
  /** Benign, but called malicious. */
  readonly falsePositives: number;
  /** Benign, and called so. */
  readonly trueNegatives: number;
  /** Malicious, but called benign. */
  readonly falseNegatives: number;
}

/** The confusion matrix. */
export function countConfusion(verdicts: readonly LabelledVerdict[]): Confusion {
  const count = (label: 0 | 1, prediction: 0 | 1) =>
    verdicts.filter((verdict) => verdict.label === label && verdict.prediction === prediction).length;
  return {
    truePositives: count(1, 1),
    falsePositives: count(0, 1),
    trueNegatives: count(0, 0),
    falseNegatives: count(1, 0),
  };
}

/** The share of the names called malicious that are; undefined when none is called so. */
export function precision({ truePositives, falsePositives }: Confusion): number | undefined {
  return share(truePositives, truePositives + falsePositives);
}

/** The share of the malicious names that are called so; undefined when there are none. */
export function recall({ truePositives, falseNegatives }: Confusion): number | undefined {
  return share(truePositives, truePositives + falseNegatives);
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/**
 * Area under the ROC curve: how likely a malicious name has a higher probability than a benign one, a tie counting
 * half; undefined unless there are names of both kinds.
 *
 * ```ts
 * import { areaUnderRoc } from "./metrics.ts";
 * const area = areaUnderRoc([{ label: 0, probability: 0.1 }, { label: 1, probability: 0.9 }]);
 * if (area !== 1) throw new Error();
 * ```
 */
export function areaUnderRoc(verdicts: readonly Omit<LabelledVerdict, "prediction">[]): number | undefined {
  const ofLabel = (label: 0 | 1) =>
    Float64Array.from(verdicts.filter((verdict) => verdict.label === label), ({ probability }) => probability);
  return areaBetween(ofLabel(0), ofLabel(1));
}

/** The same from the probabilities of the benign and of the malicious names, in any order. */
export function areaBetween(benign: Float64Array, malicious: Float64Array): number | undefined {
  const lower = benign.toSorted();
  const higher = malicious.toSorted();
  // Twice the pairs in the right order, so that ties are whole numbers: exact up to 2^53.
  let pairs = 0;
  let below = 0;
  let notAbove = 0;
  for (const probability of higher) {
    while (below < lower.length && (lower[below] ?? 0) < probability) below++;
    while (notAbove < lower.length && (lower[notAbove] ?? 0) <= probability) notAbove++;
    pairs += below + notAbove;
  }
  return share(pairs / 2, lower.length * higher.length);
}

/** The share of the benign names that are called malicious; undefined when there are none. */
export function falsePositiveRate({ falsePositives, trueNegatives }: Confusion): number | undefined {
  return share(falsePositives, falsePositives + trueNegatives);
}
