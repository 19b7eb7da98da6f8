/**
 * What went wrong, in lines for people: the reasons from the outside in, the place in a script, and a caret below it.
 * @module
 */

import type { ErrorBody } from "./error.ts";

/**
 * The reasons from the outermost error to its deepest cause, without those that only repeat another one; a cause
 * without a message has its type.
 *
 * ```ts
 * import { failureReasons } from "./failure_text.ts";
 * const error = { type: "script_exception", reason: "runtime error", caused_by: { type: "null_pointer_exception", reason: null } };
 * if (failureReasons(error).join(": ") !== "runtime error: null_pointer_exception") throw new Error();
 * ```
 */
export function failureReasons(error: ErrorBody): string[] {
  const reasons: string[] = [];
  for (let cause: ErrorBody | undefined = error; cause !== undefined; cause = cause.caused_by) {
    const reason = cause.reason || cause.type;
    if (!reasons.some((other) => other.includes(reason))) reasons.push(reason);
  }
  return reasons;
}

/** The script where it failed, with a caret below the place; empty when it was no script. */
export function failedLines({ script_stack: stack }: ErrorBody): string[] {
  return Array.isArray(stack) ? stack.filter((line) => typeof line === "string") : [];
}

/** A place in a script, from 1; the offset from 0. */
export interface ScriptPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Where in the script it failed. */
export function failedPosition({ position }: ErrorBody): ScriptPosition | undefined {
  if (typeof position !== "object" || position === null) return undefined;
  const { offset, line, column } = { offset: undefined, line: undefined, column: undefined, ...position };
  return typeof offset === "number" && typeof line === "number" && typeof column === "number"
    ? { offset, line, column }
    : undefined;
}

/** Everything: reasons, place and script. */
export function failureText(error: ErrorBody): string {
  const reasons = failureReasons(error).join(": ");
  const position = failedPosition(error);
  if (position === undefined) return reasons;
  const place = `at line ${position.line}, column ${position.column} of the script:`;
  return [`${reasons} ${place}`, ...failedLines(error)].join("\n");
}
