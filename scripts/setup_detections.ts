#!/usr/bin/env -S deno run --allow-read --allow-write=. --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,KIBANA_*,DR_*,GITHUB_TOKEN,GITHUB_API_URL --ignore-env
/**
 * Sets up a detections bundle: its jobs on Elasticsearch, then its rules on Kibana, as one plan that is undone as one.
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
  type AskedKibana,
  CONNECTION_SECRETS,
  connectionOptions,
  kibanaOptions,
  oldMeaning,
} from "../lib/terminal/connection_options.ts";
import { denoIo } from "../lib/terminal/deno_io.ts";
import type { ExitCode } from "../lib/terminal/exit_code.ts";
import { namedConnection } from "../lib/terminal/named_connection.ts";
import { bundleOption, commonOptions } from "../lib/terminal/options.ts";
import { readValidDetections, validDetections } from "../lib/terminal/read_bundle.ts";
import {
  type AskedRelease,
  bundleArguments,
  bundlePlace,
  RELEASE_SECRETS,
  releaseOptions,
} from "../lib/terminal/release_options.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { UsageError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { shellCommand } from "../lib/terminal/shell_command.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { planDetections, takeSnapshot } from "../mod.ts";

interface SetupOptions {
  readonly dir: string | undefined;
  readonly overwrite: boolean;
  readonly open: boolean;
  readonly start: boolean;
  readonly enable: boolean;
  readonly dryRun: boolean;
  readonly release: AskedRelease;
  readonly kibana: AskedKibana;
  readonly connection: AskedConnection;
  readonly json: boolean;
}

/** What `setup_detections.ts` is, for its help and for {@linkcode main}. */
export const script: Script<SetupOptions> = {
  name: "setup_detections.ts",
  brief: "Sets up a detections bundle: its jobs on Elasticsearch, then its rules on Kibana.",
  description:
    "The bundle is a folder, a zip or a release on GitHub. It is one plan: jobs, their datafeeds, data frame " +
    "analytics, then the rules. What is there and equal is left alone, what differs stops the command unless " +
    "--overwrite is given. Jobs stay closed and new rules disabled unless --open, --start or --enable are given. When " +
    "something fails on the way, or the command is interrupted, everything is put back, rules and jobs.",
  examples: [
    "setup_detections.ts -d ML-experimental-detections-20261101-1 --start --elasticsearch-url https://host:9200 " +
    "--kibana-url https://host:5601 -u elastic",
    "setup_detections.ts -t ML-experimental-detections-20211130-7 --dry-run",
  ],
  options: object({
    dir: bundleOption("Folder or zip of the bundle"),
    overwrite: option("--overwrite", { description: message`Replace jobs and rules that are there and differ` }),
    open: option("--open", { description: message`Open the anomaly jobs` }),
    start: option("--start", {
      description: message`Open the anomaly jobs, and start datafeeds and data frame analytics`,
    }),
    enable: option("--enable", { description: message`Enable the rules` }),
    release: releaseOptions(),
    dryRun: option("--dry-run", { description: message`Print the plan and change nothing` }),
    kibana: kibanaOptions(),
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
  const { overwrite, open, start, enable, dryRun } = asked;
  const place = bundlePlace(asked.dir, asked.release);
  const stack = await connectAsAsked(asked.connection, terminal, {
    kibana: { asked: asked.kibana, need: "if-given" },
  });
  const { bundle, from } = await bundleAt(place, asked, terminal, {
    read: readValidDetections,
    validate: validDetections,
  });
  const { name, jobs, rules } = bundle;
  if (rules.length > 0 && stack.kibana === undefined) {
    throw new UsageError(
      `Cannot set up "${name}" without a Kibana for its rules`,
      "Give --kibana-url or --cloud-id, or set KIBANA_URL; upload_job.ts uploads the jobs alone",
    );
  }
  const snapshot = await takeSnapshot(
    stack,
    { jobs, ...(rules.length === 0 ? {} : { rules }) },
    lookingAround(terminal),
  );
  const flags = Object.entries({ overwrite, open, start, enable }).filter(([, on]) => on).map(([name]) => `--${name}`);
  const connection = namedConnection(asked.connection, asked.kibana);
  const command = shellCommand("setup_detections.ts", [
    ...bundleArguments(place, asked.release),
    ...flags,
    ...connection,
  ]);
  const plan = planDetections(bundle, snapshot, {
    ...{ overwrite, open, start, enable, command },
    ...(from === undefined ? {} : { from }),
  });
  return {
    bundle: name,
    ...await carryOut(stack, plan, { attempt: `set up "${name}"`, dryRun }, terminal),
  };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
