/**
 * Zip archives made by hand, so that they can be wrong in every way.
 * @module
 */

import { crc32, deflateRawSync } from "node:zlib";

/** What an entry says of itself; whatever isn't given is as it should be. */
export interface Entry {
  name: string | Uint8Array;
  content?: Uint8Array;
  packed?: Uint8Array;
  method?: number;
  flags?: number;
  checksum?: number;
  size?: number;
  packedSize?: number;
  mode?: number;
  disk?: number;
  offset?: number;
  extra?: Uint8Array;
  /** What the header in front of the file says instead. */
  local?: Partial<Entry>;
  /** Bytes after the file. */
  after?: Uint8Array;
}

/** What the end of the archive says. */
export interface End {
  entries?: number;
  entriesHere?: number;
  disk?: number;
  directorySize?: number;
  directoryOffset?: number;
  comment?: Uint8Array;
  before?: Uint8Array;
  after?: Uint8Array;
}

/** A text in UTF-8. */
export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** Numbers, the lowest byte first. */
export function numbers(...fields: [bytes: 2 | 4, value: number][]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [length]) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [length, value] of fields) {
    if (length === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += length;
  }
  return bytes;
}

/** All bytes in a row. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function header(entry: Entry): { common: Uint8Array; name: Uint8Array; packed: Uint8Array; extra: Uint8Array } {
  const content = entry.content ?? new Uint8Array();
  const method = entry.method ?? 8;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content);
  const name = typeof entry.name === "string" ? text(entry.name) : entry.name;
  const extra = entry.extra ?? new Uint8Array();
  const common = numbers(
    [2, 20],
    [2, entry.flags ?? 0],
    [2, method],
    [2, 0],
    [2, 0x21],
    [4, entry.checksum ?? crc32(content)],
    [4, entry.packedSize ?? packed.length],
    [4, entry.size ?? content.length],
    [2, name.length],
    [2, extra.length],
  );
  return { common, name, packed, extra };
}

/** An archive in which anything may be a lie. */
export function zip(entries: Entry[], end: End = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = header({ ...entry, extra: new Uint8Array(), ...entry.local });
    const central = header(entry);
    const file = concat(
      numbers([4, 0x04034b50]),
      local.common,
      local.name,
      local.extra,
      local.packed,
      entry.after ?? new Uint8Array(),
    );
    directory.push(
      numbers([4, 0x02014b50], [2, 0x0314]),
      central.common,
      numbers([2, 0], [2, entry.disk ?? 0], [2, 0], [4, (entry.mode ?? 0) * 0x10000], [4, entry.offset ?? offset]),
      central.name,
      central.extra,
    );
    parts.push(file);
    offset += file.length;
  }
  const before = end.before ?? new Uint8Array();
  const listed = concat(...directory);
  const comment = end.comment ?? new Uint8Array();
  return concat(
    ...parts,
    before,
    listed,
    numbers(
      [4, 0x06054b50],
      [2, end.disk ?? 0],
      [2, end.disk ?? 0],
      [2, end.entriesHere ?? end.entries ?? entries.length],
      [2, end.entries ?? entries.length],
      [4, end.directorySize ?? listed.length],
      [4, end.directoryOffset ?? offset + before.length],
      [2, comment.length],
    ),
    comment,
    end.after ?? new Uint8Array(),
  );
}
