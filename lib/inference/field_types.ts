/**
 * Types of fields: which JSON values they take, and what becomes of them. Numbers and booleans may be strings.
 * @module
 */

import { parseJavaDouble, parseJavaLong, trimJava } from "../java/number_parse.ts";
import { ObjectArrayReader, ScalarArrayReader, ScalarMapReader } from "./list_readers.ts";
import { knownNames } from "./known_names.ts";
import { NamedObjectReader, NamedObjectsReader, type NamedShapes } from "./named_object_readers.ts";
import {
  addDuplicate,
  type Container,
  ConversionError,
  entryBytes,
  type Field,
  notePlace,
  ObjectReader,
  type ReadingContext,
  type Shape,
  type ValueToken,
} from "./object_parser.ts";

/** A string, and nothing else. */
export function stringField<T>(set: (target: T, value: string, context: ReadingContext) => void): Field<T> {
  return { scalar: { VALUE_STRING: set } };
}

/** One of some words, trimmed and in any case. */
export function enumField<T, U>(
  className: string,
  words: ReadonlyMap<string, U>,
  set: (target: T, value: U) => void,
): Field<T> {
  return stringField((target, value) => {
    const name = trimJava(value).toUpperCase();
    const known = words.get(name);
    if (known !== undefined) return set(target, known);
    const hint = knownNames([...words.keys()].map((word) => word.toLowerCase()));
    throw new ConversionError(`No enum constant ${className}.${name}`, hint);
  });
}

/** A whole number of 32 bits; what is behind a decimal point is cut. */
export function intField<T>(set: (target: T, value: number) => void): Field<T> {
  return numberField((target, token, text) => set(target, readInt(token, text)));
}

/** A whole number of 64 bits, as the nearest double: all that is done with it is done in doubles. */
export function longField<T>(set: (target: T, value: number) => void): Field<T> {
  return numberField((target, token, text) => set(target, readLong(token, text)));
}

/** A double. */
export function doubleField<T>(set: (target: T, value: number) => void): Field<T> {
  return numberField((target, token, text) => set(target, readDouble(token, text)));
}

/** A boolean, or a string that spells one. */
export function booleanField<T>(set: (target: T, value: boolean) => void): Field<T> {
  const read = (target: T, text: string) => {
    if (text !== "true" && text !== "false" && text !== "") {
      throw new ConversionError(`Failed to parse value [${text}] as only [true] or [false] are allowed.`);
    }
    set(target, text === "true");
  };
  return { scalar: { VALUE_BOOLEAN: read, VALUE_STRING: read } };
}

/**
 * Strings, or one string.
 *
 * @param isWrong which of them a later check will refuse: the place of the first one is kept
 */
export function stringsField<T>(
  set: (target: T, values: string[]) => void,
  isWrong: (value: string) => boolean = () => false,
): Field<T> {
  return {
    scalar: { VALUE_STRING: (target, text) => set(target, [text]) },
    array: (target, context) => {
      const values: string[] = [];
      let isSound = true;
      set(target, values);
      return new ScalarArrayReader(
        context,
        (token, text) => {
          values.push(readText(token, text, context));
          if (!isSound || !isWrong(text)) return;
          isSound = false;
          notePlace(context);
        },
        (token) => token === "START_ARRAY" ? NO_ARRAY : noText(token, context),
      );
    },
  };
}

/** Doubles, or one double. */
export function doublesField<T>(set: (target: T, values: number[]) => void): Field<T> {
  return numbersField(set, readDouble);
}

/** Whole numbers of 32 bits, or one. */
export function intsField<T>(set: (target: T, values: number[]) => void): Field<T> {
  return numbersField(set, readInt);
}

/** An object of any keys with texts. */
export function stringMapField<T>(set: (target: T, values: Map<string, string>) => void): Field<T> {
  return {
    object: (target, context) => {
      const values = new Map<string, string>();
      set(target, values);
      return new ScalarMapReader(
        context,
        (key, token, text) => values.set(key, readText(token, text, context)),
        (token) => noText(token, context),
      );
    },
  };
}

/** An object of any keys with doubles. */
export function doubleMapField<T>(set: (target: T, values: Map<string, number>) => void): Field<T> {
  return {
    object: (target, context) => {
      const values = new Map<string, number>();
      set(target, values);
      return new ScalarMapReader(context, (key, token, text) => values.set(key, readDouble(token, text)), noNumber);
    },
  };
}

/** An object of one shape. */
export function objectField<T, U>(shape: Shape<U>, set: (target: T, value: U) => void): Field<T> {
  return { object: (target, context) => new ObjectReader(shape, context, (value) => set(target, value)) };
}

/** Objects of one shape, or one object. */
export function objectsField<T, U>(
  shape: Shape<U>,
  begin: (target: T) => void,
  add: (target: T, value: U) => void,
): Field<T> {
  return {
    object: (target, context) => {
      begin(target);
      return new ObjectReader(shape, context, (value) => add(target, value));
    },
    array: (target, context) => {
      begin(target);
      return new ObjectArrayReader(shape, context, (value) => add(target, value));
    },
  };
}

/** An object whose one key says what it is. */
export function namedObjectField<T, U>(
  name: string,
  shapes: NamedShapes<U>,
  set: (target: T, value: U, name: string) => void,
): Field<T> {
  return {
    object: (target, context) => new NamedObjectReader(name, shapes, context, (value, key) => set(target, value, key)),
  };
}

/** Named objects, in one object or in an array; `begin` is told which. */
export function namedObjectsField<T, U>(
  name: string,
  shapes: NamedShapes<U>,
  begin: (target: T, inArray: boolean) => void,
  add: (target: T, value: U) => void,
): Field<T> {
  const reader = (target: T, context: ReadingContext, inArray: boolean): Container => {
    begin(target, inArray);
    return new NamedObjectsReader(name, shapes, context, (value) => add(target, value), inArray);
  };
  return {
    object: (target, context) => reader(target, context, false),
    array: (target, context) => reader(target, context, true),
  };
}

/** Any object; what is in it is passed over, but for the keys. */
export function anyObjectField<T>(note?: (target: T, key: string, context: ReadingContext) => void): Field<T> {
  return {
    object: (target, context) => new KeyReader(context, (key) => note?.(target, key, context)),
  };
}

/** Sees the keys of an object. */
class KeyReader implements Container {
  readonly #context: ReadingContext;
  readonly #note: (key: string) => void;
  readonly #seen = new Set<string>();
  segment = "";

  constructor(context: ReadingContext, note: (key: string) => void) {
    this.#context = context;
    this.#note = note;
  }

  key(name: string): void {
    this.segment = name;
    if (this.#seen.has(name)) return addDuplicate(this.#context, name);
    this.#context.hold(entryBytes(name));
    this.#seen.add(name);
    this.#note(name);
  }

  open(): undefined {
    return undefined;
  }

  scalar(): void {}

  end(): void {
    this.segment = "";
  }
}

const NO_ARRAY = "expected value but got [START_ARRAY]";

function numberField<T>(read: (target: T, token: ValueToken, text: string) => void): Field<T> {
  return {
    scalar: {
      VALUE_NUMBER: (target, text) => read(target, "VALUE_NUMBER", text),
      VALUE_STRING: (target, text) => read(target, "VALUE_STRING", text),
    },
  };
}

function numbersField<T>(
  set: (target: T, values: number[]) => void,
  read: (token: ValueToken, text: string) => number,
): Field<T> {
  return {
    scalar: {
      VALUE_NUMBER: (target, text) => set(target, [read("VALUE_NUMBER", text)]),
      VALUE_STRING: (target, text) => set(target, [read("VALUE_STRING", text)]),
    },
    array: (target, context) => {
      const values: number[] = [];
      set(target, values);
      return new ScalarArrayReader(context, (token, text) => values.push(read(token, text)), (token) => {
        return token === "START_ARRAY" ? NO_ARRAY : noNumber(token);
      });
    },
  };
}

function readInt(token: ValueToken, text: string): number {
  const value = readDouble(token, text);
  if (value > 2147483647 || value < -2147483648) {
    throw new ConversionError(
      token === "VALUE_STRING"
        ? `Value [${text}] is out of range for an integer`
        : `Numeric value (${text}) out of range of int (-2147483648 - 2147483647)`,
    );
  }
  return Math.trunc(value) | 0;
}

function readLong(token: ValueToken, text: string): number {
  if (token !== "VALUE_STRING") {
    const value = readDouble(token, text);
    if (value >= 2 ** 63 || value < -(2 ** 63)) {
      throw new ConversionError(
        `Numeric value (${text}) out of range of long (-9223372036854775808 - 9223372036854775807)`,
      );
    }
    return Math.trunc(value);
  }
  const whole = parseJavaLong(text);
  if (whole !== undefined) return Number(whole);
  if (!/^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?$/.test(text)) {
    throw new ConversionError(`For input string: "${text}"`, "Write a whole number.");
  }
  const value = Number(text);
  if (value >= 2 ** 63 || value < -(2 ** 63)) throw new ConversionError(`Value [${text}] is out of range for a long`);
  return Math.trunc(value);
}

function readDouble(token: ValueToken, text: string): number {
  if (token === "VALUE_NUMBER") return Number(text);
  if (token !== "VALUE_STRING") throw new ConversionError(noNumber(token, text), "Write a number.");
  const value = parseJavaDouble(text);
  if (value !== undefined) return value;
  throw new ConversionError(trimJava(text) === "" ? "empty String" : `For input string: "${text}"`, "Write a number.");
}

function readText(token: ValueToken, text: string, context: ReadingContext): string {
  if (token === "VALUE_NULL") throw new ConversionError(noText(token, context));
  return text;
}

function noText(token: ValueToken, context: ReadingContext): string {
  const { line, column } = context.place();
  return `Expected text at ${line ?? 1}:${column ?? 1} but found ${token}`;
}

function noNumber(token: ValueToken, text?: string): string {
  const name = token === "VALUE_BOOLEAN" ? text === "true" ? "VALUE_TRUE" : "VALUE_FALSE" : token;
  return `Current token (${name}) not numeric, can not use numeric value accessors`;
}
