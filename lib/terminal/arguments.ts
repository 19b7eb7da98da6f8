/**
 * Arguments of a script to its options, by way of optique.
 * @module
 */

import { runParserSync } from "@optique/core/facade";
import { type Message, type MessageTerm, text as plain } from "@optique/core/message";
import type { Parser } from "@optique/core/parser";
import type { UsageError } from "./script_error.ts";
import { usageErrorOf } from "./usage_error.ts";
import { VERSION } from "./version.ts";

/** What a script says of itself. */
export interface ScriptDescription<T> {
  /** File name, as in the first line of its help. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly brief: string;
  /** What else there is to know before it is used. */
  readonly description?: string;
  /** Command lines that work. */
  readonly examples?: readonly string[];
  readonly options: Parser<"sync", T, unknown>;
  /** Names of options whose values are never shown. */
  readonly secretOptions?: readonly string[];
  /** Finds what is understood but not meant, before the arguments are read. */
  readonly mistakeIn?: (args: readonly string[]) => UsageError | undefined;
}

/** What was asked for: to do something, or only to show a text (help, version, a completion script). */
export type Asked<T> = { kind: "run"; options: T } | { kind: "show"; text: string };

/**
 * Reads the arguments.
 *
 * ```ts
 * import { object } from "@optique/core/constructs";
 * import { readArguments } from "./arguments.ts";
 * import { strictOption } from "./options.ts";
 * const script = { name: "check.ts", brief: "Checks", options: object({ strict: strictOption() }) };
 * const asked = readArguments(script, ["--strict"], 100);
 * if (asked.kind !== "run" || !asked.options.strict) throw new Error();
 * ```
 *
 * @throws {UsageError} when they cannot be understood
 */
export function readArguments<T>(script: ScriptDescription<T>, args: readonly string[], width: number): Asked<T> {
  const mistake = script.mistakeIn?.(args);
  if (mistake !== undefined) throw mistake;
  let text: string | undefined;
  const onShow = () => void (text ??= "");
  const options = runParserSync(script.options, script.name, args, {
    aboveError: "none",
    brief: [plain(script.brief)],
    ...(script.description === undefined ? {} : { description: [plain(script.description)] }),
    ...(script.examples === undefined ? {} : { examples: lines(script.examples) }),
    help: { option: { names: ["-h", "--help"] }, onShow },
    version: { option: true, value: VERSION, onShow },
    completion: { option: true, onShow },
    maxWidth: width,
    termWidth: "auto",
    stdout: (output) => void (text = `${text ?? ""}${output}\n`),
    stderr: () => {},
    onError: (_, error) => {
      throw usageErrorOf(error, script);
    },
  });
  return text === undefined ? { kind: "run", options } : { kind: "show", text };
}

function lines(texts: readonly string[]): Message {
  return texts.flatMap((line, i): MessageTerm[] => i === 0 ? [plain(line)] : [{ type: "lineBreak" }, plain(line)]);
}
