/**
 * The views of a map: its keys, values and entries, which change with it and through which it can be changed.
 * @module
 */

import { JavaCollection } from "./abstract_collection.ts";
import type { JavaMap } from "./abstract_map.ts";
import { identityHash } from "./identity_hash.ts";
import { type JavaIterator, JavaKeyIterator } from "./iterator.ts";
import { JavaMapEntry } from "./map_entry.ts";
import { JavaSet } from "./set.ts";
import { JavaThrowable } from "./throwable.ts";
import { javaEquals, type JavaValue } from "./value.ts";
import { countWork } from "./work.ts";

/** `map.keySet()`. */
export function keySetOf(map: JavaMap): JavaSet {
  return JavaSet.ofKeys(map, `${map.className}$KeySet`);
}

/**
 * `map.entrySet()`.
 *
 * ```ts
 * import { JavaHashMap } from "./map.ts";
 * import { JavaEntrySet } from "./map_views.ts";
 * const map = new JavaHashMap();
 * map.set("k", 1);
 * if (new JavaEntrySet(map).toText() !== "[k=1]") throw new Error();
 * ```
 */
export class JavaEntrySet extends JavaSet {
  constructor(map: JavaMap) {
    super(`${map.className}$EntrySet`, map);
  }

  override elements(): readonly JavaValue[] {
    countWork(8 * this.size);
    return this.map.keys().map((key) => JavaMapEntry.of(this.map, key));
  }

  override has(value: JavaValue): boolean {
    if (!(value instanceof JavaMapEntry)) return false;
    const found = this.map.get(value.key);
    return found !== undefined && javaEquals(found, value.value);
  }

  override add(): boolean {
    throw new JavaThrowable("java.lang.UnsupportedOperationException");
  }

  override delete(value: JavaValue): boolean {
    return value instanceof JavaMapEntry && this.has(value) && this.map.delete(value.key) !== undefined;
  }

  override iterator(): JavaIterator {
    return new JavaKeyIterator(this.map, (key) => JavaMapEntry.of(this.map, key));
  }
}

/** `map.values()`. */
export class JavaMapValues extends JavaCollection {
  readonly className: string;
  readonly #map: JavaMap;

  constructor(map: JavaMap) {
    super();
    this.className = `${map.className}$Values`;
    this.#map = map;
  }

  get size(): number {
    return this.#map.size;
  }

  get modifications(): number {
    return this.#map.modifications;
  }

  elements(): readonly JavaValue[] {
    countWork(8 * this.size);
    return this.#map.keys().map((key) => this.#map.get(key) ?? null);
  }

  has(value: JavaValue): boolean {
    return this.elements().some((item) => javaEquals(value, item));
  }

  append(): boolean {
    throw new JavaThrowable("java.lang.UnsupportedOperationException");
  }

  retain(wanted: (value: JavaValue) => boolean): boolean {
    countWork(8 * this.size);
    const unwanted = this.#map.keys().filter((key) => !wanted(this.#map.get(key) ?? null));
    for (const key of unwanted) this.#map.delete(key);
    return unwanted.length > 0;
  }

  clear(): void {
    this.#map.clear();
  }

  iterator(): JavaIterator {
    return new JavaKeyIterator(this.#map, (key) => this.#map.get(key) ?? null);
  }

  hashCode(): number {
    return identityHash(this);
  }
}
