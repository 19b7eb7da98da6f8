/**
 * The body of `PUT _ml/trained_models/{id}`, taken apart as it comes: the definition goes on compressed, whatever its
 * form, and the rest is small enough to be read at once.
 * @module
 */

import { createGzip } from "node:zlib";
import { Base64Decoder, Base64Error } from "../../inference/base64.ts";
import { JavaMap } from "../../java/map.ts";
import { parseJson } from "../../json/document.ts";
import { type JsonEvents, JsonTokenizer } from "../../json/tokenizer.ts";
import { badArgument } from "./failure.ts";

/** The forms of a definition. */
export type DefinitionForm = "definition" | "compressed_definition";

/** A body without its definition, and the definition. */
export interface ModelBody {
  /** The fields; a definition's value is null. */
  readonly fields: JavaMap;
  readonly form: DefinitionForm | undefined;
  /** Gzip of the definition's JSON, in pieces. */
  readonly definition: readonly Uint8Array[];
}

/**
 * Takes a body apart. Throws JsonSyntaxError for what is not JSON.
 *
 * ```ts
 * import { ModelBodySplitter } from "./model_body.ts";
 * const splitter = new ModelBodySplitter();
 * await splitter.write(new TextEncoder().encode('{"tags":["a"],"definition":{"trained_model":{}}}'));
 * const { fields, form } = await splitter.end();
 * if (fields.toText() !== "{definition=null, tags=[a]}" || form !== "definition") throw new Error();
 * ```
 */
export class ModelBodySplitter {
  readonly #parts = new Parts();
  readonly #tokenizer = new JsonTokenizer(this.#parts);
  readonly #gzip = createGzip();
  readonly #gzipped: Uint8Array[] = [];
  readonly #isGzipped: Promise<void>;

  constructor() {
    this.#gzip.on("data", (bytes: Uint8Array) => this.#gzipped.push(bytes));
    this.#isGzipped = new Promise((resolve) => this.#gzip.on("end", () => resolve()));
  }

  /** Reads on. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#tokenizer.write(chunk);
    const text = this.#parts.takeDefinition();
    if (text !== "") await new Promise<void>((resolve) => this.#gzip.write(text, () => resolve()));
  }

  /** Says that the body has ended. */
  async end(): Promise<ModelBody> {
    this.#tokenizer.end();
    this.#gzip.end();
    await this.#isGzipped;
    const { form } = this.#parts;
    const fields = parseJson(this.#parts.rest);
    if (!(fields instanceof JavaMap)) throw badArgument("a trained model must be an object");
    return { fields, form, definition: form === "definition" ? this.#gzipped : this.#parts.compressed };
  }

  /** Lets go of everything. */
  close(): void {
    this.#gzip.destroy();
  }
}

/** Writes tokens again as text, in two heaps. */
class Parts implements JsonEvents {
  /** The text of the body without its definition. */
  rest = "";
  readonly compressed: Uint8Array[] = [];
  form: DefinitionForm | undefined;
  readonly #base64 = new Base64Decoder();
  #isBase64 = true;
  #definition = "";
  #depth = 0;
  #separator = "";
  #isDefinition = false;
  #isCompressed = false;

  /** The definition's text so far, once. */
  takeDefinition(): string {
    const text = this.#definition;
    this.#definition = "";
    return text;
  }

  startObject(): void {
    this.#open("{");
  }

  key(name: string): void {
    this.#add(`${JSON.stringify(name)}:`);
    this.#separator = "";
    if (this.#depth !== 1) return;
    this.#isCompressed = name === "compressed_definition";
    if (name !== "definition" && !this.#isCompressed) return;
    this.form ??= name === "definition" ? "definition" : "compressed_definition";
    if (this.#isCompressed) return;
    this.rest += "null";
    this.#isDefinition = true;
  }

  endObject(): void {
    this.#close("}");
  }

  startArray(): void {
    this.#open("[");
  }

  endArray(): void {
    this.#close("]");
  }

  string(value: string): void {
    this.#value(JSON.stringify(value));
  }

  number(text: string): void {
    this.#value(text);
  }

  boolean(value: boolean): void {
    this.#value(String(value));
  }

  null(): void {
    this.#value("null");
  }

  wantsPieces(): boolean {
    return this.#isCompressed && this.#depth === 1;
  }

  stringPiece(bytes: Uint8Array, last: boolean): void {
    this.#decode(bytes, last);
    if (last) this.#value("null");
  }

  /** What is no base64 is refused by the model's own reader. */
  #decode(bytes: Uint8Array, last: boolean): void {
    if (!this.#isBase64) return;
    try {
      this.compressed.push(this.#base64.decode(bytes));
      if (last) this.compressed.push(this.#base64.end());
    } catch (error) {
      if (!(error instanceof Base64Error)) throw error;
      this.#isBase64 = false;
    }
  }

  #open(bracket: string): void {
    this.#add(bracket);
    this.#depth++;
    this.#separator = "";
  }

  #close(bracket: string): void {
    this.#depth--;
    this.#separator = "";
    this.#value(bracket);
  }

  #value(text: string): void {
    this.#add(text);
    this.#separator = ",";
    if (this.#depth === 1) this.#isDefinition = this.#isCompressed = false;
  }

  #add(text: string): void {
    if (this.#isDefinition) this.#definition += this.#separator + text;
    else this.rest += this.#separator + text;
  }
}
