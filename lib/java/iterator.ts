/**
 * Iterators as Java has them: they notice that the collection was changed behind their back.
 * @module
 */

import { identityHash } from "./identity_hash.ts";
import type { JavaList } from "./list.ts";
import { JavaThrowable } from "./throwable.ts";
import { JavaObject, type JavaValue } from "./value.ts";

/** A `java.util.Iterator`. */
export abstract class JavaIterator extends JavaObject {
  /** `hasNext()`. */
  abstract hasNext(): boolean;
  /** `next()`. */
  abstract next(): JavaValue;

  /** `remove()`. */
  remove(): void {
    throw new JavaThrowable("java.lang.UnsupportedOperationException", "remove");
  }

  /** `hashCode()`. */
  hashCode(): number {
    return identityHash(this);
  }

  /** `toString()`. */
  toText(): string {
    return `${this.className}@${this.hashCode().toString(16)}`;
  }
}

/** A `java.util.ListIterator`, of any list. */
export class JavaListIterator extends JavaIterator {
  readonly className: string;
  readonly #list: JavaList;
  #cursor: number;
  #last = -1;
  #modifications: number;

  constructor(list: JavaList, cursor = 0) {
    super();
    this.className = `${list.className}$ListItr`;
    this.#list = list;
    this.#cursor = cursor;
    this.#modifications = list.modifications;
  }

  /** Unequal, not less: after a removal behind its back it goes on, and `next()` fails. A LinkedList stops there. */
  hasNext(): boolean {
    const size = this.#list.size;
    return this.#list.className === "java.util.LinkedList" ? this.#cursor < size : this.#cursor !== size;
  }

  next(): JavaValue {
    this.#refuseIfModified();
    if (this.#cursor >= this.#list.size) throw new JavaThrowable("java.util.NoSuchElementException");
    this.#last = this.#cursor++;
    return this.#list.get(this.#last);
  }

  hasPrevious(): boolean {
    return this.#cursor > 0;
  }

  previous(): JavaValue {
    this.#refuseIfModified();
    if (this.#cursor <= 0) throw new JavaThrowable("java.util.NoSuchElementException");
    this.#last = --this.#cursor;
    return this.#list.get(this.#last);
  }

  nextIndex(): number {
    return this.#cursor;
  }

  previousIndex(): number {
    return this.#cursor - 1;
  }

  override remove(): void {
    this.#refuseUnlessMoved();
    this.#refuseIfModified();
    // This list's own iterator leaves it to the interface, which names the method.
    if (this.#list.className === "java.util.Arrays$ArrayList") super.remove();
    this.#list.removeAt(this.#last);
    if (this.#last < this.#cursor) this.#cursor--;
    this.#last = -1;
    this.#modifications = this.#list.modifications;
  }

  set(value: JavaValue): void {
    this.#refuseUnlessMoved();
    this.#refuseIfModified();
    this.#list.set(this.#last, value);
  }

  add(value: JavaValue): void {
    this.#refuseIfModified();
    this.#list.insert(this.#cursor++, value);
    this.#last = -1;
    this.#modifications = this.#list.modifications;
  }

  #refuseUnlessMoved(): void {
    if (this.#last < 0) throw new JavaThrowable("java.lang.IllegalStateException");
  }

  #refuseIfModified(): void {
    if (this.#list.modifications !== this.#modifications) throw concurrentModification();
  }
}

/** What an iterator over keys needs of its map. */
export interface KeySource {
  readonly className: string;
  readonly modifications: number;
  keys(): readonly JavaValue[];
  delete(key: JavaValue): unknown;
}

/** An iterator over the keys of a map, or over what belongs to them. */
export class JavaKeyIterator extends JavaIterator {
  readonly className: string;
  readonly #map: KeySource;
  readonly #keys: readonly JavaValue[];
  readonly #valueOf: (key: JavaValue) => JavaValue;
  #cursor = 0;
  #removable = false;
  #modifications: number;

  constructor(map: KeySource, valueOf: (key: JavaValue) => JavaValue = (key) => key) {
    super();
    this.className = `${map.className}$HashIterator`;
    this.#map = map;
    this.#keys = map.keys();
    this.#valueOf = valueOf;
    this.#modifications = map.modifications;
  }

  hasNext(): boolean {
    return this.#cursor < this.#keys.length;
  }

  next(): JavaValue {
    if (this.#map.modifications !== this.#modifications) throw concurrentModification();
    const key = this.#keys[this.#cursor];
    if (key === undefined) throw new JavaThrowable("java.util.NoSuchElementException");
    this.#cursor++;
    this.#removable = true;
    return this.#valueOf(key);
  }

  override remove(): void {
    if (!this.#removable) throw new JavaThrowable("java.lang.IllegalStateException");
    if (this.#map.modifications !== this.#modifications) throw concurrentModification();
    this.#removable = false;
    this.#map.delete(this.#keys[this.#cursor - 1] ?? null);
    this.#modifications = this.#map.modifications;
  }
}

/** An iterator that cannot remove. */
export class JavaReadOnlyIterator extends JavaIterator {
  readonly className = "java.util.Collections$UnmodifiableCollection$1";
  readonly #source: JavaIterator;

  constructor(source: JavaIterator) {
    super();
    this.#source = source;
  }

  hasNext(): boolean {
    return this.#source.hasNext();
  }

  next(): JavaValue {
    return this.#source.next();
  }

  override remove(): void {
    throw new JavaThrowable("java.lang.UnsupportedOperationException");
  }
}

/** What an iterator throws whose collection was changed by something else. */
export function concurrentModification(): JavaThrowable {
  return new JavaThrowable("java.util.ConcurrentModificationException");
}
