/**
 * What all maps have in common: `java.util.Map`.
 * @module
 */

import { javaEquals, javaHash, JavaObject, javaText, type JavaValue } from "./value.ts";
import { countWork } from "./work.ts";

/** How many looks at elements take as long as a look-up in a large map. */
const LOOK_UP = 16;

/**
 * A `java.util.Map`. `get` gives `undefined` for an absent key, where Java gives null, so that one look-up tells both.
 *
 * ```ts
 * import { JavaHashMap } from "./map.ts";
 * const map = new JavaHashMap();
 * map.set("k", 1);
 * if (map.toText() !== "{k=1}") throw new Error();
 * ```
 */
export abstract class JavaMap extends JavaObject {
  /** `size()`. */
  abstract readonly size: number;
  /** Structural changes so far, for iterators that must notice them. */
  abstract readonly modifications: number;
  /** The value of a key, or undefined. */
  abstract get(key: JavaValue): JavaValue | undefined;
  /** Whether it is there. */
  abstract has(key: JavaValue): boolean;
  /** `put`. */
  abstract set(key: JavaValue, value: JavaValue): void;
  /** The value that was there, or undefined. */
  abstract delete(key: JavaValue): JavaValue | undefined;
  /** `clear()`. */
  abstract clear(): void;
  /** The keys in the map's order; not to be changed. */
  abstract keys(): readonly JavaValue[];

  /** The entries in the map's order. */
  *entries(): Generator<[JavaValue, JavaValue]> {
    for (const key of this.keys()) yield [key, this.get(key) ?? null];
  }

  /** The entries in whatever order is cheapest, for those that do not depend on it. */
  unorderedEntries(): Iterable<readonly [JavaValue, JavaValue]> {
    return this.entries();
  }

  /** `putAll(map)`. */
  putAll(map: JavaMap): void {
    for (const [key, value] of map.entries()) this.set(key, value);
  }

  /** `equals`. */
  override equals(other: JavaValue): boolean {
    if (this === other) return true;
    if (!(other instanceof JavaMap) || this.size !== other.size) return false;
    countWork(1 + LOOK_UP * this.size);
    for (const [key, value] of this.entries()) {
      const theirs = other.get(key);
      if (theirs === undefined || !javaEquals(value, theirs)) return false;
    }
    return true;
  }

  /** `hashCode()`. */
  hashCode(): number {
    countWork(1 + 4 * this.size);
    let hash = 0;
    for (const [key, value] of this.entries()) hash = (hash + (javaHash(key) ^ javaHash(value))) | 0;
    return hash;
  }

  /** `toString()`. */
  toText(): string {
    const texts: string[] = [];
    for (const [key, value] of this.entries()) {
      texts.push(`${key === this ? "(this Map)" : javaText(key)}=${value === this ? "(this Map)" : javaText(value)}`);
    }
    return `{${texts.join(", ")}}`;
  }
}
