/**
 * Lists in, rows and figures out: reads, scores with all cores, writes in the order of the lines.
 * @module
 */

import type { DgaBundle } from "../../bundle/dga.ts";
import type { LineBlock } from "../../scoring/line_blocks.ts";
import { portableBundle } from "../../scoring/portable_bundle.ts";
import { type ScoreSummary, ScoreTally } from "../../scoring/tally/score_tally.ts";
import { Interruption } from "../script_io.ts";
import type { Terminal } from "../terminal.ts";
import { inOrder } from "./in_order.ts";
import { type OpenedList, readLists, sizeOfLists } from "./lists.ts";
import { ScoringPool } from "./pool.ts";
import { progressText } from "./progress_text.ts";
import { formatRows, type RowFormat, rowsHeader } from "./rows.ts";
import { createBlockScorer, type ScoredBlock, type ScorerSettings } from "./score_block.ts";

/** How lists are scored. */
export interface ScoreListsOptions {
  readonly bundle: DgaBundle;
  /** The bundle to compare with. */
  readonly against: DgaBundle | undefined;
  readonly threshold: number | undefined;
  /** How rows are written; without it as a table. */
  readonly format: RowFormat | undefined;
  /** So many rows with the most probably malicious names, instead of a row for each line. */
  readonly top: number | undefined;
  /** Threads that score; 0 to score in this one. Without it one for each core. */
  readonly workers: number | undefined;
  /** Where a report goes, which is wanted even where nobody reads the rows. */
  readonly report: string | undefined;
}

/** What came of them. */
export interface ScoredLists {
  readonly summary: ScoreSummary;
  /** Why not all lines were scored; undefined when they were. */
  readonly stopped: Interruption | undefined;
  readonly linesPerSecond: number;
}

/** Lists up to so many bytes are scored before another thread would be ready. */
const SMALL_LIST = 65_536;

/** Scores all lists. An interruption ends it with what is done so far: all rows up to some line, and figures of just these. */
export async function scoreLists(
  lists: readonly OpenedList[],
  options: ScoreListsOptions,
  terminal: Terminal,
): Promise<ScoredLists> {
  const { io, progress } = terminal;
  const compares = options.against !== undefined;
  const format = terminal.json ? undefined : options.format ?? "table";
  const ranked = Math.max(options.top ?? 0, 20);
  const settings: ScorerSettings = {
    bundle: await portableBundle(options.bundle),
    against: options.against === undefined ? undefined : await portableBundle(options.against),
    threshold: options.threshold,
    format: options.top === undefined ? format : undefined,
    ranked,
  };
  const size = sizeOfLists(lists);
  const workers = options.workers ?? (size !== undefined && size <= SMALL_LIST ? 0 : navigator.hardwareConcurrency);
  using scorer = workers === 0 ? hereAndNow(settings) : new ScoringPool(settings, workers);

  const tally = new ScoreTally({ ranked, compares });
  const begin = io.now();
  let read = 0;
  let stopped: Interruption | undefined;
  if (format !== undefined) await writeRows(rowsHeader(format, { compares }), terminal);
  try {
    const blocks = readLists(lists, (bytes) => read += bytes);
    // Enough that no thread waits while a block before its own is finished.
    const inWork = { ahead: Math.max(3 * workers, 1), signal: io.signal };
    for await (const { rows, tally: block } of inOrder(blocks, (block) => scorer.score(block), inWork)) {
      if (rows.length > 0) await writeRows(rows, terminal);
      tally.add(block);
      if (io.stdout.closed && options.report === undefined) break;
      progress.show(progressText({ read, size, lines: tally.lines, seconds: (io.now() - begin) / 1000 }));
    }
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    stopped = error;
  }
  const summary = tally.summary();
  if (format !== undefined && options.top !== undefined) {
    const top = summary.rankings.top.slice(0, options.top).map(({ first }) => first);
    await writeRows(formatRows(top, format, { compares }), terminal);
  }
  if (format === "table") await writeRows("\n", terminal);
  progress.clear();
  return { summary, stopped, linesPerSecond: Math.round(tally.lines / Math.max((io.now() - begin) / 1000, 0.001)) };
}

/** Rows are safe to look at when they come here. Whoever stops the script is not kept waiting by a slow reader. */
async function writeRows(rows: Uint8Array | string, { io, progress }: Terminal): Promise<void> {
  if (rows.length === 0) return;
  if (io.stdout.isTerminal) progress.clear();
  const written = io.stdout.writeBytes(typeof rows === "string" ? new TextEncoder().encode(rows) : rows);
  await untilStopped(written, io.signal);
}

async function untilStopped(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

interface Scorer extends Disposable {
  score(block: LineBlock): Promise<ScoredBlock>;
}

function hereAndNow(settings: ScorerSettings): Scorer {
  const score = createBlockScorer(settings);
  return {
    async score(block) {
      // Signals are heard between the turns of the event loop only.
      await new Promise((resolve) => setTimeout(resolve));
      return score(block);
    },
    [Symbol.dispose]() {},
  };
}
