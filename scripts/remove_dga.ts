#!/usr/bin/env -S deno run --allow-read --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,DR_* --ignore-env
/**
 * Removes a DGA model from an Elasticsearch, and the pipelines and scripts that call it.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { argument, option } from "@optique/core/primitives";
import { carryOut, lookingAround } from "../lib/terminal/carry_out.ts";
import { connectAsAsked } from "../lib/terminal/connection.ts";
import {
  type AskedConnection,
  CONNECTION_SECRETS,
  connectionOptions,
  oldMeaning,
} from "../lib/terminal/connection_options.ts";
import { denoIo } from "../lib/terminal/deno_io.ts";
import type { ExitCode } from "../lib/terminal/exit_code.ts";
import { modelIdArgument } from "../lib/terminal/model_id.ts";
import { namedConnection } from "../lib/terminal/named_connection.ts";
import { commonOptions } from "../lib/terminal/options.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { shellCommand } from "../lib/terminal/shell_command.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { planRemoval, takeSnapshot } from "../mod.ts";

interface RemovalOptions {
  readonly modelId: string;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly connection: AskedConnection;
  readonly json: boolean;
}

/** What `remove_dga.ts` is, for its help and for {@linkcode main}. */
export const script: Script<RemovalOptions> = {
  name: "remove_dga.ts",
  brief: "Removes a DGA model from an Elasticsearch, and the pipelines and scripts that call it.",
  description: "The outer pipeline goes first, then the inner pipeline, the model and the scripts; pipelines and " +
    "scripts only if the installed inner pipeline calls this model. What is missing counts as gone. Nothing is " +
    "removed while an index uses one of the pipelines by default, or, without --force, while other pipelines or " +
    "aliases refer to the model. When something fails on the way, everything is put back.",
  examples: [
    "remove_dga.ts dga_20261101_1.0 --elasticsearch-url https://host:9200 -u elastic",
    "remove_dga.ts dga_20261101_1.0 --dry-run",
  ],
  options: object({
    modelId: argument(modelIdArgument(), { description: message`Id of the model, as dga_20261101_1.0` }),
    force: option("--force", { description: message`Although other pipelines or aliases refer to the model` }),
    dryRun: option("--dry-run", { description: message`Print the plan and change nothing` }),
    connection: connectionOptions(),
    ...commonOptions(),
  }),
  secretOptions: CONNECTION_SECRETS,
  mistakeIn: oldMeaning,
  run: remove,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function remove(asked: RemovalOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const { modelId, force, dryRun } = asked;
  const stack = await connectAsAsked(asked.connection, terminal);
  const snapshot = await takeSnapshot(stack, { modelId }, lookingAround(terminal));
  const command = shellCommand("remove_dga.ts", [
    modelId,
    ...(force ? ["--force"] : []),
    ...namedConnection(asked.connection),
  ]);
  const plan = planRemoval(modelId, snapshot, { force, command });
  return { modelId, ...await carryOut(stack, plan, { attempt: `remove "${modelId}"`, dryRun }, terminal) };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
