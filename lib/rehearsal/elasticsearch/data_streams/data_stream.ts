/**
 * A data stream: indices that one name stands for, of which the newest is written to.
 * @module
 */

import type { Index } from "../index_state.ts";

/** One data stream. */
export class DataStream {
  readonly name: string;
  readonly isHidden: boolean;
  readonly allowsCustomRouting: boolean;
  /** The oldest first. */
  readonly indices: Index[] = [];
  /** How many indices it has had. */
  generation = 0;
  /** Whether the next write starts a new index. */
  rollsOverOnWrite = false;

  constructor(name: string, options: { readonly hidden: boolean; readonly allowCustomRouting: boolean }) {
    this.name = name;
    this.isHidden = options.hidden;
    this.allowsCustomRouting = options.allowCustomRouting;
  }

  /** The index that is written to. */
  get writeIndex(): Index | undefined {
    return this.indices.at(-1);
  }

  /** The name of its next index. */
  nextIndexName(now: Date): string {
    const day = now.toISOString().slice(0, 10).replaceAll("-", ".");
    return `.ds-${this.name}-${day}-${String(this.generation + 1).padStart(6, "0")}`;
  }

  /** Writes to a new index from now on. */
  add(index: Index): void {
    this.indices.push(index);
    this.generation++;
    this.rollsOverOnWrite = false;
  }

  /** Lets an index go. */
  forget(index: Index): void {
    this.indices.splice(this.indices.indexOf(index), 1);
  }
}
