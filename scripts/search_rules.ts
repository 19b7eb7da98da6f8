#!/usr/bin/env -S deno run --allow-read
/**
 * Searches detection rules in files, folders and zips.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple, optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { string, type ValueParser } from "@optique/core/valueparser";
import { denoIo } from "../lib/terminal/deno_io.ts";
import type { ExitCode } from "../lib/terminal/exit_code.ts";
import { plural } from "../lib/terminal/findings.ts";
import { commonOptions, pathArgument } from "../lib/terminal/options.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { UsageError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { searchFiles } from "../lib/terminal/search_files.ts";
import { formatTable } from "../lib/terminal/table.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";

interface SearchOptions {
  readonly query: string | undefined;
  readonly paths: readonly string[];
  readonly json: boolean;
}

/** What `search_rules.ts` is, for its help and for {@linkcode main}. */
export const script: Script<SearchOptions> = {
  name: "search_rules.ts",
  brief: "Searches detection rules (TOML, or ndjson as Kibana exports it) in folders, zips and files.",
  description:
    "QUERY is in the Kibana Query Language: field:value, and, or, not, parentheses, wildcards, quotes, and " +
    "< <= > >= for numbers and dates. Fields are those of the rule and of its metadata, with dots for what is within " +
    "(threat.tactic.name), besides file, tactics, techniques and subtechniques. Case does not count. A value is the " +
    "whole of a field, and words in name, description, note and query; without a field, words anywhere. Folders are " +
    "searched with all that is below them; without one, the current folder is.",
  examples: [
    "search_rules.ts tags:ML-DGA rules",
    `search_rules.ts 'type:machine_learning and not tags:"x"' ML-experimental-detections-20261101-1.zip`,
    `search_rules.ts 'threat.tactic.name:"Command and Control" and risk_score >= 47'`,
  ],
  options: object({
    query: optional(argument(queryArgument(), {
      description: message`What to look for; an empty text finds all rules`,
    })),
    paths: multiple(argument(pathArgument("DIR|ZIP"), {
      description: message`Folders, zips and files of rules (default: the current folder)`,
    })),
    ...commonOptions(),
  }),
  run: search,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

/** What begins with a dash was meant for an option, and may be a secret in the wrong place. */
function queryArgument(): ValueParser<"sync", string> {
  return {
    ...string({ metavar: "QUERY" }),
    parse: (input) =>
      /^-./.test(input)
        ? { success: false, error: message`Expected a query, but got what begins with a dash: put it into quotes.` }
        : { success: true, value: input },
  };
}

async function search(asked: SearchOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const { query, paths } = asked;
  if (query === undefined) {
    throw new UsageError("Cannot search as there is no query", "Give one, as tags:ML-DGA; '' finds all rules");
  }
  const { rules, files, findings } = await searchFiles(query, paths.length === 0 ? ["."] : paths).catch(fail);
  terminal.showFindings(findings);
  const columns = ["rule_id", "type", "severity", "name"] as const;
  const found = rules.map(({ file, fields }) => ({
    file,
    ...Object.fromEntries(columns.map((column) => [column, fields[column]])),
  }));
  const rows = rules.map(({ file, fields }) => [...columns.map((column) => String(fields[column] ?? "")), file]);
  if (rows.length > 0) terminal.print(formatTable([...columns, "file"].map((title) => ({ title })), rows));
  terminal.note(`${plural(rules.length, "rule")} in ${plural(files, "file")}\n`);
  return { query, files, rules: found };
}

function fail(error: unknown): never {
  if (error instanceof Error && error.name === "KqlError") {
    const [message = "", ...place] = error.message.split("\n");
    throw new UsageError(message, `The place is\n${place.join("\n")}`);
  }
  throw error;
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
