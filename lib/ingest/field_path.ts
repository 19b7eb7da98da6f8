/**
 * Paths of fields as processors write them: `a.b.0.c`, `_source.a`, `_ingest.timestamp`.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import { JavaThrowable } from "../java/throwable.ts";
import { javaClassName, javaEquals, type JavaValue } from "../java/value.ts";
import { parseJavaInt } from "../java/number_parse.ts";
import { illegalArgument, IngestError } from "./error.ts";
import { numberFormatMessage } from "./number_format.ts";

/** The two maps that paths start from. */
export interface PathRoots {
  /** The document's fields and metadata. */
  readonly fields: JavaMap;
  /** What `_ingest.` leads to. */
  readonly ingest: JavaMap;
}

/** How `append` treats values that are there already. */
export interface AppendOptions {
  readonly allowDuplicates: boolean;
}

/**
 * A path, taken apart once.
 *
 * ```ts
 * import { parseDocument } from "../json/document.ts";
 * import { JavaHashMap } from "../java/map.ts";
 * import { parseFieldPath } from "./field_path.ts";
 * const roots = { fields: parseDocument('{"a": {"b": [7]}}'), ingest: new JavaHashMap() };
 * if (parseFieldPath("a.b.0").get(roots) !== 7) throw new Error();
 * ```
 */
export interface FieldPath {
  readonly text: string;
  /** The value; fails as the server does where there is none. */
  get(roots: PathRoots): JavaValue;
  /** The value, or undefined where there is none. */
  find(roots: PathRoots): JavaValue | undefined;
  /** Whether the field is there, with a null too. */
  has(roots: PathRoots): boolean;
  /** As `has`, but fails at a position past a list's end. */
  hasInRange(roots: PathRoots): boolean;
  /** Puts a value there, with the objects on the way; into a list it replaces or, at its end, is refused. */
  set(roots: PathRoots, value: JavaValue): void;
  /** Makes a list of the field and adds the value, or each value of a list. */
  append(roots: PathRoots, value: JavaValue, options: AppendOptions): void;
  /** Removes the field; fails where there is none. */
  remove(roots: PathRoots): void;
}

/** Takes a path apart; fails for the empty one and for a bare prefix. */
export function parseFieldPath(text: string): FieldPath {
  if (text === "") throw illegalArgument("path cannot be null nor empty");
  const ofIngest = text.startsWith("_ingest.");
  const rest = ofIngest ? text.slice("_ingest.".length) : text.startsWith("_source.") ? text.slice(8) : text;
  const steps = splitAtDots(rest);
  if (steps.length === 1 && steps[0] === "") throw illegalArgument(`path [${text}] is not valid`);
  return new Steps(text, ofIngest, steps);
}

/** `String.split("\\.")`: empty parts at the end are dropped. */
function splitAtDots(text: string): string[] {
  const parts = text.split(".");
  while (parts.length > 1 && parts[parts.length - 1] === "") parts.pop();
  if (parts.length === 1 && parts[0] === "" && text !== "") return [];
  return parts;
}

class Steps implements FieldPath {
  readonly text: string;
  readonly #ofIngest: boolean;
  readonly #parents: readonly string[];
  readonly #last: string | undefined;

  constructor(text: string, ofIngest: boolean, steps: readonly string[]) {
    this.text = text;
    this.#ofIngest = ofIngest;
    this.#parents = steps.slice(0, -1);
    this.#last = steps.at(-1);
  }

  get(roots: PathRoots): JavaValue {
    let context: JavaValue = this.#root(roots);
    for (const step of this.#parents) context = this.#resolve(context, step);
    return this.#last === undefined ? context : this.#resolve(context, this.#last);
  }

  find(roots: PathRoots): JavaValue | undefined {
    let context: JavaValue | undefined = this.#root(roots);
    for (const step of this.#parents) {
      context = child(context, step);
      if (context === undefined) return undefined;
    }
    return child(context, this.#lastStep());
  }

  has(roots: PathRoots): boolean {
    return this.find(roots) !== undefined;
  }

  hasInRange(roots: PathRoots): boolean {
    let context: JavaValue | undefined = this.#root(roots);
    for (const step of [...this.#parents, this.#lastStep()]) {
      if (context instanceof JavaList) {
        const index = listIndex(step);
        if (index !== undefined && outside(index, context)) throw this.#outOfBounds(index, context);
      }
      context = child(context, step);
      if (context === undefined) return false;
    }
    return true;
  }

  set(roots: PathRoots, value: JavaValue): void {
    this.#put(this.#parent(roots), this.#lastStep(), value);
  }

  append(roots: PathRoots, value: JavaValue, options: AppendOptions): void {
    const parent = this.#parent(roots);
    const last = this.#lastStep();
    if (parent instanceof JavaMap) {
      const old = parent.get(last);
      if (old === undefined) {
        // A new list takes all values, also one that is there twice.
        parent.set(last, new JavaList(value instanceof JavaList ? [...value.items] : [value]));
      } else {
        const list = asList(old);
        const changed = appendTo(list, value, options);
        if (list !== old && (changed || options.allowDuplicates)) parent.set(last, list);
      }
    } else if (parent instanceof JavaList) {
      const index = this.#index(parent, last);
      const old = parent.get(index);
      const list = asList(old);
      const changed = appendTo(list, value, options);
      if (list !== old && (changed || options.allowDuplicates)) parent.set(index, list);
    } else {
      throw this.#cannotSet(parent, last);
    }
  }

  remove(roots: PathRoots): void {
    let context: JavaValue = this.#root(roots);
    for (const step of this.#parents) context = this.#resolve(context, step);
    const last = this.#lastStep();
    if (context === null) {
      throw illegalArgument(`cannot remove [${last}] from null as part of path [${this.text}]`);
    } else if (context instanceof JavaMap) {
      if (!context.has(last)) throw this.#notPresent(last);
      context.delete(last);
    } else if (context instanceof JavaList) {
      context.removeAt(this.#index(context, last));
    } else {
      throw illegalArgument(
        `cannot remove [${last}] from object of type [${javaClassName(context)}] as part of path [${this.text}]`,
      );
    }
  }

  #root(roots: PathRoots): JavaMap {
    return this.#ofIngest ? roots.ingest : roots.fields;
  }

  /** A path of nothing but dots has no step at all, over which the server stumbles. */
  #lastStep(): string {
    return this.#last ?? this.#noStep();
  }

  #noStep(): never {
    throw new JavaThrowable("java.lang.ArrayIndexOutOfBoundsException", "Index -1 out of bounds for length 0");
  }

  #resolve(context: JavaValue, step: string): JavaValue {
    if (context instanceof JavaMap) {
      const value = context.get(step);
      if (value === undefined) throw this.#notPresent(step);
      return value;
    }
    if (context instanceof JavaList) return context.get(this.#index(context, step));
    if (context === null) throw illegalArgument(`cannot resolve [${step}] from null as part of path [${this.text}]`);
    throw illegalArgument(
      `cannot resolve [${step}] from object of type [${javaClassName(context)}] as part of path [${this.text}]`,
    );
  }

  /** Walks to where the last step applies and makes the objects that are missing. */
  #parent(roots: PathRoots): JavaValue {
    let context: JavaValue = this.#root(roots);
    for (const step of this.#parents) {
      if (context instanceof JavaMap) {
        let next = context.get(step);
        if (next === undefined) {
          next = new JavaHashMap();
          context.set(step, next);
        }
        context = next;
      } else {
        context = this.#resolve(context, step);
      }
    }
    return context;
  }

  #put(parent: JavaValue, last: string, value: JavaValue): void {
    if (parent instanceof JavaMap) parent.set(last, value);
    else if (parent instanceof JavaList) parent.set(this.#index(parent, last), value);
    else throw this.#cannotSet(parent, last);
  }

  #index(list: JavaList, step: string): number {
    const index = listIndex(step);
    if (index === undefined) {
      throw illegalArgument(
        `[${step}] is not an integer, cannot be used as an index as part of path [${this.text}]`,
        illegalNumber(step),
      );
    }
    if (outside(index, list)) throw this.#outOfBounds(index, list);
    return index;
  }

  #outOfBounds(index: number, list: JavaList): IngestError {
    return illegalArgument(
      `[${index}] is out of bounds for array with length [${list.items.length}] as part of path [${this.text}]`,
    );
  }

  #notPresent(step: string): IngestError {
    return illegalArgument(`field [${step}] not present as part of path [${this.text}]`);
  }

  #cannotSet(parent: JavaValue, last: string): IngestError {
    return parent === null
      ? illegalArgument(`cannot set [${last}] with null parent as part of path [${this.text}]`)
      : illegalArgument(
        `cannot set [${last}] with parent object of type [${javaClassName(parent)}] as part of path [${this.text}]`,
      );
  }
}

/** What a step leads to, undefined for nothing. */
function child(context: JavaValue, step: string): JavaValue | undefined {
  if (context instanceof JavaMap) return context.get(step);
  if (!(context instanceof JavaList)) return undefined;
  const index = listIndex(step);
  return index === undefined || outside(index, context) ? undefined : context.items[index];
}

/** `Integer.parseInt` of a step. */
function listIndex(step: string): number | undefined {
  return parseJavaInt(step);
}

function outside(index: number, list: JavaList): boolean {
  return index < 0 || index >= list.items.length;
}

function illegalNumber(text: string): IngestError {
  return new IngestError("number_format_exception", numberFormatMessage(text));
}

/** A list stays the list it is, everything else becomes the first element of a new one. */
function asList(value: JavaValue): JavaList {
  return value instanceof JavaList ? value : new JavaList([value]);
}

/** Whether something was added. */
function appendTo(list: JavaList, value: JavaValue, options: AppendOptions): boolean {
  let changed = false;
  for (const item of value instanceof JavaList ? [...value.items] : [value]) {
    if (!options.allowDuplicates && list.items.some((there) => javaEquals(there, item))) continue;
    list.add(item);
    changed = true;
  }
  return changed;
}
