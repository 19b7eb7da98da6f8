/**
 * The header in front of each file of a zip archive, which repeats what the directory says: some programs believe the
 * one and some the other, so they must agree.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import type { RandomAccess } from "./random_access.ts";
import type { CentralRecord } from "./zip_records.ts";

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const HAS_DESCRIPTOR = 0x0008;
/** Longest data descriptor: signature, checksum, two sizes of eight bytes. */
const DESCRIPTOR_SIZE = 24;
const ZIP64_EXTRA = 0x0001;

/** Where a file's bytes start, and what its header says that the directory doesn't. */
export interface LocalHeader {
  dataOffset: number;
  /** Bytes after the file that belong to it. */
  slack: number;
  findings: Finding[];
}

/** Reads the header of one entry; everything before `limit` may be the entry's. */
export async function readLocal(archive: RandomAccess, record: CentralRecord, limit: number): Promise<LocalHeader> {
  const nowhere = { dataOffset: record.localOffset, slack: 0 };
  if (record.localOffset + LOCAL_SIZE > limit) {
    return { ...nowhere, findings: [mismatch(record, "its place in the archive is past the last entry")] };
  }
  const header = await archive.read(record.localOffset, LOCAL_SIZE);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint32(0, true) !== LOCAL_SIGNATURE) {
    return { ...nowhere, findings: [mismatch(record, "there is no entry at its place in the archive")] };
  }
  const nameLength = view.getUint16(26, true);
  const extraLength = view.getUint16(28, true);
  const dataOffset = record.localOffset + LOCAL_SIZE + nameLength + extraLength;
  if (dataOffset + record.packedSize > limit) {
    return { ...nowhere, findings: [mismatch(record, "its bytes reach past the last entry")] };
  }
  const rest = await archive.read(record.localOffset + LOCAL_SIZE, nameLength + extraLength);
  const sizes = localSizes(view, rest.subarray(nameLength));
  const streamed = (record.flags & HAS_DESCRIPTOR) !== 0;
  const agrees = (local: number, central: number) => local === central || (streamed && local === 0);
  const differing = [
    !equalBytes(rest.subarray(0, nameLength), record.nameBytes) && "the name",
    view.getUint16(6, true) !== record.flags && "the flags",
    view.getUint16(8, true) !== record.method && "the compression method",
    !agrees(view.getUint32(14, true), record.checksum) && "the CRC-32",
    !agrees(sizes.packed, record.packedSize) && "the packed size",
    !agrees(sizes.size, record.size) && "the size",
  ].filter((what) => what !== false);
  const findings = differing.length === 0
    ? []
    : [mismatch(record, `its own header and the archive's directory differ in ${differing.join(", ")}`)];
  return { dataOffset, slack: streamed ? DESCRIPTOR_SIZE : 0, findings };
}

/** The sizes of a header; programs that write as they go use the wide form, even for small files. */
function localSizes(view: DataView, extra: Uint8Array): { packed: number; size: number } {
  const packed = view.getUint32(18, true);
  const size = view.getUint32(22, true);
  if (packed !== 0xffffffff || size !== 0xffffffff) return { packed, size };
  const fields = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; at += 4 + fields.getUint16(at + 2, true)) {
    if (fields.getUint16(at, true) === ZIP64_EXTRA && at + 20 <= extra.length) {
      return { size: Number(fields.getBigUint64(at + 4, true)), packed: Number(fields.getBigUint64(at + 12, true)) };
    }
  }
  return { packed, size };
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

function mismatch(record: CentralRecord, found: string): Finding {
  return {
    level: "error",
    code: "zip-header",
    file: record.path,
    message: `Cannot unpack "${record.path}": ${found}`,
    hint: "Pack the folder again, or download the archive again.",
  };
}
