/**
 * Runs a script: arguments in, text or JSON out, an exit code at the end.
 * @module
 */

import { type Finding, hasErrors } from "../json/finding.ts";
import { ConnectOptionsError } from "../stack/connect_options_error.ts";
import { DownloadError } from "../release/download_error.ts";
import { StackError } from "../stack/errors.ts";
import { readArguments, type ScriptDescription } from "./arguments.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { Interruption, type ScriptIo } from "./script_io.ts";
import type { CommonOptions } from "./options.ts";
import { ScriptError } from "./script_error.ts";
import { Terminal } from "./terminal.ts";

/** A script: what it says of itself, and what it does. */
export interface Script<T extends CommonOptions> extends ScriptDescription<T> {
  /**
   * Does what was asked, prints for people on the way, and returns what programs read, or nothing where they have read it
   * already; fails with a {@linkcode ScriptError}.
   */
  run(options: T, terminal: Terminal): Promise<Record<string, unknown> | undefined>;
}

/**
 * The whole of a script's `main(args, io)`. With `--json` standard output gets one JSON value and nothing else, also
 * when the script fails: `{"ok": false, "exit": n, "error": {"message", "hint"}, "findings": […], "left": […]}`.
 *
 * ```ts
 * import { object } from "@optique/core/constructs";
 * import { memoryIo } from "./memory_io.ts";
 * import { commonOptions } from "./options.ts";
 * import { runScript } from "./run_script.ts";
 * const script = { name: "hello.ts", brief: "Greets", options: object(commonOptions()), run: () => Promise.resolve({ hello: "world" }) };
 * const io = memoryIo();
 * const exit = await runScript(script, ["--json"], io);
 * if (exit !== 0 || JSON.parse(io.out).hello !== "world") throw new Error(io.out);
 * ```
 */
export async function runScript<T extends CommonOptions>(
  script: Script<T>,
  args: readonly string[],
  io: ScriptIo,
): Promise<ExitCode> {
  const terminal = new Terminal(io, { json: asksForJson(args) });
  try {
    const asked = readArguments(script, args, Math.max(io.stdout.columns ?? 100, 40));
    if (asked.kind === "show") {
      io.stdout.write(asked.text);
      return EXIT.done;
    }
    const results = await script.run(asked.options, terminal);
    if (results !== undefined) {
      terminal.finish({ ok: true, exit: EXIT.done, ...results, findings: terminal.findings });
    }
    return EXIT.done;
  } catch (error) {
    const failure = failureOf(isAborted(error, io) ? io.signal.reason : error);
    terminal.fail(failure);
    return failure.exit;
  }
}

/** How a script failed. */
export interface Failure {
  readonly exit: Exclude<ExitCode, typeof EXIT.done>;
  readonly message: string;
  readonly hint: string | undefined;
  readonly left: readonly string[];
  readonly results: Record<string, unknown>;
}

/** Also where the arguments cannot be read, a program that asked for JSON gets JSON. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).includes("--json");
}

function failureOf(error: unknown): Failure {
  if (error instanceof ScriptError) return error;
  const plain = { hint: undefined, left: [], results: {} };
  if (error instanceof ConnectOptionsError) {
    return { ...plain, exit: EXIT.usage, message: error.message, hint: error.hint };
  }
  if (error instanceof StackError || error instanceof DownloadError) {
    return { ...plain, exit: EXIT.failed, message: error.message, hint: error.hint };
  }
  if (error instanceof Interruption) return { ...plain, exit: error.exit, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  const denied = lackOfPermission(error);
  if (denied !== undefined) {
    const hint = "The first line of the script has the permissions that it needs";
    return { ...plain, exit: EXIT.failed, message: denied.message, hint };
  }
  return {
    ...plain,
    exit: EXIT.failed,
    message: `Unexpected: ${message}`,
    hint: `This is a fault of the script. Where it happened:\n${error instanceof Error ? error.stack ?? "" : ""}`,
  };
}

/** A request is given up because of the signal only, and a wait before it is sent again as well: that says why. */
function isAborted(error: unknown, io: ScriptIo): boolean {
  return error instanceof StackError && (error.kind === "aborted" || io.signal.aborted);
}

/** What the process was not permitted to do, if that is what stands behind an error. */
export function lackOfPermission(error: unknown): Error | undefined {
  if (error instanceof Deno.errors.NotCapable) return error;
  return error instanceof Error && error.cause !== undefined ? lackOfPermission(error.cause) : undefined;
}

/**
 * Stops a script with exit code 3 on errors, and on warnings where they count as errors.
 *
 * @param attempt what the findings are in the way of: `'rehearse "ML-DGA-20261101-1"'`
 */
export function stopOnFindings(findings: readonly Finding[], attempt: string, options: { strict: boolean }): void {
  if (hasErrors(findings)) {
    throw new ScriptError(`Cannot ${attempt} as it has errors`, { exit: EXIT.findings });
  }
  if (options.strict && findings.length > 0) {
    const hint = "Without --strict, warnings are only shown";
    throw new ScriptError(`Cannot ${attempt} as it has warnings`, { exit: EXIT.findings, hint });
  }
}
