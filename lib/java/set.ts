/**
 * Sets as Java has them.
 * @module
 */

import { JavaCollection } from "./abstract_collection.ts";
import type { JavaMap } from "./abstract_map.ts";
import { JavaHashMap, JavaLinkedHashMap } from "./hash_map.ts";
import { type JavaIterator, JavaKeyIterator } from "./iterator.ts";
import { JavaThrowable } from "./throwable.ts";
import { javaHash, type JavaValue } from "./value.ts";
import { countWork } from "./work.ts";

/**
 * A `java.util.Set` over the keys of a map of the same order.
 *
 * ```ts
 * import { JavaSet } from "./set.ts";
 * const set = JavaSet.hashSet();
 * for (const value of ["banana", "apple", "cherry"]) set.add(value);
 * if (set.toText() !== "[banana, apple, cherry]") throw new Error();
 * ```
 */
export class JavaSet extends JavaCollection {
  readonly className: string;
  readonly map: JavaMap;

  protected constructor(className: string, map: JavaMap) {
    super();
    this.className = className;
    this.map = map;
  }

  static hashSet(): JavaSet {
    return new JavaSet("java.util.HashSet", new JavaHashMap());
  }

  /** `new HashSet(collection)`: the table has room for the elements from the start. */
  static hashSetOf(values: readonly JavaValue[]): JavaSet {
    const room = Math.max(Math.floor(Math.fround(values.length / 0.75)) + 1, 16);
    const set = new JavaSet("java.util.HashSet", new JavaHashMap(room));
    for (const value of values) set.add(value);
    return set;
  }

  static linkedHashSet(): JavaSet {
    return new JavaSet("java.util.LinkedHashSet", new JavaLinkedHashMap());
  }

  /** A set that is the keys of a map, and changes with it: a key set, or a TreeSet over a TreeMap. */
  static ofKeys(map: JavaMap, className: string): JavaSet {
    return new JavaSet(className, map);
  }

  get size(): number {
    return this.map.size;
  }

  get modifications(): number {
    return this.map.modifications;
  }

  elements(): readonly JavaValue[] {
    return this.map.keys();
  }

  has(value: JavaValue): boolean {
    return this.map.has(value);
  }

  /** Whether it was added: false when it was there. */
  add(value: JavaValue): boolean {
    if (this.className.includes("KeySet")) throw new JavaThrowable("java.lang.UnsupportedOperationException");
    const before = this.map.size;
    this.map.set(value, true);
    return this.map.size !== before;
  }

  append(value: JavaValue): boolean {
    return this.add(value);
  }

  /** Whether it was there. */
  delete(value: JavaValue): boolean {
    return this.map.delete(value) !== undefined;
  }

  retain(wanted: (value: JavaValue) => boolean): boolean {
    countWork(16 * this.size);
    const unwanted = this.elements().filter((value) => !wanted(value));
    for (const value of unwanted) this.delete(value);
    return unwanted.length > 0;
  }

  clear(): void {
    this.map.clear();
  }

  /** The elements in order; a new array. */
  values(): JavaValue[] {
    return [...this.elements()];
  }

  iterator(): JavaIterator {
    return new JavaKeyIterator(this.map);
  }

  override equals(other: JavaValue): boolean {
    if (this === other) return true;
    // A look-up takes longer than a look.
    countWork(1 + 16 * this.size);
    return other instanceof JavaSet && this.size === other.size && this.elements().every((value) => other.has(value));
  }

  hashCode(): number {
    countWork(1 + this.size);
    return this.elements().reduce<number>((hash, value) => (hash + javaHash(value)) | 0, 0);
  }
}
