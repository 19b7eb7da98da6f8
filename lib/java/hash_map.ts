/**
 * Hash maps as Java has them, in Java's order of iteration.
 * @module
 */

import { JavaMap } from "./abstract_map.ts";
import { NotSupportedError } from "./throwable.ts";
import { javaHash, JavaObject, type JavaValue } from "./value.ts";
import { countText, countWork } from "./work.ts";

/** What both hash maps share: look-up by Java's equality, entries kept in order of insertion. */
export abstract class InsertionOrderedMap extends JavaMap {
  /** Structural changes so far. */
  modifications = 0;
  /** The entries in order of insertion. */
  protected readonly entriesByKey: Map<JavaValue, JavaValue> = new Map();
  /** The keys in order as they were last asked for. */
  protected ordered: readonly JavaValue[] | undefined;
  /** Keys that JavaScript compares by identity, by their Java hash. */
  #objectKeys: Map<number, JavaObject[]> | undefined;
  /** Their hashes, as they were when they came. */
  #objectHashes: Map<JavaObject, number> | undefined;

  /** `size()`. */
  get size(): number {
    return this.entriesByKey.size;
  }

  /** The value of a key, or undefined. */
  get(key: JavaValue): JavaValue | undefined {
    const known = this.#known(key);
    return known === undefined ? undefined : this.entriesByKey.get(known);
  }

  /** Whether it is there. */
  has(key: JavaValue): boolean {
    const known = this.#known(key);
    return known !== undefined && this.entriesByKey.has(known);
  }

  /** `put`. */
  set(key: JavaValue, value: JavaValue): void {
    const known = key instanceof JavaObject ? this.#rememberedKey(key) : key;
    if (typeof key === "string") countText(key.length);
    const before = this.entriesByKey.size;
    this.entriesByKey.set(known, value);
    if (this.entriesByKey.size !== before) {
      this.modifications++;
      this.ordered = undefined;
    }
  }

  /** The value that was there, or undefined. */
  delete(key: JavaValue): JavaValue | undefined {
    const known = this.#known(key);
    const old = known === undefined ? undefined : this.entriesByKey.get(known);
    if (known === undefined || old === undefined) return undefined;
    this.entriesByKey.delete(known);
    if (known instanceof JavaObject) this.#forgetKey(known);
    this.modifications++;
    this.ordered = undefined;
    return old;
  }

  /** `clear()`. */
  clear(): void {
    this.modifications++;
    this.entriesByKey.clear();
    this.#objectKeys = undefined;
    this.#objectHashes = undefined;
    this.ordered = undefined;
  }

  /** The entries in the map's order. */
  override *entries(): Generator<[JavaValue, JavaValue]> {
    for (const key of this.keys()) yield [key, this.entriesByKey.get(key) ?? null];
  }

  /** The entries in any order, where order does not matter. */
  override unorderedEntries(): Iterable<readonly [JavaValue, JavaValue]> {
    return this.entriesByKey.entries();
  }

  /** The hash of a key that is in the map, as it was when the key came: a list may have been changed since. */
  protected hashOfKnown(key: JavaValue): number {
    return key instanceof JavaObject ? this.#objectHashes?.get(key) ?? javaHash(key) : javaHash(key);
  }

  /** The key as it is in the map, or might be. */
  #known(key: JavaValue): JavaValue | undefined {
    if (key instanceof JavaObject) return this.#sameKey(key);
    if (typeof key === "string") countText(key.length);
    return key;
  }

  #sameKey(key: JavaObject): JavaObject | undefined {
    const bucket = this.#objectKeys?.get(key.hashCode());
    if (bucket === undefined) return undefined;
    countWork(bucket.length);
    return bucket.find((other) => key === other || key.equals(other));
  }

  #rememberedKey(key: JavaObject): JavaObject {
    this.#objectKeys ??= new Map();
    this.#objectHashes ??= new Map();
    const hash = key.hashCode();
    const bucket = this.#objectKeys.get(hash);
    if (bucket !== undefined) countWork(bucket.length);
    const same = bucket?.find((other) => key === other || key.equals(other));
    if (same !== undefined) return same;
    // Java then has the same object as two keys.
    if (this.#objectHashes.has(key)) {
      throw new NotSupportedError("A key that was changed and is put into the map again");
    }
    if (bucket === undefined) this.#objectKeys.set(hash, [key]);
    else bucket.push(key);
    this.#objectHashes.set(key, hash);
    return key;
  }

  #forgetKey(key: JavaObject): void {
    const bucket = this.#objectKeys?.get(this.hashOfKnown(key));
    if (bucket !== undefined) countWork(bucket.length);
    const at = bucket?.indexOf(key) ?? -1;
    if (at >= 0) bucket?.splice(at, 1);
    this.#objectHashes?.delete(key);
  }
}

/** A `java.util.LinkedHashMap`: order of insertion. */
export class JavaLinkedHashMap extends InsertionOrderedMap {
  readonly className = "java.util.LinkedHashMap";

  keys(): readonly JavaValue[] {
    if (this.ordered === undefined) {
      countWork(this.entriesByKey.size);
      this.ordered = [...this.entriesByKey.keys()];
    }
    return this.ordered;
  }
}

/** With so few entries no bucket can overflow, and the table's size depends on their number only. */
const FEW = 8;

/**
 * A `java.util.HashMap`: order of its buckets, and of insertion within a bucket. The order is worked out when it is
 * asked for, so that scripts that only put and get pay nothing for it; the table grows exactly when Java's does, as
 * its size shows in the order ever after.
 *
 * Java's own order depends on its version where a map is made from another (`copyOf`, `putAll` into a new one): this is
 * Java 17's; since Java 19 a table for 3, 6, 12, 24, … entries is half as large.
 */
export class JavaHashMap extends InsertionOrderedMap {
  /** Full name of the class. */
  readonly className = "java.util.HashMap";
  /** Buckets of the table; before the first entry, how many it will have at least. 0: as many as usual. */
  #capacity: number;
  #allocated = false;
  /** Most entries it ever had. */
  #largest = 0;
  /** Entries of each bucket: kept up to date from the moment that they matter. */
  #inBucket: Map<number, number> | undefined;
  #hasTree = false;

  /**
   * An empty map.
   *
   * @param initialCapacity as of `new HashMap(int)`; 16 unless given
   */
  constructor(initialCapacity?: number) {
    super();
    this.#capacity = initialCapacity === undefined ? 0 : powerOfTwoFrom(initialCapacity);
  }

  /** `new HashMap(map)`: the table has room for the entries from the start. */
  static copyOf(map: JavaMap): JavaHashMap {
    const copy = new JavaHashMap();
    copy.putAll(map);
    return copy;
  }

  /** `putAll(map)`: the table grows at once to where the other map alone would fill it. */
  override putAll(map: JavaMap): void {
    if (map.size === 0) return;
    if (this.#allocated) {
      this.#settleTable();
      while (map.size > this.#capacity * 0.75) this.#double();
    } else {
      this.#capacity = Math.max(this.#capacity, powerOfTwoFrom(Math.floor(map.size / 0.75 + 1)));
    }
    super.putAll(map);
  }

  /** `put`. */
  override set(key: JavaValue, value: JavaValue): void {
    this.#allocated = true;
    const before = this.entriesByKey.size;
    super.set(key, value);
    const after = this.entriesByKey.size;
    if (after > this.#largest) this.#largest = after;
    if (after !== before && this.#inBucket !== undefined) this.#countKey(this.#inBucket, key, after);
  }

  /** The keys in the map's order; not to be changed. */
  keys(): readonly JavaValue[] {
    return this.ordered ??= this.#inBucketOrder();
  }

  /** The value that was there, or undefined. */
  override delete(key: JavaValue): JavaValue | undefined {
    if (this.#largest > FEW && this.has(key)) {
      const inBucket = this.#settleTable();
      const bucket = this.#bucketOf(key);
      inBucket?.set(bucket, (inBucket.get(bucket) ?? 0) - 1);
    }
    return super.delete(key);
  }

  /** `clear()`. */
  override clear(): void {
    this.#settleTable()?.clear();
    this.#hasTree = false;
    super.clear();
  }

  #inBucketOrder(): readonly JavaValue[] {
    this.#settleTable();
    if (this.#hasTree) {
      throw new NotSupportedError("The order of a HashMap with more than eight keys in one bucket");
    }
    countWork(8 * this.entriesByKey.size);
    const keys = [...this.entriesByKey.keys()];
    const buckets = keys.map((key) => this.#bucketOf(key));
    const order = keys.map((_, i) => i);
    order.sort((left, right) => (buckets[left] ?? 0) - (buckets[right] ?? 0) || left - right);
    return order.map((i) => keys[i] ?? null);
  }

  /** Brings the size of the table up to date; with the entries of each bucket, once there are more than a few. */
  #settleTable(): Map<number, number> | undefined {
    if (this.#capacity === 0) this.#capacity = 16;
    while (Math.min(this.#largest, FEW) > this.#capacity * 0.75) this.#capacity *= 2;
    if (this.#largest <= FEW || this.#inBucket !== undefined) return this.#inBucket;
    const inBucket = this.#inBucket = new Map<number, number>();
    let size = 0;
    for (const key of this.entriesByKey.keys()) this.#countKey(inBucket, key, ++size);
    return inBucket;
  }

  /**
   * A ninth entry in one bucket doubles a table of less than 64 buckets, and makes a tree of the bucket in a larger
   * one; a tree's order is not worked out here. An entry beyond three quarters of the buckets doubles the table.
   */
  #countKey(inBucket: Map<number, number>, key: JavaValue, size: number): void {
    const bucket = this.#bucketOf(key);
    const before = inBucket.get(bucket) ?? 0;
    inBucket.set(bucket, before + 1);
    if (before >= 8) {
      if (this.#capacity >= 64) this.#hasTree = true;
      else this.#double(size);
    }
    if (size > this.#capacity * 0.75) this.#double(size);
  }

  /** Doubles the table and counts its first entries again. */
  #double(size = this.entriesByKey.size): void {
    this.#capacity *= 2;
    this.ordered = undefined;
    if (this.#inBucket === undefined) return;
    countWork(this.entriesByKey.size);
    this.#inBucket.clear();
    let position = 0;
    for (const key of this.entriesByKey.keys()) {
      if (position++ === size) return;
      const bucket = this.#bucketOf(key);
      this.#inBucket.set(bucket, (this.#inBucket.get(bucket) ?? 0) + 1);
    }
  }

  #bucketOf(key: JavaValue): number {
    const hash = this.hashOfKnown(key);
    return (hash ^ (hash >>> 16)) & (this.#capacity - 1);
  }
}

function powerOfTwoFrom(capacity: number): number {
  let power = 1;
  while (power < capacity && power < 1 << 30) power *= 2;
  return power;
}
