/**
 * A bound on how much is said about one file.
 * @module
 */

import type { Finding } from "../json/finding.ts";

/** So many findings of one file are told. */
const MOST_OF_A_FILE = 100;

/** The first findings of each file, and how many more there are. */
export function limitFindings(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string | undefined, number>();
  const hidden = new Map<string | undefined, { count: number; level: Finding["level"] }>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const { file, level } = finding;
    const count = (counts.get(file) ?? 0) + 1;
    counts.set(file, count);
    if (count <= MOST_OF_A_FILE) kept.push(finding);
    else {hidden.set(file, {
        count: count - MOST_OF_A_FILE,
        level: hidden.get(file)?.level === "error" ? "error" : level,
      });}
  }
  for (const [file, { count, level }] of hidden) {
    kept.push({
      level,
      code: "more-findings",
      ...(file === undefined ? {} : { file }),
      message: `There are ${count} more findings like these`,
      hint: "Mend the first ones and validate again.",
    });
  }
  return kept;
}
