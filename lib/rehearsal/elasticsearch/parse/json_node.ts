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
export interface JsonNode {
  readonly token: Token;
  readonly start: Place;
  /** Of an object or array, the place of its last bracket. */
  readonly end: Place;
  /** The text of a string, a number, a boolean. */
  readonly text: string;
  readonly fields: readonly NodeField[];
  readonly items: readonly JsonNode[];
  /** The JSON of the value as it came. */
  readonly json: string;
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
  root: JsonNode = {
    token: "VALUE_NULL",
    start: NOWHERE,
    end: NOWHERE,
    text: "null",
    fields: [],
    items: [],
    json: "null",
  };
  readonly #bytes: Uint8Array;
  readonly #open: Open[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
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
    this.#scalar("VALUE_STRING", value, JSON.stringify(value));
  }

  number(text: string): void {
    this.#scalar("VALUE_NUMBER", text, text);
  }

  boolean(value: boolean): void {
    this.#scalar("VALUE_BOOLEAN", String(value), String(value));
  }

  null(): void {
    this.#scalar("VALUE_NULL", "null", "null");
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
    const { token, start, fields, items } = open;
    const json = new TextDecoder().decode(this.#bytes.subarray(open.offset, this.tokenizer.offset + 1));
    this.#add({ token, start, end: this.tokenizer.position(), text: json, fields, items, json });
  }

  #scalar(token: Token, text: string, json: string): void {
    const start = this.tokenizer.position();
    this.#add({ token, start, end: start, text, fields: [], items: [], json });
  }

  #add(node: JsonNode): void {
    const open = this.#open.at(-1);
    if (open === undefined) this.root = node;
    else if (open.token === "START_ARRAY") open.items.push(node);
    else open.fields.push({ ...open.key, value: node });
  }
}
