/**
 * The ways in which a script fails on purpose.
 * @module
 */

import { EXIT, type ExitCode } from "./exit_code.ts";

/** What a {@linkcode ScriptError} carries beside its message. */
export interface ScriptErrorOptions {
  /** @default {1} */
  exit?: Exclude<ExitCode, typeof EXIT.done>;
  /** What to do next. */
  hint?: string;
  /** What could not be undone, each with the command that mends it. */
  left?: readonly string[];
  /** What was found out nevertheless, for programs. */
  results?: Record<string, unknown>;
}

/** Ends a script with a message and an exit code. */
export class ScriptError extends Error {
  override name = "ScriptError";
  readonly exit: Exclude<ExitCode, typeof EXIT.done>;
  readonly hint: string | undefined;
  readonly left: readonly string[];
  readonly results: Record<string, unknown>;

  constructor(message: string, options: ScriptErrorOptions = {}) {
    super(message);
    this.exit = options.exit ?? EXIT.failed;
    this.hint = options.hint;
    this.left = options.left ?? [];
    this.results = options.results ?? {};
  }
}

/** The command line cannot be understood. */
export class UsageError extends ScriptError {
  override name = "UsageError";

  constructor(message: string, hint?: string) {
    super(message, { exit: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
  }
}
