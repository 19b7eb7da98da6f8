/**
 * The directory of a zip archive, read with suspicion: archives come from downloads, and what one program takes for
 * the third file of an archive another never sees. So an archive must say everything once and the same way in both
 * places, without gaps that matter; what is odd ends in a finding.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import { collisions, entryNameFault, unsafeName } from "./entry_names.ts";
import type { RandomAccess } from "./random_access.ts";
import { type CentralRecord, centralRecords, findEnd, ZipFormatError } from "./zip_records.ts";
import { readLocal } from "./zip_local.ts";

/** Bounds on what an archive may ask for. */
export const ZIP_LIMITS = {
  /** Entries, folders included. */
  entries: 1000,
  /** Bytes of the directory. */
  directoryBytes: 1024 * 1024,
  /** Bytes of all files together, unpacked. */
  totalBytes: 1024 * 1024 * 1024,
  /** Bytes of a file for each byte in the archive; applies from 1 MiB. JSON seldom passes 50. */
  ratio: 500,
} as const;

/** Deflate can't do better than this, whatever the data. */
const MOST_DEFLATE = 1032;

/** A file within an archive. */
export interface ZipEntry {
  /** Path within the archive, parts joined by `/`; a folder's ends with one. */
  readonly path: string;
  readonly method: "store" | "deflate";
  /** CRC-32 of the file's bytes. */
  readonly checksum: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** Bytes of the file, as declared. */
  readonly size: number;
  /** Where its bytes start in the archive. */
  readonly dataOffset: number;
}

/** What a directory lists: the entries that can be read, and findings about all others. */
export interface ZipDirectory {
  entries: ZipEntry[];
  findings: Finding[];
}

/**
 * Reads the directory of an archive. Never throws because of what the archive holds.
 *
 * @param label what to call the archive in findings
 */
export async function readZipDirectory(archive: RandomAccess, label: string): Promise<ZipDirectory> {
  try {
    const end = await findEnd(archive, ZIP_LIMITS);
    const records = centralRecords(await archive.read(end.directoryOffset, end.directorySize), end.entries);
    return await checkedEntries(archive, records, end.directoryOffset);
  } catch (error) {
    if (!(error instanceof ZipFormatError)) throw error;
    const finding: Finding = {
      level: "error",
      code: error.code,
      message: `Cannot read "${label}" as a zip archive: ${error.message}`,
    };
    return { entries: [], findings: [error.hint === undefined ? finding : { ...finding, hint: error.hint }] };
  }
}

async function checkedEntries(
  archive: RandomAccess,
  records: readonly CentralRecord[],
  directoryOffset: number,
): Promise<ZipDirectory> {
  const findings = [...collisions(records.map((record) => record.path)), ...totalFindings(records)];
  const entries: ZipEntry[] = [];
  const ranges: Range[] = [];
  for (const record of records) {
    const own = recordFindings(record);
    const local = await readLocal(archive, record, directoryOffset);
    own.push(...local.findings);
    ranges.push({
      path: record.path,
      start: record.localOffset,
      end: local.dataOffset + record.packedSize,
      slack: local.slack,
    });
    findings.push(...own);
    if (own.length === 0) {
      entries.push({
        path: record.path,
        method: record.method === 0 ? "store" : "deflate",
        checksum: record.checksum,
        packedSize: record.packedSize,
        size: record.size,
        dataOffset: local.dataOffset,
      });
    }
  }
  const layout = layoutFindings(ranges, directoryOffset);
  // Overlapping entries are what a bomb of the better kind is made of: nothing of such an archive is unpacked.
  const believable = layout.every((finding) => finding.level === "warning") && findings.every(isEntryOwn);
  return { entries: believable ? entries : [], findings: [...findings, ...layout] };
}

/** Whether a finding leaves the rest of the archive readable. */
function isEntryOwn(finding: Finding): boolean {
  return finding.code !== "zip-bomb" && finding.code !== "entry-duplicate";
}

function totalFindings(records: readonly CentralRecord[]): Finding[] {
  const total = records.reduce((sum, record) => sum + record.size, 0);
  if (total <= ZIP_LIMITS.totalBytes) return [];
  return [{
    level: "error",
    code: "zip-bomb",
    message: `Cannot unpack the archive: its files have ${total} bytes together, more than ${ZIP_LIMITS.totalBytes}`,
  }];
}

function recordFindings(record: CentralRecord): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, found: string, hint?: string) => {
    const finding: Finding = {
      level: "error",
      code,
      file: record.path,
      message: `Cannot unpack "${record.path}": ${found}`,
    };
    findings.push(hint === undefined ? finding : { ...finding, hint });
  };
  const fault = record.nameIsUtf8 ? entryNameFault(record.path) : "it is not UTF-8";
  if (fault !== undefined) findings.push(unsafeName(record.path, fault));
  if (record.flags & (0x0001 | 0x0040 | 0x2000)) {
    add("zip-encrypted", "it is encrypted", "Pack the folder again, without a password.");
  }
  if (record.flags & 0x0020) add("zip-method", "it holds a patch, not the file");
  else if (record.method !== 0 && record.method !== 8) {
    add("zip-method", `its compression method is ${record.method}, not 0 (store) or 8 (deflate)`);
  }
  const isFolder = record.path.endsWith("/");
  const type = record.unixMode & 0xf000;
  if (type === 0xa000) {
    add("entry-link", "it is a symbolic link", "Put the file itself into the bundle.");
  } else if (type !== 0 && type !== (isFolder ? 0x4000 : 0x8000)) {
    add("entry-special", "it is neither a file nor a folder");
  }
  if (isFolder && record.size > 0) add("zip-size", "it is a folder with bytes");
  if (record.method === 0 && record.size !== record.packedSize) {
    add("zip-size", `it is stored, with ${record.packedSize} bytes for a file of ${record.size}`);
  } else if (record.size > record.packedSize * MOST_DEFLATE) {
    add("zip-size", `its ${record.packedSize} bytes can't unpack to the ${record.size} that are declared`);
  } else if (record.size > 1024 * 1024 && record.size > record.packedSize * ZIP_LIMITS.ratio) {
    add(
      "zip-bomb",
      `its ${record.packedSize} bytes unpack to ${record.size}, more than ${ZIP_LIMITS.ratio} times as many`,
    );
  }
  return findings;
}

/** The bytes of an entry, its local header included. */
interface Range {
  path: string;
  start: number;
  end: number;
  /** Bytes that may follow: a data descriptor. */
  slack: number;
}

/** Entries that share bytes, and bytes that no entry owns. */
function layoutFindings(ranges: Range[], directoryOffset: number): Finding[] {
  const sorted = ranges.toSorted((left, right) => left.start - right.start || left.end - right.end);
  const findings: Finding[] = [];
  let unused = 0;
  let end = 0;
  let slack = 0;
  let owner = "";
  for (const range of sorted) {
    if (range.start < end) {
      findings.push({
        level: "error",
        code: "zip-overlap",
        file: range.path,
        message: `Cannot unpack "${range.path}": its bytes in the archive are also those of "${owner}"`,
      });
    } else if (range.start > end + slack) {
      unused += range.start - end;
    }
    if (range.end >= end) ({ end, slack, path: owner } = range);
  }
  if (directoryOffset > end + slack) unused += directoryOffset - end;
  if (unused > 0) {
    findings.push({
      level: "warning",
      code: "zip-unused-bytes",
      message: `The archive has ${unused} bytes that belong to none of its entries`,
      hint: "Pack the folder again: other programs may find files there.",
    });
  }
  return findings;
}
