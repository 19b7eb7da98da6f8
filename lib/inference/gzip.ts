/**
 * Inflates a compressed definition as the server does: until the definition is complete, and within a bound. What stands
 * behind the data, which the server does not look at, is told to those who want to know.
 * @module
 */

import { type FlateError, FlateErrorCode, Inflate } from "fflate";
import { constants, crc32, createInflateRaw } from "node:zlib";

/** Data that does not inflate, in the server's words. */
export class GzipError extends Error {
  override name = "GzipError";
  /** Whether it is no gzip at all, ends too early, is damaged, or inflates to more than may be. */
  readonly kind: "format" | "cut" | "damaged" | "large";

  constructor(kind: GzipError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Takes inflated bytes; they are only valid during the call. */
export type InflatedSink = (bytes: Uint8Array) => void;

/** Larger pieces of a hostile file would inflate to too much at once. */
const PIECE = 16_384;
const LONGEST_HEADER = 65_536;

/** How a gzip file ended. */
export interface GzipEnd {
  /** CRC-32 of what came out of it. */
  readonly checksum: number;
  /** Bytes that came out of it. */
  readonly inflated: number;
  /** The first bytes behind the data: checksum and length, if they are there. */
  readonly trailer: Uint8Array;
  /** How many bytes there are behind the data. None: it was cut off, at the end of its data or before. */
  readonly behind: number;
}

/** Length of checksum and length behind the data. */
export const TRAILER_LENGTH = 8;

/** So much may come in without anything coming out: the longest block that is stored as it is, and to spare. */
const LONGEST_SILENCE = 2 ** 18;

/**
 * Inflates what is in memory already without waiting, piece by piece, until the sink has enough.
 *
 * @param sink Takes inflated bytes, and says whether it wants more
 */
export function inflateSync(compressed: Uint8Array, maxBytes: number, sink: (bytes: Uint8Array) => boolean): void {
  let inflated = 0;
  let silence = 0;
  let goesOn = true;
  // The platform's zlib gives everything at once when it is not waited for: a small file would fill the memory.
  const inflate = new Inflate((bytes) => {
    if (bytes.length === 0 || !goesOn) return;
    silence = 0;
    inflated += bytes.length;
    if (inflated > maxBytes) throw tooLarge(maxBytes);
    goesOn = sink(bytes);
  });
  const start = bodyStart(compressed, true) ?? 0;
  if (start === compressed.length) throw cut();
  try {
    for (let at = start; goesOn && at < compressed.length; at += PIECE) {
      silence += PIECE;
      if (silence > LONGEST_SILENCE) throw cut();
      inflate.push(compressed.subarray(at, at + PIECE), false);
    }
    if (goesOn) inflate.push(new Uint8Array(), true);
  } catch (error) {
    throw isFlateError(error) ? error.code === FlateErrorCode.UnexpectedEOF ? cut() : damaged(error) : error;
  }
}

function isFlateError(error: unknown): error is FlateError {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}

/** Inflates what comes in pieces. */
export class Inflater {
  readonly #maxBytes: number;
  readonly #sink: InflatedSink;
  readonly #stream = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
  #header: Uint8Array | undefined = new Uint8Array();
  #inflated = 0;
  #checksum = 0;
  /** Bytes that came, and what of them is behind the data. */
  #received = 0;
  #trailer = new Uint8Array();
  #failure: Error | undefined;
  /** Ends the waiting for what the stream does. */
  #settle: (() => void) | undefined;

  constructor(maxBytes: number, sink: InflatedSink) {
    this.#maxBytes = maxBytes;
    this.#sink = sink;
    this.#stream.on("data", (bytes: Uint8Array) => this.#take(bytes));
    this.#stream.on("error", (error: Error) => this.#fail(error));
    this.#stream.on("end", () => this.#settle?.());
    this.#stream.on("close", () => this.#settle?.());
  }

  /** Inflates a piece; done when the sink has had all of it. */
  async write(compressed: Uint8Array): Promise<void> {
    const body = this.#header === undefined ? compressed : this.#headed(compressed);
    for (let at = 0; body !== undefined && at < body.length; at += PIECE) {
      if (this.#failure !== undefined) throw this.#failure;
      await this.#push(body.subarray(at, at + PIECE));
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Says that there is no more. */
  async end(): Promise<GzipEnd> {
    if (this.#header !== undefined) bodyStart(this.#header, true);
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      if (this.#stream.destroyed || this.#stream.readableEnded) resolve();
      else this.#stream.end();
    });
    if (this.#failure !== undefined) throw this.#failure;
    return {
      checksum: this.#checksum,
      inflated: this.#inflated,
      trailer: this.#trailer,
      behind: this.#received - this.#stream.bytesWritten,
    };
  }

  /** Lets go of everything. */
  close(): void {
    this.#stream.destroy();
  }

  async #push(piece: Uint8Array): Promise<void> {
    this.#received += piece.length;
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      if (this.#stream.destroyed || this.#stream.readableEnded) resolve();
      else this.#stream.write(piece, () => resolve());
    });
    const behind = this.#received - this.#stream.bytesWritten;
    const lacking = TRAILER_LENGTH - this.#trailer.length;
    if (behind === 0 || lacking === 0) return;
    const start = Math.max(0, piece.length - behind);
    this.#trailer = concat(this.#trailer, piece.subarray(start, start + lacking));
  }

  #fail(error: Error): void {
    this.#failure ??= damaged(error);
    this.#settle?.();
  }

  #take(bytes: Uint8Array): void {
    this.#inflated += bytes.length;
    this.#checksum = crc32(bytes, this.#checksum);
    if (this.#failure !== undefined) return;
    if (this.#inflated > this.#maxBytes) this.#failure = tooLarge(this.#maxBytes);
    else this.#attempt(bytes);
  }

  #attempt(bytes: Uint8Array): void {
    try {
      this.#sink(bytes);
    } catch (error) {
      // An event has no caller that would catch it.
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
  }

  #headed(compressed: Uint8Array): Uint8Array | undefined {
    const header = concat(this.#header ?? new Uint8Array(), compressed);
    const start = bodyStart(header, header.length > LONGEST_HEADER);
    this.#header = start === undefined ? header : undefined;
    return start === undefined ? undefined : header.subarray(start);
  }
}

function concat(start: Uint8Array, end: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(start.length + end.length);
  both.set(start);
  both.set(end, start.length);
  return both;
}

/** Where the data begins behind the header of a gzip file; undefined while more of it is needed. */
function bodyStart(bytes: Uint8Array, complete: boolean): number | undefined {
  const wanted = headerLength(bytes);
  if (wanted === undefined || wanted > bytes.length) {
    if (!complete) return undefined;
    throw bytes.length === 0 ? new GzipError("format", "the compressed definition is empty") : cut();
  }
  return wanted;
}

function headerLength(bytes: Uint8Array): number | undefined {
  if (bytes.length >= 2 && (bytes[0] !== 0x1f || bytes[1] !== 0x8b)) {
    throw new GzipError("format", "Not in GZIP format");
  }
  if (bytes.length >= 3 && bytes[2] !== 8) throw new GzipError("format", "Unsupported compression method");
  if (bytes.length < 10) return undefined;
  const flags = bytes[3] ?? 0;
  let at: number | undefined = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  if ((flags & 8) !== 0) at = behindZero(bytes, at);
  if ((flags & 16) !== 0) at = behindZero(bytes, at);
  return at === undefined ? undefined : (flags & 2) !== 0 ? at + 2 : at;
}

function behindZero(bytes: Uint8Array, from: number | undefined): number | undefined {
  const zero = from === undefined ? -1 : bytes.indexOf(0, from);
  return zero < 0 ? undefined : zero + 1;
}

function tooLarge(maxBytes: number): GzipError {
  return new GzipError("large", `input stream exceeded maximum bytes of [${maxBytes}]`);
}

function cut(): GzipError {
  return new GzipError("cut", "Unexpected end of ZLIB input stream");
}

function damaged(error: unknown): Error {
  return new GzipError("damaged", error instanceof Error ? error.message : String(error));
}
