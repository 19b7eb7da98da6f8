/**
 * A bound on how much is said about one file.
 * @module
 */

import type { Finding } from "../json/finding.ts";

/** So many findings of one file are told. */
const MOST_OF_A_FILE = 100;
/** So much of one text: names and values of a hostile file may have millions of characters. */
const MOST_OF_A_TEXT = 2000;

/** The first findings of each file, and how many more there are; what is told is cut where it is endless. */
export function limitFindings(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string | undefined, number>();
  const hidden = new Map<string | undefined, { count: number; level: Finding["level"] }>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const { file, level } = finding;
    const count = (counts.get(file) ?? 0) + 1;
    counts.set(file, count);
    if (count <= MOST_OF_A_FILE) {
      kept.push(shortened(finding));
      continue;
    }
    const isError = level === "error" || hidden.get(file)?.level === "error";
    hidden.set(file, { count: count - MOST_OF_A_FILE, level: isError ? "error" : "warning" });
  }
  for (const [file, { count, level }] of hidden) {
    kept.push({
      level,
      code: "more-findings",
      ...(file === undefined ? {} : { file }),
      message: count === 1 ? "There is 1 more finding like these" : `There are ${count} more findings like these`,
      hint: "Mend the first ones and validate again.",
    });
  }
  return kept;
}

function shortened(finding: Finding): Finding {
  const { path, message, hint } = finding;
  return {
    ...finding,
    ...(path === undefined ? {} : { path: cut(path) }),
    message: cut(message),
    ...(hint === undefined ? {} : { hint: cut(hint) }),
  };
}

/** What stands at the end of a message matters most: the beginning of it and the end of it are kept. */
function cut(text: string): string {
  if (text.length <= MOST_OF_A_TEXT) return text;
  const half = MOST_OF_A_TEXT / 2;
  return `${text.slice(0, half).toWellFormed()}…${text.slice(-half).toWellFormed()}`;
}
