/**
 * The tables of a report.
 * @module
 */

import type { DomainVerdict, ScoredLine } from "../score_domains.ts";
import type { RankedName } from "../tally/ranked_names.ts";
import type { ScoreComparison, ScoreSummary } from "../tally/score_tally.ts";
import { type Html, html } from "./html.ts";
import { counted, percent, rate } from "./words.ts";

/** Names with their verdicts; undefined when there are none. */
export function namesTable(title: string, names: readonly RankedName[]): Html | undefined {
  if (names.length === 0) return undefined;
  const hasFamilies = names.some(({ first }) => first.family !== undefined);
  const rows = names.map(({ first, lines }) =>
    html`<tr><td class="name">${first.domain}</td><td>${verdictCell(first.verdict)}</td>${
      hasFamilies ? html`<td class="text">${first.family}</td>` : undefined
    }<td>${counted(lines)}</td></tr>`
  );
  const family = hasFamilies ? html`<th scope="col" class="text">family</th>` : undefined;
  return section(
    title,
    html`<tr><th scope="col" class="name">name</th><th scope="col">probability</th>${family}<th scope="col">lines</th></tr>`,
    rows,
  );
}

/** Names whose verdict moved, each with a drawing of how far; undefined when there are none. */
export function movesTable(title: string, names: readonly RankedName[]): Html | undefined {
  if (names.length === 0) return undefined;
  const rows = names.map(({ first: { domain, verdict, against }, lines }) =>
    html`
      <tr>
        <td class="name">${domain}</td>
        <td>${verdictCell(against)}</td>
        <td>${verdictCell(verdict)}</td>
        <td>${moveDrawing(against, verdict)}</td>
        <td>${counted(lines)}</td>
      </tr>
    `
  );
  return section(
    title,
    html`
      <tr>
        <th scope="col" class="name">name</th>
        <th scope="col">before</th>
        <th scope="col">now</th>
        <th scope="col">from 0 to 1</th>
        <th scope="col">lines</th>
      </tr>
    `,
    rows,
  );
}

/** What other thresholds would do. */
export function thresholdsTable({ thresholds, quality, judged }: ScoreSummary): Html {
  const rates = quality === undefined ? undefined : html`
    <th scope="col">precision</th>
    <th scope="col">recall</th>
    <th scope="col">false positive rate</th>
  `;
  const rows = thresholds.map((row) =>
    html`<tr><td>${row.threshold}</td><td>${counted(row.called)}</td><td>${percent(row.called / judged)}</td>${
      quality === undefined ? undefined : html`
        <td>${rate(row.precision)}</td>
        <td>${rate(row.recall)}</td>
        <td>${rate(row.falsePositiveRate)}</td>
      `
    }</tr>`
  );
  return section(
    "Thresholds",
    html`<tr><th scope="col">from</th><th scope="col">called malicious</th><th scope="col">share</th>${rates}</tr>`,
    rows,
  );
}

/** How often two bundles agree, and in which direction they do not. */
export function agreementTable(comparison: ScoreComparison): Html {
  const { compared, toMalicious, toBenign, maliciousAlike } = comparison;
  const benignAlike = compared - toMalicious - toBenign - maliciousAlike;
  return section(
    "Verdicts before and now",
    html`
      <tr>
        <td></td>
        <th scope="col">benign now</th>
        <th scope="col">malicious now</th>
      </tr>
    `,
    [
      html`
        <tr>
          <th scope="row">benign before</th>
          <td>${counted(benignAlike)}</td>
          <td class="changed">${counted(toMalicious)}</td>
        </tr>
      `,
      html`
        <tr>
          <th scope="row">malicious before</th>
          <td class="changed">${counted(toBenign)}</td>
          <td>${counted(maliciousAlike)}</td>
        </tr>
      `,
    ],
  );
}

/** The first lines without a verdict; undefined when there are none. */
export function linesTable(title: string, lines: readonly ScoredLine[], count: number): Html | undefined {
  if (count === 0) return undefined;
  const several = new Set(lines.map(({ source }) => source)).size > 1;
  const rows = lines.map(({ source, line, domain, note }) =>
    html`
      <tr>
        <td class="text">${several ? `${source}, ` : ""}line ${counted(line)}</td>
        <td class="name">${domain}</td>
        <td class="text">${note.replace(/^(?:not scored|failed): /, "")}</td>
      </tr>
    `
  );
  const shown = count > lines.length
    ? ` (${counted(count)}, the first ${counted(lines.length)})`
    : ` (${counted(count)})`;
  return section(
    `${title}${shown}`,
    html`
      <tr>
        <th scope="col" class="text">line</th>
        <th scope="col" class="name">what it has</th>
        <th scope="col" class="text">why</th>
      </tr>
    `,
    rows,
  );
}

function section(title: string, head: Html, rows: readonly Html[]): Html {
  return html`
    <section>
      <h2>${title}</h2>
      <div class="wide">
        <table>
          <thead>${head}</thead>
          <tbody>${rows}</tbody>
        </table>
      </div>
    </section>
  `;
}

function verdictCell(verdict: DomainVerdict | undefined): Html {
  if (verdict === undefined) return html`–`;
  const word = verdict.prediction === 1 ? "malicious" : "benign";
  return html`<span class="${word}" title="${word}">${verdict.probability.toFixed(6)}</span>`;
}

const LONG = 100;

function moveDrawing(before: DomainVerdict | undefined, now: DomainVerdict | undefined): Html {
  if (before === undefined || now === undefined) return html`–`;
  const [from, to] = [before, now].map(({ probability }) => (5 + probability * LONG).toFixed(1));
  return html`
    <svg class="move" viewBox="0 0 ${LONG + 10} 12" role="img" aria-label="from ${before.probability.toFixed(
      2,
    )} to ${now.probability.toFixed(2)}">
      <line class="grid" x1="5" x2="${LONG + 5}" y1="6" y2="6" />
      <line class="now" x1="${from}" x2="${to}" y1="6" y2="6" />
      <circle class="before" cx="${from}" cy="6" r="3.5" />
      <circle class="${now.prediction === 1 ? "malicious" : "benign"}" cx="${to}" cy="6" r="4" />
    </svg>
  `;
}
