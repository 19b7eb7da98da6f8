/**
 * Lists as Java has them.
 * @module
 */

import { JavaCollection } from "./abstract_collection.ts";
import { type JavaIterator, JavaListIterator } from "./iterator.ts";
import { JavaThrowable } from "./throwable.ts";
import { javaEquals, javaHash, type JavaValue } from "./value.ts";
import { countMoves, countWork } from "./work.ts";

/** Which list it is, hence what may be changed: nothing, elements only, or everything. */
export type ListClass =
  | "java.util.ArrayList"
  | "java.util.ArrayList$SubList"
  | "java.util.LinkedList"
  | "java.util.Arrays$ArrayList"
  | "java.util.Collections$CopiesList"
  | "java.util.Collections$EmptyList"
  | "java.util.Collections$SingletonList"
  | "java.util.Collections$UnmodifiableList"
  | "java.util.Collections$UnmodifiableRandomAccessList"
  | "java.util.ImmutableCollections$ListN"
  | "org.elasticsearch.ingest.ConditionalProcessor$UnmodifiableIngestList";

/**
 * A `java.util.List`. Readers may look at `items`; changes go through the methods, which refuse what Java refuses.
 *
 * ```ts
 * import { JavaList } from "./list.ts";
 * import { JavaDouble } from "./value.ts";
 * if (new JavaList([1, new JavaDouble(2), null]).toText() !== "[1, 2.0, null]") throw new Error();
 * ```
 */
export class JavaList extends JavaCollection {
  /** Full name of the class. */
  readonly className: ListClass;
  readonly #items: JavaValue[];
  #modifications = 0;

  /** Takes the array itself, no copy. */
  constructor(items: JavaValue[] = [], className: ListClass = "java.util.ArrayList") {
    super();
    this.#items = items;
    this.className = className;
  }

  /** The elements; not to be changed but by the methods. */
  get items(): JavaValue[] {
    return this.#items;
  }

  /** `size()`. */
  get size(): number {
    return this.#items.length;
  }

  /** Structural changes so far. */
  get modifications(): number {
    return this.#modifications;
  }

  /** The elements in order; not to be changed. */
  elements(): readonly JavaValue[] {
    return this.items;
  }

  /** Appends. */
  add(value: JavaValue): void {
    this.refuseUnlessGrowable();
    this.#modifications++;
    this.#items.push(value);
  }

  /** `add(value)`: true. */
  append(value: JavaValue): boolean {
    this.add(value);
    return true;
  }

  /** `add(index, value)`. */
  insert(index: number, value: JavaValue): void {
    this.refuseUnlessGrowable();
    if (index < 0 || index > this.size) {
      throw new JavaThrowable("java.lang.IndexOutOfBoundsException", `Index: ${index}, Size: ${this.size}`);
    }
    this.#modifications++;
    countMoves(this.#items.length - index);
    this.#items.splice(index, 0, value);
  }

  /** `addAll(index, values)`. */
  insertAll(index: number, values: readonly JavaValue[]): void {
    this.refuseUnlessGrowable();
    if (index < 0 || index > this.size) {
      throw new JavaThrowable("java.lang.IndexOutOfBoundsException", `Index: ${index}, Size: ${this.size}`);
    }
    this.#modifications++;
    countWork(values.length + this.#items.length - index);
    const added = [...values];
    const tail = this.#items.splice(index);
    for (const value of added) this.#items.push(value);
    for (const value of tail) this.#items.push(value);
  }

  /** `get(index)`: no negative positions. */
  get(index: number): JavaValue {
    const value = this.#items[index];
    if (value === undefined) throw this.outOfBounds(index);
    return value;
  }

  /** `set(index, value)`: the value that was there. */
  set(index: number, value: JavaValue): JavaValue {
    if (this.className !== "java.util.Arrays$ArrayList") this.refuseUnlessGrowable();
    const old = this.#items[index];
    if (old === undefined) throw this.outOfBounds(index);
    this.#items[index] = value;
    return old;
  }

  /** `remove(int)`: the value that was there. */
  removeAt(index: number): JavaValue {
    this.refuseUnlessGrowable();
    const old = this.get(index);
    this.#modifications++;
    if (index === this.#items.length - 1) this.#items.pop();
    else {
      countMoves(this.#items.length - index);
      this.#items.splice(index, 1);
    }
    return old;
  }

  /** Takes out the elements from one position to before another. */
  removeRange(from: number, to: number): void {
    if (from < to) this.refuseUnlessGrowable();
    this.#modifications++;
    countMoves(this.#items.length - from);
    this.#items.splice(from, to - from);
  }

  /** Keeps the wanted elements only; whether any went. */
  retain(wanted: (value: JavaValue) => boolean): boolean {
    countWork(this.size);
    const kept = this.items.filter(wanted);
    if (kept.length === this.size) return false;
    this.refuseUnlessGrowable();
    this.#modifications++;
    this.#items.length = 0;
    for (const value of kept) this.#items.push(value);
    return true;
  }

  /** `clear()`. */
  clear(): void {
    this.removeRange(0, this.size);
  }

  /** `sort(Comparator)`: stable. */
  sort(compare: (left: JavaValue, right: JavaValue) => number): void {
    if (this.size > 1 && this.className !== "java.util.Arrays$ArrayList") this.refuseUnlessGrowable();
    countWork(4 * this.size);
    this.#items.sort(compare);
    if (this.className === "java.util.ArrayList") this.#modifications++;
  }

  /** Whether it is there. */
  has(value: JavaValue): boolean {
    return this.indexOf(value) >= 0;
  }

  /** `indexOf`: -1 when absent. */
  indexOf(value: JavaValue): number {
    countWork(this.size);
    return this.items.findIndex((item) => javaEquals(value, item));
  }

  /** `lastIndexOf`: -1 when absent. */
  lastIndexOf(value: JavaValue): number {
    countWork(this.size);
    return this.items.findLastIndex((item) => javaEquals(value, item));
  }

  /** `iterator()`. */
  iterator(): JavaIterator {
    return new JavaListIterator(this);
  }

  /** `equals`. */
  override equals(other: JavaValue): boolean {
    if (this === other) return true;
    if (!(other instanceof JavaList) || this.size !== other.size) return false;
    countWork(1 + this.size);
    const theirs = other.items;
    return this.items.every((item, i) => javaEquals(item, theirs[i] ?? null));
  }

  /** `hashCode()`. */
  hashCode(): number {
    countWork(1 + this.size);
    return this.items.reduce<number>((hash, item) => (Math.imul(31, hash) + javaHash(item)) | 0, 1);
  }

  /** Throws what Java throws where nothing can be added or removed. */
  protected refuseUnlessGrowable(): void {
    if (this.className !== "java.util.ArrayList" && this.className !== "java.util.LinkedList") throw unsupported();
  }

  /** What Java throws for a position that is not there. */
  protected outOfBounds(index: number): JavaThrowable {
    switch (this.className) {
      case "java.util.LinkedList":
        return new JavaThrowable("java.lang.IndexOutOfBoundsException", `Index: ${index}, Size: ${this.size}`);
      case "java.util.Collections$EmptyList":
        return new JavaThrowable("java.lang.IndexOutOfBoundsException", `Index: ${index}`);
      case "java.util.Collections$SingletonList":
        return new JavaThrowable("java.lang.IndexOutOfBoundsException", `Index: ${index}, Size: 1`);
      case "java.util.Collections$CopiesList":
        return new JavaThrowable("java.lang.IndexOutOfBoundsException", `Index: ${index}, Size: ${this.size}`);
      case "java.util.Arrays$ArrayList":
        return new JavaThrowable(
          "java.lang.ArrayIndexOutOfBoundsException",
          `Index ${index} out of bounds for length ${this.size}`,
        );
      default:
        return new JavaThrowable(
          "java.lang.IndexOutOfBoundsException",
          `Index ${index} out of bounds for length ${this.size}`,
        );
    }
  }
}

function unsupported(): JavaThrowable {
  return new JavaThrowable("java.lang.UnsupportedOperationException");
}
