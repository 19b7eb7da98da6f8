/**
 * Reading a bundle from where the user has it. Nothing is ever written, links are not followed, and what is not read is
 * named.
 * @module
 */

import { lstat, open, readdir, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { ByteSource } from "../json/byte_source.ts";
import type { Finding } from "../json/finding.ts";
import { BundleContentError, type BundleFiles, bundleFiles } from "./bundle_files.ts";
import { collisions, entryNameFault, unsafeName } from "./entry_names.ts";
import { joined, pieces, type RandomAccess } from "./random_access.ts";
import { readZip, unexpectedFolder } from "./zip.ts";
import { ZIP_LIMITS } from "./zip_directory.ts";

/**
 * The files of a bundle: a folder, or a zip archive with the files in it or below one folder. The contents are read
 * when asked for; what is wrong with folder or archive stands in `findings` for the validation to report.
 *
 * ```ts
 * import { readBundle } from "./read.ts";
 * const files = await readBundle("testdata/ML-DGA-20261101-1");
 * if (files.name !== "ML-DGA-20261101-1" || files.size !== 5) throw new Error();
 * ```
 *
 * @throws {Error} when there is nothing at the path, or nothing that may be read
 */
export async function readBundle(path: string): Promise<BundleFiles> {
  try {
    const kind = await stat(path);
    if (kind.isDirectory()) return await readFolder(resolve(path));
    if (kind.isFile()) return await readZip(fileAccess(path, kind.size), basename(resolve(path)));
  } catch (error) {
    // What Deno says of a missing permission names the flag to give.
    if (error instanceof Error && error.name === "NotCapable") throw error;
    throw new Error(`Cannot read "${path}" as a bundle: ${reason(error)}`, { cause: error });
  }
  throw new Error(`Cannot read "${path}" as a bundle: it is neither a folder nor a file`);
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such folder or file";
  if (code === "EACCES" || code === "EPERM") return "reading it is not permitted";
  return error instanceof Error ? error.message : String(error);
}

async function readFolder(folder: string): Promise<BundleFiles> {
  const names = (await readdir(folder)).sort();
  if (names.length > ZIP_LIMITS.entries) {
    return bundleFiles(basename(folder), [], [{
      level: "error",
      code: "too-many-files",
      message: `Cannot read "${basename(folder)}" as a bundle: it has ${names.length} files, ` +
        `and at most ${ZIP_LIMITS.entries} are read`,
    }]);
  }
  const findings: Finding[] = collisions(names);
  const files: [string, ByteSource][] = [];
  const folders: string[] = [];
  for (const name of names) {
    const path = `${folder}/${name}`;
    const fault = entryNameFault(name);
    const kind = await lstat(path);
    if (fault !== undefined) findings.push(unsafeName(name, fault));
    else if (kind.isFile()) files.push([name, fileSource(path, name, kind.size)]);
    else if (kind.isDirectory()) folders.push(name);
    else findings.push(unreadable(name, kind.isSymbolicLink()));
  }
  // An unpacked archive is a folder in a folder.
  const meant = files.length === 0 && folders.length === 1
    ? `Did you mean "${basename(folder)}/${folders[0]}"?`
    : undefined;
  for (const name of folders) findings.push(unexpectedFolder(name, meant));
  return bundleFiles(basename(folder), files, findings);
}

function unreadable(name: string, isLink: boolean): Finding {
  return {
    level: "error",
    code: isLink ? "entry-link" : "entry-special",
    file: name,
    message: `Cannot read "${name}": it is ${isLink ? "a symbolic link" : "neither a file nor a folder"}`,
    hint: isLink ? "Put the file itself into the bundle." : "Remove it from the bundle.",
  };
}

function fileSource(path: string, name: string, size: number): ByteSource {
  const access = fileAccess(path, size, name);
  return {
    size,
    stream: () => ReadableStream.from(pieces(access, 0, size)),
    bytes: () => joined(pieces(access, 0, size), size),
  };
}

/**
 * A file that is opened for each read, so that nothing has to be closed. It must stay what it was when it was listed:
 * an entry of a bundle may not become a link meanwhile. An archive is where the user says, behind a link or not.
 */
function fileAccess(path: string, size: number, name?: string): RandomAccess {
  return {
    size,
    async read(offset, length) {
      const file = await open(path, "r");
      try {
        const bytes = new Uint8Array(length);
        let at = 0;
        while (at < length) {
          const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
        const opened = await file.stat();
        // The flag for this, O_NOFOLLOW, is of no use: Deno resolves links itself where access is limited to folders.
        const listed = name === undefined ? opened : await lstat(path);
        const isSame = listed.isFile() && listed.ino === opened.ino && listed.dev === opened.dev;
        if (at < length || opened.size !== size || !isSame) throw changed(name ?? basename(path));
        return bytes;
      } finally {
        await file.close();
      }
    },
  };
}

function changed(name: string): BundleContentError {
  return new BundleContentError({
    level: "error",
    code: "file-changed",
    file: name,
    message: `Cannot read "${name}": it changed while it was read`,
    hint: "Try again when nothing writes to it.",
  });
}
