#!/usr/bin/env -S deno run --allow-read --allow-write=. --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,DR_*,GITHUB_TOKEN,GITHUB_API_URL --ignore-env
/**
 * Sets up a DGA bundle on an Elasticsearch: reads it or downloads and verifies it, validates it, looks at what is there,
 * plans, applies, and undoes what was done when something goes wrong.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { option } from "@optique/core/primitives";
import { bundleAt } from "../lib/terminal/bundle_at.ts";
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
import { commandsFor, namedConnection } from "../lib/terminal/named_connection.ts";
import { bundleOption, commonOptions } from "../lib/terminal/options.ts";
import { readValidBundle, validBundle } from "../lib/terminal/read_bundle.ts";
import {
  type AskedRelease,
  bundleArguments,
  bundlePlace,
  RELEASE_SECRETS,
  releaseOptions,
} from "../lib/terminal/release_options.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { shellCommand } from "../lib/terminal/shell_command.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { VERSION } from "../lib/terminal/version.ts";
import { planSetup, takeSnapshot } from "../mod.ts";

interface SetupOptions {
  readonly dir: string | undefined;
  readonly release: AskedRelease;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly connection: AskedConnection;
  readonly json: boolean;
}

/** What `setup_dga.ts` is, for its help and for {@linkcode main}. */
export const script: Script<SetupOptions> = {
  name: "setup_dga.ts",
  brief: "Sets up a DGA bundle on an Elasticsearch 8 or 9: its model, its two scripts and its two pipelines.",
  description:
    "The bundle is a folder or zip here, or a release on GitHub, which is compared with its digest and manifest " +
    "before anything of it is used. It is validated and compared with what is there; then the plan is printed and applied. The " +
    "model goes first and is tried on two DNS documents before anything that is in use changes. What is there and " +
    "equal is left alone, what differs stops the command unless --overwrite is given. When something fails on the " +
    "way, or the command is interrupted, everything is put back.",
  examples: [
    "setup_dga.ts -d ML-DGA-20261101-1.zip --elasticsearch-url https://host:9200 -u elastic",
    "setup_dga.ts -d ML-DGA-20261101-1 --dry-run",
    "setup_dga.ts -t ML-DGA-20210706-5 --save . --cloud-id NAME:BASE64 --api-key KEY",
  ],
  options: object({
    dir: bundleOption("Folder or zip of the bundle"),
    overwrite: option("--overwrite", { description: message`Replace what is there and differs` }),
    release: releaseOptions(),
    dryRun: option("--dry-run", { description: message`Print the plan and change nothing` }),
    connection: connectionOptions(),
    ...commonOptions(),
  }),
  secretOptions: [...CONNECTION_SECRETS, ...RELEASE_SECRETS],
  mistakeIn: oldMeaning,
  run: setUp,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function setUp(asked: SetupOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const { overwrite, dryRun } = asked;
  const place = bundlePlace(asked.dir, asked.release);
  const stack = await connectAsAsked(asked.connection, terminal);
  const { bundle, from } = await bundleAt(place, asked, terminal, { read: readValidBundle, validate: validBundle });
  const snapshot = await takeSnapshot(stack, { bundle }, lookingAround(terminal));
  const connection = namedConnection(asked.connection);
  const again = [...bundleArguments(place, asked.release), ...(overwrite ? ["--overwrite"] : []), ...connection];
  const plan = planSetup(bundle, snapshot, {
    overwrite,
    command: shellCommand("setup_dga.ts", again),
    nameCommand: commandsFor(asked.connection),
    tool: `ml-dga/${VERSION}`,
    ...(from === undefined ? {} : { from }),
  });
  return {
    bundle: bundle.name,
    ...await carryOut(stack, plan, { attempt: `set up "${bundle.name}"`, dryRun }, terminal),
  };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
