#!/usr/bin/env -S deno run --allow-read --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,DR_* --ignore-env
/**
 * Sets up a DGA bundle on an Elasticsearch: reads and validates it, looks at what is there, plans, applies, and undoes
 * what was done when something goes wrong.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { option } from "@optique/core/primitives";
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
import { namedConnection } from "../lib/terminal/named_connection.ts";
import { bundleOption, commonOptions } from "../lib/terminal/options.ts";
import { readValidBundle } from "../lib/terminal/read_bundle.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { UsageError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { shellCommand } from "../lib/terminal/shell_command.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { VERSION } from "../lib/terminal/version.ts";
import { planSetup, takeSnapshot } from "../mod.ts";

interface SetupOptions {
  readonly dir: string | undefined;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly connection: AskedConnection;
  readonly json: boolean;
}

/** What `setup_dga.ts` is, for its help and for {@linkcode main}. */
export const script: Script<SetupOptions> = {
  name: "setup_dga.ts",
  brief: "Sets up a DGA bundle on an Elasticsearch 8 or 9: its model, its two scripts and its two pipelines.",
  description: "The bundle is validated and compared with what is there; then the plan is printed and applied. The " +
    "model goes first and is tried on two DNS documents before anything that is in use changes. What is there and " +
    "equal is left alone, what differs stops the command unless --overwrite is given. When something fails on the " +
    "way, or the command is interrupted, everything is put back.",
  examples: [
    "setup_dga.ts -d ML-DGA-20261101-1.zip --elasticsearch-url https://host:9200 -u elastic",
    "setup_dga.ts -d ML-DGA-20261101-1 --dry-run",
  ],
  options: object({
    dir: bundleOption("Folder or zip of the bundle"),
    overwrite: option("--overwrite", { description: message`Replace what is there and differs` }),
    dryRun: option("--dry-run", { description: message`Print the plan and change nothing` }),
    connection: connectionOptions(),
    ...commonOptions(),
  }),
  secretOptions: CONNECTION_SECRETS,
  mistakeIn: oldMeaning,
  run: setUp,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function setUp(asked: SetupOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const { dir, overwrite, dryRun } = asked;
  if (dir === undefined) {
    throw new UsageError("Cannot set up a bundle as none is named", "Give its folder or zip with -d");
  }
  const stack = await connectAsAsked(asked.connection, terminal);
  const bundle = await readValidBundle(dir, terminal, { attempt: "set up" });
  const snapshot = await takeSnapshot(stack, { bundle }, lookingAround(terminal));
  const connection = namedConnection(asked.connection);
  const plan = planSetup(bundle, snapshot, {
    overwrite,
    command: shellCommand("setup_dga.ts", ["-d", dir, ...(overwrite ? ["--overwrite"] : []), ...connection]),
    removalCommand: (modelId) => shellCommand("remove_dga.ts", [modelId, ...connection]),
    tool: `ml-dga/${VERSION}`,
  });
  return {
    bundle: bundle.name,
    ...await carryOut(stack, plan, { attempt: `set up "${bundle.name}"`, dryRun }, terminal),
  };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
