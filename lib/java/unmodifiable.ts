/**
 * Maps, sets and collections that refuse to be changed: views of others, and the fixed ones of `Collections`.
 * @module
 */

import { JavaCollection } from "./abstract_collection.ts";
import { JavaMap } from "./abstract_map.ts";
import { identityHash } from "./identity_hash.ts";
import { type JavaIterator, JavaReadOnlyIterator } from "./iterator.ts";
import { JavaSet } from "./set.ts";
import { JavaThrowable } from "./throwable.ts";
import type { JavaValue } from "./value.ts";

/**
 * `Collections.unmodifiableMap(map)`: shows the map as it is at any time.
 *
 * ```ts
 * import { JavaHashMap } from "./map.ts";
 * import { JavaUnmodifiableMap } from "./unmodifiable.ts";
 * const map = new JavaHashMap();
 * const view = new JavaUnmodifiableMap(map);
 * map.set("k", 1);
 * if (view.toText() !== "{k=1}") throw new Error();
 * ```
 */
export class JavaUnmodifiableMap extends JavaMap {
  readonly className: string = "java.util.Collections$UnmodifiableMap";
  protected readonly map: JavaMap;

  constructor(map: JavaMap) {
    super();
    this.map = map;
  }

  get size(): number {
    return this.map.size;
  }

  get modifications(): number {
    return this.map.modifications;
  }

  get(key: JavaValue): JavaValue | undefined {
    return this.map.get(key);
  }

  has(key: JavaValue): boolean {
    return this.map.has(key);
  }

  keys(): readonly JavaValue[] {
    return this.map.keys();
  }

  set(): void {
    throw this.refusal();
  }

  delete(): JavaValue | undefined {
    throw this.refusal();
  }

  clear(): void {
    throw this.refusal();
  }

  override putAll(): void {
    throw this.refusal();
  }

  /** What a change ends with. */
  protected refusal(): JavaThrowable {
    return unsupported();
  }
}

/** `Collections.emptyMap()` and `singletonMap`: they refuse only what would change them. */
export class JavaFixedMap extends JavaMap {
  readonly className: string;
  readonly modifications = 0;
  readonly #map: JavaMap;

  constructor(map: JavaMap, className: string) {
    super();
    this.#map = map;
    this.className = className;
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: JavaValue): JavaValue | undefined {
    return this.#map.get(key);
  }

  has(key: JavaValue): boolean {
    return this.#map.has(key);
  }

  keys(): readonly JavaValue[] {
    return this.#map.keys();
  }

  set(): void {
    throw unsupported();
  }

  delete(key: JavaValue): JavaValue | undefined {
    if (this.has(key)) throw unsupported();
    return undefined;
  }

  clear(): void {
    if (this.size > 0) throw unsupported();
  }
}

/** `Collections.unmodifiableSet(set)`. */
export class JavaUnmodifiableSet extends JavaSet {
  readonly #set: JavaSet;

  constructor(set: JavaSet) {
    super("java.util.Collections$UnmodifiableSet", set.map);
    this.#set = set;
  }

  override elements(): readonly JavaValue[] {
    return this.#set.elements();
  }

  override has(value: JavaValue): boolean {
    return this.#set.has(value);
  }

  override add(): boolean {
    throw unsupported();
  }

  override delete(): boolean {
    throw unsupported();
  }

  override retain(): boolean {
    throw unsupported();
  }

  override clear(): void {
    throw unsupported();
  }

  override iterator(): JavaIterator {
    return new JavaReadOnlyIterator(this.#set.iterator());
  }
}

/** `Collections.unmodifiableCollection(collection)`: equal to itself only. */
export class JavaUnmodifiableCollection extends JavaCollection {
  readonly className = "java.util.Collections$UnmodifiableCollection";
  readonly #values: JavaCollection;

  constructor(values: JavaCollection) {
    super();
    this.#values = values;
  }

  get size(): number {
    return this.#values.size;
  }

  get modifications(): number {
    return this.#values.modifications;
  }

  elements(): readonly JavaValue[] {
    return this.#values.elements();
  }

  has(value: JavaValue): boolean {
    return this.#values.has(value);
  }

  append(): boolean {
    throw unsupported();
  }

  retain(): boolean {
    throw unsupported();
  }

  clear(): void {
    throw unsupported();
  }

  iterator(): JavaIterator {
    return new JavaReadOnlyIterator(this.#values.iterator());
  }

  hashCode(): number {
    return identityHash(this);
  }
}

function unsupported(): JavaThrowable {
  return new JavaThrowable("java.lang.UnsupportedOperationException");
}
