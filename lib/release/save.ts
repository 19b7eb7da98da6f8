/**
 * Keeping a bundle as a folder: all of it, or nothing.
 * @module
 */

import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BundleFiles } from "../bundle/bundle_files.ts";
import { entryNameFault } from "../bundle/entry_names.ts";
import { readBundle } from "../bundle/read.ts";
import type { ByteSource } from "../json/byte_source.ts";
import { hasErrors } from "../json/finding.ts";
import { DownloadError } from "./download_error.ts";

/** How a bundle is kept. */
export interface SaveOptions {
  /** Gives it up; nothing is left then. */
  readonly signal?: AbortSignal;
}

/**
 * Writes the files into `folder/NAME`, NAME being the bundle's own. They are written beside it first and get their name
 * when all are there. A folder of that name is left alone if it holds the same.
 *
 * @returns Path of the bundle
 * @throws {DownloadError} when there is something else of that name, or it cannot be written
 */
export async function saveBundle(files: BundleFiles, folder: string, options: SaveOptions = {}): Promise<string> {
  const { name } = files;
  const fault = entryNameFault(name) ?? (name.includes("/") ? 'it holds "/"' : undefined);
  if (fault !== undefined) throw notSaved(name, folder, `its name cannot be that of a folder: ${fault}`);
  const error = files.findings.find(({ level }) => level === "error");
  if (error !== undefined) throw notSaved(name, folder, `not all of it could be read: ${error.message}`);
  const path = join(folder, name);
  const beside = join(folder, `.${name}.${randomBytes(6).toString("hex")}`);
  try {
    await mkdir(folder, { recursive: true });
    if (await isThere(path, files)) return path;
    await mkdir(beside);
    for (const [file, source] of files) await write(join(beside, file), source, options);
    options.signal?.throwIfAborted();
    await rename(beside, path);
    return path;
  } catch (error) {
    await rm(beside, { recursive: true, force: true }).catch(() => {});
    throw systemFault(error) === undefined ? error : notSaved(name, folder, systemFault(error) ?? "");
  }
}

async function write(path: string, source: ByteSource, { signal }: SaveOptions): Promise<void> {
  const file = await open(path, "wx");
  try {
    for await (const chunk of source.stream()) {
      signal?.throwIfAborted();
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether the bundle is there already; throws if something else is. */
async function isThere(path: string, files: BundleFiles): Promise<boolean> {
  const there = await readBundle(path).catch((error: unknown) => {
    if (error instanceof Error && /there is no such folder or file$/.test(error.message)) return undefined;
    throw error;
  });
  if (there === undefined) return false;
  if (await isSame(there, files)) return true;
  throw new DownloadError(
    "not-saved",
    `Cannot save "${files.name}" as "${path}" is there already and is not the same`,
    "Move it away, or name another folder with --save",
  );
}

async function isSame(there: BundleFiles, files: BundleFiles): Promise<boolean> {
  if (there.size !== files.size || hasErrors(there.findings)) return false;
  for (const [name, source] of files) {
    const other = there.get(name);
    if (other?.size !== source.size || await hashOf(other) !== await hashOf(source)) return false;
  }
  return true;
}

async function hashOf(source: ByteSource): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of source.stream()) hash.update(chunk);
  return hash.digest("hex");
}

/** What the system says, in words; undefined for everything else. */
function systemFault(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "writing there is not permitted";
    case "ENOSPC":
    case "EDQUOT":
      return "there is no room left";
    case "ENOTDIR":
    case "EEXIST":
      return "there is a file in the way";
    default:
      return typeof code === "string" && /^E[A-Z]+$/.test(code) ? `the system says ${code}` : undefined;
  }
}

function notSaved(name: string, folder: string, found: string): DownloadError {
  return new DownloadError(
    "not-saved",
    `Cannot save "${name}" in "${folder}" as ${found}`,
    "Name another folder with --save",
  );
}
