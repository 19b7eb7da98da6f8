/**
 * Reads JSON of a declared shape from the events of a tokenizer, field by field, as the server's object parsers do: every
 * kind of object says which fields it has and which kinds of values they take. Nothing is held but what is asked for.
 *
 * Reading goes on after a fault, so that all of them are found; what is around a faulty part is then not judged.
 * @module
 */

import type { JsonEvents } from "../json/tokenizer.ts";
import type { FaultList, FaultPhase, Place } from "./fault_list.ts";
import { closestName } from "./closest_name.ts";

/** Kinds of values, as the server calls them. */
export type ValueToken =
  | "START_OBJECT"
  | "START_ARRAY"
  | "VALUE_STRING"
  | "VALUE_NUMBER"
  | "VALUE_BOOLEAN"
  | "VALUE_NULL";

/** A string, number, boolean or null, as its text. */
export interface Scalar {
  readonly token: ValueToken;
  readonly text: string;
}

/** Reads one object or array: told what is in it, value by value. */
export interface Container {
  /** Key or position of the value that is being read, for paths. */
  readonly segment: string;
  key(name: string): void;
  /** A nested object or array begins: who reads it; undefined where nobody does. */
  open(token: "START_OBJECT" | "START_ARRAY"): Container | undefined;
  scalar(token: ValueToken, text: string): void;
  /** Asked at the start of a string: who takes it in pieces; undefined: it comes as a scalar. */
  pieces?(): PieceSink | undefined;
  end(): void;
}

/** A value that does not convert, in the server's words. */
export class ConversionError extends Error {
  override name = "ConversionError";
}

/** What all readers of one text share. */
export interface ReadingContext {
  readonly faults: FaultList;
  /** Which phase faults of reading belong to. */
  readonly phase: FaultPhase;
  /** Whether unknown fields are passed over. */
  readonly lenient: boolean;
  /** Where the current token is. */
  place(): Place;
}

/** Takes a large string in pieces, as UTF-8. */
export type PieceSink = (bytes: Uint8Array, last: boolean) => void;

/** What a field does with a value. `undefined`: it does not take this kind. */
export interface Field<T> {
  readonly scalar?: Partial<Record<ValueToken, (target: T, text: string, context: ReadingContext) => void>>;
  /** For a string that may be too large to be one. */
  readonly pieces?: (target: T, context: ReadingContext) => PieceSink;
  readonly object?: (target: T, context: ReadingContext) => Container | undefined;
  readonly array?: (target: T, context: ReadingContext) => Container | undefined;
}

/** The declared shape of an object. */
export interface Shape<T> {
  /** Name of the server's parser, for messages. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field<T>>;
  /** Whether fields that are not listed are passed over, however strict the reading. */
  readonly opaque?: boolean;
  create(context: ReadingContext): T;
  /** Called at the end of an object in which nothing was wrong. Throws ConversionError for what the whole lacks. */
  finish(target: T, context: ReadingContext): void;
}

/** Feeds containers from a tokenizer, passes over what nobody reads, and sees duplicate keys everywhere. */
export class ShapeReader implements JsonEvents {
  readonly #context: ReadingContext;
  readonly #stack: Container[] = [];
  #top: Container;
  /** Keys of the objects that are passed over. */
  readonly #skipped: Set<string>[] = [];
  #complete = false;
  #sink: PieceSink | undefined;

  constructor(root: Container, context: ReadingContext) {
    this.#top = root;
    this.#context = context;
  }

  /** Whether the value was read to its end. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Path of the value that is being read. */
  path(): string {
    return [...this.#stack, this.#top].map((container) => container.segment).filter((segment) => segment !== "").join(
      "/",
    );
  }

  startObject(): void {
    this.#open("START_OBJECT");
  }

  startArray(): void {
    this.#open("START_ARRAY");
  }

  endObject(): void {
    this.#close();
  }

  endArray(): void {
    this.#close();
  }

  key(name: string): void {
    const skipped = this.#skipped[this.#skipped.length - 1];
    if (skipped === undefined) this.#top.key(name);
    else if (skipped.has(name)) addDuplicate(this.#context, name);
    else skipped.add(name);
  }

  string(value: string): void {
    this.#scalar("VALUE_STRING", value);
  }

  wantsPieces(): boolean {
    this.#sink = this.#skipped.length === 0 ? this.#top.pieces?.() : undefined;
    return this.#sink !== undefined;
  }

  stringPiece(bytes: Uint8Array, last: boolean): void {
    this.#sink?.(bytes, last);
  }

  number(text: string): void {
    this.#scalar("VALUE_NUMBER", text);
  }

  boolean(value: boolean): void {
    this.#scalar("VALUE_BOOLEAN", value ? "true" : "false");
  }

  null(): void {
    this.#scalar("VALUE_NULL", "null");
  }

  #scalar(token: ValueToken, text: string): void {
    if (this.#skipped.length === 0) this.#top.scalar(token, text);
    this.#complete = this.#stack.length === 0;
  }

  #open(token: "START_OBJECT" | "START_ARRAY"): void {
    const reader = this.#skipped.length > 0 ? undefined : this.#top.open(token);
    if (reader === undefined) {
      this.#skipped.push(new Set());
      return;
    }
    this.#stack.push(this.#top);
    this.#top = reader;
  }

  #close(): void {
    if (this.#skipped.pop() === undefined) {
      this.#top.end();
      const outer = this.#stack.pop();
      if (outer !== undefined) this.#top = outer;
    }
    this.#complete = this.#stack.length === 0 && this.#skipped.length === 0;
  }
}

/** The value of the whole text: one object. */
export class RootReader<T> implements Container {
  readonly segment = "";
  readonly #shape: Shape<T>;
  readonly #context: ReadingContext;
  readonly #read: (value: T) => void;

  constructor(shape: Shape<T>, context: ReadingContext, read: (value: T) => void) {
    this.#shape = shape;
    this.#context = context;
    this.#read = read;
  }

  key(): void {}

  open(token: "START_OBJECT" | "START_ARRAY"): Container | undefined {
    if (token === "START_OBJECT") return new ObjectReader(this.#shape, this.#context, this.#read);
    this.#refuse(token);
    return undefined;
  }

  scalar(token: ValueToken): void {
    this.#refuse(token);
  }

  end(): void {}

  #refuse(token: ValueToken): void {
    addFault(this.#context, `[${this.#shape.name}] Expected START_OBJECT but was: ${token}`);
  }
}

/** Reads an object of a declared shape. */
export class ObjectReader<T> implements Container {
  readonly #shape: Shape<T>;
  readonly #context: ReadingContext;
  readonly #target: T;
  readonly #done: (value: T) => void;
  readonly #faultsBefore: number;
  readonly #seen: string[] = [];
  /** The same once there are many: only an object full of unknown fields has so many. */
  #seenMany: Set<string> | undefined;
  #key = "";
  #field: Field<T> | undefined;

  constructor(shape: Shape<T>, context: ReadingContext, done: (value: T) => void) {
    this.#shape = shape;
    this.#context = context;
    this.#target = shape.create(context);
    this.#done = done;
    this.#faultsBefore = context.faults.unreadable;
  }

  get segment(): string {
    return this.#key;
  }

  key(name: string): void {
    this.#key = name;
    if (this.#sawBefore(name)) addDuplicate(this.#context, name);
    this.#field = this.#shape.fields.get(name);
    if (this.#field === undefined && !this.#context.lenient && this.#shape.opaque !== true) this.#refuseUnknown(name);
  }

  open(token: "START_OBJECT" | "START_ARRAY"): Container | undefined {
    if (this.#field === undefined) return undefined;
    const open = token === "START_OBJECT" ? this.#field.object : this.#field.array;
    if (open !== undefined) return open(this.#target, this.#context);
    this.#refuseToken(token);
    return undefined;
  }

  scalar(token: ValueToken, text: string): void {
    if (this.#field === undefined) return;
    const read = this.#field.scalar?.[token];
    if (read === undefined) return this.#refuseToken(token);
    attempt(this.#context, () => read(this.#target, text, this.#context));
  }

  pieces(): PieceSink | undefined {
    return this.#field?.pieces?.(this.#target, this.#context);
  }

  end(): void {
    this.#key = "";
    if (this.#context.faults.unreadable > this.#faultsBefore) return;
    attempt(this.#context, () => this.#shape.finish(this.#target, this.#context));
    if (this.#context.faults.unreadable === this.#faultsBefore) this.#done(this.#target);
  }

  #sawBefore(name: string): boolean {
    if (this.#seenMany === undefined) {
      if (this.#seen.includes(name)) return true;
      this.#seen.push(name);
      if (this.#seen.length > 32) this.#seenMany = new Set(this.#seen);
      return false;
    }
    if (this.#seenMany.has(name)) return true;
    this.#seenMany.add(name);
    return false;
  }

  #refuseToken(token: ValueToken): void {
    addFault(this.#context, `[${this.#shape.name}] ${this.#key} doesn't support values of type: ${token}`);
  }

  #refuseUnknown(name: string): void {
    const close = closestName(name, [...this.#shape.fields.keys()]);
    addFault(
      this.#context,
      `[${this.#shape.name}] unknown field [${name}]`,
      close === undefined ? undefined : `Did you mean "${close}"?`,
    );
  }
}

/** Reads an array whose elements are strings, numbers, … */
export class ScalarArrayReader implements Container {
  readonly #context: ReadingContext;
  readonly #element: (token: ValueToken, text: string) => void;
  readonly #nested: (token: "START_OBJECT" | "START_ARRAY") => string;
  #index = -1;

  /** @param nested what the server says of an element that is an object or array */
  constructor(
    context: ReadingContext,
    element: (token: ValueToken, text: string) => void,
    nested: (token: "START_OBJECT" | "START_ARRAY") => string,
  ) {
    this.#context = context;
    this.#element = element;
    this.#nested = nested;
  }

  get segment(): string {
    return this.#index < 0 ? "" : String(this.#index);
  }

  key(): void {}

  open(token: "START_OBJECT" | "START_ARRAY"): undefined {
    this.#index++;
    addFault(this.#context, this.#nested(token));
  }

  scalar(token: ValueToken, text: string): void {
    this.#index++;
    attempt(this.#context, () => this.#element(token, text));
  }

  end(): void {
    this.#index = -1;
  }
}

/** Reads an object of any keys whose values are strings, numbers, … */
export class ScalarMapReader implements Container {
  readonly #context: ReadingContext;
  readonly #seen = new Set<string>();
  readonly #entry: (key: string, token: ValueToken, text: string) => void;
  readonly #nested: (token: "START_OBJECT" | "START_ARRAY") => string;
  #key = "";

  /** @param nested what the server says of a value that is an object or array */
  constructor(
    context: ReadingContext,
    entry: (key: string, token: ValueToken, text: string) => void,
    nested: (token: "START_OBJECT" | "START_ARRAY") => string,
  ) {
    this.#context = context;
    this.#entry = entry;
    this.#nested = nested;
  }

  get segment(): string {
    return this.#key;
  }

  key(name: string): void {
    this.#key = name;
    if (this.#seen.has(name)) addDuplicate(this.#context, name);
    this.#seen.add(name);
  }

  open(token: "START_OBJECT" | "START_ARRAY"): undefined {
    addFault(this.#context, this.#nested(token));
  }

  scalar(token: ValueToken, text: string): void {
    attempt(this.#context, () => this.#entry(this.#key, token, text));
  }

  end(): void {
    this.#key = "";
  }
}

/** Reads an array of objects of one shape. */
export class ObjectArrayReader<T> implements Container {
  readonly #shape: Shape<T>;
  readonly #context: ReadingContext;
  readonly #element: (value: T) => void;
  #index = -1;
  #waiting = false;

  constructor(shape: Shape<T>, context: ReadingContext, element: (value: T) => void) {
    this.#shape = shape;
    this.#context = context;
    this.#element = element;
  }

  get segment(): string {
    return this.#index < 0 ? "" : String(this.#index);
  }

  key(): void {}

  open(token: "START_OBJECT" | "START_ARRAY"): Container | undefined {
    this.#index++;
    if (token === "START_OBJECT") {
      this.#waiting = false;
      return new ObjectReader(this.#shape, this.#context, this.#element);
    }
    addFault(
      this.#context,
      this.#waiting
        ? `[${this.#shape.name}] Expected START_OBJECT but was: START_ARRAY`
        : "expected value but got [START_ARRAY]",
    );
    this.#waiting = false;
    return undefined;
  }

  /** The server passes over one value in the place of an object, and complains of what follows if it is none either. */
  scalar(token: ValueToken): void {
    this.#index++;
    if (this.#waiting) addFault(this.#context, `[${this.#shape.name}] Expected START_OBJECT but was: ${token}`);
    this.#waiting = !this.#waiting;
  }

  end(): void {
    if (this.#waiting) addFault(this.#context, `[${this.#shape.name}] Expected START_OBJECT but was: END_ARRAY`);
    this.#index = -1;
  }
}

/** Shapes by the name that stands as key before an object: `{"tree": {...}}`. */
export type NamedShapes<T> = (name: string) => Shape<T> | undefined;

/** Reads an object with one key that says what its value is: the value of a field, or an element of an array. */
export class NamedObjectReader<T> implements Container {
  readonly #field: string;
  readonly #shapes: NamedShapes<T>;
  readonly #context: ReadingContext;
  readonly #read: (value: T, name: string) => void;
  readonly #inArray: boolean;
  #key = "";
  #keys = 0;
  #shape: Shape<T> | undefined;

  constructor(
    field: string,
    shapes: NamedShapes<T>,
    context: ReadingContext,
    read: (value: T, name: string) => void,
    inArray = false,
  ) {
    this.#field = field;
    this.#inArray = inArray;
    this.#shapes = shapes;
    this.#context = context;
    this.#read = read;
  }

  get segment(): string {
    return this.#key;
  }

  key(name: string): void {
    const before = this.#key;
    this.#key = name;
    this.#shape = undefined;
    if (this.#keys++ > 0) {
      if (name === before) addDuplicate(this.#context, name);
      else {
        addFault(
          this.#context,
          this.#inArray ? arrangement(this.#field) : `parser for [${this.#field}] did not end on END_OBJECT`,
        );
      }
      return;
    }
    this.#shape = this.#shapes(name);
    if (this.#shape === undefined) addFault(this.#context, `unknown field [${name}]`);
  }

  open(token: "START_OBJECT" | "START_ARRAY"): Container | undefined {
    const shape = this.#shape;
    if (shape === undefined) return undefined;
    const name = this.#key;
    if (token === "START_OBJECT") return new ObjectReader(shape, this.#context, (value) => this.#read(value, name));
    addFault(this.#context, `[${shape.name}] Expected START_OBJECT but was: ${token}`);
    return undefined;
  }

  scalar(token: ValueToken): void {
    if (this.#shape !== undefined) {
      addFault(this.#context, `[${this.#shape.name}] Expected START_OBJECT but was: ${token}`);
    }
  }

  end(): void {
    this.#key = "";
    if (this.#keys > 0) return;
    addFault(this.#context, this.#inArray ? arrangement(this.#field) : `unknown field [${this.#field}]`);
  }
}

/** Reads named objects: as keys of one object, or as an array of objects with one key each. */
export class NamedObjectsReader<T> implements Container {
  readonly #field: string;
  readonly #shapes: NamedShapes<T>;
  readonly #context: ReadingContext;
  readonly #read: (value: T) => void;
  readonly #inArray: boolean;
  readonly #seen = new Set<string>();
  #segment = "";
  #index = -1;
  #shape: Shape<T> | undefined;

  constructor(
    field: string,
    shapes: NamedShapes<T>,
    context: ReadingContext,
    read: (value: T) => void,
    inArray: boolean,
  ) {
    this.#field = field;
    this.#shapes = shapes;
    this.#context = context;
    this.#read = read;
    this.#inArray = inArray;
  }

  get segment(): string {
    return this.#segment;
  }

  key(name: string): void {
    this.#segment = name;
    if (this.#seen.has(name)) addDuplicate(this.#context, name);
    this.#seen.add(name);
    this.#shape = this.#shapes(name);
    if (this.#shape === undefined) addFault(this.#context, `unknown field [${name}]`);
  }

  open(token: "START_OBJECT" | "START_ARRAY"): Container | undefined {
    if (this.#inArray) {
      this.#segment = String(++this.#index);
      if (token === "START_OBJECT") {
        return new NamedObjectReader(this.#field, this.#shapes, this.#context, this.#read, true);
      }
      addFault(this.#context, arrangement(this.#field));
      return undefined;
    }
    if (this.#shape === undefined) return undefined;
    if (token === "START_OBJECT") return new ObjectReader(this.#shape, this.#context, this.#read);
    addFault(this.#context, `[${this.#shape.name}] Expected START_OBJECT but was: ${token}`);
    return undefined;
  }

  scalar(token: ValueToken): void {
    if (this.#inArray) {
      this.#segment = String(++this.#index);
      addFault(this.#context, arrangement(this.#field));
    } else if (this.#shape !== undefined) {
      addFault(this.#context, `[${this.#shape.name}] Expected START_OBJECT but was: ${token}`);
    }
  }

  end(): void {
    this.#segment = "";
  }
}

/** Calls, and makes a fault of what does not convert. */
function attempt(context: ReadingContext, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    addFault(context, error.message);
  }
}

function addFault(context: ReadingContext, serverMessage: string, hint?: string): void {
  context.faults.add(context.phase, serverMessage, context.place(), hint === undefined ? {} : { hint });
}

function addDuplicate(context: ReadingContext, name: string): void {
  addFault(context, `Duplicate field '${name}'`, "Keep one of the two");
}

function arrangement(field: string): string {
  return `[${field}] can be a single object with any number of fields or an array where each entry is an object with ` +
    "a single field";
}
