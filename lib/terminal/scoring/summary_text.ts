/**
 * What a list shows about a bundle, as people read it.
 * @module
 */

import type { ScoreReport } from "../../scoring/report/report.ts";
import { percent } from "../../scoring/report/words.ts";
import type { FailureExplanation } from "../../scoring/explain_failure.ts";
import type { ScoredLine } from "../../scoring/score_domains.ts";
import {
  DISTRIBUTION_STEPS,
  FEW_VERDICTS,
  type ScoreComparison,
  type ScoreSummary,
} from "../../scoring/tally/score_tally.ts";
import type { RankedName } from "../../scoring/tally/ranked_names.ts";
import type { ThresholdFigures } from "../../scoring/tally/verdict_tally.ts";
import { plural } from "../findings.ts";
import { explained, figure, number, shortened } from "../rehearsal_text.ts";
import type { Style } from "../style.ts";
import { type Column, formatTable } from "../table.ts";

/** A run that is over, as `--json` prints it. */
export interface Scoring extends ScoreReport {
  /** Why documents failed. */
  readonly failures: readonly FailureExplanation[];
  readonly linesPerSecond: number;
}

/** How many names of each order are shown. */
const SHOWN = 10;

/** Why lines were not scored, as it is read behind a count: of one, and of several where that is another word. */
const REASONS: Readonly<Record<ScoredLine["state"], readonly [one: string, many?: string]>> = {
  judged: ["scored"],
  failed: ["failed"],
  empty: ["empty"],
  address: ["IP address", "IP addresses"],
  "single-label": ["single label", "single labels"],
  "public-suffix": ["public suffix", "public suffixes"],
  malformed: ["malformed"],
  label: ["labelled neither 0 nor 1"],
  probability: ["with a probability that is none"],
  document: ["no DNS document", "no DNS documents"],
  "long-line": ["too long"],
};

/** Figures and the names that stand out. */
export function describeScoring(scoring: Scoring, style: Style): string {
  const { rankings, quality, lists } = scoring;
  const several = lists.length > 1;
  const sections: [title: string, body: string][] = [
    ...(quality === undefined ? [["Most probably malicious", names(rankings.top)] as [string, string]] : [
      ["Benign names called malicious, the surest first", names(rankings.falsePositives)] as [string, string],
      ["Malicious names called benign, the surest first", names(rankings.falseNegatives)] as [string, string],
    ]),
    ["Malicious now, benign before, the largest move first", moves(rankings.toMalicious)],
    ["Benign now, malicious before, the largest move first", moves(rankings.toBenign)],
    ["Largest moves", moves(rankings.moves)],
    ["Failed in the pipelines", reasons(scoring.failedLines, scoring.failed, several)],
    ["Why they failed", scoring.failures.map(explained).join("")],
    ["Not scored", reasons(scoring.refusedLines, scoring.refused, several)],
    ["Probabilities", distribution(scoring)],
    ["Thresholds", thresholds(scoring)],
    ["Summary", facts(scoring)],
  ];
  return sections.filter(([, body]) => body !== "").map(([title, body]) => `${style.bold(title)}\n${body}`).join("\n");
}

const PLAIN: Column = { title: "" };
const RIGHT: Column = { title: "", align: "right" };

function names(ranked: readonly RankedName[]): string {
  return formatTable(
    [PLAIN, RIGHT, PLAIN, PLAIN],
    ranked.slice(0, SHOWN).map(({ first, lines }) => [
      shortened(first.domain),
      first.verdict?.probability.toFixed(6) ?? "",
      lines > 1 ? plural(lines, "line") : "",
      first.family ?? "",
    ]),
  );
}

function moves(ranked: readonly RankedName[]): string {
  return formatTable(
    [PLAIN, RIGHT, PLAIN, RIGHT, PLAIN],
    ranked.slice(0, SHOWN).map(({ first, lines }) => [
      shortened(first.domain),
      first.against?.probability.toFixed(6) ?? "",
      "to",
      first.verdict?.probability.toFixed(6) ?? "",
      lines > 1 ? plural(lines, "line") : "",
    ]),
  );
}

/** The first lines that have no verdict; with several lists, also which one they are in. */
function reasons(lines: readonly ScoredLine[], count: number, several: boolean): string {
  const rows = lines.slice(0, SHOWN).map(({ source, line, domain, note }) => [
    several ? `${source}, line ${line}` : `line ${line}`,
    shortened(domain),
    shortened(note.replace(/^(?:not scored|failed): /, "")),
  ]);
  const more = count - rows.length;
  return formatTable([PLAIN, PLAIN, PLAIN], rows) + (more > 0 ? `  and ${number(more)} more\n` : "");
}

/** A bar for each step, the longest one of this many characters. */
const LONGEST_BAR = 40;

function distribution({ distribution: { all, benign, malicious }, judged, quality }: ScoreSummary): string {
  if (judged < FEW_VERDICTS) return "";
  const most = Math.max(...all);
  const labels = quality === undefined
    ? []
    : [{ title: "benign", align: "right" }, { title: "malicious", align: "right" }];
  return formatTable(
    [{ title: "from" }, { title: "names", align: "right" }, ...labels as Column[], { title: "" }],
    all.map((count, step) => [
      (step / DISTRIBUTION_STEPS).toFixed(2),
      number(count),
      ...(quality === undefined ? [] : [number(benign[step] ?? 0), number(malicious[step] ?? 0)]),
      "█".repeat(Math.ceil(count / most * LONGEST_BAR)),
    ]),
  );
}

function thresholds({ thresholds, quality, judged }: ScoreSummary): string {
  if (judged < FEW_VERDICTS) return "";
  const counts = thresholds.map((
    { threshold, called },
  ) => [String(threshold), number(called), percent(called / judged)]);
  const columns: Column[] = ["from", "called malicious", "share"].map((title) => ({ title, align: "right" }));
  if (quality === undefined) return formatTable(columns, counts);
  const rates = (row: ThresholdFigures) => [
    figure(row.precision, 4, "-"),
    figure(row.recall, 4, "-"),
    figure(row.falsePositiveRate, 4, "-"),
  ];
  return formatTable(
    [...columns, ...["precision", "recall", "false positive rate"].map((title): Column => ({ title, align: "right" }))],
    thresholds.map((row, i) => [...counts[i] ?? [], ...rates(row)]),
  );
}

function facts(scoring: Scoring): string {
  const { bundle, modelId, lists, lines, malicious, benign, failed, refused, refusedFor, quality } = scoring;
  const rows = [
    ["bundle", `${bundle}, model ${modelId}`],
    ["lines", `${number(lines)} from ${lists.length > 3 ? plural(lists.length, "list") : lists.join(", ")}`],
    ["verdicts", `${number(malicious)} malicious, ${number(benign)} benign`],
  ];
  if (scoring.threshold !== undefined) rows.push(["threshold", `${scoring.threshold}, in place of the bundle's own`]);
  if (failed > 0) rows.push(["failed", plural(failed, "document")]);
  if (refused > 0) {
    const byReason = Object.entries(REASONS).flatMap(([code, [one, many = one]]) => {
      const count = refusedFor[code];
      return count === undefined ? [] : plural(count, one, many);
    });
    rows.push(["not scored", `${plural(refused, "line")}: ${byReason.join(", ")}`]);
  }
  if (quality !== undefined) {
    rows.push(
      ["right", `${number(quality.truePositives)} malicious, ${number(quality.trueNegatives)} benign`],
      [
        "wrong",
        `${plural(quality.falsePositives, "false positive")}, ${plural(quality.falseNegatives, "false negative")}`,
      ],
      ["precision", figure(quality.precision, 4)],
      ["recall", figure(quality.recall, 4)],
      ["false positive rate", figure(quality.falsePositiveRate, 4)],
      ["AUC", figure(quality.areaUnderRoc, 5) + (quality.areaIsExact ? "" : ", from ten thousand steps")],
    );
  }
  if (scoring.comparison !== undefined) rows.push(...comparisonFacts(scoring.comparison, scoring));
  // A short list only shows how long everything takes to get going.
  if (lines >= 10_000) rows.push(["speed", `${number(scoring.linesPerSecond)} lines a second`]);
  return formatTable([PLAIN, PLAIN], rows);
}

function comparisonFacts(comparison: ScoreComparison, { against = "" }: Scoring): string[][] {
  const { compared, toMalicious, toBenign, agreement, moved, largestMove, meanMove, qualityBefore } = comparison;
  const rows = [
    ["compared with", `${against}, on ${plural(compared, "line")}`],
    ["agreement", agreement === undefined ? "nothing to compare" : percent(agreement)],
    ["flips", `${number(toMalicious)} to malicious, ${number(toBenign)} to benign`],
    [
      "moves",
      moved === 0
        ? "none"
        : `${number(moved)}, at most ${largestMove.toFixed(6)}, ${(meanMove ?? 0).toFixed(6)} on average`,
    ],
  ];
  if (qualityBefore !== undefined) {
    rows.push([
      "before",
      `precision ${figure(qualityBefore.precision, 4)}, recall ${figure(qualityBefore.recall, 4)}, ` +
      `AUC ${figure(qualityBefore.areaUnderRoc, 5)}`,
    ]);
  }
  return rows;
}
