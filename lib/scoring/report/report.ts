/**
 * A list and its verdicts as one page that needs nothing else: it can be mailed, opened offline and printed.
 * @module
 */

import { FEW_VERDICTS, type ScoreSummary } from "../tally/score_tally.ts";
import { histogramChart } from "./histogram_chart.ts";
import { type Html, html } from "./html.ts";
import { rocChart } from "./roc_chart.ts";
import { STYLE } from "./style.ts";
import { agreementTable, linesTable, movesTable, namesTable, thresholdsTable } from "./tables.ts";
import { counted, percent, rate } from "./words.ts";

/** What a report is about. */
export interface ScoreReport extends ScoreSummary {
  /** Name of the bundle. */
  readonly bundle: string;
  /** Id of its model. */
  readonly modelId: string;
  /** Name of the bundle that it is compared with. */
  readonly against: string | undefined;
  /** Names are called malicious from here on; undefined where the bundle itself decides. */
  readonly threshold: number | undefined;
  /** Names of the lists, in order. */
  readonly lists: readonly string[];
  /** Whether all of them were scored to their ends. */
  readonly complete: boolean;
}

/**
 * The report as HTML: no script, nothing loaded from elsewhere, every name escaped.
 *
 * ```ts
 * import { summarizeScores } from "../tally/score_tally.ts";
 * import { renderReport } from "./report.ts";
 * const page = renderReport({
 *   ...summarizeScores([]),
 *   bundle: "<b>", modelId: "dga_1_2.0", against: undefined, threshold: undefined, lists: ["names.txt"], complete: true,
 * });
 * if (!page.startsWith("<!doctype html>") || page.includes("<b>")) throw new Error();
 * ```
 *
 * @param report the figures, and where they come from
 * @param madeAt when the lists were scored
 */
export function renderReport(report: ScoreReport, madeAt?: Date): string {
  const { bundle, against, quality, comparison, rankings, judged } = report;
  const title = against === undefined ? `Verdicts of ${bundle}` : `${bundle} compared with ${against}`;
  const page = html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
        <meta name="referrer" content="no-referrer">
        <title>${title}</title>
        <style>${STYLE}</style>
      </head>
      <body>
        <header><h1>${title}</h1>${origin(report, madeAt)}</header>
        ${figures(report)}
        ${judged === 0
          ? undefined
          : html`<div class="charts">${histogramChart(report)}${rocChart(quality, comparison?.qualityBefore)}</div>`}
        ${comparison === undefined ? undefined : agreementTable(comparison)}
        <div class="pair">
          ${movesTable("Malicious now, benign before", rankings.toMalicious)}
          ${movesTable("Benign now, malicious before", rankings.toBenign)}
        </div>
        ${movesTable("Largest moves", rankings.moves)}
        <div class="pair">
          ${namesTable("Benign names called malicious, the surest first", rankings.falsePositives)}
          ${namesTable("Malicious names called benign, the surest first", rankings.falseNegatives)}
        </div>
        ${quality === undefined ? namesTable("Most probably malicious", rankings.top.slice(0, SHOWN)) : undefined}
        ${judged < FEW_VERDICTS ? undefined : thresholdsTable(report)}
        ${linesTable("Failed in the pipelines", report.failedLines, report.failed)}
        ${linesTable("Not scored", report.refusedLines, report.refused)}
      </body>
    </html>
  `;
  return `${page.text}\n`;
}

/** A caller may have asked for many more. */
const SHOWN = 100;

function origin({ modelId, lists, lines, threshold, complete }: ScoreReport, madeAt: Date | undefined): Html {
  const decision = threshold === undefined
    ? "as the bundle decides"
    : `malicious from a probability of ${threshold} on, in place of the bundle's own decision`;
  const named = lists.length > 10
    ? `${lists.slice(0, 10).join(", ")} and ${counted(lists.length - 10)} more`
    : lists.join(", ");
  const made = madeAt === undefined
    ? undefined
    : html`<p class="soft">Made ${madeAt.toISOString().slice(0, 16).replace("T", " ")} UTC</p>`;
  const stopped = complete
    ? undefined
    : html`<p class="stopped">Stopped after ${counted(lines)} lines: everything here is about these.</p>`;
  return html`<p class="soft">Model ${modelId}, ${counted(lines)} lines of ${named}, ${decision}.</p>${made}${stopped}`;
}

function figures(report: ScoreReport): Html {
  const { judged, malicious, benign, failed, refused, quality, comparison } = report;
  const all: [name: string, value: string][] = [["malicious", counted(malicious)], ["benign", counted(benign)]];
  if (quality === undefined && judged > 0) all.push(["share malicious", percent(malicious / judged)]);
  if (refused > 0) all.push(["not scored", counted(refused)]);
  if (failed > 0) all.push(["failed", counted(failed)]);
  if (quality !== undefined) {
    all.push(
      ["precision", rate(quality.precision)],
      ["recall", rate(quality.recall)],
      ["false positive rate", rate(quality.falsePositiveRate)],
      [quality.areaIsExact ? "AUC" : "AUC (about)", rate(quality.areaUnderRoc, 5)],
    );
  }
  if (comparison !== undefined) {
    const { agreement, toMalicious, toBenign, largestMove, meanMove } = comparison;
    all.push(
      ["agreement", agreement === undefined ? "–" : percent(agreement)],
      ["flips to malicious", counted(toMalicious)],
      ["flips to benign", counted(toBenign)],
      ["largest move", rate(largestMove)],
      ["mean move", rate(meanMove)],
    );
  }
  return html`<dl class="figures">${
    all.map(([name, value]) =>
      html`
        <div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>
      `
    )
  }</dl>`;
}
