/**
 * JSON to values as the server holds them, and back.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { JavaHashMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import { numberValue } from "./number_value.ts";
import { JsonSyntaxError, JsonTokenizer } from "./tokenizer.ts";
import type { JsonEvents } from "./tokenizer.ts";
import { utf8Bytes } from "./utf8_bytes.ts";

export { formatDocument } from "./format_document.ts";

/** A JSON object as the server's ingest node holds it: HashMaps and ArrayLists all the way down. */
export type Document = JavaHashMap;

/**
 * Reads a document. Throws JsonSyntaxError, also where the server does although it is JSON: for a key that is there
 * twice, and for anything but an object.
 *
 * ```ts
 * import { parseDocument } from "./document.ts";
 * const document = parseDocument('{"dns": {"question": {"name": "example.com", "id": 1.0}}}');
 * if (document.toText() !== "{dns={question={name=example.com, id=1.0}}}") throw new Error();
 * ```
 */
export function parseDocument(json: string): Document {
  const value = parseJson(json);
  if (value instanceof JavaHashMap) return value;
  throw new JsonSyntaxError("a document is an object, and this is another value", { offset: 0, line: 1, column: 1 });
}

/** How JSON is read. */
export interface ParseOptions {
  /**
   * What to do with text after the value. The server's json processor ignores it, if white space follows a number or a
   * literal. @default {"refuse"}
   */
  trailingText?: "refuse" | "ignore";
}

/**
 * Reads any JSON value: whole numbers become an Integer, a Long or a BigInteger by their size, all others Doubles.
 * Throws JsonSyntaxError.
 *
 * ```ts
 * import { parseJson } from "./document.ts";
 * if (parseJson("2147483648") !== 2147483648n || parseJson("-0") !== 0) throw new Error();
 * ```
 */
export function parseJson(json: string | Uint8Array, options: ParseOptions = {}): JavaValue {
  const bytes = typeof json === "string" ? utf8Bytes(json) : json;
  const builder = new ValueBuilder();
  const tokenizer = new JsonTokenizer(builder);
  builder.tokenizer = tokenizer;
  try {
    tokenizer.write(bytes);
    tokenizer.end();
  } catch (error) {
    const trailing = error instanceof JsonSyntaxError && builder.isTrailing(bytes, error.offset);
    if (options.trailingText !== "ignore" || !trailing) throw error;
  }
  return builder.value;
}

/** Builds the value that a tokenizer reports. */
class ValueBuilder implements JsonEvents {
  value: JavaValue = null;
  tokenizer: JsonTokenizer | undefined;
  /** The containers around the current one. */
  readonly #outer: (JavaHashMap | JavaList)[] = [];
  readonly #outerKeys: string[] = [];
  #map: JavaHashMap | undefined;
  #list: JavaList | undefined;
  #key = "";
  #complete = false;

  /** Whether a fault at this offset is after the value, and apart from it. */
  isTrailing(bytes: Uint8Array, offset: number): boolean {
    if (!this.#complete) return false;
    const selfDelimiting = typeof this.value === "string" || this.value instanceof JavaHashMap ||
      this.value instanceof JavaList;
    return selfDelimiting || isWhiteSpace(bytes[offset - 1]);
  }

  startObject(): void {
    this.#leaveOpen();
    this.#map = new JavaHashMap();
    this.#list = undefined;
  }

  key(name: string): void {
    if (this.#map?.has(name) && this.tokenizer !== undefined) {
      const place = { offset: this.tokenizer.offset, ...this.tokenizer.position() };
      throw new JsonSyntaxError(`an object has a key twice (Duplicate field '${name}')`, place);
    }
    this.#key = name;
  }

  endObject(): void {
    this.#close(this.#map ?? null);
  }

  startArray(): void {
    this.#leaveOpen();
    this.#list = new JavaList();
    this.#map = undefined;
  }

  endArray(): void {
    this.#close(this.#list ?? null);
  }

  string(value: string): void {
    this.#add(value);
  }

  number(text: string): void {
    this.#add(numberValue(text));
  }

  boolean(value: boolean): void {
    this.#add(value);
  }

  null(): void {
    this.#add(null);
  }

  #add(value: JavaValue): void {
    if (this.#map !== undefined) this.#map.set(this.#key, value);
    else if (this.#list !== undefined) this.#list.items.push(value);
    else this.#finish(value);
  }

  #finish(value: JavaValue): void {
    this.value = value;
    this.#complete = true;
  }

  #leaveOpen(): void {
    const current = this.#map ?? this.#list;
    if (current === undefined) return;
    this.#outer.push(current);
    this.#outerKeys.push(this.#key);
  }

  #close(container: JavaValue): void {
    const outer = this.#outer.pop();
    this.#map = outer instanceof JavaHashMap ? outer : undefined;
    this.#list = outer instanceof JavaList ? outer : undefined;
    this.#key = this.#outerKeys.pop() ?? "";
    this.#add(container);
  }
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
