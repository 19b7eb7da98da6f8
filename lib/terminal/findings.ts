/**
 * Findings as people read them.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import { visible } from "./safe_text.ts";
import type { Style } from "./style.ts";

/**
 * The findings, grouped by file in the order in which the files come, each with its place, what was found and what to
 * do; a last line counts them.
 *
 * ```ts
 * import { formatFindings } from "./findings.ts";
 * import { memoryIo } from "./memory_io.ts";
 * import { styleFor } from "./style.ts";
 * const text = formatFindings(
 *   [{ level: "warning", code: "duplicate-key", file: "a.json", path: "tags", line: 3, column: 5, message: "Twice" }],
 *   styleFor(memoryIo().stderr, false),
 * );
 * if (text !== "a.json\n  warning  tags, 3:5\n    Twice\n\n1 warning\n") throw new Error(text);
 * ```
 */
export function formatFindings(findings: readonly Finding[], style: Style): string {
  if (findings.length === 0) return "";
  const groups = Map.groupBy(findings, (finding) => finding.file);
  const texts = [...groups].map(([file, ofFile]) => {
    const title = file === undefined ? "" : `${style.bold(visible(file))}\n`;
    return `${title}${ofFile.map((finding) => formatFinding(finding, style)).join("")}`;
  });
  return `${texts.join("\n")}\n${countFindings(findings)}\n`;
}

function formatFinding(finding: Finding, style: Style): string {
  const level = finding.level === "error" ? style.red("error") : style.yellow("warning");
  const place = placeOf(finding);
  const message = indented(finding.message);
  // What is about a whole file has no place, and needs no line for it.
  const lines = place === "" ? [`  ${level}  ${message.trimStart()}`] : [`  ${level}  ${visible(place)}`, message];
  if (finding.hint !== undefined) lines.push(style.dim(indented(finding.hint)));
  return lines.map((line) => `${line}\n`).join("");
}

/** Path and position: `processors/0/script/id, 12:7`. */
function placeOf({ path, line, column }: Finding): string {
  const position = line === undefined ? "" : column === undefined ? `line ${line}` : `${line}:${column}`;
  return [path ?? "", position].filter((part) => part !== "").join(", ");
}

/** A message may have lines of its own, as the source with a caret below. */
function indented(text: string): string {
  return text.split("\n").map((line) => `    ${visible(line)}`.trimEnd()).join("\n");
}

/** `"2 errors, 1 warning"`. */
export function countFindings(findings: readonly Finding[]): string {
  const errors = findings.filter((finding) => finding.level === "error").length;
  const warnings = findings.length - errors;
  const counts = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
  ];
  return counts.join(", ");
}

/** `"1 name"`, `"2,089 names"`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
