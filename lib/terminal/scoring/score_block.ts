/**
 * What a thread does with a block of lines: scores it, sums it up and writes its rows.
 * @module
 */

import type { LineBlock } from "../../scoring/line_blocks.ts";
import { openPortableBundle, type PortableBundle } from "../../scoring/portable_bundle.ts";
import { scoreBlock } from "../../scoring/score_domains.ts";
import { type BlockTally, tallyLines } from "../../scoring/tally/score_tally.ts";
import { formatRows, type RowFormat } from "./rows.ts";

/** What a thread has to know before its first block. */
export interface ScorerSettings {
  readonly bundle: PortableBundle;
  /** The bundle to compare with. */
  readonly against: PortableBundle | undefined;
  readonly threshold: number | undefined;
  /** How rows are written; undefined where nobody wants them. */
  readonly format: RowFormat | undefined;
  /** How many names are kept in each order. */
  readonly ranked: number;
}

/** A block that was scored. */
export interface ScoredBlock {
  /** The rows in UTF-8. */
  readonly rows: Uint8Array<ArrayBuffer>;
  readonly tally: BlockTally;
}

/** Opens the bundles once, for any number of blocks. */
export function createBlockScorer(settings: ScorerSettings): (block: LineBlock) => ScoredBlock {
  const { threshold, format, ranked } = settings;
  const node = openPortableBundle(settings.bundle);
  const against = settings.against === undefined ? undefined : openPortableBundle(settings.against);
  return (block) => {
    const lines = scoreBlock(node, block, { against, threshold });
    const text = format === undefined ? "" : formatRows(lines, format, { compares: against !== undefined });
    return { rows: new TextEncoder().encode(text), tally: tallyLines(lines, { ranked }) };
  };
}
