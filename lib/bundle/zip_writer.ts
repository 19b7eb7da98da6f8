/**
 * Writing zip archives whose bytes depend on nothing but what goes in: not on the time zone, the number of cores, or the
 * pieces in which the files come. fflate and most others write local times, and midnight does not exist on every day of
 * every zone; so the few records of the container are written here, and the platform's zlib deflates.
 *
 * Sizes and checksums follow each file (a data descriptor), since files are read once, while they are written.
 * @module
 */

import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";
import { entryNameFault } from "./entry_names.ts";
import { ZIP_LIMITS } from "./zip_directory.ts";

/** A file to be written. */
export interface ZipInput {
  /** Path within the archive, parts joined by `/`. */
  readonly path: string;
  /** The file's bytes, from the start. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** How much there was of a file, and what the archive has of it. */
export interface WrittenEntry {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
}

/** What the entries of an archive have in common. */
export interface ZipWriterOptions {
  /** Day of all entries as `"20201111"`; they are from 00:00:00. */
  readonly day: string;
  /** Hears of each file once it is written. */
  readonly onEntry?: (entry: WrittenEntry) => void;
}

/** As Python's `zipfile` and most others; beyond it, models get smaller by less than a hundredth. */
const LEVEL = 6;

/** What zlib makes of a file may depend on the pieces in which it comes: they are always of this size. */
const PIECE = 256 * 1024;

/** Sizes follow the file; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 2.0, the first with deflate; made by a Unix, which has modes. */
const VERSION = 20;
const MADE_BY = 0x0300 | VERSION;
/** A plain file that everybody may read and its owner write. */
const MODE = 0o100644;

/** A file that is written, as the directory lists it. */
interface Listed extends WrittenEntry {
  readonly name: Uint8Array;
  readonly checksum: number;
  readonly offset: number;
}

/**
 * The bytes of an archive with these files, in this order. Holds pieces of a file only.
 *
 * ```ts
 * import { writeZip } from "./zip_writer.ts";
 * import { memorySource } from "../json/byte_source.ts";
 * const bytes = memorySource(new TextEncoder().encode("{}")).stream();
 * const zip = await Array.fromAsync(writeZip([{ path: "a/b.json", bytes }], { day: "20201111" }));
 * if (zip[0]?.[0] !== 0x50) throw new Error();
 * ```
 *
 * @throws {RangeError} for a path that is not safe to unpack, a day that zip can't hold, or more than we would read again
 */
export async function* writeZip(
  files: Iterable<ZipInput>,
  { day, onEntry }: ZipWriterOptions,
): AsyncGenerator<Uint8Array, void> {
  const date = dosDate(day);
  const listed: Listed[] = [];
  let offset = 0;
  let total = 0;
  for (const { path, bytes } of files) {
    const fault = entryNameFault(path);
    if (fault !== undefined) throw new RangeError(`Cannot pack "${path}": its name is unsafe, as ${fault}`);
    if (listed.length === ZIP_LIMITS.entries) {
      throw new RangeError(`Cannot pack more than ${ZIP_LIMITS.entries} files: nobody would read them again`);
    }
    const name = new TextEncoder().encode(path);
    yield localHeader(name, date);
    const counted = new CountedBytes(bytes, path, ZIP_LIMITS.totalBytes - total);
    let packedSize = 0;
    for await (const piece of deflated(counted.pieces())) {
      packedSize += piece.length;
      yield piece;
    }
    const { size, checksum } = counted;
    total += size;
    if (size > 1024 * 1024 && size > packedSize * ZIP_LIMITS.ratio) {
      throw new RangeError(
        `Cannot pack "${path}": its ${size} bytes become ${packedSize}, which looks like a bomb to whoever unpacks it`,
      );
    }
    yield descriptor(checksum, packedSize, size);
    listed.push({ path, name, size, packedSize, checksum, offset });
    offset += LOCAL_SIZE + name.length + packedSize + DESCRIPTOR_SIZE;
    onEntry?.({ path, size, packedSize });
  }
  let directorySize = 0;
  for (const entry of listed) {
    const record = centralRecord(entry, date);
    directorySize += record.length;
    yield record;
  }
  yield endRecord(listed.length, directorySize, offset);
}

/** Bytes that are counted and checked as they pass. */
class CountedBytes {
  size = 0;
  checksum = 0;
  readonly #bytes: AsyncIterable<Uint8Array>;
  readonly #path: string;
  readonly #limit: number;

  constructor(bytes: AsyncIterable<Uint8Array>, path: string, limit: number) {
    this.#bytes = bytes;
    this.#path = path;
    this.#limit = limit;
  }

  /** The bytes in pieces of one size, but for the last. */
  async *pieces(): AsyncGenerator<Uint8Array, void> {
    let piece = new Uint8Array(PIECE);
    let length = 0;
    for await (const chunk of this.#bytes) {
      this.size += chunk.length;
      this.checksum = crc32(chunk, this.checksum);
      if (this.size > this.#limit) {
        throw new RangeError(
          `Cannot pack "${this.#path}": with it the files have more than ${ZIP_LIMITS.totalBytes} bytes together`,
        );
      }
      for (let at = 0; at < chunk.length;) {
        const count = Math.min(chunk.length - at, PIECE - length);
        piece.set(chunk.subarray(at, at + count), length);
        at += count;
        length += count;
        if (length < PIECE) continue;
        yield piece;
        piece = new Uint8Array(PIECE);
        length = 0;
      }
    }
    if (length > 0) yield piece.subarray(0, length);
  }
}

async function* deflated(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const deflater = createDeflateRaw({ level: LEVEL, chunkSize: PIECE });
  // Errors reach the loop below; this only ties the two streams, so that leaving the loop stops the reading too.
  pipeline(Readable.from(pieces, { objectMode: true, highWaterMark: 1 }), deflater, () => {});
  for await (const piece of deflater) yield new Uint8Array(piece);
}

/** Zip has the years from 1980 to 2107. */
function dosDate(day: string): number {
  const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6)].map(Number);
  if (!/^\d{8}$/.test(day) || year === undefined || year < 1980 || year > 2107) {
    throw new RangeError(`Cannot pack files of the day "${day}": a zip archive holds days from 19800101 to 21071231`);
  }
  return (year - 1980) << 9 | (month ?? 0) << 5 | (date ?? 0);
}

const LOCAL_SIZE = 30;
const DESCRIPTOR_SIZE = 16;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;

function localHeader(name: Uint8Array, date: number): Uint8Array {
  const { bytes, view } = record(LOCAL_SIZE, 0x04034b50, name);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, FLAGS, true);
  view.setUint16(8, DEFLATE, true);
  view.setUint16(12, date, true);
  view.setUint16(26, name.length, true);
  return bytes;
}

function descriptor(checksum: number, packedSize: number, size: number): Uint8Array {
  const { bytes, view } = record(DESCRIPTOR_SIZE, 0x08074b50);
  view.setUint32(4, checksum, true);
  view.setUint32(8, packedSize, true);
  view.setUint32(12, size, true);
  return bytes;
}

function centralRecord({ name, checksum, packedSize, size, offset }: Listed, date: number): Uint8Array {
  const { bytes, view } = record(CENTRAL_SIZE, 0x02014b50, name);
  view.setUint16(4, MADE_BY, true);
  view.setUint16(6, VERSION, true);
  view.setUint16(8, FLAGS, true);
  view.setUint16(10, DEFLATE, true);
  view.setUint16(14, date, true);
  view.setUint32(16, checksum, true);
  view.setUint32(20, packedSize, true);
  view.setUint32(24, size, true);
  view.setUint16(28, name.length, true);
  view.setUint32(38, MODE * 0x10000, true);
  view.setUint32(42, offset, true);
  return bytes;
}

function endRecord(count: number, directorySize: number, directoryOffset: number): Uint8Array {
  const { bytes, view } = record(END_SIZE, 0x06054b50);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, directorySize, true);
  view.setUint32(16, directoryOffset, true);
  return bytes;
}

/** A record with its signature, zeros, and the name behind them. */
function record(
  size: number,
  signature: number,
  name: Uint8Array = new Uint8Array(),
): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(size + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  bytes.set(name, size);
  return { bytes, view };
}
