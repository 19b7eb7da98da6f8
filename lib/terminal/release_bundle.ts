/**
 * Bundles on their way to a release: read, validated and packed while somebody watches.
 * @module
 */

import { readBundle } from "../bundle/read.ts";
import { validateDgaBundle } from "../bundle/dga.ts";
import { validateDetectionsBundle } from "../detections/detections_bundle.ts";
import { dgaFileRole, tryParseReleaseName } from "../bundle/names.ts";
import type { BundleFiles } from "../bundle/bundle_files.ts";
import type { ZippedFile } from "../bundle/zip_bundle.ts";
import type { Validation } from "../json/finding.ts";
import type { GithubRequestOptions } from "../release/github/retried.ts";
import { packBundle, type PackedBundle, type ReleasableBundle } from "../release/packed_bundle.ts";
import { lackOfPermission, stopOnFindings } from "./run_script.ts";
import { visible } from "./safe_text.ts";
import { ScriptError } from "./script_error.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Which rules a bundle is held to. */
export type BundleKind = "dga" | "detections";

/** The kind that a bundle is released as, by its name or else by its files. */
export function bundleKindOf(files: BundleFiles): BundleKind {
  const family = tryParseReleaseName(files.name)?.family;
  if (family === "ML-DGA") return "dga";
  if (family === "ML-experimental-detections") return "detections";
  return [...files.keys()].some((name) => dgaFileRole(name) === "model") ? "dga" : "detections";
}

/** Reads any bundle; without one, the script ends. */
export async function readFiles(path: string, terminal: Terminal): Promise<BundleFiles> {
  terminal.progress.show("Reading the bundle");
  return await readBundle(path).catch((error: unknown) => {
    if (!(error instanceof Error) || lackOfPermission(error) !== undefined) throw error;
    throw new ScriptError(error.message, { hint: "Name the folder of a bundle" });
  });
}

/** How a bundle is prepared. */
export interface PrepareOptions {
  readonly kind: BundleKind;
  /** What is attempted, for messages: `"release"`. */
  readonly attempt: string;
}

/**
 * Validates a bundle and packs it, and shows what is found.
 *
 * @throws {ScriptError} with exit code 3 for one with errors
 */
export async function prepareBundle(
  files: BundleFiles,
  { kind, attempt }: PrepareOptions,
  terminal: Terminal,
): Promise<PackedBundle> {
  const { progress } = terminal;
  const stop = { strict: false };
  progress.show("Validating the bundle");
  const { value: bundle, findings } = kind === "dga" ? await validateDga(files) : await validateDetectionsBundle(files);
  terminal.showFindings(findings);
  stopOnFindings(findings, `${attempt} "${files.name}"`, stop);
  if (bundle === undefined) throw new Error(`"${files.name}" has neither errors nor a value`);
  const packing = await packBundle(bundle, {
    onBytes: (bytes) => progress.show(`Packing: ${(bytes / 1e6).toFixed(1)} MB so far`),
  });
  terminal.showFindings(packing.findings);
  stopOnFindings(packing.findings, `${attempt} "${files.name}"`, stop);
  if (packing.value === undefined) throw new Error(`"${files.name}" was neither packed nor refused`);
  return packing.value;
}

/** The loaded model is let go of: packing a large one needs the memory. */
async function validateDga(files: BundleFiles): Promise<Validation<ReleasableBundle>> {
  const { value, findings } = await validateDgaBundle(files);
  if (value === undefined) return { findings };
  const { name, release, files: released, modelId, modelFile } = value;
  return { value: { name, release, files: released, modelId, modelFile }, findings };
}

/** The files of a release and their hashes, as a table. */
export function describeFiles(files: readonly Pick<ZippedFile, "name" | "size" | "sha256">[]): string {
  const rows = files.map(({ name, size, sha256 }) => [name, size.toLocaleString("en-US"), sha256]);
  return formatTable([{ title: "file" }, { title: "bytes", align: "right" }, { title: "sha256" }], rows);
}

/** How GitHub is asked while somebody watches. */
export function askingGithub(terminal: Terminal): GithubRequestOptions {
  return {
    signal: terminal.io.signal,
    onRetry: (reason) => terminal.note(`${terminal.errorStyle.yellow("note:")} ${visible(reason)}\n`),
  };
}
