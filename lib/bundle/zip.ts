/**
 * Reading zip archives without unpacking them anywhere: each file is inflated when it is read, and held to what the
 * archive's directory says of it.
 * @module
 */

import { pipeline, Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import type { ByteSource } from "../json/byte_source.ts";
import type { Finding } from "../json/finding.ts";
import { BundleContentError, type BundleFiles, bundleFiles } from "./bundle_files.ts";
import { joined, pieces, type RandomAccess } from "./random_access.ts";
import { readZipDirectory, type ZipEntry } from "./zip_directory.ts";

/**
 * The files of an archive, which lie in it directly or below one folder. What is wrong with the archive ends in
 * findings; what is wrong with the contents of a file shows when it is read, as a {@linkcode BundleContentError}.
 *
 * ```ts
 * import { readZip } from "./zip.ts";
 * import { memoryAccess } from "./random_access.ts";
 * const files = await readZip(memoryAccess(new TextEncoder().encode("<html>")), "ML-DGA-20201111-1.zip");
 * if (files.findings[0]?.code !== "zip-format") throw new Error();
 * ```
 *
 * @param fileName the archive's own name
 */
export async function readZip(archive: RandomAccess, fileName: string): Promise<BundleFiles> {
  const { entries, findings } = await readZipDirectory(archive, fileName);
  const folder = topFolder(entries, fileName, findings);
  const stem = fileName.replace(/\.zip$/i, "");
  if (folder === undefined) return bundleFiles(stem, [], findings);
  if (folder !== "" && folder !== `${stem}/`) {
    findings.push({
      level: "warning",
      code: "zip-folder-name",
      message: `The archive is called "${fileName}", and the folder in it "${folder.slice(0, -1)}"`,
      hint: "Give the archive, the folder in it and the release one name.",
    });
  }
  const files: [string, ByteSource][] = [];
  const folders = new Set<string>();
  for (const entry of entries) {
    const name = entry.path.startsWith(folder) ? entry.path.slice(folder.length) : entry.path;
    const slash = name.indexOf("/");
    if (slash >= 0) folders.add(name.slice(0, slash));
    else if (name !== "") files.push([name, entrySource(archive, entry, name)]);
  }
  for (const name of folders) findings.push(unexpectedFolder(name));
  return bundleFiles(folder === "" ? stem : folder.slice(0, -1), files, findings);
}

/** A folder that is no part of a bundle; its files are not read. */
export function unexpectedFolder(name: string, hint = "Remove it: a bundle is files only."): Finding {
  return {
    level: "warning",
    code: "unexpected-folder",
    file: name,
    message: `The bundle has a folder "${name}" inside, which is not read`,
    hint,
  };
}

/** Where the files are: `""` or `"name/"`. Undefined, with a finding, if that is not clear. */
function topFolder(entries: readonly ZipEntry[], fileName: string, findings: Finding[]): string | undefined {
  const files = entries.filter((entry) => !entry.path.endsWith("/"));
  if (files.length === 0 || files.some((entry) => !entry.path.includes("/"))) return "";
  const folders = new Set(files.map((entry) => entry.path.slice(0, entry.path.indexOf("/") + 1)));
  // What macOS adds to the archives it makes.
  folders.delete("__MACOSX/");
  const [folder, ...others] = folders;
  if (folder !== undefined && others.length === 0) return folder;
  findings.push({
    level: "error",
    code: "zip-folders",
    message: `Cannot tell which folder of "${fileName}" is the bundle: it has ${
      [...folders].map((name) => `"${name.slice(0, -1)}"`).join(", ")
    }`,
    hint: "Pack one bundle into one archive.",
  });
  return undefined;
}

/** One file of an archive. */
function entrySource(archive: RandomAccess, entry: ZipEntry, name: string): ByteSource {
  return {
    size: entry.size,
    stream: () => ReadableStream.from(checkedBytes(archive, entry, name)),
    bytes: () => joined(checkedBytes(archive, entry, name), entry.size),
  };
}

/** The bytes of a file, never more than declared; the end comes only if size and CRC-32 are as declared. */
async function* checkedBytes(archive: RandomAccess, entry: ZipEntry, name: string): AsyncGenerator<Uint8Array> {
  let size = 0;
  let checksum = 0;
  for await (const piece of entry.method === "store" ? packedBytes(archive, entry) : inflated(archive, entry, name)) {
    size += piece.length;
    checksum = crc32(piece, checksum);
    if (size > entry.size) {
      throw lie("zip-size", name, `it unpacks to more than the ${entry.size} bytes that the archive declares`);
    }
    yield piece;
  }
  if (size !== entry.size) {
    throw lie("zip-size", name, `it unpacks to ${size} bytes, and the archive declares ${entry.size}`);
  }
  if (checksum !== entry.checksum) {
    throw lie("zip-checksum", name, `its CRC-32 is ${hex(checksum)}, and the archive declares ${hex(entry.checksum)}`);
  }
}

function packedBytes(archive: RandomAccess, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  return pieces(archive, entry.dataOffset, entry.packedSize);
}

/** node:zlib rather than DecompressionStream, which takes truncated and overlong data and holds nothing back. */
async function* inflated(archive: RandomAccess, entry: ZipEntry, name: string): AsyncGenerator<Uint8Array> {
  const inflater = createInflateRaw({ chunkSize: 64 * 1024 });
  // Errors reach the loop below; this only ties the two streams, so that leaving the loop stops the reading too.
  pipeline(Readable.from(packedBytes(archive, entry)), inflater, () => {});
  try {
    for await (const piece of inflater) yield piece;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw lie("zip-data", name, `its bytes are no deflated data (${error.message})`);
  }
  if (inflater.bytesWritten !== entry.packedSize) {
    throw lie("zip-size", name, `its deflated data ends after ${inflater.bytesWritten} of ${entry.packedSize} bytes`);
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

function lie(code: string, name: string, found: string): BundleContentError {
  return new BundleContentError({
    level: "error",
    code,
    file: name,
    message: `Cannot unpack "${name}": ${found}`,
    hint: "Pack the folder again, or download the archive again.",
  });
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
