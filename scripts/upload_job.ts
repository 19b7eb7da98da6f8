#!/usr/bin/env -S deno run --allow-read --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,DR_* --ignore-env
/**
 * Uploads machine learning jobs to an Elasticsearch: anomaly detection, its datafeeds, data frame analytics.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple } from "@optique/core/modifiers";
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
import { namedConnection } from "../lib/terminal/named_connection.ts";
import { commonOptions, pathArgument } from "../lib/terminal/options.ts";
import { readJobs, subjectOf } from "../lib/terminal/read_jobs.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { UsageError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { shellCommand } from "../lib/terminal/shell_command.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { planJobUpload, takeSnapshot } from "../mod.ts";

interface UploadOptions {
  readonly paths: readonly string[];
  readonly overwrite: boolean;
  readonly open: boolean;
  readonly start: boolean;
  readonly dryRun: boolean;
  readonly connection: AskedConnection;
  readonly json: boolean;
}

/** What `upload_job.ts` is, for its help and for {@linkcode main}. */
export const script: Script<UploadOptions> = {
  name: "upload_job.ts",
  brief: "Uploads machine learning jobs to an Elasticsearch: anomaly detection, datafeeds, data frame analytics.",
  description: 'A job is a JSON file {"name", "type", "body"}; of a folder or zip all of them are taken. A datafeed ' +
    "comes after its job. What is there and equal, but for what the server adds, is left alone; what differs stops the " +
    "command unless --overwrite is given. That stops, closes and deletes a job, with what it has learned and found, " +
    "and stores the new one; what ran runs again. When something fails on the way, everything is put back.",
  examples: [
    "upload_job.ts ML-experimental-detections-20261101-1.zip --start --elasticsearch-url https://host:9200 -u elastic",
    "upload_job.ts dga_high_sum.json datafeed_dga_high_sum.json --dry-run",
  ],
  options: object({
    paths: multiple(argument(pathArgument("FILE|DIR"), { description: message`Files, folders or zips of jobs` })),
    overwrite: option("--overwrite", { description: message`Replace what is there and differs` }),
    open: option("--open", { description: message`Open the anomaly jobs, also those that are there already` }),
    start: option("--start", {
      description: message`Open the anomaly jobs, and start datafeeds and data frame analytics`,
    }),
    dryRun: option("--dry-run", { description: message`Print the plan and change nothing` }),
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
  const { paths, overwrite, open, start, dryRun } = asked;
  if (paths.length === 0) {
    throw new UsageError("Cannot upload jobs as none is named", "Name .json files, or folders or zips of them");
  }
  const stack = await connectAsAsked(asked.connection, terminal);
  const jobs = await readJobs(paths, terminal);
  const snapshot = await takeSnapshot(stack, { jobs }, lookingAround(terminal));
  const flags = Object.entries({ overwrite, open, start }).filter(([, isOn]) => isOn).map(([name]) => `--${name}`);
  const command = shellCommand("upload_job.ts", [...paths, ...flags, ...namedConnection(asked.connection)]);
  const subject = subjectOf(paths);
  const plan = planJobUpload(jobs, snapshot, { overwrite, open, start, subject, command });
  return {
    jobs: jobs.map(({ name, type, file }) => ({ name, type, file })),
    ...await carryOut(stack, plan, { attempt: `upload "${subject}"`, dryRun }, terminal),
  };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
