/**
 * What a list shows about a bundle, added up block by block, so that a list may be larger than memory.
 * @module
 */

import type { ScoredLine } from "../score_domains.ts";
import { addChanges, type ChangeCounts, compareVerdicts, NO_CHANGES } from "./changes.ts";
import { type Rankings, RankingsKeeper } from "./rankings.ts";
import { type ScoreQuality, type ThresholdFigures, VerdictTally } from "./verdict_tally.ts";
import { type VerdictColumns, verdictColumns } from "./verdicts.ts";

/** Some lines in figures, as plain data that may be sent between threads. */
export interface BlockTally {
  readonly lines: number;
  readonly verdicts: VerdictColumns;
  readonly against: VerdictColumns;
  readonly changes: ChangeCounts;
  readonly rankings: Rankings;
  /** How many lines were not scored, by the reason's code. */
  readonly refused: Readonly<Record<string, number>>;
  /** The first of them. */
  readonly refusedLines: readonly ScoredLine[];
  readonly failed: number;
  /** The first of those whose documents failed. */
  readonly failedLines: readonly ScoredLine[];
}

/** A list in figures. */
export interface ScoreSummary {
  /** Lines of the list, a line of column names excepted. */
  readonly lines: number;
  /** Lines with a verdict. */
  readonly judged: number;
  /** Lines called malicious. */
  readonly malicious: number;
  /** Lines called benign. */
  readonly benign: number;
  /** Lines whose documents failed in the pipelines. */
  readonly failed: number;
  /** The first of them. */
  readonly failedLines: readonly ScoredLine[];
  /** Lines that are no domains. */
  readonly refused: number;
  /** The same by the reason's code. */
  readonly refusedFor: Readonly<Record<string, number>>;
  /** The first of them. */
  readonly refusedLines: readonly ScoredLine[];
  /** How many probabilities there are in {@linkcode DISTRIBUTION_STEPS} steps from 0 to 1. */
  readonly distribution: { readonly all: number[]; readonly benign: number[]; readonly malicious: number[] };
  /** What other thresholds would do. */
  readonly thresholds: readonly ThresholdFigures[];
  /** Undefined when the list has no labels. */
  readonly quality: ScoreQuality | undefined;
  /** Names that stand out. */
  readonly rankings: Rankings;
  /** Undefined when no other bundle is compared with. */
  readonly comparison: ScoreComparison | undefined;
}

/** Two bundles on the same names. */
export interface ScoreComparison extends ChangeCounts {
  /** Share of the compared lines that get the same verdict; undefined when there are none. */
  readonly agreement: number | undefined;
  /** The mean difference of two probabilities; undefined when there are none. */
  readonly meanMove: number | undefined;
  /** How many lines the other bundle calls malicious. */
  readonly maliciousBefore: number;
  /** How good the other bundle is; undefined when the list has no labels. */
  readonly qualityBefore: ScoreQuality | undefined;
}

/** Steps of the distribution. */
export const DISTRIBUTION_STEPS = 20;

/** Fewer verdicts show nothing by how they are spread. */
export const FEW_VERDICTS = 100;

/** So many lines without a verdict are kept to be shown. */
const EXAMPLES = 20;

/** So many names are kept in each order, if nobody asks for more. */
const RANKED = 20;

/** How lists are summed up. */
export interface TallyOptions {
  /** How many names are kept in each order. @default {20} */
  readonly ranked?: number | undefined;
  /** Whether there is another bundle to compare with. @default {false} */
  readonly compares?: boolean;
}

/** Figures of some lines. */
export function tallyLines(lines: readonly ScoredLine[], { ranked = RANKED }: TallyOptions = {}): BlockTally {
  const rankings = new RankingsKeeper(ranked);
  for (const line of lines) rankings.add(line);
  const refusedLines = lines.filter(({ state }) => state !== "judged" && state !== "failed");
  const failedLines = lines.filter(({ state }) => state === "failed");
  return {
    lines: lines.length,
    verdicts: verdictColumns(lines.flatMap(({ verdict, label }) => verdict === undefined ? [] : { verdict, label })),
    against: verdictColumns(
      lines.flatMap(({ against: verdict, label }) => verdict === undefined ? [] : { verdict, label }),
    ),
    changes: compareVerdicts(lines),
    rankings: rankings.list(),
    refused: Object.fromEntries(
      [...Map.groupBy(refusedLines, ({ state }) => state)].map(([state, { length }]) => [state, length]),
    ),
    refusedLines: refusedLines.slice(0, EXAMPLES),
    failed: failedLines.length,
    failedLines: failedLines.slice(0, EXAMPLES),
  };
}

/**
 * Sums lines up that are all there.
 *
 * ```ts
 * import { createIngestNode } from "../../ingest/node.ts";
 * import { scoreDomains } from "../score_domains.ts";
 * import { summarizeScores } from "./score_tally.ts";
 * const node = createIngestNode({
 *   pipelines: { dns_enrich_pipeline: { processors: [
 *     { set: { field: "ml_is_dga", value: { malicious_prediction: 1, malicious_probability: 0.75 } } },
 *   ] } },
 * });
 * const summary = summarizeScores(scoreDomains(node, "domain,label\na.com,1\nb.com,0\n10.0.0.1,0\n"));
 * if (summary.quality?.precision !== 0.5 || summary.refusedFor.address !== 1) throw new Error();
 * ```
 */
export function summarizeScores(lines: readonly ScoredLine[], options: TallyOptions = {}): ScoreSummary {
  const tally = new ScoreTally(options);
  tally.add(tallyLines(lines, options));
  return tally.summary();
}

/** Adds blocks up, in the order of their lines. */
export class ScoreTally {
  readonly #verdicts = new VerdictTally();
  readonly #against: VerdictTally | undefined;
  readonly #rankings: RankingsKeeper;
  readonly #refused: Record<string, number> = {};
  readonly #refusedLines: ScoredLine[] = [];
  readonly #failedLines: ScoredLine[] = [];
  #changes = NO_CHANGES;
  #failed = 0;
  #lines = 0;

  constructor({ ranked = RANKED, compares = false }: TallyOptions = {}) {
    this.#rankings = new RankingsKeeper(ranked);
    this.#against = compares ? new VerdictTally() : undefined;
  }

  /** How many lines there were so far. */
  get lines(): number {
    return this.#lines;
  }

  add(block: BlockTally): void {
    this.#lines += block.lines;
    this.#failed += block.failed;
    this.#verdicts.add(block.verdicts);
    this.#against?.add(block.against);
    this.#changes = addChanges(this.#changes, block.changes);
    this.#rankings.merge(block.rankings);
    for (const [code, count] of Object.entries(block.refused)) this.#refused[code] = (this.#refused[code] ?? 0) + count;
    this.#refusedLines.push(...block.refusedLines.slice(0, EXAMPLES - this.#refusedLines.length));
    this.#failedLines.push(...block.failedLines.slice(0, EXAMPLES - this.#failedLines.length));
  }

  summary(): ScoreSummary {
    const { judged, malicious } = this.#verdicts;
    return {
      lines: this.#lines,
      judged,
      malicious,
      benign: judged - malicious,
      failed: this.#failed,
      failedLines: this.#failedLines,
      refused: this.#lines - judged - this.#failed,
      refusedFor: this.#refused,
      refusedLines: this.#refusedLines,
      distribution: this.#verdicts.distribution(DISTRIBUTION_STEPS),
      thresholds: this.#verdicts.thresholds(),
      quality: this.#verdicts.quality(),
      rankings: this.#rankings.list(),
      comparison: this.#against === undefined ? undefined : comparison(this.#changes, this.#against),
    };
  }
}

function comparison(changes: ChangeCounts, before: VerdictTally): ScoreComparison {
  const { compared, toMalicious, toBenign, totalMove } = changes;
  return {
    ...changes,
    agreement: compared === 0 ? undefined : (compared - toMalicious - toBenign) / compared,
    meanMove: compared === 0 ? undefined : totalMove / compared,
    maliciousBefore: before.malicious,
    qualityBefore: before.quality(),
  };
}
