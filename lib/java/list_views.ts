/**
 * Lists that show another list: a part of it, or all of it but unmodifiable.
 * @module
 */

import { concurrentModification } from "./iterator.ts";
import { JavaList } from "./list.ts";
import { JavaThrowable } from "./throwable.ts";
import type { JavaValue } from "./value.ts";
import { countWork } from "./work.ts";

/**
 * `list.subList(from, to)`: changes go both ways, until the list is changed in length by other means.
 *
 * ```ts
 * import { JavaList } from "./list.ts";
 * import { JavaSubList } from "./list_views.ts";
 * const list = new JavaList([1, 2, 3, 4]);
 * new JavaSubList(list, 1, 3).clear();
 * if (list.toText() !== "[1, 4]") throw new Error();
 * ```
 */
export class JavaSubList extends JavaList {
  readonly #list: JavaList;
  readonly #offset: number;
  #size: number;
  #modifications: number;

  constructor(list: JavaList, from: number, to: number) {
    super([], "java.util.ArrayList$SubList");
    if (from < 0) throw new JavaThrowable("java.lang.IndexOutOfBoundsException", `fromIndex = ${from}`);
    if (to > list.size) throw new JavaThrowable("java.lang.IndexOutOfBoundsException", `toIndex = ${to}`);
    if (from > to) {
      throw new JavaThrowable("java.lang.IllegalArgumentException", `fromIndex(${from}) > toIndex(${to})`);
    }
    this.#list = list;
    this.#offset = from;
    this.#size = to - from;
    this.#modifications = list.modifications;
  }

  override get items(): JavaValue[] {
    this.#refuseIfModified();
    countWork(this.#size);
    return this.#list.items.slice(this.#offset, this.#offset + this.#size);
  }

  override get size(): number {
    this.#refuseIfModified();
    return this.#size;
  }

  override get modifications(): number {
    return this.#list.modifications;
  }

  override add(value: JavaValue): void {
    this.insert(this.size, value);
  }

  override insert(index: number, value: JavaValue): void {
    this.insertAll(index, [value]);
  }

  override insertAll(index: number, values: readonly JavaValue[]): void {
    if (index < 0 || index > this.size) {
      throw new JavaThrowable("java.lang.IndexOutOfBoundsException", `Index: ${index}, Size: ${this.size}`);
    }
    this.#list.insertAll(this.#offset + index, values);
    this.#changedBy(values.length);
  }

  override get(index: number): JavaValue {
    if (index < 0 || index >= this.size) throw this.outOfBounds(index);
    return this.#list.get(this.#offset + index);
  }

  override set(index: number, value: JavaValue): JavaValue {
    if (index < 0 || index >= this.size) throw this.outOfBounds(index);
    return this.#list.set(this.#offset + index, value);
  }

  override removeAt(index: number): JavaValue {
    if (index < 0 || index >= this.size) throw this.outOfBounds(index);
    const old = this.#list.removeAt(this.#offset + index);
    this.#changedBy(-1);
    return old;
  }

  override removeRange(from: number, to: number): void {
    this.#refuseIfModified();
    this.#list.removeRange(this.#offset + from, this.#offset + to);
    this.#changedBy(from - to);
  }

  override retain(wanted: (value: JavaValue) => boolean): boolean {
    const kept = this.items.filter(wanted);
    if (kept.length === this.size) return false;
    this.removeRange(0, this.size);
    this.insertAll(0, kept);
    return true;
  }

  override sort(compare: (left: JavaValue, right: JavaValue) => number): void {
    countWork(4 * this.#size);
    this.items.sort(compare).forEach((value, i) => this.set(i, value));
  }

  #refuseIfModified(): void {
    if (this.#list.modifications !== this.#modifications) throw concurrentModification();
  }

  #changedBy(count: number): void {
    this.#size += count;
    this.#modifications = this.#list.modifications;
  }
}

/** `Collections.unmodifiableList(list)`: shows the list as it is at any time. */
export class JavaUnmodifiableList extends JavaList {
  readonly #list: JavaList;

  constructor(list: JavaList) {
    const isLinked = list.className === "java.util.LinkedList";
    super([], `java.util.Collections$Unmodifiable${isLinked ? "" : "RandomAccess"}List`);
    this.#list = list;
  }

  override get items(): JavaValue[] {
    return this.#list.items;
  }

  override get size(): number {
    return this.#list.size;
  }

  override get modifications(): number {
    return this.#list.modifications;
  }

  override get(index: number): JavaValue {
    return this.#list.get(index);
  }

  override removeRange(): void {
    this.refuseUnlessGrowable();
  }

  override retain(): boolean {
    this.refuseUnlessGrowable();
    return false;
  }

  override sort(): void {
    this.refuseUnlessGrowable();
  }
}
