/**
 * Output that leaves in chunks.
 * @module
 */

const CHUNK = 65536;
const SHORT_RUN = 48;

/** Collects bytes into chunks; whoever fills it takes the full ones out before there are many. */
export class OutputChunks {
  #chunk = new Uint8Array(CHUNK);
  #length = 0;
  readonly #full: Uint8Array[] = [];

  /** Whether a chunk is full and should be taken. */
  get isReady(): boolean {
    return this.#full.length > 0;
  }

  /** Appends a byte. */
  byte(byte: number): void {
    if (this.#length === CHUNK) this.#next();
    this.#chunk[this.#length++] = byte;
  }

  /** Appends a text of ASCII. */
  ascii(text: string): void {
    if (CHUNK - this.#length >= text.length) {
      const chunk = this.#chunk;
      let at = this.#length;
      for (let i = 0; i < text.length; i++) chunk[at++] = text.charCodeAt(i);
      this.#length = at;
    } else {
      for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
    }
  }

  /** Appends the bytes from `start` to before `end`. */
  copy(bytes: Uint8Array, start: number, end: number): void {
    if (end - start <= SHORT_RUN) {
      for (let i = start; i < end; i++) this.byte(bytes[i] ?? 0);
      return;
    }
    for (let i = start; i < end;) {
      if (this.#length === CHUNK) this.#next();
      const count = Math.min(end - i, CHUNK - this.#length);
      this.#chunk.set(bytes.subarray(i, i + count), this.#length);
      this.#length += count;
      i += count;
    }
  }

  /** Takes the full chunks out. */
  takeFull(): Uint8Array[] {
    return this.#full.splice(0);
  }

  /** What is left at the end. */
  takeRest(): Uint8Array {
    return this.#chunk.subarray(0, this.#length);
  }

  #next(): void {
    this.#full.push(this.#chunk);
    this.#chunk = new Uint8Array(CHUNK);
    this.#length = 0;
  }
}
