/**
 * The tokens of a small part of a file, flat.
 * @module
 */

import { type JsonEvents, JsonTokenizer } from "./tokenizer.ts";

/** An entry that is `{`. */
export const OBJECT = 0;
/** `[` */
export const ARRAY = 1;
/** The key of a member. */
export const KEY = 2;
/** A string value. */
export const STRING = 3;
/** A number. */
export const NUMBER = 4;
/** `true`, `false` or `null`. */
export const LITERAL = 5;

/** One entry a token: an object is followed by its keys, each followed by its value, an array by its elements. */
export class Tape implements JsonEvents {
  /** How many entries there are. */
  length = 0;
  #kinds = new Uint8Array(1024);
  /** Offsets of the tokens in the file. */
  #starts = new Float64Array(1024);
  /** Entry after an array or object; length of a number or literal. */
  #sizes = new Int32Array(1024);
  readonly #open: number[] = [];
  #tokenizer: JsonTokenizer | undefined;
  #base = 0;

  /** Reads a whole value. */
  readValue(bytes: Uint8Array): void {
    this.#read(bytes, 0)?.end();
  }

  /** Reads members or elements up to a comma or the closing bracket; entry 0 becomes what they are in. */
  readInside(container: typeof OBJECT | typeof ARRAY, bytes: Uint8Array, start: number): void {
    const bracket = container === OBJECT ? OPEN_OBJECT : OPEN_ARRAY;
    this.#read(bracket, start - 1)?.write(bytes);
    this.#sizes[0] = this.length;
  }

  /** What an entry is. */
  kind(entry: number): number {
    return this.#kinds[entry] ?? LITERAL;
  }

  /** Where an entry's token starts in the file. */
  start(entry: number): number {
    return this.#starts[entry] ?? 0;
  }

  /** The entry after the value that begins with this one. */
  after(entry: number): number {
    return this.kind(entry) <= ARRAY ? this.#sizes[entry] ?? 0 : entry + 1;
  }

  /** Where a number or literal ends in the file. */
  end(entry: number): number {
    return this.start(entry) + (this.#sizes[entry] ?? 0);
  }

  startObject(): void {
    this.#open.push(this.#add(OBJECT));
  }

  key(): void {
    this.#add(KEY);
  }

  endObject(): void {
    this.#close();
  }

  startArray(): void {
    this.#open.push(this.#add(ARRAY));
  }

  endArray(): void {
    this.#close();
  }

  string(): void {
    this.#add(STRING);
  }

  wantsPieces(): boolean {
    return true;
  }

  stringPiece(_bytes: Uint8Array, last: boolean): void {
    if (last) this.#add(STRING);
  }

  number(text: string): void {
    this.numberLength(text.length);
  }

  numberLength(length: number): void {
    this.#add(NUMBER, length);
  }

  boolean(value: boolean): void {
    this.#add(LITERAL, value ? 4 : 5);
  }

  null(): void {
    this.#add(LITERAL, 4);
  }

  #read(bytes: Uint8Array, base: number): JsonTokenizer {
    this.length = 0;
    this.#open.length = 0;
    this.#base = base;
    this.#tokenizer = new JsonTokenizer(this, { pythonNumbers: true });
    this.#tokenizer.write(bytes);
    return this.#tokenizer;
  }

  #add(kind: number, size = 0): number {
    const entry = this.length++;
    if (entry === this.#kinds.length) this.#grow();
    this.#kinds[entry] = kind;
    this.#starts[entry] = this.#base + (this.#tokenizer?.offset ?? 0);
    this.#sizes[entry] = size;
    return entry;
  }

  #close(): void {
    this.#sizes[this.#open.pop() ?? 0] = this.length;
  }

  #grow(): void {
    const length = this.#kinds.length * 2;
    const kinds = new Uint8Array(length);
    const starts = new Float64Array(length);
    const sizes = new Int32Array(length);
    kinds.set(this.#kinds);
    starts.set(this.#starts);
    sizes.set(this.#sizes);
    this.#kinds = kinds;
    this.#starts = starts;
    this.#sizes = sizes;
  }
}

const OPEN_OBJECT = new Uint8Array([0x7b]);
const OPEN_ARRAY = new Uint8Array([0x5b]);
