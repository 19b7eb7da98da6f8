/**
 * Entries of maps.
 * @module
 */

import type { JavaMap } from "./abstract_map.ts";
import { JavaThrowable } from "./throwable.ts";
import { javaEquals, javaHash, JavaObject, javaText, type JavaValue } from "./value.ts";

/** What becomes of `setValue`: it changes the map, the entry alone, or nothing. */
export type EntryClass =
  | "java.util.HashMap$Node"
  | "java.util.AbstractMap$SimpleEntry"
  | "java.util.AbstractMap$SimpleImmutableEntry";

/** A `java.util.Map.Entry`. */
export class JavaMapEntry extends JavaObject {
  readonly className: EntryClass;
  readonly key: JavaValue;
  readonly #map: JavaMap | undefined;
  #value: JavaValue;

  private constructor(className: EntryClass, key: JavaValue, value: JavaValue, map?: JavaMap) {
    super();
    this.className = className;
    this.key = key;
    this.#value = value;
    this.#map = map;
  }

  /** The entry of a map: it shows, and sets, the map's value. */
  static of(map: JavaMap, key: JavaValue): JavaMapEntry {
    return new JavaMapEntry("java.util.HashMap$Node", key, map.get(key) ?? null, map);
  }

  /** `new AbstractMap.SimpleEntry(key, value)`. */
  static simple(key: JavaValue, value: JavaValue): JavaMapEntry {
    return new JavaMapEntry("java.util.AbstractMap$SimpleEntry", key, value);
  }

  /** `new AbstractMap.SimpleImmutableEntry(key, value)`. */
  static immutable(key: JavaValue, value: JavaValue): JavaMapEntry {
    return new JavaMapEntry("java.util.AbstractMap$SimpleImmutableEntry", key, value);
  }

  get value(): JavaValue {
    return this.#value = this.#map?.get(this.key) ?? this.#value;
  }

  /** `setValue(value)`: the value that was there. */
  setValue(value: JavaValue): JavaValue {
    if (this.className === "java.util.AbstractMap$SimpleImmutableEntry") {
      throw new JavaThrowable("java.lang.UnsupportedOperationException");
    }
    const old = this.value;
    this.#value = value;
    if (this.#map?.has(this.key)) this.#map.set(this.key, value);
    return old;
  }

  override equals(other: JavaValue): boolean {
    return other instanceof JavaMapEntry && javaEquals(this.key, other.key) && javaEquals(this.value, other.value);
  }

  hashCode(): number {
    return javaHash(this.key) ^ javaHash(this.value);
  }

  toText(): string {
    return `${javaText(this.key)}=${javaText(this.value)}`;
  }
}
