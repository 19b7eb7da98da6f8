#!/usr/bin/env -S deno run --allow-read --allow-write=. --v8-flags=--max-semi-space-size=4,--heap-growing-percent=25
/**
 * Scores domains with a bundle, without a cluster: names in, verdicts out, as the stack would write them.
 *
 * V8 lets the space for short-lived objects grow to 32 MB twice, in every thread; with 4 the same work takes about a
 * third less memory and no more time.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple, optional } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { choice, float, integer } from "@optique/core/valueparser";
import { denoIo } from "../lib/terminal/deno_io.ts";
import { EXIT, type ExitCode } from "../lib/terminal/exit_code.ts";
import { plural } from "../lib/terminal/findings.ts";
import { bundleOption, commonOptions, pathArgument } from "../lib/terminal/options.ts";
import { readValidBundle } from "../lib/terminal/read_bundle.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { ScriptError, UsageError } from "../lib/terminal/script_error.ts";
import type { Interruption, ScriptIo } from "../lib/terminal/script_io.ts";
import { visible } from "../lib/terminal/safe_text.ts";
import { openLists } from "../lib/terminal/scoring/lists.ts";
import { checkReportFile, writeReportFile } from "../lib/terminal/scoring/report_file.ts";
import { ROW_FORMATS, type RowFormat } from "../lib/terminal/scoring/rows.ts";
import { scoreLists } from "../lib/terminal/scoring/score_lists.ts";
import { describeScoring, type Scoring } from "../lib/terminal/scoring/summary_text.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import {
  createIngestNode,
  type DgaBundle,
  explainFailures,
  IngestError,
  type IngestNode,
  renderReport,
  type ScoredLine,
  splitDomainName,
} from "../mod.ts";

interface ScoreOptions {
  readonly dir: string | undefined;
  readonly lists: readonly string[];
  readonly format: RowFormat | undefined;
  readonly threshold: number | undefined;
  readonly top: number | undefined;
  readonly against: string | undefined;
  readonly report: string | undefined;
  readonly workers: number | undefined;
  readonly json: boolean;
}

/** What `score_domains.ts` is, for its help and for {@linkcode main}. */
export const script: Script<ScoreOptions> = {
  name: "score_domains.ts",
  brief: "Scores domains with a DGA bundle, without a cluster: names in, verdicts out, as the stack would write them.",
  description: "A list has a domain, a URL or a DNS document (JSON) a line, or is CSV whose first line names the " +
    "columns: domain, and if known label (0 or 1) and family. It may be compressed with gzip, and larger than memory. " +
    "Each line gets a row with domain, registered domain, prediction, probability and a note; what cannot be scored " +
    "gets the reason. With labels the verdicts are measured. In CSV, a cell that a spreadsheet would take for a " +
    "formula begins with an apostrophe.",
  examples: [
    "score_domains.ts -d ML-DGA-20261101-1.zip names.txt",
    "zcat dns-*.ndjson.gz | score_domains.ts -d ML-DGA-20261101-1 --top 50 -",
    "score_domains.ts -d ML-DGA-20261101-2 --against ML-DGA-20261101-1 --report changes.html labelled.csv",
    "score_domains.ts -d ML-DGA-20261101-1 --format csv names.txt > verdicts.csv",
  ],
  options: object({
    dir: bundleOption("Folder or zip of the bundle"),
    lists: multiple(argument(pathArgument("FILE"), {
      description: message`Lists of domains, - for standard input (default: standard input)`,
    })),
    format: optional(option("--format", choice(ROW_FORMATS, { metavar: "FORMAT" }), {
      description:
        message`How rows are written: table (the default), csv or ndjson; the summary then goes to standard error`,
    })),
    threshold: optional(option("--threshold", float({ metavar: "P", min: 0, max: 1 }), {
      description: message`Call names malicious from this probability on (default: as the bundle decides)`,
    })),
    top: optional(option("--top", integer({ metavar: "N", min: 1, max: 100_000 }), {
      description: message`Instead of a row for each line, only the N most probably malicious names`,
    })),
    against: optional(option("--against", pathArgument("DIR"), {
      description: message`Folder or zip of another bundle, to see what changes from it for these names`,
    })),
    report: optional(option("--report", pathArgument("FILE"), {
      description: message`Write a report, a single HTML page, into the current folder or below`,
    })),
    workers: optional(option("--workers", integer({ metavar: "N", min: 0, max: 256 }), {
      description: message`Threads that score, 0 to do everything in one (default: one for each core)`,
    })),
    ...commonOptions(),
  }),
  run: score,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function score(asked: ScoreOptions, terminal: Terminal): Promise<Record<string, unknown> | undefined> {
  const dir = checkArguments(asked);
  const lists = await openLists(asked.lists, terminal.io);
  if (asked.report !== undefined) await checkReportFile(asked.report, [dir, ...asked.lists], terminal.io);
  const bundle = await readValidBundle(dir, terminal, { attempt: "score with" });
  const node = prepareNode(bundle);
  const other = asked.against === undefined
    ? undefined
    : await readValidBundle(asked.against, terminal, { attempt: "compare with" });
  if (other !== undefined) prepareNode(other);

  const { summary, stopped, linesPerSecond } = await scoreLists(lists, { ...asked, bundle, against: other }, terminal);
  const scoring: Scoring = {
    bundle: bundle.name,
    modelId: bundle.modelId,
    against: other?.name,
    threshold: asked.threshold,
    lists: lists.map(({ name }) => name),
    complete: stopped === undefined,
    ...summary,
    failures: explainFailures(node, onePerReason(summary.failedLines)),
    linesPerSecond,
  };
  if (asked.report !== undefined) {
    await writeReportFile(asked.report, renderReport(scoring, new Date()), terminal.io);
    terminal.note(`Report written to ${visible(asked.report)}\n`);
  }
  // A reader that has gone wants no more, and nothing went wrong.
  if (terminal.io.stdout.closed) return undefined;
  const text = describeScoring(scoring, terminal.style);
  if (asked.format === undefined || asked.format === "table") terminal.print(text);
  else terminal.note(text);
  if (stopped !== undefined) stopAsAsked(stopped, scoring);
  stopWithoutVerdict(scoring);
  return { ...scoring };
}

/** The folder or zip of the bundle; what does not go together is told before anything is read. */
function checkArguments({ dir, json, format, against }: ScoreOptions): string {
  if (dir === undefined) {
    throw new UsageError(
      "Cannot score domains as no bundle is named",
      "Give its folder or zip with -d. See score_domains.ts --help",
    );
  }
  if (against === "-") throw new UsageError("Cannot compare with standard input: --against takes a folder or a zip");
  if (json && format !== undefined) {
    throw new UsageError("Cannot write rows and one JSON value on one output: --json takes no --format");
  }
  return dir;
}

/** What the rehearsal lacks was told as warnings; whoever goes on all the same learns here that it cannot be done. */
function prepareNode(bundle: DgaBundle): IngestNode {
  try {
    return createIngestNode(bundle);
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    throw new ScriptError(`Cannot score with "${bundle.name}": ${error.message}`, { exit: EXIT.findings });
  }
}

/** One failed document for each reason, as the list had it. */
function onePerReason(lines: readonly ScoredLine[]): Parameters<typeof explainFailures>[1] {
  return [...Map.groupBy(lines, ({ note }) => note).values()].flatMap(([line]) => {
    const name = splitDomainName(line?.domain ?? "", { registered: true });
    return line === undefined || "code" in name
      ? []
      : [{ text: line.domain, name, outcome: { kind: "failed", reason: line.note } as const }];
  });
}

function stopAsAsked({ exit, message }: Interruption, scoring: Scoring): never {
  throw new ScriptError(`${message} after ${plural(scoring.lines, "line")}: rows and figures end there`, {
    exit,
    results: { ...scoring },
  });
}

function stopWithoutVerdict(scoring: Scoring): void {
  if (scoring.judged > 0 || scoring.lines === 0) return;
  const isBundle = scoring.failed > 0;
  throw new ScriptError(
    isBundle
      ? `"${scoring.bundle}" gave no verdict: ${plural(scoring.failed, "document")} failed in its pipelines`
      : `Cannot score ${scoring.lists.join(", ")} as none of its lines is a domain`,
    {
      exit: isBundle ? EXIT.findings : EXIT.failed,
      ...(isBundle
        ? {}
        : { hint: "A list has a domain, a URL or a DNS document a line, or is CSV with a column named domain" }),
      results: { ...scoring },
    },
  );
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
