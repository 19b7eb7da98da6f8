/**
 * What scripts that change a stack have in common: a plan is shown, applied while somebody watches, and its report told.
 * @module
 */

import { applyPlan } from "../install/apply.ts";
import { describePlan, planJson } from "../install/describe.ts";
import { type Plan, PLAN_TEXTS } from "../install/plan.ts";
import type { Progress as Happening, Report } from "../install/report.ts";
import { hasErrors } from "../json/finding.ts";
import type { SnapshotOptions } from "../install/snapshot.ts";
import type { Stack } from "../stack/connect.ts";
import { StackError } from "../stack/errors.ts";
import { EXIT } from "./exit_code.ts";
import { transferProgress } from "./progress_bar.ts";
import { visible } from "./safe_text.ts";
import { ScriptError } from "./script_error.ts";
import { Interruption } from "./script_io.ts";
import type { Style } from "./style.ts";
import type { Terminal } from "./terminal.ts";

/** How a plan is carried out. */
export interface CarryOutOptions {
  /** What is attempted, for messages: `'set up "ML-DGA-20261101-1"'`. */
  readonly attempt: string;
  /** Only shows the plan. */
  readonly dryRun: boolean;
  /** What is said when the plan was only shown. @default {"Nothing was changed: this was a dry run"} */
  readonly dryRunNote?: string;
}

/**
 * Shows a plan, and applies it unless it has errors or was only to be seen.
 *
 * @returns What programs read: the plan, and the report of what was done
 * @throws {ScriptError} with exit code 3 for a plan with errors, 1 for a failure that was undone, 5 for one that was
 * not, 130 or 143 where a signal stopped it
 */
export async function carryOut(
  stack: Stack,
  plan: Plan,
  { attempt, dryRun, dryRunNote = "Nothing was changed: this was a dry run" }: CarryOutOptions,
  terminal: Terminal,
): Promise<Record<string, unknown>> {
  const results = { dryRun, plan: planJson(plan) };
  terminal.showFindings(plan.findings);
  if (hasErrors(plan.findings)) {
    throw new ScriptError(`Cannot ${attempt}, and nothing was changed`, { exit: EXIT.findings, results });
  }
  terminal.print(`${describePlan(plan)}\n`);
  if (dryRun) {
    terminal.note(`${dryRunNote}\n`);
    return results;
  }
  const report = await apply(stack, plan, terminal);
  for (const warning of report.warnings) terminal.note(`${terminal.errorStyle.yellow("note:")} ${visible(warning)}\n`);
  const told = { ...results, report: reportJson(report) };
  if (report.outcome !== "done") throw failureOf(report, attempt, told, terminal);
  terminal.print(described(plan, terminal));
  return { ...told, next: plan.next };
}

async function apply(stack: Stack, plan: Plan, terminal: Terminal): Promise<Report> {
  const { progress, io: { signal } } = terminal;
  const onAbort = () => terminal.note("Stopping, and undoing what was done; once more stops at once\n");
  signal.addEventListener("abort", onAbort);
  try {
    return await applyPlan(stack, plan, {
      signal,
      onProgress: (happening) => {
        if (happening.kind === "retry") noteRetry(terminal, happening.reason);
        else progress.show(inWords(happening));
      },
    });
  } finally {
    signal.removeEventListener("abort", onAbort);
    progress.clear();
  }
}

/** How a snapshot is taken while somebody watches. */
export function lookingAround(terminal: Terminal): SnapshotOptions {
  terminal.progress.show("Looking at what is there");
  return { signal: terminal.io.signal, onRetry: (reason) => noteRetry(terminal, reason) };
}

/** Says why something is sent once more: the wait would look like a standstill. */
function noteRetry(terminal: Terminal, reason: string): void {
  terminal.note(`${terminal.errorStyle.yellow("note:")} ${visible(reason)}\n`);
}

function inWords(happening: Exclude<Happening, { kind: "retry" }>): string {
  switch (happening.kind) {
    case "step":
      return `${happening.number} of ${happening.total}: ${happening.text}`;
    case "bytes":
      return transferProgress("Sending the model", happening.sent, happening.total);
    case "undo":
      return `Undoing: ${happening.text}`;
  }
}

function described(plan: Plan, { style }: Terminal): string {
  const paragraphs = plan.next.map((text) => text.split("\n").map(visible).join("\n"));
  return [outcomeOf(plan, style), ...paragraphs].map((paragraph) => `\n${paragraph}\n`).join("");
}

function outcomeOf({ kind, steps }: Plan, style: Style): string {
  if (steps.some((step) => step.kind !== "verify")) return style.green("Done");
  return PLAN_TEXTS[kind].nothing;
}

/** Errors do not go into JSON by themselves. */
function reportJson({ error, ...report }: Report): Record<string, unknown> {
  return { ...report, ...(error === undefined ? {} : { error: error.message }) };
}

function failureOf(report: Report, attempt: string, results: Record<string, unknown>, { io }: Terminal): ScriptError {
  const { error, interrupted, left, undone } = report;
  const reason = interrupted && io.signal.reason instanceof Interruption ? io.signal.reason : error;
  const why = reason === undefined ? "" : `: ${reason.message}`;
  if (report.outcome === "left") {
    return new ScriptError(`Cannot ${attempt}, and not everything could be undone${why}`, {
      exit: EXIT.left,
      hint: hintOf(error) ?? "Run the commands above, or this one again, once the cluster answers",
      left: left.map(({ message, command }) => `${message}\nto mend it: ${command}`),
      results,
    });
  }
  const outcome = undone.length === 0 ? "nothing was changed" : "everything is as it was before";
  return new ScriptError(`Cannot ${attempt}, and ${outcome}${why}`, {
    exit: reason instanceof Interruption ? reason.exit : EXIT.failed,
    ...hintField(hintOf(error)),
    results,
  });
}

function hintOf(error: Error | undefined): string | undefined {
  return error instanceof StackError ? error.hint : undefined;
}

function hintField(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}
