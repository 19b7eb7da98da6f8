/**
 * Sorted maps as Java has them.
 * @module
 */

import { JavaMap } from "./abstract_map.ts";
import { classCast, compareNaturally, isComparable } from "./compare.ts";
import type { JavaComparator } from "./comparator.ts";
import { JavaLinkedHashMap } from "./hash_map.ts";
import { SortedKeys } from "./sorted_keys.ts";
import { NotSupportedError, nullPointer } from "./throwable.ts";
import type { JavaValue } from "./value.ts";
import { countWork } from "./work.ts";

/**
 * A `java.util.TreeMap` in natural order of its keys, or its reverse; they are all strings or all numbers of one class.
 *
 * ```ts
 * import { JavaTreeMap } from "./tree_map.ts";
 * const map = new JavaTreeMap();
 * map.set("b", 2);
 * map.set("a", 1);
 * if (map.toText() !== "{a=1, b=2}" || map.keyAbove("a", false) !== "b") throw new Error();
 * ```
 */
export class JavaTreeMap extends JavaMap {
  readonly className = "java.util.TreeMap";
  modifications = 0;
  /** `comparator()`: null for the natural order. */
  readonly order: JavaComparator | null;
  /** Natural order and its reverse agree with `equals`, so a hash map finds what a tree would find. */
  readonly #map = new JavaLinkedHashMap();
  readonly #sorted: SortedKeys;
  #keys: readonly JavaValue[] | undefined;

  constructor(order: JavaComparator | null = null) {
    super();
    if (order?.isNatural === false) throw new NotSupportedError("A TreeMap in an order of its own");
    this.order = order;
    this.#sorted = new SortedKeys(order?.compare ?? compareNaturally);
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: JavaValue): JavaValue | undefined {
    this.#refuseUnlessComparable(key);
    return this.#map.get(key);
  }

  has(key: JavaValue): boolean {
    return this.get(key) !== undefined;
  }

  set(key: JavaValue, value: JavaValue): void {
    this.#refuseUnlessComparable(key);
    const before = this.#map.size;
    this.#map.set(key, value);
    if (before === this.#map.size) return;
    this.#sorted.add(key);
    this.modifications++;
    this.#keys = undefined;
  }

  delete(key: JavaValue): JavaValue | undefined {
    this.#refuseUnlessComparable(key);
    const old = this.#map.delete(key);
    if (old === undefined) return undefined;
    this.#sorted.remove(key);
    this.modifications++;
    this.#keys = undefined;
    return old;
  }

  clear(): void {
    this.modifications++;
    this.#map.clear();
    this.#sorted.clear();
    this.#keys = undefined;
  }

  keys(): readonly JavaValue[] {
    if (this.#keys === undefined) {
      countWork(this.size);
      this.#keys = this.#sorted.all();
    }
    return this.#keys;
  }

  firstKey(): JavaValue | undefined {
    return this.#sorted.first();
  }

  lastKey(): JavaValue | undefined {
    return this.#sorted.last();
  }

  /** The greatest key below another one, or equal to it where that is asked for. */
  keyBelow(key: JavaValue, orEqual: boolean): JavaValue | undefined {
    if (this.size > 0) this.#refuseUnlessComparable(key);
    return this.#sorted.below(key, orEqual);
  }

  /** The least key above another one, or equal to it where that is asked for. */
  keyAbove(key: JavaValue, orEqual: boolean): JavaValue | undefined {
    if (this.size > 0) this.#refuseUnlessComparable(key);
    return this.#sorted.above(key, orEqual);
  }

  #refuseUnlessComparable(key: JavaValue): void {
    if (key === null) throw nullPointer();
    if (!isComparable(key)) throw classCast(key, "java.lang.Comparable");
    const first = this.#sorted.first();
    if (first !== undefined) compareNaturally(key, first);
  }
}
