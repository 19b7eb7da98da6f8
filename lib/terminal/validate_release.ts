/**
 * `release.ts validate-dga` and `validate-detections`: whatever can be said of a bundle before it is released.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import { findDuplicates } from "../release/duplicates.ts";
import type { Github } from "../release/github.ts";
import { lookAtReleases } from "../release/existing_releases.ts";
import type { PackedBundle } from "../release/packed_bundle.ts";
import { StackError } from "../stack/errors.ts";
import { releaseText } from "../release/release_text.ts";
import { saveZip } from "../release/save_zip.ts";
import { connectGithubAsAsked } from "./github.ts";
import { askingGithub, describeFiles, prepareBundle, readFiles } from "./release_bundle.ts";
import type { AskedValidation } from "./release_commands.ts";
import { stopOnFindings } from "./run_script.ts";
import { visible } from "./safe_text.ts";
import { ScriptError } from "./script_error.ts";
import type { Terminal } from "./terminal.ts";

/** Validates as asked; with `--output` the zip is written, and nothing else ever. */
export async function validateRelease(asked: AskedValidation, terminal: Terminal): Promise<Record<string, unknown>> {
  const github = asked.offline ? undefined : connectGithubAsAsked(asked, terminal);
  const files = await readFiles(asked.dir, terminal);
  const kind = asked.command === "validate-dga" ? "dga" : "detections";
  const packed = await prepareBundle(files, { kind, attempt: "release" }, terminal);
  const duplicates = github === undefined ? [] : await compareWithReleases(packed, github, terminal);
  terminal.showFindings(duplicates);
  stopOnFindings(terminal.findings, `release "${files.name}"`, { strict: asked.strict });
  const text = releaseText(packed, { date: `${new Date().toISOString().slice(0, 19)}Z` });
  terminal.print(described(packed, text, terminal));
  const output = await written(packed, asked, terminal);
  const { name, size, sha256 } = packed.zip;
  return {
    ...{ bundle: files.name, kind, files: packed.files, zip: { name, size, sha256 } },
    ...{ text, ...(output === undefined ? {} : { output }) },
  };
}

async function compareWithReleases(
  packed: PackedBundle,
  github: Github,
  terminal: Terminal,
): Promise<Finding[]> {
  if (!("modelFile" in packed.bundle)) return [];
  terminal.progress.show(`Asking for the releases of ${github.repository}`);
  const { manifests, notes } = await lookAtReleases(github, {
    ...askingGithub(terminal),
    onManifest: (read, total) => terminal.progress.show(`Reading manifests: ${read} of ${total}`),
  }).catch((error: unknown) => {
    if (!(error instanceof StackError) || error.kind === "aborted") throw error;
    const hint = [...(error.hint === undefined ? [] : [error.hint]), "--offline leaves the comparison out"].join(". ");
    throw new ScriptError(error.message, { hint });
  });
  for (const note of notes) terminal.note(`${terminal.errorStyle.yellow("note:")} ${visible(note)}\n`);
  return findDuplicates(packed, manifests);
}

function described({ bundle, files, zip }: PackedBundle, text: string, { style }: Terminal): string {
  return [
    `${style.green("Valid")}: ${visible(bundle.name)}\n`,
    describeFiles(files),
    `  ${visible(zip.name)}, ${zip.size.toLocaleString("en-US")} bytes, sha256 ${zip.sha256}\n`,
    `Text of the release\n${text.split("\n").map((line) => `  ${visible(line)}`.trimEnd()).join("\n")}\n`,
  ].join("\n");
}

async function written(packed: PackedBundle, asked: AskedValidation, terminal: Terminal): Promise<string | undefined> {
  if (asked.output === undefined) return undefined;
  terminal.progress.show(`Writing ${packed.zip.name}`);
  const path = await saveZip(packed.zip, asked.output, { bundle: asked.dir, signal: terminal.io.signal });
  terminal.print(`\nWritten to ${visible(path)}\n`);
  return path;
}
