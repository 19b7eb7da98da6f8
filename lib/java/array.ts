/**
 * Arrays as Java has them.
 * @module
 */

import { identityHash } from "./identity_hash.ts";
import { JavaObject, type JavaValue } from "./value.ts";

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
    const dimensions = this.elementType.split("[]").length;
    const base = this.elementType.replaceAll("[]", "");
    return "[".repeat(dimensions) + (LETTERS[base] ?? `L${JAVA_NAMES[base] ?? `java.lang.${base}`};`);
  }

  hashCode(): number {
    return identityHash(this);
  }

  toText(): string {
    return `${this.className}@${this.hashCode().toString(16)}`;
  }
}

const LETTERS: Readonly<Record<string, string>> = {
  boolean: "Z",
  byte: "B",
  char: "C",
  double: "D",
  float: "F",
  int: "I",
  long: "J",
  short: "S",
};

const JAVA_NAMES: Readonly<Record<string, string>> = {
  ArrayList: "java.util.ArrayList",
  Collection: "java.util.Collection",
  HashMap: "java.util.HashMap",
  HashSet: "java.util.HashSet",
  List: "java.util.List",
  Map: "java.util.Map",
  "Map.Entry": "java.util.Map$Entry",
  Set: "java.util.Set",
  def: "java.lang.Object",
};
