/**
 * Keys in order, for tree maps.
 * @module
 */

import type { JavaValue } from "./value.ts";

/** Most keys in one chunk. */
const CHUNK = 512;

/** Keys in the order of a comparison: found, added and removed in little time however many they are. */
export class SortedKeys {
  readonly #compare: (left: JavaValue, right: JavaValue) => number;
  #chunks: JavaValue[][] = [];

  constructor(compare: (left: JavaValue, right: JavaValue) => number) {
    this.#compare = compare;
  }

  /** Adds a key that is not there yet. */
  add(key: JavaValue): void {
    const at = Math.max(this.#chunkBefore(key, true), 0);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push([key]);
      return;
    }
    chunk.splice(this.#positionIn(chunk, key, false), 0, key);
    if (chunk.length > CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2));
  }

  /** Removes a key that is there. */
  remove(key: JavaValue): void {
    const at = this.#chunkBefore(key, true);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return;
    chunk.splice(this.#positionIn(chunk, key, false), 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  clear(): void {
    this.#chunks = [];
  }

  all(): JavaValue[] {
    return this.#chunks.flat();
  }

  first(): JavaValue | undefined {
    return this.#chunks[0]?.[0];
  }

  last(): JavaValue | undefined {
    return this.#chunks.at(-1)?.at(-1);
  }

  /** The greatest key below another one, or equal to it where that is asked for. */
  below(key: JavaValue, orEqual: boolean): JavaValue | undefined {
    const chunk = this.#chunks[this.#chunkBefore(key, orEqual)];
    return chunk?.[this.#positionIn(chunk, key, orEqual) - 1];
  }

  /** The least key above another one, or equal to it where that is asked for. */
  above(key: JavaValue, orEqual: boolean): JavaValue | undefined {
    const at = this.#chunkBefore(key, !orEqual);
    const chunk = this.#chunks[at];
    return (chunk && chunk[this.#positionIn(chunk, key, !orEqual)]) ?? this.#chunks[at + 1]?.[0];
  }

  /** The last chunk that begins below the key, or with it; -1 when all begin above. */
  #chunkBefore(key: JavaValue, orWithIt: boolean): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(this.#chunks[middle]?.[0] ?? null, key);
      if (order < 0 || orWithIt && order === 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Where the key stands, or would stand, in a chunk; after it where that is asked for. */
  #positionIn(chunk: readonly JavaValue[], key: JavaValue, after: boolean): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(chunk[middle] ?? null, key);
      if (order < 0 || after && order === 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
