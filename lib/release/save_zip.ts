/**
 * Keeping a bundle's zip as a file: all of it, or nothing.
 * @module
 */

import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readFile, realpath, rename, rm } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { DownloadError } from "./download_error.ts";
import type { PackedZip } from "./packed_bundle.ts";

/** How a zip is kept. */
export interface SaveZipOptions {
  /** Folder of the bundle, into which nothing is written. @default {none} */
  readonly bundle?: string;
  /** Gives it up; nothing is left then. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a zip into a folder. It is written under another name first, and gets its own when it is whole and has the hash
 * that it must have. A file of that name is left alone if it is the same.
 *
 * @returns Path of the zip
 * @throws {DownloadError} when there is something else of that name, or it cannot be written
 */
export async function saveZip(zip: PackedZip, folder: string, options: SaveZipOptions = {}): Promise<string> {
  const path = join(folder, zip.name);
  const beside = join(folder, `.${zip.name}.${randomBytes(6).toString("hex")}`);
  try {
    await requireOutside(folder, zip, options);
    await mkdir(folder, { recursive: true });
    const there = await hashOfFile(path);
    if (there === zip.sha256) return path;
    if (there !== undefined) throw notSaved(zip, folder, "there is another file of that name", "Move it away");
    await write(beside, zip, options);
    await rename(beside, path);
    return path;
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    if (error instanceof DownloadError || codeOf(error) === undefined) throw error;
    throw notSaved(zip, folder, `the system says ${codeOf(error)}`, "Name another folder");
  }
}

async function requireOutside(folder: string, zip: PackedZip, { bundle }: SaveZipOptions): Promise<void> {
  if (bundle === undefined) return;
  const [inner, outer] = await Promise.all([realPlace(resolve(folder)), realpath(bundle)]);
  if (inner !== outer && !inner.startsWith(`${outer}${sep}`)) return;
  throw notSaved(zip, folder, "that is the bundle's own folder, which stays as it is", "Name another folder");
}

/** Where a folder is; one that is not there yet, where it would be made. */
async function realPlace(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw error;
    return await realPlace(dirname(folder));
  }
}

async function hashOfFile(path: string): Promise<string | undefined> {
  try {
    return createHash("sha256").update(await readFile(path)).digest("hex");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function write(path: string, zip: PackedZip, { signal }: SaveZipOptions): Promise<void> {
  const file = await open(path, "wx");
  const hash = createHash("sha256");
  try {
    for await (const piece of zip.stream()) {
      signal?.throwIfAborted();
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (hash.digest("hex") !== zip.sha256) {
    throw new DownloadError("not-saved", `Cannot save "${zip.name}" as the bundle's files changed meanwhile`);
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E[A-Z]+$/.test(code) ? code : undefined;
}

function notSaved({ name }: PackedZip, folder: string, found: string, hint: string): DownloadError {
  return new DownloadError("not-saved", `Cannot save "${name}" in "${folder}" as ${found}`, hint);
}
