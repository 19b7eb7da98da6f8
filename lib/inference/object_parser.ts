/**
 * Reads JSON of a declared shape from the events of a tokenizer, field by field, as the server's object parsers do: every
 * kind of object says which fields it has and which kinds of values they take. Nothing is held but what is asked for.
 *
 * Reading goes on after a fault, so that all of them are found; what is around a faulty part is then not judged.
 * @module
 */

import { didYouMean } from "../json/closest_name.ts";
import type { JsonEvents } from "../json/tokenizer.ts";
import type { FaultList, Place } from "./fault_list.ts";
import type { ModelPhase } from "./inference_error.ts";

/** Kinds of values, as the server calls them. */
export type ValueToken =
  | "START_OBJECT"
  | "START_ARRAY"
  | "VALUE_STRING"
  | "VALUE_NUMBER"
  | "VALUE_BOOLEAN"
  | "VALUE_NULL";

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
  /** What to do. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** What all readers of one text share. */
export interface ReadingContext {
  readonly faults: FaultList;
  /** Which phase faults of reading belong to. */
  readonly phase: ModelPhase;
  /** Whether unknown fields are passed over. */
  readonly lenient: boolean;
  /** Where the current token is. */
  place(): Place;
  /** Where values were that checks come back to, by path. */
  readonly places: Map<string, Place>;
  /** Counts about as many bytes as something takes in memory. */
  hold(bytes: number): void;
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
  /** Whether an object is handed on although something in it was wrong. */
  readonly tolerant?: boolean;
  /** Told where the value of each field begins: of objects that there are few of. */
  readonly locate?: (target: T, key: string, context: ReadingContext) => void;
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
  #openKeys = 0;
  /** How many there were when each open object or array began. */
  readonly #outerKeys: number[] = [];
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

  /** Keys of all objects that are open, which have to be kept until then; a long one counts once for each 128 characters. */
  get openKeys(): number {
    return this.#openKeys;
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
    this.#openKeys += 1 + (name.length >> 7);
    const skipped = this.#skipped[this.#skipped.length - 1];
    if (skipped === undefined) this.#top.key(name);
    else if (skipped.has(name)) addDuplicate(this.#context, name);
    else {
      this.#context.hold(entryBytes(name));
      skipped.add(name);
    }
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
    this.#outerKeys.push(this.#openKeys);
    const reader = this.#skipped.length > 0 ? undefined : this.#top.open(token);
    if (reader === undefined) {
      this.#skipped.push(new Set());
      return;
    }
    this.#stack.push(this.#top);
    this.#top = reader;
  }

  #close(): void {
    this.#openKeys = this.#outerKeys.pop() ?? 0;
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
    addFault(
      this.#context,
      `[${this.#shape.name}] Expected START_OBJECT but was: ${token}`,
      `Write an object with ${[...this.#shape.fields.keys()].slice(0, 3).map((name) => `"${name}"`).join(", ")}, ….`,
    );
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
    this.#faultsBefore = context.faults.countOf(context.phase);
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
    this.#shape.locate?.(this.#target, this.#key, this.#context);
    const open = token === "START_OBJECT" ? this.#field.object : this.#field.array;
    if (open !== undefined) return open(this.#target, this.#context);
    this.#refuseToken(token);
    return undefined;
  }

  scalar(token: ValueToken, text: string): void {
    if (this.#field === undefined) return;
    this.#shape.locate?.(this.#target, this.#key, this.#context);
    const read = this.#field.scalar?.[token];
    if (read === undefined) return this.#refuseToken(token);
    attempt(this.#context, () => read(this.#target, text, this.#context));
  }

  pieces(): PieceSink | undefined {
    if (this.#field?.pieces === undefined) return undefined;
    this.#shape.locate?.(this.#target, this.#key, this.#context);
    return this.#field.pieces(this.#target, this.#context);
  }

  end(): void {
    this.#key = "";
    if (this.#isSound) attempt(this.#context, () => this.#shape.finish(this.#target, this.#context));
    if (this.#isSound || this.#shape.tolerant === true) this.#done(this.#target);
  }

  get #isSound(): boolean {
    return this.#context.faults.countOf(this.#context.phase) === this.#faultsBefore;
  }

  #sawBefore(name: string): boolean {
    if (this.#seenMany === undefined) {
      if (this.#seen.includes(name)) return true;
      this.#seen.push(name);
      if (this.#seen.length > 32) this.#seenMany = new Set(this.#seen);
      return false;
    }
    if (this.#seenMany.has(name)) return true;
    this.#context.hold(entryBytes(name));
    this.#seenMany.add(name);
    return false;
  }

  #refuseToken(token: ValueToken): void {
    const hint = this.#field === undefined ? undefined : `Write ${takenBy(this.#field).join(" or ")}.`;
    addFault(this.#context, `[${this.#shape.name}] ${this.#key} doesn't support values of type: ${token}`, hint);
  }

  #refuseUnknown(name: string): void {
    const hint = didYouMean(name, this.#shape.fields.keys());
    addFault(this.#context, `[${this.#shape.name}] unknown field [${name}]`, hint);
  }
}

/** What a field takes, in words. */
function takenBy<T>(field: Field<T>): string[] {
  return [
    ...field.scalar?.VALUE_NUMBER === undefined ? [] : ["a number"],
    ...field.scalar?.VALUE_BOOLEAN === undefined ? [] : ["true or false"],
    // Numbers and booleans in quotes are taken, but not to be recommended.
    ...(field.scalar?.VALUE_STRING !== undefined && Object.keys(field.scalar).length === 1) ||
        field.pieces !== undefined
      ? ["a string"]
      : [],
    ...field.object === undefined ? [] : ["an object"],
    ...field.array === undefined ? [] : ["an array"],
  ];
}

/** Calls, and makes a fault of what does not convert. */
export function attempt(context: ReadingContext, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    addFault(context, error.message, error.hint);
  }
}

/** Adds a fault of reading, at the current place. */
export function addFault(context: ReadingContext, serverMessage: string, hint?: string): void {
  context.faults.add(context.phase, serverMessage, context.place(), hint === undefined ? {} : { hint });
}

/** Adds a fault about a key that was there before. */
export function addDuplicate(context: ReadingContext, name: string): void {
  context.faults.add(context.phase, `Duplicate field '${name}'`, context.place(), {
    message: `The key "${name}" is in its object more than once: Elasticsearch does not take this model`,
    hint: "Keep one of them.",
  });
}

/** About what a text takes as an entry of a map or a set. */
export function entryBytes(text: string): number {
  return 128 + 2 * text.length;
}

/** Keeps the place of the value that is being read. */
export function notePlace(context: ReadingContext): void {
  const place = context.place();
  context.places.set(place.path, place);
}

/** Where the value at a path was read or, where it is missing, the nearest value around it of which that is known. */
export function nearestPlace(places: ReadonlyMap<string, Place>, path: string, outermost: Place = { path: "" }): Place {
  for (let around = path; around !== outermost.path;) {
    const found = places.get(around);
    if (found !== undefined) return { ...found, path };
    if (around === "") break;
    around = around.slice(0, Math.max(0, around.lastIndexOf("/")));
  }
  return { ...places.get(outermost.path) ?? outermost, path };
}
