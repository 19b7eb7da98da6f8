/**
 * An index of the large arrays and objects of a file, small enough for files that fill the memory.
 * @module
 */

import { type JsonEvents, JsonTokenizer } from "./tokenizer.ts";

/** What an index counts as large. */
export interface SegmentSizes {
  /** Arrays and objects of more bytes are large. */
  readonly large: number;
  /** The elements of a large array are indexed in runs of about so many bytes. */
  readonly run: number;
}

const IN_MEMORY: SegmentSizes = { large: 65_536, run: 32_768 };

/**
 * The large arrays and objects of a file, each cut into segments: one for each member of an object; for an array, runs
 * of small elements, and each large one alone. A segment ends with the comma or bracket after it.
 */
export interface LargeContainers {
  /** Offset of the whole value. */
  readonly root: number;
  /** Whether a large array or object starts at this offset. */
  isLarge(start: number): boolean;
  /** Whether a large one is an array. */
  isArray(start: number): boolean;
  /** Where the large ones start, an inner one before the one around it. */
  containers(): Iterable<number>;
  /** Where the segments of a large one start, and at last where it ends. */
  boundaries(start: number): Offsets;
}

/** Offsets in a file. */
export type Offsets = Uint32Array | Float64Array;

/** Reads a file from start to end, so that it is known to be JSON as Python takes it. Throws JsonSyntaxError. */
export function indexLargeContainers(bytes: Uint8Array): LargeContainers {
  const indexing = new LargeContainerIndexing(bytes.length, IN_MEMORY);
  indexing.write(bytes);
  return indexing.end();
}

/** The same for a file that comes in pieces. */
export class LargeContainerIndexing {
  readonly #index: Indexer;
  readonly #tokenizer: JsonTokenizer;

  /** An index of a file of so many bytes. */
  constructor(size: number, sizes: SegmentSizes) {
    this.#index = new Indexer(size, sizes);
    this.#tokenizer = new JsonTokenizer(this.#index, { pythonNumbers: true });
    this.#index.tokenizer = this.#tokenizer;
  }

  /** Reads on. Throws JsonSyntaxError. */
  write(chunk: Uint8Array): void {
    this.#tokenizer.write(chunk);
  }

  /** The index, once everything has been read. Throws JsonSyntaxError. */
  end(): LargeContainers {
    this.#tokenizer.end();
    return this.#index;
  }
}

class Indexer implements JsonEvents, LargeContainers {
  tokenizer: { readonly offset: number } = { offset: 0 };
  root = -1;
  /** Boundaries within the open containers; those of an inner one come after those of the outer one. */
  readonly #pending: OffsetList;
  /** The open containers: where each starts, where its boundaries begin, whether the next element begins a new run. */
  readonly #starts: number[] = [];
  readonly #bases: number[] = [];
  readonly #cuts: boolean[] = [];
  #inArray = false;
  readonly #areArrays: boolean[] = [];
  /** The boundaries of all large containers, and where those of one begin. */
  readonly #done: OffsetList;
  readonly #ranges = new Map<number, { from: number; to: number; isArray: boolean }>();
  readonly #sizes: SegmentSizes;

  constructor(size: number, sizes: SegmentSizes) {
    this.#sizes = sizes;
    this.#pending = new OffsetList(size);
    this.#done = new OffsetList(size);
  }

  isLarge(start: number): boolean {
    return this.#ranges.has(start);
  }

  isArray(start: number): boolean {
    return this.#ranges.get(start)?.isArray ?? false;
  }

  containers(): Iterable<number> {
    return this.#ranges.keys();
  }

  boundaries(start: number): Offsets {
    const { from, to } = this.#ranges.get(start) ?? { from: 0, to: 0 };
    return this.#done.slice(from, to);
  }

  startObject(): void {
    this.#open(false);
  }

  startArray(): void {
    this.#open(true);
  }

  key(): void {
    this.#pending.push(this.tokenizer.offset);
  }

  endObject(): void {
    this.#close();
  }

  endArray(): void {
    this.#close();
  }

  string(): void {
    this.#value();
  }

  number(): void {
    this.#value();
  }

  numberLength(): void {
    this.#value();
  }

  boolean(): void {
    this.#value();
  }

  null(): void {
    this.#value();
  }

  wantsPieces(): boolean {
    return true;
  }

  stringPiece(_bytes: Uint8Array, last: boolean): void {
    if (last) this.#value();
  }

  #value(): void {
    if (this.#inArray) this.#element(this.tokenizer.offset);
    else if (this.root < 0) this.root = this.tokenizer.offset;
  }

  /** An element begins a run if it is the first, after a large one, or far enough from where the run began. */
  #element(offset: number): void {
    const top = this.#bases.length - 1;
    const isFirst = this.#pending.length === this.#bases[top];
    if (isFirst || this.#cuts[top] || offset - this.#pending.last >= this.#sizes.run) this.#pending.push(offset);
    this.#cuts[top] = false;
  }

  #open(isArray: boolean): void {
    this.#value();
    this.#starts.push(this.tokenizer.offset);
    this.#bases.push(this.#pending.length);
    this.#cuts.push(false);
    this.#areArrays.push(isArray);
    this.#inArray = isArray;
  }

  #close(): void {
    const start = this.#starts.pop() ?? 0;
    const base = this.#bases.pop() ?? 0;
    this.#cuts.pop();
    const isArray = this.#areArrays.pop() ?? false;
    this.#inArray = this.#areArrays.at(-1) ?? false;
    const end = this.tokenizer.offset + 1;
    if (end - start <= this.#sizes.large) {
      this.#pending.truncate(base);
      return;
    }
    const from = this.#done.length;
    this.#done.moveFrom(this.#pending, base);
    this.#done.push(end);
    this.#ranges.set(start, { from, to: this.#done.length, isArray });
    if (!this.#inArray) return;
    if (this.#pending.last !== start) this.#pending.push(start);
    this.#cuts[this.#cuts.length - 1] = true;
  }
}

/** A list of offsets, as compact as the size of the file allows. */
class OffsetList {
  #items: Offsets;
  length = 0;

  constructor(size: number) {
    this.#items = size < 2 ** 32 ? new Uint32Array(256) : new Float64Array(256);
  }

  get last(): number {
    return this.#items[this.length - 1] ?? 0;
  }

  push(offset: number): void {
    if (this.length === this.#items.length) this.#grow(this.length + 1);
    this.#items[this.length++] = offset;
  }

  truncate(length: number): void {
    this.length = length;
  }

  slice(from: number, to: number): Offsets {
    return this.#items.subarray(from, to);
  }

  /** Takes over what another list has from an index on. */
  moveFrom(other: OffsetList, from: number): void {
    const length = this.length + other.length - from;
    if (length > this.#items.length) this.#grow(length);
    this.#items.set(other.slice(from, other.length), this.length);
    this.length = length;
    other.truncate(from);
  }

  #grow(atLeast: number): void {
    const length = Math.max(atLeast, this.#items.length * 2);
    const larger = this.#items instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length);
    larger.set(this.#items);
    this.#items = larger;
  }
}
