/**
 * JSON of a small file with the place of every value in it, so that whatever is found later can be pointed at.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { JavaHashMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import { numberValue } from "../json/number_value.ts";
import { type JsonEvents, JsonTokenizer } from "../json/tokenizer.ts";

/** A position in a file. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
}

/** A key that an object has more than once. */
export interface DuplicateKey extends Place {
  readonly key: string;
  readonly path: string;
}

/** JSON of which the places are known. */
export interface LocatedJson {
  /** The value as the server holds it; of duplicate keys the last one counts. */
  readonly value: JavaValue;
  readonly duplicates: readonly DuplicateKey[];
  /** Place of the value at a path, or of the nearest one around it. */
  placeOf(path: string): Place;
  /** Place of one character (UTF-16 code unit) of the string at a path. */
  placeInString(path: string, index: number): Place;
}

/**
 * Reads JSON with places.
 *
 * ```ts
 * import { parseLocatedJson } from "./located_json.ts";
 * const json = parseLocatedJson(new TextEncoder().encode('{"script": {\n  "source": "a\\nb"}}'));
 * const { line, column } = json.placeOf("script/source");
 * if (line !== 2 || column !== 13) throw new Error();
 * if (json.placeInString("script/source", 2).column !== 17) throw new Error();
 * ```
 *
 * @throws {JsonSyntaxError} when the bytes are not JSON, or not UTF-8
 */
export function parseLocatedJson(bytes: Uint8Array): LocatedJson {
  const builder = new LocatedBuilder();
  const tokenizer = new JsonTokenizer(builder);
  builder.tokenizer = tokenizer;
  tokenizer.write(bytes);
  tokenizer.end();
  const root = builder.root;
  return {
    value: root.value,
    duplicates: builder.duplicates,
    placeOf: (path) => nodeAt(root, path),
    placeInString: (path, index) => inString(bytes, nodeAt(root, path), index),
  };
}

/** A value and its place; the children by key or position. */
interface Node extends Place {
  readonly value: JavaValue;
  /** Bytes before the value. */
  readonly offset: number;
  readonly children?: Map<string, Node>;
}

class LocatedBuilder implements JsonEvents {
  root: Node = { value: null, line: 1, column: 1, offset: 0 };
  readonly duplicates: DuplicateKey[] = [];
  tokenizer: JsonTokenizer | undefined;
  /** The open containers, outermost first, and the paths before what is in them: each made of the one before. */
  readonly #open: Node[] = [];
  readonly #prefixes: string[] = [];
  #key = "";

  startObject(): void {
    this.#start(new JavaHashMap());
  }

  key(name: string): void {
    this.#key = name;
    if (this.#open.at(-1)?.children?.has(name)) {
      const { line, column } = this.#place();
      this.duplicates.push({ key: name, path: `${this.#prefixes.at(-1) ?? ""}${name}`, line, column });
    }
  }

  endObject(): void {
    this.#end();
  }

  startArray(): void {
    this.#start(new JavaList());
  }

  endArray(): void {
    this.#end();
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

  #start(value: JavaHashMap | JavaList): void {
    const outer = this.#prefixes.at(-1);
    const name = this.#add(value, new Map());
    this.#prefixes.push(outer === undefined ? "" : `${outer}${name}/`);
  }

  #end(): void {
    this.#open.pop();
    this.#prefixes.pop();
  }

  #add(value: JavaValue, children?: Map<string, Node>): string {
    const node: Node = { value, ...this.#place(), ...(children === undefined ? {} : { children }) };
    const container = this.#open.at(-1);
    let name = "";
    if (container === undefined) this.root = node;
    else if (container.value instanceof JavaList) {
      name = String(container.value.items.length);
      container.value.add(value);
    } else if (container.value instanceof JavaHashMap) {
      name = this.#key;
      container.value.set(name, value);
    }
    container?.children?.set(name, node);
    if (children !== undefined) this.#open.push(node);
    return name;
  }

  #place(): Place & { offset: number } {
    const { line, column } = this.tokenizer?.position() ?? { line: 1, column: 1 };
    return { line, column, offset: this.tokenizer?.offset ?? 0 };
  }
}

/** The node at a path or, where the path leads on to nothing, the last one on the way. Keys may hold slashes. */
function nodeAt(root: Node, path: string): Node {
  let node = root;
  let rest = path;
  while (rest !== "") {
    let end = rest.indexOf("/");
    let child = node.children?.get(end < 0 ? rest : rest.slice(0, end));
    while (child === undefined && end >= 0) {
      end = rest.indexOf("/", end + 1);
      child = node.children?.get(end < 0 ? rest : rest.slice(0, end));
    }
    if (child === undefined) return node;
    node = child;
    rest = end < 0 ? "" : rest.slice(end + 1);
  }
  return node;
}

/** Steps through a string as it is written, where `\n` is two characters and `\u00e9` six. */
function inString(bytes: Uint8Array, node: Node, index: number): Place {
  if (typeof node.value !== "string") return { line: node.line, column: node.column };
  const written = new TextDecoder().decode(bytes.subarray(node.offset));
  let at = 1;
  let column = node.column + 1;
  for (let i = 0; i < Math.min(index, node.value.length);) {
    const length = written[at] !== "\\"
      ? String.fromCodePoint(written.codePointAt(at) ?? 0).length
      : written[at + 1] === "u"
      ? 6
      : 2;
    // One character beyond U+FFFF is two code units of the string, and so are two escapes.
    i += written[at] === "\\" ? 1 : length;
    column += written[at] === "\\" ? length : 1;
    at += length;
  }
  return { line: node.line, column };
}
