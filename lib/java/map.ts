/**
 * Maps as Java has them; a `HashMap` is walked in the order of its buckets, as Java walks it.
 * @module
 */

import { JavaThrowable } from "./throwable.ts";
import { javaEquals, javaHash, JavaObject, javaText, type JavaValue } from "./value.ts";

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
  abstract readonly size: number;
  /** Structural changes so far, for iterators that must notice them. */
  abstract readonly modifications: number;
  abstract get(key: JavaValue): JavaValue | undefined;
  abstract has(key: JavaValue): boolean;
  abstract set(key: JavaValue, value: JavaValue): void;
  /** The value that was there, or undefined. */
  abstract delete(key: JavaValue): JavaValue | undefined;
  abstract clear(): void;
  /** The keys in the map's order; not to be changed. */
  abstract keys(): readonly JavaValue[];

  /** The entries in the map's order. */
  *entries(): Generator<[JavaValue, JavaValue]> {
    for (const key of this.keys()) yield [key, this.get(key) ?? null];
  }

  override equals(other: JavaValue): boolean {
    if (this === other) return true;
    if (!(other instanceof JavaMap) || this.size !== other.size) return false;
    for (const [key, value] of this.entries()) {
      const theirs = other.get(key);
      if (theirs === undefined || !javaEquals(value, theirs)) return false;
    }
    return true;
  }

  hashCode(): number {
    let hash = 0;
    for (const [key, value] of this.entries()) hash = (hash + (javaHash(key) ^ javaHash(value))) | 0;
    return hash;
  }

  toText(): string {
    const texts: string[] = [];
    for (const [key, value] of this.entries()) {
      texts.push(`${key === this ? "(this Map)" : javaText(key)}=${value === this ? "(this Map)" : javaText(value)}`);
    }
    return `{${texts.join(", ")}}`;
  }
}

/** What both hash maps share: look-up by Java's equality, entries kept in order of insertion. */
abstract class InsertionOrderedMap extends JavaMap {
  modifications = 0;
  protected readonly entriesByKey: Map<JavaValue, JavaValue> = new Map();
  /** Keys that JavaScript compares by identity, by their Java hash. */
  #objectKeys: Map<number, JavaObject[]> | undefined;

  get size(): number {
    return this.entriesByKey.size;
  }

  get(key: JavaValue): JavaValue | undefined {
    return this.entriesByKey.get(key instanceof JavaObject ? this.#sameKey(key) : key);
  }

  has(key: JavaValue): boolean {
    return this.entriesByKey.has(key instanceof JavaObject ? this.#sameKey(key) : key);
  }

  set(key: JavaValue, value: JavaValue): void {
    const known = key instanceof JavaObject ? this.#rememberedKey(key) : key;
    const before = this.entriesByKey.size;
    this.entriesByKey.set(known, value);
    if (this.entriesByKey.size !== before) {
      this.modifications++;
      this.grown();
    }
  }

  delete(key: JavaValue): JavaValue | undefined {
    const known = key instanceof JavaObject ? this.#sameKey(key) : key;
    const old = this.entriesByKey.get(known);
    if (!this.entriesByKey.delete(known)) return undefined;
    if (known instanceof JavaObject) this.#forgetKey(known);
    this.modifications++;
    return old;
  }

  clear(): void {
    this.modifications++;
    this.entriesByKey.clear();
    this.#objectKeys = undefined;
  }

  /** Called when a key was added. */
  protected grown(): void {}

  #sameKey(key: JavaObject): JavaObject {
    return this.#objectKeys?.get(key.hashCode())?.find((other) => key === other || key.equals(other)) ?? key;
  }

  #rememberedKey(key: JavaObject): JavaObject {
    this.#objectKeys ??= new Map();
    const hash = key.hashCode();
    const bucket = this.#objectKeys.get(hash);
    if (bucket === undefined) {
      this.#objectKeys.set(hash, [key]);
      return key;
    }
    const same = bucket.find((other) => key === other || key.equals(other));
    if (same === undefined) bucket.push(key);
    return same ?? key;
  }

  #forgetKey(key: JavaObject): void {
    const bucket = this.#objectKeys?.get(key.hashCode());
    const at = bucket?.indexOf(key) ?? -1;
    if (at >= 0) bucket?.splice(at, 1);
  }
}

/** A `java.util.LinkedHashMap`: order of insertion. */
export class JavaLinkedHashMap extends InsertionOrderedMap {
  readonly className = "java.util.LinkedHashMap";

  keys(): readonly JavaValue[] {
    return [...this.entriesByKey.keys()];
  }
}

/**
 * A `java.util.HashMap`: order of its buckets, and of insertion within a bucket. The order is worked out when it is
 * asked for, so that scripts that only put and get pay nothing for it.
 */
export class JavaHashMap extends InsertionOrderedMap {
  readonly className = "java.util.HashMap";
  #capacity: number;
  #ordered: readonly JavaValue[] | undefined;

  /** @param initialCapacity as of `new HashMap(int)` */
  constructor(initialCapacity = 16) {
    super();
    this.#capacity = powerOfTwoFrom(initialCapacity);
  }

  /** `new HashMap(map)`: the table has room for the entries from the start. */
  static copyOf(map: JavaMap): JavaHashMap {
    const copy = new JavaHashMap(map.size === 0 ? 16 : Math.floor(map.size / 0.75 + 1));
    for (const [key, value] of map.entries()) copy.set(key, value);
    return copy;
  }

  /** `putAll(map)`: the table grows at once where the other map alone would fill it. */
  putAll(map: JavaMap): void {
    if (map.size > this.#capacity * 0.75) {
      this.#capacity = Math.max(this.#capacity, powerOfTwoFrom(Math.floor(map.size / 0.75 + 1)));
      this.#ordered = undefined;
    }
    for (const [key, value] of map.entries()) this.set(key, value);
  }

  keys(): readonly JavaValue[] {
    return this.#ordered ??= this.#inBucketOrder();
  }

  override delete(key: JavaValue): JavaValue | undefined {
    this.#ordered = undefined;
    return super.delete(key);
  }

  override clear(): void {
    this.#ordered = undefined;
    super.clear();
  }

  protected override grown(): void {
    this.#ordered = undefined;
    while (this.size > this.#capacity * 0.75) this.#capacity *= 2;
  }

  #inBucketOrder(): readonly JavaValue[] {
    const keys = [...this.entriesByKey.keys()];
    const hashes = keys.map((key) => spread(javaHash(key)));
    this.#growForCollisions(hashes);
    const mask = this.#capacity - 1;
    const order = keys.map((_, i) => i);
    order.sort((a, b) => ((hashes[a] ?? 0) & mask) - ((hashes[b] ?? 0) & mask) || a - b);
    return order.map((i) => keys[i] ?? null);
  }

  /**
   * A ninth entry in one bucket doubles a table of less than 64 buckets, and makes a tree of the bucket in a larger
   * one; a tree's order is not worked out here.
   */
  #growForCollisions(hashes: readonly number[]): void {
    if (hashes.length < 9) return;
    for (;;) {
      const inBucket = new Map<number, number>();
      let crowded = false;
      for (const hash of hashes) {
        const bucket = hash & (this.#capacity - 1);
        const count = (inBucket.get(bucket) ?? 0) + 1;
        inBucket.set(bucket, count);
        crowded ||= count > 8;
      }
      if (!crowded) return;
      if (this.#capacity >= 64) {
        throw new JavaThrowable(
          "org.elasticsearch.rehearsal.NotSupported",
          "The order of a HashMap with more than eight keys in one bucket is not supported by the rehearsal",
        );
      }
      this.#capacity *= 2;
    }
  }
}

/** `HashMap.hash`. */
function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

function powerOfTwoFrom(capacity: number): number {
  let power = 1;
  while (power < capacity && power < 1 << 30) power *= 2;
  return power;
}

/** A `java.util.TreeMap` in natural order of its keys, which are all strings or all numbers of one class. */
export class JavaTreeMap extends JavaMap {
  readonly className = "java.util.TreeMap";
  modifications = 0;
  readonly #map = new JavaLinkedHashMap();
  #ordered: readonly JavaValue[] | undefined;

  get size(): number {
    return this.#map.size;
  }

  get(key: JavaValue): JavaValue | undefined {
    this.#compare(key, this.#map.keys()[0] ?? key);
    return this.#map.get(key);
  }

  has(key: JavaValue): boolean {
    return this.get(key) !== undefined;
  }

  set(key: JavaValue, value: JavaValue): void {
    const before = this.#map.size;
    this.#compare(key, this.#map.keys()[0] ?? key);
    this.#map.set(key, value);
    if (before === this.#map.size) return;
    this.modifications++;
    this.#ordered = undefined;
  }

  delete(key: JavaValue): JavaValue | undefined {
    const old = this.#map.delete(key);
    if (old === undefined) return undefined;
    this.modifications++;
    this.#ordered = undefined;
    return old;
  }

  clear(): void {
    this.modifications++;
    this.#map.clear();
    this.#ordered = undefined;
  }

  keys(): readonly JavaValue[] {
    return this.#ordered ??= [...this.#map.keys()].sort((a, b) => this.#compare(a, b));
  }

  #compare(left: JavaValue, right: JavaValue): number {
    return compareNaturally(left, right);
  }
}

/** `Comparable.compareTo` of two values of one class. */
export function compareNaturally(left: JavaValue, right: JavaValue): number {
  if (left === null || right === null) throw new JavaThrowable("java.lang.NullPointerException");
  if (typeof left === "string" && typeof right === "string") return compareStrings(left, right);
  if (typeof left === "number" && typeof right === "number") return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === "bigint" && typeof right === "bigint") return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (hasNumber(left) && hasNumber(right) && left.className === right.className) {
    return compareDoubles(left.value, right.value);
  }
  throw new JavaThrowable(
    "java.lang.ClassCastException",
    `class ${nameOf(left)} cannot be cast to class ${nameOf(right)}`,
  );
}

/** `String.compareTo`: the difference of the first unequal code units, or of the lengths. */
export function compareStrings(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i++) {
    const difference = left.charCodeAt(i) - right.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** `Double.compare`: -0.0 before 0.0, NaN last. */
export function compareDoubles(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  if (Object.is(left, right)) return 0;
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : 1;
  if (Number.isNaN(right)) return -1;
  return left === right ? (Object.is(left, -0) ? -1 : 1) : 0;
}

function hasNumber(value: JavaValue): value is JavaObject & { value: number } {
  return value instanceof JavaObject && "value" in value && typeof value.value === "number";
}

function nameOf(value: JavaValue): string {
  return value instanceof JavaObject ? value.className : typeof value;
}
