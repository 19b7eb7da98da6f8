/**
 * Parts of a file that can only be read from its start.
 * @module
 */

import type { ByteSource } from "./byte_source.ts";

/** Reads parts of a source; a part that lies before the one that was read last has it opened anew. */
export class SourceWindow {
  readonly #source: ByteSource;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** The piece that was read last, the one before it, and where they start. */
  #piece: Uint8Array = new Uint8Array();
  #start = 0;
  #previous: Uint8Array = new Uint8Array();
  #previousStart = 0;

  /** Parts of a source. */
  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** The bytes from `start` to before `end`, a copy. */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (start < this.#previousStart) await this.close();
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end;) {
      const part = at < this.#start
        ? this.#previous.subarray(at - this.#previousStart, end - this.#previousStart)
        : (await this.#pieceAt(at)).subarray(at - this.#start, end - this.#start);
      bytes.set(part, at - start);
      at += part.length;
    }
    return bytes;
  }

  /** Lets go of the source; reading on opens it anew. */
  async close(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    this.#piece = this.#previous = new Uint8Array();
    this.#start = this.#previousStart = 0;
    await reader?.cancel();
  }

  async #pieceAt(offset: number): Promise<Uint8Array> {
    this.#reader ??= this.#source.stream().getReader();
    while (offset >= this.#start + this.#piece.length) {
      const { done, value } = await this.#reader.read();
      if (done) throw new RangeError("Cannot read on as the file has become shorter than it was");
      this.#previous = this.#piece;
      this.#previousStart = this.#start;
      this.#start += this.#piece.length;
      this.#piece = value;
    }
    return this.#piece;
  }
}
