/**
 * Lists, arrays and sets as Java has them.
 * @module
 */

import { JavaHashMap, JavaLinkedHashMap, type JavaMap } from "./map.ts";
import { JavaThrowable } from "./throwable.ts";
import { javaEquals, javaHash, JavaObject, javaText, type JavaValue } from "./value.ts";

/** Which list it is, hence what may be changed: nothing, elements only, or everything. */
export type ListClass =
  | "java.util.ArrayList"
  | "java.util.LinkedList"
  | "java.util.Arrays$ArrayList"
  | "java.util.Collections$UnmodifiableList"
  | "java.util.ImmutableCollections$ListN";

/**
 * A `java.util.List`. Readers may look at `items`; changes go through the methods, which refuse what Java refuses.
 *
 * ```ts
 * import { JavaList } from "./collection.ts";
 * import { JavaDouble } from "./value.ts";
 * if (new JavaList([1, new JavaDouble(2), null]).toText() !== "[1, 2.0, null]") throw new Error();
 * ```
 */
export class JavaList extends JavaObject {
  readonly className: ListClass;
  readonly items: JavaValue[];
  /** Structural changes so far, for iterators that must notice them. */
  modifications = 0;

  /** Takes the array itself, no copy. */
  constructor(items: JavaValue[] = [], className: ListClass = "java.util.ArrayList") {
    super();
    this.items = items;
    this.className = className;
  }

  /** Appends. */
  add(value: JavaValue): void {
    this.insert(this.items.length, value);
  }

  /** `add(index, value)`. */
  insert(index: number, value: JavaValue): void {
    this.#refuseUnless(this.#growable());
    if (index < 0 || index > this.items.length) throw outOfBounds(index, this.items.length);
    this.modifications++;
    if (index === this.items.length) this.items.push(value);
    else this.items.splice(index, 0, value);
  }

  /** `get(index)`: no negative positions. */
  get(index: number): JavaValue {
    const value = this.items[index];
    if (value === undefined) throw outOfBounds(index, this.items.length);
    return value;
  }

  /** `set(index, value)`: the value that was there. */
  set(index: number, value: JavaValue): JavaValue {
    this.#refuseUnless(this.#growable() || this.className === "java.util.Arrays$ArrayList");
    const old = this.get(index);
    this.items[index] = value;
    return old;
  }

  /** `remove(int)`: the value that was there. */
  removeAt(index: number): JavaValue {
    this.#refuseUnless(this.#growable());
    const old = this.get(index);
    this.modifications++;
    this.items.splice(index, 1);
    return old;
  }

  /** `clear()`. */
  clear(): void {
    this.#refuseUnless(this.#growable() || this.items.length === 0);
    this.modifications++;
    this.items.length = 0;
  }

  /** `indexOf`: -1 when absent. */
  indexOf(value: JavaValue): number {
    return this.items.findIndex((item) => javaEquals(value, item));
  }

  override equals(other: JavaValue): boolean {
    return this === other ||
      other instanceof JavaList && this.items.length === other.items.length &&
        this.items.every((item, i) => javaEquals(item, other.get(i)));
  }

  hashCode(): number {
    return this.items.reduce<number>((hash, item) => (Math.imul(31, hash) + javaHash(item)) | 0, 1);
  }

  toText(): string {
    return `[${this.items.map((item) => item === this ? "(this Collection)" : javaText(item)).join(", ")}]`;
  }

  #growable(): boolean {
    return this.className === "java.util.ArrayList" || this.className === "java.util.LinkedList";
  }

  #refuseUnless(allowed: boolean): void {
    if (!allowed) throw new JavaThrowable("java.lang.UnsupportedOperationException");
  }
}

/** Element type of an array, as Painless writes it: `"int"`, `"String"`, `"int[]"`, `"def"`. */
export type ElementType = string;

/**
 * A Java array. Elements are unboxed: `number` for byte, short, char, int, float and double, `bigint` for long,
 * `boolean` for boolean, values for everything else.
 */
export class JavaArray extends JavaObject {
  readonly elementType: ElementType;
  readonly items: JavaValue[];

  /** Takes the array itself, no copy. */
  constructor(elementType: ElementType, items: JavaValue[]) {
    super();
    this.elementType = elementType;
    this.items = items;
  }

  /** As Java prints classes of arrays, `[I` and the like. */
  get className(): string {
    const letters: Record<string, string> = {
      boolean: "Z",
      byte: "B",
      char: "C",
      double: "D",
      float: "F",
      int: "I",
      long: "J",
      short: "S",
    };
    const dimensions = this.elementType.split("[]").length;
    const base = this.elementType.replaceAll("[]", "");
    const javaNames: Record<string, string> = { String: "java.lang.String", def: "java.lang.Object" };
    return "[".repeat(dimensions) + (letters[base] ?? `L${javaNames[base] ?? `java.lang.${base}`};`);
  }

  hashCode(): number {
    return identityHash(this);
  }

  toText(): string {
    return `${this.className}@${(this.hashCode() >>> 0).toString(16)}`;
  }
}

/** `System.identityHashCode`: any number will do, as long as it stays. */
function identityHash(object: JavaObject): number {
  let hash = identityHashes.get(object);
  if (hash === undefined) {
    hash = nextIdentityHash;
    nextIdentityHash = (Math.imul(nextIdentityHash, 48271) >>> 0) & 0x7fffffff;
    identityHashes.set(object, hash);
  }
  return hash;
}
const identityHashes = new WeakMap<JavaObject, number>();
let nextIdentityHash = 0x1b28cdfa;

/** A `java.util.Set` over the keys of a map of the same order. */
export class JavaSet extends JavaObject {
  readonly className: string;
  readonly map: JavaMap;

  private constructor(className: string, map: JavaMap) {
    super();
    this.className = className;
    this.map = map;
  }

  static hashSet(): JavaSet {
    return new JavaSet("java.util.HashSet", new JavaHashMap());
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

  has(value: JavaValue): boolean {
    return this.map.has(value);
  }

  /** Whether it was added: false when it was there. */
  add(value: JavaValue): boolean {
    if (this.className.includes("KeySet")) throw new JavaThrowable("java.lang.UnsupportedOperationException");
    if (this.map.has(value)) return false;
    this.map.set(value, true);
    return true;
  }

  /** Whether it was there. */
  delete(value: JavaValue): boolean {
    const there = this.map.has(value);
    this.map.delete(value);
    return there;
  }

  clear(): void {
    this.map.clear();
  }

  /** The elements in order; a new array. */
  values(): JavaValue[] {
    return [...this.map.keys()];
  }

  override equals(other: JavaValue): boolean {
    return this === other ||
      other instanceof JavaSet && this.size === other.size && this.values().every((value) => other.has(value));
  }

  hashCode(): number {
    return this.values().reduce<number>((hash, value) => (hash + javaHash(value)) | 0, 0);
  }

  toText(): string {
    return `[${this.values().map((item) => item === this ? "(this Collection)" : javaText(item)).join(", ")}]`;
  }
}

function outOfBounds(index: number, length: number): JavaThrowable {
  return new JavaThrowable(
    "java.lang.IndexOutOfBoundsException",
    `Index ${index} out of bounds for length ${length}`,
  );
}
