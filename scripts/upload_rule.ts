#!/usr/bin/env -S deno run --allow-read --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,KIBANA_*,DR_* --ignore-env
/**
 * Uploads detection rules to Kibana: reads and checks them, looks at what is there, plans, applies, and undoes what was
 * done when something goes wrong.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { basename, resolve } from "node:path";
import { carryOut, lookingAround } from "../lib/terminal/carry_out.ts";
import { connectAsAsked } from "../lib/terminal/connection.ts";
import {
  type AskedConnection,
  type AskedKibana,
  CONNECTION_SECRETS,
  connectionOptions,
  kibanaOptions,
  oldMeaning,
} from "../lib/terminal/connection_options.ts";
import { denoIo } from "../lib/terminal/deno_io.ts";
import type { ExitCode } from "../lib/terminal/exit_code.ts";
import { plural } from "../lib/terminal/findings.ts";
import { namedConnection } from "../lib/terminal/named_connection.ts";
import { commonOptions, pathArgument } from "../lib/terminal/options.ts";
import { readRules } from "../lib/terminal/read_rules.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { visible } from "../lib/terminal/safe_text.ts";
import { UsageError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { shellCommand } from "../lib/terminal/shell_command.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { type Plan, planRuleUpload, type Rule, takeSnapshot } from "../mod.ts";

interface UploadOptions {
  readonly paths: readonly string[];
  readonly overwrite: boolean;
  readonly enable: boolean;
  readonly dryRun: boolean;
  readonly connection: AskedConnection;
  readonly kibana: AskedKibana;
  readonly json: boolean;
}

/** What `upload_rule.ts` is, for its help and for {@linkcode main}. */
export const script: Script<UploadOptions> = {
  name: "upload_rule.ts",
  brief: "Uploads detection rules to the detection engine of a Kibana 8 or 9.",
  description:
    "Rules are TOML files as elastic/detection-rules has them, or lines of ndjson as Kibana exports them. They " +
    "keep their rule_id. New ones are disabled unless --enable is given; a rule that is there and equal is left alone, " +
    "one that differs stops the command unless --overwrite is given, and then keeps its actions, its exceptions and " +
    "whether it is enabled. Fields that the version does not take are named and not sent. Where Elasticsearch is named " +
    "too, it is asked whether the anomaly jobs of machine learning rules are there and open. When something fails on the " +
    "way, or the command is interrupted, everything is put back.",
  examples: [
    "upload_rule.ts rule.toml --kibana-url https://host:5601 -u elastic",
    "upload_rule.ts ML-experimental-detections-20261101-1.zip --dry-run",
    "upload_rule.ts rules/*.toml --overwrite --enable --space soc",
  ],
  options: object({
    paths: multiple(argument(pathArgument("FILE|DIR"), { description: message`Files, folders or zips of rules` })),
    overwrite: option("--overwrite", { description: message`Replace rules that are there and differ` }),
    enable: option("--enable", { description: message`Enable the rules, also those that are there already` }),
    dryRun: option("--dry-run", { description: message`Print the plan and change nothing` }),
    kibana: kibanaOptions(),
    connection: connectionOptions(),
    ...commonOptions(),
  }),
  secretOptions: CONNECTION_SECRETS,
  mistakeIn: oldMeaning,
  run: upload,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function upload(asked: UploadOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const { paths, overwrite, enable, dryRun } = asked;
  if (paths.length === 0) {
    throw new UsageError(
      "Cannot upload rules as none is named",
      "Name .toml or .ndjson files, or folders or zips of them",
    );
  }
  const stack = await connectAsAsked(asked.connection, terminal, {
    elasticsearch: "if-given",
    kibana: { asked: asked.kibana, need: "needed" },
  });
  const rules = await readRules(paths, terminal);
  const subject = visible(subjectOf(paths, rules));
  const snapshot = await takeSnapshot(stack, { rules }, lookingAround(terminal));
  const flags = [...(overwrite ? ["--overwrite"] : []), ...(enable ? ["--enable"] : [])];
  const command = shellCommand("upload_rule.ts", [
    ...paths,
    ...flags,
    ...namedConnection(asked.connection, asked.kibana),
  ]);
  const plan = planRuleUpload(rules, snapshot, { overwrite, enable, subject, command });
  const results = await carryOut(stack, plan, { attempt: `upload "${subject}"`, dryRun }, terminal);
  const outcomes = outcomesOf(rules, plan);
  terminal.print(`\n${summaryOf(outcomes)}${dryRun ? ", if it were carried out" : ""}\n`);
  return { space: snapshot.kibana?.space, rules: outcomes, ...results };
}

function subjectOf(paths: readonly string[], rules: readonly Rule[]): string {
  const [path = "", ...more] = paths;
  if (rules.length === 1) return rules[0]?.name ?? path;
  return more.length === 0 ? basename(resolve(path)) : plural(rules.length, "rule");
}

/** What becomes of each rule when everything of a plan is done. */
interface RuleOutcome {
  readonly ruleId: string;
  readonly name: string;
  readonly file: string;
  readonly outcome: "created" | "updated" | "enabled" | "unchanged";
}

function outcomesOf(rules: readonly Rule[], { steps }: Plan): RuleOutcome[] {
  return rules.map(({ ruleId, name, file }) => {
    const step = steps.find((step) => "resource" in step && step.id === ruleId);
    const outcome = step?.kind === "switch"
      ? "enabled"
      : step?.kind === "put"
      ? step.replaces === undefined ? "created" : "updated"
      : "unchanged";
    return { ruleId, name, file, outcome };
  });
}

function summaryOf(outcomes: readonly RuleOutcome[]): string {
  const kinds = ["created", "updated", "enabled", "unchanged"] as const;
  const counts = kinds.map((kind) => [outcomes.filter(({ outcome }) => outcome === kind).length, kind] as const);
  return counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`).join(", ");
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
