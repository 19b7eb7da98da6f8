/**
 * What lists, sets and the views of maps have in common: `java.util.Collection`.
 * @module
 */

import type { JavaIterator } from "./iterator.ts";
import { JavaObject, javaText, type JavaValue } from "./value.ts";

/** A `java.util.Collection`. */
export abstract class JavaCollection extends JavaObject {
  /** `size()`. */
  abstract readonly size: number;
  /** Structural changes so far, for iterators that must notice them. */
  abstract readonly modifications: number;
  /** Whether it is there. */
  abstract has(value: JavaValue): boolean;
  /** The elements in the collection's order; not to be changed. */
  abstract elements(): readonly JavaValue[];
  /** `Collection.add`: whether the collection changed. */
  abstract append(value: JavaValue): boolean;
  /** Takes out every element that is not wanted; whether the collection changed. */
  abstract retain(wanted: (value: JavaValue) => boolean): boolean;
  /** `clear()`. */
  abstract clear(): void;
  /** `iterator()`. */
  abstract iterator(): JavaIterator;

  /** `toString()`. */
  toText(): string {
    return `[${this.elements().map((item) => item === this ? "(this Collection)" : javaText(item)).join(", ")}]`;
  }
}
