/**
 * Where a report goes.
 * @module
 */

import { resolve } from "node:path";
import { reasonOf } from "../files.ts";
import { WritePermissionError } from "../replace_file.ts";
import { ScriptError, UsageError } from "../script_error.ts";
import type { ScriptIo } from "../script_io.ts";

/**
 * Tells before an hour of scoring that a report cannot be written, or would take the place of what is read.
 *
 * @param sources paths that are read, `-` excepted
 */
export async function checkReportFile(path: string, sources: readonly string[], io: ScriptIo): Promise<void> {
  if (sources.some((source) => source !== "-" && resolve(source) === resolve(path))) {
    throw new UsageError(`Cannot write the report to "${path}" as that is read: it would be replaced`);
  }
  await io.checkWritable(path).catch((error) => cannotWrite(path, error));
}

/** Writes the report. */
export async function writeReportFile(path: string, page: string, io: ScriptIo): Promise<void> {
  await io.writeFile(path, page).catch((error) => cannotWrite(path, error));
}

function cannotWrite(path: string, error: unknown): never {
  if (error instanceof WritePermissionError) {
    throw new ScriptError(`Cannot write the report to "${path}": ${error.message}`, {
      hint: "Only the current folder and what is below it are written to. Elsewhere: deno run --allow-read " +
        "--allow-write=FOLDER scripts/score_domains.ts …",
    });
  }
  const reason = error instanceof Deno.errors.NotFound ? "there is no such folder" : reasonOf(error);
  throw new ScriptError(`Cannot write the report to "${path}": ${reason}`);
}
