/**
 * Jobs that a person names on the command line.
 * @module
 */

import { basename, resolve } from "node:path";
import { type Job, parseJob } from "../detections/job.ts";
import { EXIT } from "./exit_code.ts";
import { plural } from "./findings.ts";
import { readNamed } from "./read_named.ts";
import { stopOnFindings } from "./run_script.ts";
import { ScriptError } from "./script_error.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Reads all jobs of these files, folders and zips, and shows what is found.
 *
 * @throws {ScriptError} with exit code 1 for what cannot be read, 3 for jobs with errors or none at all
 */
export async function readJobs(paths: readonly string[], terminal: Terminal): Promise<Job[]> {
  terminal.progress.show("Reading the jobs");
  const { files, findings } = await readNamed(paths, { what: "job", endings: [".json"] }, terminal);
  const parsed = files.map(({ name, text }) => parseJob(text, name));
  findings.push(...parsed.flatMap((job) => job.findings));
  terminal.showFindings(findings);
  const subject = subjectOf(paths);
  stopOnFindings(findings, `upload "${subject}"`, { strict: false });
  const jobs = parsed.flatMap(({ value }) => value ?? []);
  if (jobs.length > 0) return jobs;
  throw new ScriptError(`Cannot upload "${subject}" as there is no job in it`, { exit: EXIT.findings });
}

/** What a message calls these paths. */
export function subjectOf(paths: readonly string[]): string {
  return paths.length === 1 ? basename(resolve(paths[0] ?? "")) : plural(paths.length, "path");
}
