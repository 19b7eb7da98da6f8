/**
 * Bundles that a person names on the command line.
 * @module
 */

import { type DgaBundle, validateDgaBundle } from "../bundle/dga.ts";
import type { BundleFiles } from "../bundle/bundle_files.ts";
import { readBundle } from "../bundle/read.ts";
import { type DetectionsBundle, validateDetectionsBundle } from "../detections/detections_bundle.ts";
import type { Validation } from "../json/finding.ts";
import { lackOfPermission, stopOnFindings } from "./run_script.ts";
import { ScriptError } from "./script_error.ts";
import type { Terminal } from "./terminal.ts";

/** How a bundle is read. */
export interface ReadBundleOptions {
  /** What is attempted with it, for messages: `"set up"`. */
  readonly attempt: string;
  /** Whether warnings count as errors. @default {false} */
  readonly strict?: boolean;
}

/**
 * Reads and validates a bundle, and shows what is found.
 *
 * @throws {ScriptError} with exit code 1 where there is none, with 3 for one with errors
 */
export async function readValidBundle(
  path: string,
  terminal: Terminal,
  options: ReadBundleOptions,
): Promise<DgaBundle> {
  return await validBundle(await readBundle(path).catch(failRead), terminal, options);
}

/** Validates files that are here already, and shows what is found; fails as {@linkcode readValidBundle} does. */
export async function validBundle(
  files: BundleFiles,
  terminal: Terminal,
  options: ReadBundleOptions,
): Promise<DgaBundle> {
  return await valid(files, validateDgaBundle, terminal, options);
}

/** The same as {@linkcode readValidBundle} for a detections bundle. */
export async function readValidDetections(
  path: string,
  terminal: Terminal,
  options: ReadBundleOptions,
): Promise<DetectionsBundle> {
  return await validDetections(await readBundle(path).catch(failRead), terminal, options);
}

/** The same as {@linkcode validBundle} for a detections bundle. */
export async function validDetections(
  files: BundleFiles,
  terminal: Terminal,
  options: ReadBundleOptions,
): Promise<DetectionsBundle> {
  return await valid(files, validateDetectionsBundle, terminal, options);
}

async function valid<Bundle>(
  files: BundleFiles,
  validate: (files: BundleFiles) => Promise<Validation<Bundle>>,
  terminal: Terminal,
  { attempt, strict = false }: ReadBundleOptions,
): Promise<Bundle> {
  terminal.progress.show("Reading and validating the bundle");
  const { value, findings } = await validate(files);
  terminal.showFindings(findings);
  stopOnFindings(findings, `${attempt} "${files.name}"`, { strict });
  if (value === undefined) throw new Error(`"${files.name}" has neither errors nor a value`);
  return value;
}

function failRead(error: unknown): never {
  if (!(error instanceof Error) || lackOfPermission(error) !== undefined) throw error;
  throw new ScriptError(error.message, { hint: "Name the folder or the zip of a bundle with -d" });
}
