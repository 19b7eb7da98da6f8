/**
 * The bytes of a list that may be compressed.
 * @module
 */

import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** First bytes of files that are no lists, and what they are. */
const STRANGERS: readonly [magic: readonly number[], what: string, hint: string][] = [
  [[0xff, 0xfe], "UTF-16", "Save it as UTF-8"],
  [[0xfe, 0xff], "UTF-16", "Save it as UTF-8"],
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive", "Unpack it first: unzip -p FILE | … -"],
  [[0x28, 0xb5, 0x2f, 0xfd], "compressed with zstd", "Unpack it first: zstdcat FILE | … -"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "compressed with xz", "Unpack it first: xzcat FILE | … -"],
  [[0x42, 0x5a, 0x68], "compressed with bzip2", "Unpack it first: bzcat FILE | … -"],
];

const GZIP = [0x1f, 0x8b];
const LONGEST_MAGIC = 5;

/** The bytes are those of something else than a list. */
export class ListFormatError extends Error {
  /** Name of the class. */
  override name = "ListFormatError";
  /** What to do. */
  readonly hint: string | undefined;

  /** An error that says what was found, to be read after "Cannot read …:". */
  constructor(message: string, options: ErrorOptions & { hint?: string } = {}) {
    super(message, options);
    this.hint = options.hint;
  }
}

/**
 * The bytes as they are, or unpacked where they begin as gzip does, whatever the file is called; several gzip files in
 * one, as rotated logs are put together, are read one after the other.
 *
 * ```ts
 * import { plainBytes } from "./plain_bytes.ts";
 * const bytes = await Array.fromAsync(plainBytes([new TextEncoder().encode("example.com")]));
 * if (new TextDecoder().decode(bytes[0]) !== "example.com") throw new Error();
 * ```
 *
 * @throws {ListFormatError} for UTF-16, other archives, and gzip that is damaged or ends early
 */
export async function* plainBytes(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const begun: Uint8Array[] = [];
  const head: number[] = [];
  while (head.length < LONGEST_MAGIC) {
    const { done, value } = await iterator.next();
    if (done) break;
    begun.push(value);
    head.push(...value.subarray(0, LONGEST_MAGIC - head.length));
    // Lines may arrive slowly: a letter or a digit begins none of the others.
    if (!mayBeMagic(head)) break;
  }
  for (const [magic, what, hint] of STRANGERS) {
    if (startsWith(head, magic)) throw new ListFormatError(`it is ${what}`, { hint });
  }
  const all = chained(begun, iterator);
  yield* startsWith(head, GZIP) ? unpacked(all) : all;
}

function startsWith(head: readonly number[], magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte);
}

function mayBeMagic(head: readonly number[]): boolean {
  return [GZIP, ...STRANGERS.map(([magic]) => magic)].some((magic) =>
    head.slice(0, magic.length).every((byte, i) => byte === magic[i])
  );
}

async function* chained(
  begun: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* begun;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** By node:zlib, as the platform's `DecompressionStream` refuses what follows the first gzip file. */
async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = pipeline(Readable.from(pieces), createGunzip(), () => {});
  try {
    for await (const piece of gunzip) yield piece;
  } catch (error) {
    const isGzipFault = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    if (!isGzipFault) throw error;
    const reason = error.code === "Z_BUF_ERROR"
      ? "it is gzip that is cut off"
      : `it is gzip that is damaged (${error.message})`;
    throw new ListFormatError(reason, { cause: error });
  }
}
