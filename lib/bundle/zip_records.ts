/**
 * The records at the end of a zip archive: the end of the directory, and the directory's entries.
 * @module
 */

import type { RandomAccess } from "./random_access.ts";

/** What makes bytes no archive that is read here. */
export class ZipFormatError extends Error {
  override name = "ZipFormatError";
  readonly code: "zip-format" | "zip-trailing-bytes" | "zip-multi-disk" | "zip64" | "zip-too-many-entries";
  readonly hint: string | undefined;

  constructor(code: ZipFormatError["code"], message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_LOCATOR_SIZE = 20;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_SIZE = 46;

const PACK_AGAIN = "Pack the folder again, or download the archive again.";

/** Where the directory is. */
export interface ZipEnd {
  entries: number;
  directoryOffset: number;
  directorySize: number;
}

/** Finds the end of the directory, which must be the end of the archive too. */
export async function findEnd(
  archive: RandomAccess,
  limits: { entries: number; directoryBytes: number },
): Promise<ZipEnd> {
  const tailOffset = Math.max(0, archive.size - END_SIZE - MAX_COMMENT - ZIP64_LOCATOR_SIZE);
  const tail = viewOf(await archive.read(tailOffset, archive.size - tailOffset));
  const at = endRecordPosition(tail);
  if (at === undefined) throw new ZipFormatError("zip-format", await whatInstead(archive), PACK_AGAIN);
  const disks = [tail.getUint16(at + 4, true), tail.getUint16(at + 6, true)];
  const entriesHere = tail.getUint16(at + 8, true);
  const entries = tail.getUint16(at + 10, true);
  const directorySize = tail.getUint32(at + 12, true);
  const directoryOffset = tail.getUint32(at + 16, true);
  const locator = at - ZIP64_LOCATOR_SIZE;
  if (
    entries === 0xffff || directorySize === 0xffffffff || directoryOffset === 0xffffffff ||
    (locator >= 0 && tail.getUint32(locator, true) === ZIP64_LOCATOR_SIGNATURE)
  ) throw zip64();
  if (disks.some((disk) => disk !== 0) || entriesHere !== entries) {
    throw new ZipFormatError("zip-multi-disk", "it is one part of several", "Join the parts to one archive.");
  }
  if (directoryOffset + directorySize !== tailOffset + at) {
    throw new ZipFormatError(
      "zip-format",
      `its directory should end at byte ${directoryOffset + directorySize}, and ends at ${tailOffset + at}`,
      PACK_AGAIN,
    );
  }
  if (entries > limits.entries || directorySize > limits.directoryBytes) {
    throw new ZipFormatError(
      "zip-too-many-entries",
      `it lists ${entries} entries in ${directorySize} bytes, and at most ${limits.entries} in ${limits.directoryBytes} are read`,
    );
  }
  return { entries, directoryOffset, directorySize };
}

/** Position of the only record whose comment reaches the end of the archive. */
function endRecordPosition(tail: DataView): number | undefined {
  const signed: number[] = [];
  for (let at = tail.byteLength - END_SIZE; at >= 0; at--) {
    if (tail.getUint8(at) === 0x50 && tail.getUint32(at, true) === END_SIGNATURE) signed.push(at);
  }
  const fitting = signed.filter((at) => at + END_SIZE + tail.getUint16(at + 20, true) === tail.byteLength);
  if (fitting.length > 1) {
    throw new ZipFormatError("zip-format", "it has two directories, one in the comment of the other", PACK_AGAIN);
  }
  const [last] = signed;
  if (fitting.length === 0 && last !== undefined) {
    const end = last + END_SIZE + tail.getUint16(last + 20, true);
    throw end < tail.byteLength
      ? new ZipFormatError("zip-trailing-bytes", `${tail.byteLength - end} bytes follow its end`, PACK_AGAIN)
      : new ZipFormatError("zip-format", `it is cut off: ${end - tail.byteLength} bytes are missing`, PACK_AGAIN);
  }
  return fitting[0];
}

/** What bytes without a directory are. */
async function whatInstead(archive: RandomAccess): Promise<string> {
  if (archive.size === 0) return "it is empty";
  const start = await archive.read(0, Math.min(archive.size, 16));
  const text = String.fromCharCode(...start);
  if (text.startsWith("PK")) return "it is cut off: the directory at its end is missing";
  if (text.startsWith("\x1f\x8b")) return "it is a gzip file";
  if (/^\s*</.test(text)) return "it is a web page or another text";
  if (/^\s*[{[]/.test(text)) return "it is JSON";
  return "it has no directory at its end";
}

/** An entry of the directory. */
export interface CentralRecord {
  readonly path: string;
  readonly nameIsUtf8: boolean;
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Mode of a Unix file, 0 where the archive has none. */
  readonly unixMode: number;
  readonly localOffset: number;
}

/** The entries of a directory, which must be as many as announced, and nothing else. */
export function centralRecords(directory: Uint8Array, count: number): CentralRecord[] {
  const view = viewOf(directory);
  const records: CentralRecord[] = [];
  let at = 0;
  while (records.length < count) {
    if (at + CENTRAL_SIZE > view.byteLength || view.getUint32(at, true) !== CENTRAL_SIGNATURE) {
      throw new ZipFormatError(
        "zip-format",
        `its directory should have ${count} entries, and entry ${records.length + 1} is none`,
        PACK_AGAIN,
      );
    }
    const nameLength = view.getUint16(at + 28, true);
    const end = at + CENTRAL_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (end > view.byteLength) {
      throw new ZipFormatError("zip-format", `entry ${records.length + 1} of its directory is cut off`, PACK_AGAIN);
    }
    records.push(centralRecord(view, at, directory.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameLength)));
    at = end;
  }
  if (at !== view.byteLength) {
    throw new ZipFormatError("zip-format", `its directory has more than the ${count} entries announced`, PACK_AGAIN);
  }
  return records;
}

function centralRecord(view: DataView, at: number, nameBytes: Uint8Array): CentralRecord {
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const localOffset = view.getUint32(at + 42, true);
  if (packedSize === 0xffffffff || size === 0xffffffff || localOffset === 0xffffffff) throw zip64();
  if (view.getUint16(at + 34, true) !== 0) {
    throw new ZipFormatError("zip-multi-disk", "it is one part of several", "Join the parts to one archive.");
  }
  return {
    ...decodedName(nameBytes),
    nameBytes,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedSize,
    size,
    unixMode: view.getUint32(at + 38, true) >>> 16,
    localOffset,
  };
}

/** Names are read as UTF-8 whatever the flags say: those of a bundle are ASCII, which is the same in every code page. */
function decodedName(bytes: Uint8Array): { path: string; nameIsUtf8: boolean } {
  try {
    return { path: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), nameIsUtf8: true };
  } catch {
    return { path: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), nameIsUtf8: false };
  }
}

function zip64(): ZipFormatError {
  return new ZipFormatError(
    "zip64",
    "it is a zip64 archive, which is made for more than 4 GiB or 65,535 files, and no bundle needs that",
    "Pack the folder again, without zip64.",
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
