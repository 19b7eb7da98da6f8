/**
 * Reading the options of a processor or a pipeline, with the server's words for what is wrong.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import { parseJavaInt } from "../java/number_parse.ts";
import { didYouMean } from "../json/closest_name.ts";
import { javaClassName, javaText, type JavaValue } from "../java/value.ts";
import { IngestError, type IngestErrorOptions } from "./error.ts";

/** The processor that errors name. */
export interface ConfigOwner {
  readonly type?: string;
  readonly tag?: string | undefined;
}

/**
 * Takes options out of a copy of a configuration one by one; what is left in the end is an option the server does not
 * know. Mistakes are collected, so that one reading finds all of them; a reader with mistakes gives stand-ins for what
 * it could not read, and its processor must not be used.
 *
 * ```ts
 * import { parseDocument } from "../json/document.ts";
 * import { ConfigReader } from "./config_reader.ts";
 * const reader = new ConfigReader(parseDocument('{"field": 1}'), "processors/0/set", { type: "set" });
 * reader.string("field");
 * if (reader.errors[0]?.reason !== "[field] property isn't a string, but of type [java.lang.Integer]") throw new Error();
 * ```
 */
export class ConfigReader {
  /** Everything found so far, in the order in which the server would come across it. */
  readonly errors: IngestError[] = [];
  /** JSON path of the configuration. */
  readonly path: string;
  owner: ConfigOwner;
  readonly #options: JavaHashMap;
  /** The options that were asked for, there or not. */
  readonly #known = new Set<string>();

  constructor(config: JavaMap, path: string, owner: ConfigOwner = {}) {
    this.#options = JavaHashMap.copyOf(config);
    this.path = path;
    this.owner = owner;
  }

  /** A text that must be there. */
  string(name: string, fallback?: string): string {
    const value = this.#take(name);
    if (value === null) {
      if (fallback !== undefined) return fallback;
      this.#missing(name);
      return "";
    }
    return this.#string(name, value) ?? "";
  }

  optionalString(name: string): string | undefined {
    const value = this.#take(name);
    return value === null ? undefined : this.#string(name, value);
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.#take(name);
    if (value === null) return fallback;
    if (typeof value === "boolean") return value;
    this.fail(name, `property isn't a boolean, but of type [${javaClassName(value)}]`, "Write true or false.");
    return fallback;
  }

  /** A whole number, as a text too. */
  optionalInt(name: string): number | undefined {
    const value = this.#take(name);
    if (value === null) return undefined;
    const number = parseJavaInt(javaText(value));
    if (number === undefined) {
      this.fail(name, `property cannot be converted to an int [${javaText(value)}]`, "Write a whole number.");
    }
    return number;
  }

  list(name: string): JavaList {
    const value = this.#take(name);
    if (value === null) this.#missing(name);
    return value === null ? new JavaList() : this.#list(name, value) ?? new JavaList();
  }

  optionalList(name: string): JavaList | undefined {
    const value = this.#take(name);
    return value === null ? undefined : this.#list(name, value);
  }

  map(name: string): JavaMap | undefined {
    const value = this.#take(name);
    if (value === null) this.#missing(name);
    return value === null ? undefined : this.#map(name, value);
  }

  optionalMap(name: string): JavaMap | undefined {
    const value = this.#take(name);
    return value === null ? undefined : this.#map(name, value);
  }

  /** Any value but null. */
  value(name: string): JavaValue {
    const value = this.#take(name);
    if (value === null) this.#missing(name);
    return value;
  }

  /** Any value; null where there is none. */
  optionalValue(name: string): JavaValue {
    return this.#take(name);
  }

  /** All options not read yet, at once. */
  everything(): JavaHashMap {
    const all = JavaHashMap.copyOf(this.#options);
    this.#options.clear();
    return all;
  }

  /** Whether the option is there and was not read yet. */
  has(name: string): boolean {
    return this.#options.has(name);
  }

  /** The error for options that nobody asked for, if there are any; `refusal` is the server's sentence before their names. */
  unknownOptions(refusal: string): IngestError | undefined {
    const names = this.#options.keys().map(javaText);
    const [first] = names;
    if (first === undefined) return undefined;
    return new IngestError("parse_exception", `${refusal} [${names.join(", ")}]`, {
      details: ownerDetails(this.owner),
      path: this.#pathOf(names.length === 1 ? first : undefined),
      hint: didYouMean(first, this.#known),
    });
  }

  /** Notes a mistake about one option: `[field] required property is missing`. */
  fail(name: string | undefined, reason: string, hint?: string): void {
    this.errors.push(
      new IngestError("parse_exception", name === undefined ? reason : `[${name}] ${reason}`, {
        details: { ...(name === undefined ? {} : { property_name: name }), ...ownerDetails(this.owner) },
        path: this.#pathOf(name),
        hint,
      }),
    );
  }

  /** Notes an error that came from elsewhere, as one of this processor; `name` is the option it is about. */
  add(error: IngestError, name?: string): void {
    const options: IngestErrorOptions = {
      ...(error.causedBy === undefined ? {} : { causedBy: error.causedBy }),
      details: { ...error.details, ...ownerDetails(this.owner) },
      status: error.status,
      unsupported: error.unsupported,
      path: error.path ?? this.#pathOf(name),
      hint: error.hint,
      suppressed: error.suppressed,
    };
    this.errors.push(new IngestError(error.type, error.reason, options));
  }

  #pathOf(name: string | undefined): string {
    return [this.path, name].filter((part) => part !== undefined && part !== "").join("/");
  }

  #take(name: string): JavaValue {
    this.#known.add(name);
    return this.#options.delete(name) ?? null;
  }

  #missing(name: string): void {
    this.fail(name, "required property is missing", `Add "${name}".`);
  }

  #string(name: string, value: JavaValue): string | undefined {
    if (typeof value === "string") return value;
    this.fail(name, `property isn't a string, but of type [${javaClassName(value)}]`, "Write a string.");
    return undefined;
  }

  #list(name: string, value: JavaValue): JavaList | undefined {
    if (value instanceof JavaList) return value;
    this.fail(name, `property isn't a list, but of type [${javaClassName(value)}]`, "Write a list: […].");
    return undefined;
  }

  #map(name: string, value: JavaValue): JavaMap | undefined {
    if (value instanceof JavaMap) return value;
    this.fail(name, `property isn't a map, but of type [${javaClassName(value)}]`, "Write an object: {…}.");
    return undefined;
  }
}

function ownerDetails(owner: ConfigOwner): Record<string, string> {
  return {
    ...(owner.type === undefined ? {} : { processor_type: owner.type }),
    ...(owner.tag === undefined ? {} : { processor_tag: owner.tag }),
  };
}
