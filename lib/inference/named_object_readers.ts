/**
 * Readers of objects that are named by the key before them: `{"tree": {...}}`.
 * @module
 */

import {
  addDuplicate,
  addFault,
  type Container,
  ObjectReader,
  type ReadingContext,
  type Shape,
  type ValueToken,
} from "./object_parser.ts";
import { didYouMean } from "../json/closest_name.ts";
import { knownNames } from "./known_names.ts";

/** Shapes by the name that stands as key before an object: `{"tree": {...}}`. */
export type NamedShapes<T> = Pick<ReadonlyMap<string, Shape<T>>, "get" | "keys">;

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
          `Keep "${before}" or "${name}".`,
        );
      }
      return;
    }
    this.#shape = this.#shapes.get(name);
    if (this.#shape === undefined) refuseName(this.#context, name, this.#shapes);
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
    this.#shape = this.#shapes.get(name);
    if (this.#shape === undefined) refuseName(this.#context, name, this.#shapes);
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

function refuseName<T>(context: ReadingContext, name: string, shapes: NamedShapes<T>): void {
  const known = [...shapes.keys()];
  addFault(context, `unknown field [${name}]`, didYouMean(name, known) ?? knownNames(known));
}

function arrangement(field: string): string {
  return `[${field}] can be a single object with any number of fields or an array where each entry is an object with ` +
    "a single field";
}
