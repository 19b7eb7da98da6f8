/**
 * Carrying out plans, and undoing what was done when one fails.
 * @module
 */

import type { Stack } from "../stack/connect.ts";
import type { Plan } from "./plan.ts";
import type { Progress, Report } from "./report.ts";

/** How a plan is applied. */
export interface ApplyOptions {
  /** Told of everything that happens. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops and undoes. */
  readonly signal?: AbortSignal;
}

/**
 * Carries out a plan step by step. When a step fails, or the signal stops it, everything is put back. Throws a TypeError
 * for a plan with errors among its findings; what goes wrong on the way stands in the report.
 */
export function applyPlan(_stack: Stack, _plan: Plan, _options: ApplyOptions = {}): Promise<Report> {
  return Promise.reject(new Error("being written"));
}
