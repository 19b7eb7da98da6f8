/**
 * Files of one kind that a person names on the command line: each by itself, or the folder or zip that they are in.
 * @module
 */

import { basename } from "node:path";
import { BundleContentError } from "../bundle/bundle_files.ts";
import { readBundle } from "../bundle/read.ts";
import { LARGEST_DETECTIONS_FILE } from "../detections/detections_files.ts";
import type { Finding } from "../json/finding.ts";
import { reasonOf } from "./files.ts";
import { lackOfPermission } from "./run_script.ts";
import { ScriptError } from "./script_error.ts";
import type { Terminal } from "./terminal.ts";

/** Which files are read. */
export interface NamedKind {
  /** What one of them is called: `"job"`. */
  readonly what: string;
  /** How their names end: `[".json"]`. */
  readonly endings: readonly string[];
}

/** A file that was read. */
export interface NamedFile {
  /** Its name, without folders. */
  readonly name: string;
  /** Its text. */
  readonly text: string;
}

/**
 * Reads the files of some paths. Of a folder or a zip those with the right endings are read, and what is in folders
 * below is not. What can't be read is a finding; a path at which there is nothing is a ScriptError.
 */
export async function readNamed(
  paths: readonly string[],
  kind: NamedKind,
  terminal: Terminal,
): Promise<{ files: NamedFile[]; findings: Finding[] }> {
  const files: NamedFile[] = [];
  const findings: Finding[] = [];
  for (const path of paths) {
    const isOne = hasEnding(path, kind);
    const read = isOne ? [await readOne(path, kind, terminal)] : await readAll(path, kind, findings);
    for (const { name, bytes } of read) {
      try {
        files.push({ name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) });
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        findings.push({ ...unreadable(name, "it is not UTF-8"), hint: "Save it as UTF-8." });
      }
    }
  }
  return { files, findings };
}

function hasEnding(name: string, { endings }: NamedKind): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(ending));
}

interface FileBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function readOne(path: string, { what }: NamedKind, { io }: Terminal): Promise<FileBytes> {
  try {
    const bytes = await io.readFile(path);
    if (bytes.length > LARGEST_DETECTIONS_FILE) throw new Error(tooLarge(bytes.length));
    return { name: basename(path), bytes };
  } catch (error) {
    throw new ScriptError(`Cannot read "${path}" as a ${what}: ${reasonOf(error)}`);
  }
}

async function readAll(path: string, kind: NamedKind, findings: Finding[]): Promise<FileBytes[]> {
  const bundle = await readBundle(path).catch((error: unknown) => fail(error, kind));
  findings.push(...bundle.findings);
  const files: FileBytes[] = [];
  for (const [name, source] of bundle) {
    if (!hasEnding(name, kind)) continue;
    if (source.size > LARGEST_DETECTIONS_FILE) {
      findings.push(unreadable(name, tooLarge(source.size)));
      continue;
    }
    try {
      files.push({ name, bytes: await source.bytes() });
    } catch (error) {
      if (error instanceof BundleContentError) findings.push({ ...error.finding, file: name });
      else findings.push(unreadable(name, reasonOf(error)));
    }
  }
  if (files.length === 0) {
    findings.push({
      level: "warning",
      code: `no-${kind.what}`,
      file: bundle.name,
      message: `There is no ${kind.what} in "${bundle.name}": no file of it ends in ${kind.endings.join(" or ")}`,
    });
  }
  return files;
}

function tooLarge(size: number): string {
  return `it has ${size} bytes, and at most ${LARGEST_DETECTIONS_FILE} are read`;
}

function unreadable(file: string, reason: string): Finding {
  return { level: "error", code: "file-unreadable", file, message: `Cannot read "${file}": ${reason}` };
}

function fail(error: unknown, { what, endings }: NamedKind): never {
  if (!(error instanceof Error) || lackOfPermission(error) !== undefined) throw error;
  throw new ScriptError(error.message.replace(" as a bundle:", ` as ${what}s:`), {
    hint: `Name files that end in ${endings.join(" or ")}, or a folder or zip of them`,
  });
}
