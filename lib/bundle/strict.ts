/**
 * Warnings that count as errors.
 * @module
 */

import type { Finding } from "../json/finding.ts";

/**
 * The same findings, all of them errors: for those who want a bundle without doubts.
 *
 * ```ts
 * import { asStrict } from "./strict.ts";
 * const [finding] = asStrict([{ level: "warning", code: "duplicate-key", message: "..." }]);
 * if (finding?.level !== "error") throw new Error();
 * ```
 */
export function asStrict(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, level: "error" }));
}
