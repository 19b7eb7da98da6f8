/**
 * The verdicts of one bundle on any number of names: how they are spread, and how good they are where that is known.
 * @module
 */

import { areaBetween, type Confusion, falsePositiveRate, precision, recall } from "../metrics.ts";
import type { Quality } from "../summary.ts";
import { Histogram, STEPS } from "./histogram.ts";
import type { VerdictColumns } from "./verdicts.ts";

/** What a threshold would do. */
export interface ThresholdFigures {
  /** Names are called malicious from this probability on. */
  readonly threshold: number;
  /** How many names would be called malicious. */
  readonly called: number;
  /** Share of the labelled ones among them that are malicious. */
  readonly precision: number | undefined;
  /** Share of the malicious names that would be found. */
  readonly recall: number | undefined;
  /** Share of the benign names that would be called malicious. */
  readonly falsePositiveRate: number | undefined;
}

/** Verdicts measured on the names whose label is known. */
export interface ScoreQuality extends Quality {
  /** Share of the benign names that are called malicious. */
  readonly falsePositiveRate: number | undefined;
  /** Whether the area is exact; beyond {@linkcode EXACT_NAMES} labelled names it is taken from ten thousand steps. */
  readonly areaIsExact: boolean;
  /** Points of the ROC curve: false positive rate and recall, from (0, 0) to (1, 1). */
  readonly roc: readonly (readonly [falsePositiveRate: number, recall: number])[];
}

/** Thresholds that are tried. */
const THRESHOLDS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999];

/** So many labelled probabilities are kept for an exact area: 16 MB. */
export const EXACT_NAMES = 2_000_000;

const KINDS = ["unlabelled", "benign", "malicious"] as const;

/** Adds verdicts up. */
export class VerdictTally {
  readonly #histograms = { unlabelled: new Histogram(), benign: new Histogram(), malicious: new Histogram() };
  readonly #called = { unlabelled: 0, benign: 0, malicious: 0 };
  /** The labelled probabilities, as long as there are not too many. */
  #kept: { benign: Float64Array[]; malicious: Float64Array[] } | undefined = { benign: [], malicious: [] };

  add(columns: VerdictColumns): void {
    for (const kind of KINDS) {
      const { probabilities, calledMalicious } = columns[kind];
      this.#histograms[kind].add(probabilities);
      this.#called[kind] += calledMalicious;
    }
    this.#kept?.benign.push(columns.benign.probabilities);
    this.#kept?.malicious.push(columns.malicious.probabilities);
    if (this.#labelled() > EXACT_NAMES) this.#kept = undefined;
  }

  /** How many names have a verdict. */
  get judged(): number {
    return this.#labelled() + this.#histograms.unlabelled.total;
  }

  /** How many of them are called malicious. */
  get malicious(): number {
    return KINDS.reduce((sum, kind) => sum + this.#called[kind], 0);
  }

  /** How many probabilities there are in steps of equal width: of all names, and of each label. */
  distribution(steps: number): { all: number[]; benign: number[]; malicious: number[] } {
    const [unlabelled = [], benign = [], malicious = []] = KINDS.map((kind) => this.#histograms[kind].inSteps(steps));
    return { all: unlabelled.map((count, i) => count + (benign[i] ?? 0) + (malicious[i] ?? 0)), benign, malicious };
  }

  thresholds(): ThresholdFigures[] {
    const [unlabelled, benign, malicious] = KINDS.map((kind) => this.#histograms[kind].atLeast());
    return THRESHOLDS.map((threshold) => {
      const step = Math.round(threshold * STEPS);
      const falsePositives = benign?.[step] ?? 0;
      const truePositives = malicious?.[step] ?? 0;
      const confusion = this.#confusionWith(falsePositives, truePositives);
      return {
        threshold,
        called: (unlabelled?.[step] ?? 0) + falsePositives + truePositives,
        precision: precision(confusion),
        recall: recall(confusion),
        falsePositiveRate: falsePositiveRate(confusion),
      };
    });
  }

  /** Undefined when no name has a label. */
  quality(): ScoreQuality | undefined {
    const labelled = this.#labelled();
    if (labelled === 0) return undefined;
    const confusion = this.#confusionWith(this.#called.benign, this.#called.malicious);
    return {
      labelled,
      ...confusion,
      precision: precision(confusion),
      recall: recall(confusion),
      falsePositiveRate: falsePositiveRate(confusion),
      areaUnderRoc: this.#kept === undefined
        ? this.#areaInSteps()
        : areaBetween(concatenated(this.#kept.benign), concatenated(this.#kept.malicious)),
      areaIsExact: this.#kept !== undefined,
      roc: this.#roc(),
    };
  }

  #labelled(): number {
    return this.#histograms.benign.total + this.#histograms.malicious.total;
  }

  #confusionWith(falsePositives: number, truePositives: number): Confusion {
    return {
      truePositives,
      falsePositives,
      trueNegatives: this.#histograms.benign.total - falsePositives,
      falseNegatives: this.#histograms.malicious.total - truePositives,
    };
  }

  /** Points where the curve bends, at most as many as can be seen. */
  #roc(): [number, number][] {
    const { benign, malicious } = this.#histograms;
    if (benign.total === 0 || malicious.total === 0) return [];
    const falsePositives = benign.atLeast();
    const truePositives = malicious.atLeast();
    const points: [number, number][] = [[0, 0]];
    for (let step = STEPS; step >= 0; step--) {
      const point = [(falsePositives[step] ?? 0) / benign.total, (truePositives[step] ?? 0) / malicious.total] as const;
      const [x = 0, y = 0] = points.at(-1) ?? [];
      const isLast = step === 0 && (point[0] !== x || point[1] !== y);
      if (isLast || Math.hypot(point[0] - x, point[1] - y) >= VISIBLE) points.push([...point]);
    }
    return points;
  }

  /** The area below straight lines from step to step, as if names within one tied. */
  #areaInSteps(): number | undefined {
    const { benign, malicious } = this.#histograms;
    if (benign.total === 0 || malicious.total === 0) return undefined;
    let below = 0;
    let pairs = 0;
    for (let step = 0; step <= STEPS; step++) {
      const here = benign.counts[step] ?? 0;
      pairs += (malicious.counts[step] ?? 0) * (below + here / 2);
      below += here;
    }
    return pairs / benign.total / malicious.total;
  }
}

/** Two points of a curve that are nearer than this look like one. */
const VISIBLE = 1 / 500;

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
