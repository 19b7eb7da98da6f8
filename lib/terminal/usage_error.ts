/**
 * What is wrong with a command line. Optique's own messages repeat what was typed, and that may be a secret behind a
 * mistyped name: ours name the option and never what stands behind one that is not known.
 * @module
 */

import { formatMessage, type Message, type MessageTerm } from "@optique/core/message";
import { UsageError } from "./script_error.ts";

/** What is known of the script. */
interface Script {
  readonly name: string;
  readonly secretOptions?: readonly string[];
}

/** Optique's message, less what may be a secret. */
export function usageErrorOf(error: Message, script: Script): UsageError {
  const [sentence = "", ...advice] = said(error, script).split(/\n+/);
  return new UsageError(sentence.replace(/\.$/, ""), [...advice, `See ${script.name} --help`].join(" "));
}

function said(error: Message, script: Script): string {
  const [first, second, ...rest] = error;
  if (first?.type === "text" && first.text.startsWith("Unexpected option or argument") && second?.type === "value") {
    return `${unexpected(second.value, script)}${formatted(rest)}`;
  }
  if (
    first?.type === "text" && first.text.startsWith("Unexpected option or subcommand") && second?.type === "optionName"
  ) {
    return `${unexpectedCommand(second.optionName, script)}${formatted(rest)}`;
  }
  if (first?.type === "text" && first.text.startsWith("No matching command")) return "There is no command";
  if (second?.type === "optionName" && error.some((term) => term.type === "text" && /Boolean flag/.test(term.text))) {
    return `${second.optionName} takes no value`;
  }
  const options = first?.type === "optionName"
    ? [first.optionName]
    : first?.type === "optionNames"
    ? first.optionNames
    : [];
  const isSecret = options.some((name) => script.secretOptions?.includes(name));
  return formatted(isSecret ? error.map(hidden) : error);
}

/** Of an argument that nobody expected, what cannot be a secret. */
function unexpected(argument: string, script: Script): string {
  const name = argument.match(/^--[a-z][a-z-]*(?=$|=)/)?.[0] ?? argument.match(/^-[A-Za-z]$/)?.[0];
  if (name !== undefined) return `There is no option ${name}`;
  if (argument.startsWith("-")) return "There is an option that is not known (not shown, as it may hold a secret)";
  if (script.secretOptions !== undefined) return "There is an argument too many (not shown, as it may be a secret)";
  return `There is an argument too many: ${JSON.stringify(argument)}`;
}

/** In the place of a command there may be anything. */
function unexpectedCommand(argument: string, script: Script): string {
  if (argument.startsWith("-")) return unexpected(argument, script);
  return "There is a command or an argument that is not known (not shown, as it may be a secret)";
}

function hidden(term: MessageTerm): MessageTerm {
  return term.type === "value" || term.type === "values" ? { type: "text", text: "a value that is not shown" } : term;
}

function formatted(message: Message): string {
  return formatMessage(message, { colors: false, quotes: false });
}
