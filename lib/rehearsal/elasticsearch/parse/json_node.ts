/**
 * JSON with the place of each token, as the server's parsers tell it.
 * @module
 */

import { JsonTokenizer } from "../../../json/tokenizer.ts";
import { parseJson } from "../../../json/document.ts";
import type { JavaValue } from "../../../java/value.ts";
import { layOut, RawJson } from "../json_text.ts";

/** A place in a body, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A token that a value starts with. */
export type Token =
  | "START_OBJECT"
  | "START_ARRAY"
  | "VALUE_STRING"
  | "VALUE_NUMBER"
  | "VALUE_BOOLEAN"
  | "VALUE_NULL";

/** A field of an object, with the place of its name. */
export interface NodeField {
  readonly name: string;
  readonly at: Place;
  readonly value: JsonNode;
}

/** A value with its places. */
export class JsonNode {
  readonly token: Token;
  readonly start: Place;
  /** Of an object or array, the place of its last bracket. */
  readonly end: Place;
  /** The text of a string, a number, a boolean; empty for what has parts. */
  readonly text: string;
  readonly fields: readonly NodeField[];
  readonly items: readonly JsonNode[];
  readonly #bytes: Uint8Array;

  /** The bytes are those of the value. */
  constructor(bytes: Uint8Array, said: Pick<JsonNode, "token" | "start" | "end" | "text" | "fields" | "items">) {
    this.#bytes = bytes;
    this.token = said.token;
    this.start = said.start;
    this.end = said.end;
    this.text = said.text;
    this.fields = said.fields;
    this.items = said.items;
  }

  /** The JSON of the value as it came. */
  get json(): string {
    return new TextDecoder().decode(this.#bytes);
  }
}

/** Reads a body. Throws JsonSyntaxError, also for a key that is there twice. */
export function parseNode(bytes: Uint8Array): JsonNode {
  parseJson(bytes);
  const builder = new NodeBuilder(bytes);
  builder.tokenizer.write(bytes);
  builder.tokenizer.end();
  return builder.root;
}

/** The value without its places. */
export function nodeValue(node: JsonNode): JavaValue {
  return parseJson(node.json);
}

/** The value as an answer repeats it. */
export function nodeJson(node: JsonNode): RawJson {
  return new RawJson(layOut(node.json, "compact"));
}

interface Open {
  readonly token: "START_OBJECT" | "START_ARRAY";
  readonly start: Place;
  readonly offset: number;
  readonly fields: NodeField[];
  readonly items: JsonNode[];
  key: { readonly name: string; readonly at: Place };
}

const NOWHERE: Place = { line: 1, column: 1 };

class NodeBuilder {
  readonly tokenizer: JsonTokenizer = new JsonTokenizer(this);
  root: JsonNode;
  readonly #bytes: Uint8Array;
  readonly #open: Open[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.root = this.#scalarNode("VALUE_NULL", "null", NOWHERE);
  }

  startObject(): void {
    this.#start("START_OBJECT");
  }

  startArray(): void {
    this.#start("START_ARRAY");
  }

  key(name: string): void {
    const open = this.#open.at(-1);
    if (open !== undefined) open.key = { name, at: this.tokenizer.position() };
  }

  endObject(): void {
    this.#end();
  }

  endArray(): void {
    this.#end();
  }

  string(value: string): void {
    this.#add(this.#scalarNode("VALUE_STRING", value, this.tokenizer.position()));
  }

  number(text: string): void {
    this.#add(this.#scalarNode("VALUE_NUMBER", text, this.tokenizer.position()));
  }

  boolean(value: boolean): void {
    this.#add(this.#scalarNode("VALUE_BOOLEAN", String(value), this.tokenizer.position()));
  }

  null(): void {
    this.#add(this.#scalarNode("VALUE_NULL", "null", this.tokenizer.position()));
  }

  #start(token: Open["token"]): void {
    this.#open.push({
      token,
      start: this.tokenizer.position(),
      offset: this.tokenizer.offset,
      fields: [],
      items: [],
      key: { name: "", at: NOWHERE },
    });
  }

  #end(): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    const bytes = this.#bytes.subarray(open.offset, this.tokenizer.offset + 1);
    this.#add(new JsonNode(bytes, { ...open, end: this.tokenizer.position(), text: "" }));
  }

  #scalarNode(token: Token, text: string, start: Place): JsonNode {
    const json = token === "VALUE_STRING" ? JSON.stringify(text) : text;
    return new JsonNode(new TextEncoder().encode(json), { token, start, end: start, text, fields: [], items: [] });
  }

  #add(node: JsonNode): void {
    const open = this.#open.at(-1);
    if (open === undefined) this.root = node;
    else if (open.token === "START_ARRAY") open.items.push(node);
    else open.fields.push({ ...open.key, value: node });
  }
}
