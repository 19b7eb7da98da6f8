/**
 * The orders in which names stand out.
 * @module
 */

import type { ScoredLine } from "../score_domains.ts";
import { type RankedName, RankedNames } from "./ranked_names.ts";

/** Names by the order in which they stand out. */
export interface Rankings {
  /** The most probably malicious names. */
  readonly top: readonly RankedName[];
  /** Benign names called malicious, the surest first. */
  readonly falsePositives: readonly RankedName[];
  /** Malicious names called benign, the surest first. */
  readonly falseNegatives: readonly RankedName[];
  /** Names that only this bundle calls malicious, the largest move first. */
  readonly toMalicious: readonly RankedName[];
  /** Names that only the other bundle calls malicious, the largest move first. */
  readonly toBenign: readonly RankedName[];
  /** Names whose probability changed, the largest move first. */
  readonly moves: readonly RankedName[];
}

type Order = keyof Rankings;

const ORDERS: readonly Order[] = ["top", "falsePositives", "falseNegatives", "toMalicious", "toBenign", "moves"];

/** How high a line stands in an order; undefined where it has no place in it. */
function rankOf(line: ScoredLine, order: Order): number | undefined {
  const { verdict, against, label } = line;
  if (verdict === undefined) return undefined;
  switch (order) {
    case "top":
      return verdict.probability;
    case "falsePositives":
      return label === 0 && verdict.prediction === 1 ? verdict.probability : undefined;
    case "falseNegatives":
      return label === 1 && verdict.prediction === 0 ? 1 - verdict.probability : undefined;
    case "toMalicious":
      return verdict.prediction === 1 && against?.prediction === 0 ? move(line) : undefined;
    case "toBenign":
      return verdict.prediction === 0 && against?.prediction === 1 ? move(line) : undefined;
    case "moves":
      return move(line) || undefined;
  }
}

/** How far the probability is from that of the other bundle. */
function move({ verdict, against }: ScoredLine): number | undefined {
  return verdict === undefined || against === undefined
    ? undefined
    : Math.abs(verdict.probability - against.probability);
}

/** The names that stand out among some lines. */
export class RankingsKeeper {
  readonly #kept: Readonly<Record<Order, RankedNames>>;

  /** @param limit how many names are kept in each order */
  constructor(limit: number) {
    const names = () => new RankedNames(limit);
    this.#kept = {
      top: names(),
      falsePositives: names(),
      falseNegatives: names(),
      toMalicious: names(),
      toBenign: names(),
      moves: names(),
    };
  }

  add(line: ScoredLine): void {
    for (const order of ORDERS) {
      const rank = rankOf(line, order);
      if (rank !== undefined) this.#kept[order].add({ first: line, rank, lines: 1 });
    }
  }

  merge(rankings: Rankings): void {
    for (const order of ORDERS) {
      for (const name of rankings[order]) this.#kept[order].add(name);
    }
  }

  list(): Rankings {
    const { top, falsePositives, falseNegatives, toMalicious, toBenign, moves } = this.#kept;
    return {
      top: top.list(),
      falsePositives: falsePositives.list(),
      falseNegatives: falseNegatives.list(),
      toMalicious: toMalicious.list(),
      toBenign: toBenign.list(),
      moves: moves.list(),
    };
  }
}
