/**
 * Carrying out plans, and undoing what was done when one fails.
 * @module
 */

import { hasErrors } from "../json/finding.ts";
import type { Stack } from "../stack/connect.ts";
import { StackError } from "../stack/errors.ts";
import { carryOut, type Course } from "./carry_out.ts";
import { describeStep } from "./describe.ts";
import type { Plan } from "./plan.ts";
import type { Progress, Report } from "./report.ts";
import { Requests } from "./requests.ts";
import { undoChanges } from "./undo.ts";

/** How a plan is applied. */
export interface ApplyOptions {
  /** Told of everything that happens. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops and undoes. */
  readonly signal?: AbortSignal;
  /** Waits before something is sent again; for tests. @default a timer */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * Carries out a plan step by step. When a step fails, or the signal stops it, everything is put back; what could not be
 * is listed. What goes wrong on the way stands in the report and is not thrown.
 *
 * @throws {TypeError} for a plan with errors among its findings
 */
export async function applyPlan(stack: Stack, plan: Plan, options: ApplyOptions = {}): Promise<Report> {
  if (hasErrors(plan.findings)) {
    throw new TypeError(
      "Cannot apply the plan as there are errors among its findings: they say what stands in the way",
    );
  }
  const { onProgress, signal, sleep } = options;
  const waiting = {
    ...(sleep === undefined ? {} : { sleep }),
    onRetry: (reason: string) => onProgress?.({ kind: "retry", reason }),
  };
  const course: Course = {
    requests: new Requests(stack, { ...waiting, ...(signal === undefined ? {} : { signal }) }),
    made: [],
    copies: new Map(),
    warnings: [],
    onBytes: (sent, total) => onProgress?.({ kind: "bytes", sent, total }),
  };
  const done: string[] = [];
  try {
    for (const [i, step] of plan.steps.entries()) {
      if (signal?.aborted) throw new StackError("aborted", "Stopped on request");
      const text = describeStep(step);
      onProgress?.({ kind: "step", number: i + 1, total: plan.steps.length, step, text });
      await carryOut(step, course);
      done.push(text);
    }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const { undone, left, warnings } = await undoChanges(stack, course.made, {
      ...waiting,
      onUndo: (text) => onProgress?.({ kind: "undo", text }),
      command: plan.command,
    });
    return {
      outcome: left.length === 0 ? "undone" : "left",
      interrupted: signal?.aborted ?? false,
      done,
      undone,
      left,
      warnings: [...new Set([...course.warnings, ...warnings])],
      error,
    };
  }
  const warnings = [...new Set(course.warnings)];
  return { outcome: "done", interrupted: false, done, undone: [], left: [], warnings };
}
