/**
 * Inflates a compressed definition as the server does: until the definition is complete, without a look at the checksum
 * behind it, and within a bound.
 * @module
 */

import { constants, createInflateRaw, inflateRawSync } from "node:zlib";

/** Data that does not inflate, in the server's words. */
export class GzipError extends Error {
  override name = "GzipError";
}

/** Takes inflated bytes; they are only valid during the call. */
export type InflatedSink = (bytes: Uint8Array) => void;

/** Larger pieces of a hostile file would inflate to too much at once. */
const PIECE = 16_384;
const LONGEST_HEADER = 65_536;

/** Inflates all at once what is in memory already. */
export function inflateSync(compressed: Uint8Array, maxBytes: number, sink: InflatedSink): void {
  const start = bodyStart(compressed, true) ?? compressed.length;
  let inflated: Uint8Array;
  try {
    inflated = inflateRawSync(compressed.subarray(start), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: maxBytes,
    });
  } catch (error) {
    throw isTooLarge(error) ? tooLarge(maxBytes) : damaged(error);
  }
  for (let at = 0; at < inflated.length; at += PIECE * 4) sink(inflated.subarray(at, at + PIECE * 4));
}

/** Inflates what comes in pieces. */
export class Inflater {
  readonly #maxBytes: number;
  readonly #sink: InflatedSink;
  readonly #stream = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
  #header: Uint8Array | undefined = new Uint8Array();
  #inflated = 0;
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
  async end(): Promise<void> {
    if (this.#header !== undefined) bodyStart(this.#header, true);
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      if (this.#stream.destroyed || this.#stream.readableEnded) resolve();
      else this.#stream.end();
    });
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Lets go of everything. */
  close(): void {
    this.#stream.destroy();
  }

  #push(piece: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      // What follows the data is the checksum, which the server does not get to either.
      if (this.#stream.destroyed || this.#stream.readableEnded) resolve();
      else this.#stream.write(piece, () => resolve());
    });
  }

  #fail(error: Error): void {
    this.#failure ??= damaged(error);
    this.#settle?.();
  }

  #take(bytes: Uint8Array): void {
    this.#inflated += bytes.length;
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
    const header = new Uint8Array((this.#header?.length ?? 0) + compressed.length);
    header.set(this.#header ?? new Uint8Array());
    header.set(compressed, this.#header?.length ?? 0);
    const start = bodyStart(header, header.length > LONGEST_HEADER);
    this.#header = start === undefined ? header : undefined;
    return start === undefined ? undefined : header.subarray(start);
  }
}

/** Where the data begins behind the header of a gzip file; undefined while more of it is needed. */
function bodyStart(bytes: Uint8Array, complete: boolean): number | undefined {
  const wanted = headerLength(bytes);
  if (wanted === undefined || wanted > bytes.length) {
    if (complete) throw new GzipError(bytes.length < 2 ? "the compressed definition is empty" : "Not in GZIP format");
    return undefined;
  }
  return wanted;
}

function headerLength(bytes: Uint8Array): number | undefined {
  if (bytes.length >= 2 && (bytes[0] !== 0x1f || bytes[1] !== 0x8b)) throw new GzipError("Not in GZIP format");
  if (bytes.length >= 3 && bytes[2] !== 8) throw new GzipError("Unsupported compression method");
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

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError ||
    error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}

function tooLarge(maxBytes: number): GzipError {
  return new GzipError(`input stream exceeded maximum bytes of [${maxBytes}]`);
}

function damaged(error: unknown): Error {
  return new GzipError(error instanceof Error ? error.message : String(error));
}
