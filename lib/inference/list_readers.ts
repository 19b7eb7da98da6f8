/**
 * Readers of arrays and of objects with any keys.
 * @module
 */

import {
  addDuplicate,
  addFault,
  attempt,
  type Container,
  entryBytes,
  ObjectReader,
  type ReadingContext,
  type Shape,
  type ValueToken,
} from "./object_parser.ts";

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
    this.#context.hold(64 + 2 * text.length);
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
    else this.#context.hold(entryBytes(name));
    this.#seen.add(name);
  }

  open(token: "START_OBJECT" | "START_ARRAY"): undefined {
    addFault(this.#context, this.#nested(token));
  }

  scalar(token: ValueToken, text: string): void {
    this.#context.hold(entryBytes(text));
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
