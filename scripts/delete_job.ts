#!/usr/bin/env -S deno run --allow-read --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,KIBANA_*,DR_* --ignore-env
/**
 * Deletes a machine learning job from an Elasticsearch.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { argument, option } from "@optique/core/primitives";
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
import { jobNameArgument, jobTypeArgument } from "../lib/terminal/job_arguments.ts";
import { namedConnection } from "../lib/terminal/named_connection.ts";
import { commonOptions } from "../lib/terminal/options.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { shellCommand } from "../lib/terminal/shell_command.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { type JobType, planJobRemoval, takeSnapshot } from "../mod.ts";

interface DeletionOptions {
  readonly name: string;
  readonly type: JobType;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly kibana: AskedKibana;
  readonly connection: AskedConnection;
  readonly json: boolean;
}

/** What `delete_job.ts` is, for its help and for {@linkcode main}. */
export const script: Script<DeletionOptions> = {
  name: "delete_job.ts",
  brief: "Deletes a machine learning job from an Elasticsearch.",
  description: "TYPE is anomaly_detection, datafeed or data_frame_analytic. What runs, and an anomaly job with a " +
    "datafeed, is left alone, and what has to be stopped, closed or deleted first is said; with --force that is done. " +
    "Where Kibana is named too, it is asked which rules use the job. " +
    "An anomaly job goes with what it has learned and found. A job that is not there counts as deleted. When something " +
    "fails on the way, everything is put back.",
  examples: [
    "delete_job.ts dga_high_sum_by_source_ip anomaly_detection --elasticsearch-url https://host:9200 -u elastic",
    "delete_job.ts dga_high_sum_by_source_ip anomaly_detection --force --dry-run",
  ],
  options: object({
    name: argument(jobNameArgument(), { description: message`Name of the job, as dga_high_sum_by_source_ip` }),
    type: argument(jobTypeArgument(), {
      description: message`What it is: anomaly_detection, datafeed or data_frame_analytic`,
    }),
    force: option("--force", { description: message`Stop, close and delete what stands in the way` }),
    dryRun: option("--dry-run", { description: message`Print the plan and change nothing` }),
    kibana: kibanaOptions(),
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

async function remove(asked: DeletionOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const { name, type, force, dryRun } = asked;
  const stack = await connectAsAsked(asked.connection, terminal, {
    kibana: { asked: asked.kibana, need: "if-given" },
  });
  const rulesOfJobs = type === "anomaly_detection" && stack.kibana !== undefined;
  const snapshot = await takeSnapshot(stack, { jobs: [{ name, type }], rulesOfJobs }, lookingAround(terminal));
  const flags = force ? ["--force"] : [];
  const command = shellCommand("delete_job.ts", [
    name,
    type,
    ...flags,
    ...namedConnection(asked.connection, asked.kibana),
  ]);
  const plan = planJobRemoval(name, type, snapshot, { force, command });
  return { name, type, ...await carryOut(stack, plan, { attempt: `delete "${name}"`, dryRun }, terminal) };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
