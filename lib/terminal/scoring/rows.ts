/**
 * Scored lines as rows of a table, of CSV, or of NDJSON.
 * @module
 */

import type { DomainVerdict, ScoredLine } from "../../scoring/score_domains.ts";
import { safeJson, visible } from "../safe_text.ts";
import { formatTable } from "../table.ts";
import { shortened } from "../rehearsal_text.ts";

/** How rows are written. */
export const ROW_FORMATS = ["table", "csv", "ndjson"] as const;

/** One of them. */
export type RowFormat = typeof ROW_FORMATS[number];

/** What rows have. */
export interface RowOptions {
  /** Whether there are columns for the verdict of another bundle. */
  readonly compares: boolean;
}

/** What stands above the first row. */
export function rowsHeader(format: RowFormat, { compares }: RowOptions): string {
  if (format !== "csv") return "";
  const columns = ["domain", "registered_domain", "prediction", "probability", "note"];
  return `${[...columns, ...(compares ? ["against_prediction", "against_probability"] : [])].join(",")}\n`;
}

/**
 * The rows. Control characters of names are shown as `\u{…}`, in NDJSON as JSON escapes.
 *
 * ```ts
 * import { formatRows } from "./rows.ts";
 * const line = {
 *   source: "a.txt", line: 1, domain: "=1+1", registeredDomain: undefined, label: undefined, family: undefined,
 *   verdict: undefined, against: undefined, state: "malformed" as const, note: "no, not at all",
 * };
 * if (formatRows([line], "csv", { compares: false }) !== `'=1+1,,,,"no, not at all"\n`) throw new Error();
 * ```
 */
export function formatRows(lines: readonly ScoredLine[], format: RowFormat, options: RowOptions): string {
  switch (format) {
    case "table":
      return tableRows(lines);
    case "csv":
      return lines.map((line) => csvRow(line, options)).join("");
    case "ndjson":
      return lines.map((line) => ndjsonRow(line, options)).join("");
  }
}

/** Blocks of a long list are aligned with each other as far as names of usual length allow. */
function tableRows(lines: readonly ScoredLine[]): string {
  return formatTable(
    [
      { title: "", minWidth: 28 },
      { title: "", minWidth: 22 },
      { title: "", minWidth: 9 },
      { title: "", minWidth: 8 },
      { title: "" },
    ],
    lines.map(({ domain, registeredDomain, verdict, note }) => [
      shortened(domain),
      shortened(registeredDomain ?? ""),
      verdict === undefined ? "" : verdict.prediction === 1 ? "malicious" : "benign",
      verdict?.probability.toFixed(6) ?? "",
      note,
    ]),
  );
}

function csvRow({ domain, registeredDomain, verdict, against, note }: ScoredLine, { compares }: RowOptions): string {
  const cells = [
    csvCell(domain),
    csvCell(registeredDomain ?? ""),
    ...csvVerdict(verdict),
    csvCell(note),
    ...(compares ? csvVerdict(against) : []),
  ];
  return `${cells.join(",")}\n`;
}

function csvVerdict(verdict: DomainVerdict | undefined): [string, string] {
  return verdict === undefined ? ["", ""] : [String(verdict.prediction), String(verdict.probability)];
}

/** A spreadsheet would take text that begins so for a formula: an apostrophe in front makes it text. */
function csvCell(text: string): string {
  const shown = visible(text);
  const cell = /^\s*[=+@-]/.test(shown) ? `'${shown}` : shown;
  return /[",]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function ndjsonRow({ domain, registeredDomain, verdict, against, note }: ScoredLine, { compares }: RowOptions): string {
  return `${
    safeJson({
      domain,
      registered_domain: registeredDomain ?? null,
      prediction: verdict?.prediction ?? null,
      probability: verdict?.probability ?? null,
      note,
      ...(compares
        ? { against_prediction: against?.prediction ?? null, against_probability: against?.probability ?? null }
        : {}),
    })
  }\n`;
}
