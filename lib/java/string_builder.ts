/**
 * Strings under construction: `java.lang.StringBuilder` and `java.lang.StringBuffer`.
 * @module
 */

import { identityHash } from "./identity_hash.ts";
import { JavaObject } from "./value.ts";
import { countMoves, countText } from "./work.ts";

/** A `StringBuilder`. What is appended is kept as text; changes in the middle turn it into an array of code units. */
export class JavaStringBuilder extends JavaObject {
  readonly className: "java.lang.StringBuilder" | "java.lang.StringBuffer";
  #text: string;
  /** In the place of the text, while it is changed in the middle. */
  #units: Uint16Array | undefined;
  #length: number;
  #capacity: number;
  /** Appended texts are not yet put together into one: the first look at them does it. */
  #isInPieces = false;

  constructor(text = "", className: "java.lang.StringBuilder" | "java.lang.StringBuffer" = "java.lang.StringBuilder") {
    super();
    this.className = className;
    this.#text = text;
    this.#length = text.length;
    this.#capacity = text.length + 16;
  }

  get length(): number {
    return this.#length;
  }

  /** As Java's would be: 16 more than at the start, then doubled when it is too small. */
  get capacity(): number {
    return this.#capacity;
  }

  /** True while it costs nothing to change the middle. */
  get isArray(): boolean {
    return this.#units !== undefined;
  }

  /** The code unit at a position that is there. */
  unitAt(index: number): number {
    if (this.#isInPieces) this.#putTogether();
    return this.#units === undefined ? this.#text.charCodeAt(index) : this.#units[index] ?? 0;
  }

  append(text: string): void {
    if (this.#units === undefined) {
      this.#text += text;
      this.#isInPieces = true;
      this.#grow(this.#length + text.length);
    } else this.splice(this.#length, this.#length, text);
  }

  setUnitAt(index: number, unit: number): void {
    this.#asArray()[index] = unit;
  }

  /** Puts a text in the place of what is between two positions. */
  splice(start: number, end: number, text: string): void {
    const length = this.#length - (end - start) + text.length;
    let units = this.#asArray();
    if (length > units.length) {
      const larger = new Uint16Array(Math.max(length, units.length * 2));
      larger.set(units);
      units = this.#units = larger;
    }
    countMoves(this.#length - end);
    countText(text.length);
    units.copyWithin(start + text.length, end, this.#length);
    for (let i = 0; i < text.length; i++) units[start + i] = text.charCodeAt(i);
    this.#grow(length);
  }

  /** `setLength(length)`: cut off, or filled up with NUL characters. */
  setLength(length: number): void {
    if (length <= this.#length) this.splice(length, this.#length, "");
    else this.append("\0".repeat(length - this.#length));
  }

  /** `reverse()`: surrogate pairs keep their order. */
  reverse(): void {
    countText(2 * this.#length);
    const units = this.#asArray().subarray(0, this.#length).reverse();
    for (let i = 0; i + 1 < units.length; i++) {
      const first = units[i] ?? 0;
      const second = units[i + 1] ?? 0;
      if (isLow(first) && isHigh(second)) {
        units[i] = second;
        units[++i] = first;
      }
    }
  }

  hashCode(): number {
    return identityHash(this);
  }

  toText(): string {
    if (this.#isInPieces) this.#putTogether();
    if (this.#units !== undefined) {
      countText(2 * this.#length);
      const pieces: string[] = [];
      for (let from = 0; from < this.#length; from += 8192) {
        pieces.push(String.fromCharCode(...this.#units.subarray(from, Math.min(from + 8192, this.#length))));
      }
      this.#text = pieces.join("");
      this.#units = undefined;
    }
    return this.#text;
  }

  #asArray(): Uint16Array {
    if (this.#units === undefined) {
      countText(2 * this.#length);
      this.#isInPieces = false;
      this.#units = new Uint16Array(this.#length);
      for (let i = 0; i < this.#length; i++) this.#units[i] = this.#text.charCodeAt(i);
      this.#text = "";
    }
    return this.#units;
  }

  #putTogether(): void {
    countText(this.#length);
    this.#isInPieces = false;
  }

  #grow(length: number): void {
    this.#length = length;
    if (length > this.#capacity) this.#capacity = Math.max(length, this.#capacity * 2 + 2);
  }
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
