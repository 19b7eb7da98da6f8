/**
 * A map that scripts can read but not change: `params`.
 * @module
 */

import { JavaMap } from "../java/map.ts";
import { JavaThrowable } from "../java/throwable.ts";
import type { JavaValue } from "../java/value.ts";

/** A `java.util.Collections$UnmodifiableMap` over another map; the values in it stay as they are. */
export class UnmodifiableMap extends JavaMap {
  readonly className = "java.util.Collections$UnmodifiableMap";
  readonly #map: JavaMap;

  constructor(map: JavaMap) {
    super();
    this.#map = map;
  }

  get size(): number {
    return this.#map.size;
  }

  get modifications(): number {
    return this.#map.modifications;
  }

  get(key: JavaValue): JavaValue | undefined {
    return this.#map.get(key);
  }

  has(key: JavaValue): boolean {
    return this.#map.has(key);
  }

  set(): void {
    throw unsupported();
  }

  delete(): JavaValue | undefined {
    throw unsupported();
  }

  clear(): void {
    throw unsupported();
  }

  keys(): readonly JavaValue[] {
    return this.#map.keys();
  }
}

function unsupported(): JavaThrowable {
  return new JavaThrowable("java.lang.UnsupportedOperationException");
}
