/**
 * Values to JSON, as the server writes them.
 * @module
 */

import { JavaBigInteger } from "../java/big_integer.ts";
import { JavaArray, JavaCollection } from "../java/collection.ts";
import { classCast } from "../java/compare.ts";
import { JavaMap } from "../java/map.ts";
import { doubleText, floatText } from "../java/number_text.ts";
import { JavaThrowable, NotSupportedError } from "../java/throwable.ts";
import { JavaByte, JavaDouble, JavaFloat, type JavaObject, JavaShort } from "../java/value.ts";
import type { JavaValue } from "../java/value.ts";

/** Deepest nesting that the server writes. */
const DEEPEST = 1000;
/** Largest body that the server takes; lists that contain each other many times over could grow beyond any. */
const LONGEST = 100 * 1024 * 1024;

/**
 * Compact JSON of a value: numbers as Java prints them, what is no number as a string, half a surrogate pair escaped.
 * Throws a JavaThrowable for what the server does not write: a char, a regular expression, a key that is no string.
 *
 * ```ts
 * import { formatDocument } from "./format_document.ts";
 * import { JavaList } from "../java/collection.ts";
 * import { JavaDouble } from "../java/value.ts";
 * if (formatDocument(new JavaList([1, new JavaDouble(1e-5), null])) !== "[1,1.0E-5,null]") throw new Error();
 * ```
 */
export function formatDocument(value: JavaValue): string {
  const writer = new Writer();
  writer.write(value);
  return writer.text;
}

class Writer {
  text = "";
  readonly #open: JavaObject[] = [];

  write(value: JavaValue): void {
    switch (typeof value) {
      case "string":
        this.text += quoted(value);
        return;
      case "number":
      case "boolean":
      case "bigint":
        this.text += value;
        return;
      default:
        if (value === null) this.text += "null";
        else this.#writeObject(value);
    }
  }

  #writeObject(value: JavaObject): void {
    if (value instanceof JavaDouble) {
      this.text += number(value.value, doubleText(value.value));
    } else if (value instanceof JavaMap) {
      this.#enter(value);
      this.#writeMap(value);
      this.#open.pop();
    } else if (value instanceof JavaCollection) {
      this.#enter(value);
      this.#writeItems(value.elements());
      this.#open.pop();
    } else if (value instanceof JavaArray) {
      this.#enter(value);
      this.#writeArray(value);
      this.#open.pop();
    } else if (value instanceof JavaFloat) {
      this.text += number(value.value, floatText(value.value));
    } else if (value instanceof JavaShort || value instanceof JavaByte || value instanceof JavaBigInteger) {
      this.text += value.toText();
    } else {
      refuseClass(value.className);
    }
  }

  #enter(container: JavaObject): void {
    if (this.text.length > LONGEST) {
      throw new NotSupportedError(`A document of more than ${LONGEST} characters`);
    }
    if (this.#open.length === DEEPEST) {
      if (new Set(this.#open).size < DEEPEST || this.#open.includes(container)) {
        throw new JavaThrowable(
          "java.lang.IllegalArgumentException",
          "Iterable object is self-referencing itself",
        );
      }
      throw new JavaThrowable(
        "com.fasterxml.jackson.core.exc.StreamConstraintsException",
        `Document nesting depth (${DEEPEST + 1}) exceeds the maximum allowed ` +
          `(${DEEPEST}, from \`StreamWriteConstraints.getMaxNestingDepth()\`)`,
      );
    }
    this.#open.push(container);
  }

  #writeMap(map: JavaMap): void {
    let separator = "{";
    for (const key of map.keys()) {
      this.text += `${separator}${quoted(keyName(key))}:`;
      this.write(map.get(key) ?? null);
      separator = ",";
    }
    this.text += separator === "{" ? "{}" : "}";
  }

  #writeItems(items: readonly JavaValue[]): void {
    let separator = "[";
    for (const item of items) {
      this.text += separator;
      this.write(item);
      separator = ",";
    }
    this.text += separator === "[" ? "[]" : "]";
  }

  /** Elements of a Java array are not boxed, so its type says how they print. */
  #writeArray(array: JavaArray): void {
    switch (array.elementType) {
      case "byte":
        this.text += `"${btoa(String.fromCharCode(...array.items.map((item) => Number(item) & 0xff)))}"`;
        return;
      case "double":
        this.#writeItems(array.items.map((item) => new JavaDouble(Number(item))));
        return;
      case "float":
        this.#writeItems(array.items.map((item) => new JavaFloat(Number(item))));
        return;
      case "boolean":
      case "char":
        refuseClass(array.className);
        break;
      default:
        this.#writeItems(array.items);
    }
  }
}

function number(value: number, text: string): string {
  return Number.isFinite(value) ? text : `"${text}"`;
}

function keyName(key: JavaValue): string {
  if (typeof key === "string") return key;
  if (key === null) throw new JavaThrowable("java.lang.IllegalArgumentException", "Field name cannot be null");
  throw classCast(key, "java.lang.String");
}

function refuseClass(className: string): never {
  throw new JavaThrowable(
    "java.lang.IllegalArgumentException",
    `cannot write xcontent for unknown value of type class ${className}`,
  );
}

/** As the server quotes: hex digits of escapes in upper case. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return json.length === text.length + 2 ? json : json.replace(
    /\\(?:u([0-9a-f]{4})|.)/g,
    (escape, hex: string | undefined) => hex === undefined ? escape : `\\u${hex.toUpperCase()}`,
  );
}
