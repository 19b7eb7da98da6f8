/**
 * Finds many fields of a document at once: one walk over the document instead of one look-up for each field.
 * @module
 */

import { JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import { digField } from "./document_fields.ts";

/** What a key means at some place of a document. */
interface Step {
  /** Field that ends here, or -1. */
  field: number;
  /** Keys of the object below. */
  below: Map<JavaValue, Step> | undefined;
  /** Whether the key has a dot in it: fields may then be found on several ways, which are tried in an order of their own. */
  dotted: boolean;
}

const MOST_PARTS = 16;

/** Looks for a fixed list of fields. */
export class FieldFinder {
  readonly #fields: readonly string[];
  readonly #top = new Map<JavaValue, Step>();
  /** Fields with names of so many parts that there would be too many ways to write down. */
  readonly #deep: readonly number[];

  constructor(fields: readonly string[]) {
    this.#fields = fields;
    const deep: number[] = [];
    for (const [field, name] of fields.entries()) {
      const parts = name.split(".");
      if (parts.length > MOST_PARTS) deep.push(field);
      else this.#addWays(this.#top, parts, 0, field);
    }
    this.#deep = deep;
  }

  /** Calls back for every field that has a value; how many there are. */
  find(document: JavaMap, found: (field: number, value: JavaValue) => void): number {
    const count = this.#walk(document, this.#top, found);
    if (count < 0) return this.#digAll(document, this.#fields.keys(), found);
    return this.#deep.length === 0 ? count : count + this.#digAll(document, this.#deep, found);
  }

  #digAll(
    document: JavaMap,
    fields: Iterable<number>,
    found: (field: number, value: JavaValue) => void,
  ): number {
    let count = 0;
    for (const field of fields) {
      const value = digField(document, this.#fields[field] ?? "");
      if (value === undefined) continue;
      count++;
      found(field, value);
    }
    return count;
  }

  /** -1 where a dotted key was met: nothing that was reported counts then. */
  #walk(
    map: JavaMap,
    steps: ReadonlyMap<JavaValue, Step>,
    found: (field: number, value: JavaValue) => void,
  ): number {
    let count = 0;
    for (const [key, value] of map.unorderedEntries()) {
      const step = steps.get(key);
      if (step === undefined || value === null) continue;
      if (step.dotted) return -1;
      if (step.field >= 0) {
        count++;
        found(step.field, value);
      }
      if (step.below === undefined || !(value instanceof JavaMap)) continue;
      const inner = this.#walk(value, step.below, found);
      if (inner < 0) return -1;
      count += inner;
    }
    return count;
  }

  #addWays(steps: Map<JavaValue, Step>, parts: readonly string[], from: number, field: number): void {
    for (let end = from + 1; end <= parts.length; end++) {
      const key = parts.slice(from, end).join(".");
      const dotted = end > from + 1;
      let step = steps.get(key);
      if (step === undefined) steps.set(key, step = { field: -1, below: undefined, dotted });
      if (dotted) continue;
      if (end === parts.length) step.field = field;
      else this.#addWays(step.below ??= new Map(), parts, end, field);
    }
  }
}
