/**
 * What was found in a file: one record per fault, so that a single run names all of them.
 * @module
 */

/** One fault or doubt about a file. */
export interface Finding {
  /** An error stops what was asked for, a warning does not. */
  level: "error" | "warning";
  /** Stable name of the rule, for programs: `"script-not-in-bundle"`. */
  code: string;
  /** File name within the bundle. */
  file?: string;
  /** Where in the JSON: `"processors/0/script/id"`, keys and array positions joined by slashes. */
  path?: string;
  /** Line, from 1. */
  line?: number;
  /** Column, from 1, in characters. */
  column?: number;
  /** What was attempted and what was found. */
  message: string;
  /** What to do next. */
  hint?: string;
}

/** A checked value with all that was found on the way; the value is there when no finding is an error. */
export interface Validation<T> {
  /** The value, unless a finding is an error. */
  value?: T;
  /** All that was found. */
  findings: Finding[];
}

/**
 * Whether one of the findings is an error.
 *
 * ```ts
 * import { hasErrors } from "./finding.ts";
 * if (hasErrors([{ level: "warning", code: "duplicate-key", message: "..." }])) throw new Error();
 * ```
 */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.level === "error");
}
