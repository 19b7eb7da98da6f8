/**
 * The body of a request: read within the server's limit.
 * @module
 */

import { JavaHashMap } from "../../java/map.ts";
import type { JavaValue } from "../../java/value.ts";
import { parseJson } from "../../json/document.ts";
import { failure } from "./failure.ts";

/** A body of more bytes than the server takes: answered with 413 and nothing else. */
export class BodyTooLargeError extends Error {
  override name = "BodyTooLargeError";
}

/** Reads a body once, as bytes, text, JSON or a stream. */
export class RequestBody {
  readonly #request: Request;
  readonly #maxBytes: number;
  #bytes: Promise<Uint8Array> | undefined;

  constructor(request: Request, maxBytes: number) {
    this.#request = request;
    this.#maxBytes = maxBytes;
    if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw new BodyTooLargeError();
  }

  /** Whether there may be a body. A chunked one may turn out to be empty. */
  get isThere(): boolean {
    const length = this.#request.headers.get("content-length");
    return length === null ? this.#request.body !== null : length !== "0";
  }

  /** Whether a body was sent that did not get here. */
  get isLost(): boolean {
    const { body, headers } = this.#request;
    return body === null && (headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) > 0);
  }

  /** The bytes as they come. */
  async *stream(): AsyncGenerator<Uint8Array, void> {
    let size = 0;
    for await (const chunk of this.#inflated() ?? []) {
      size += chunk.length;
      if (size > this.#maxBytes) throw new BodyTooLargeError();
      yield chunk;
    }
  }

  /** A body may come compressed; the limit is for what it is then. */
  #inflated(): ReadableStream<Uint8Array> | null {
    const { body, headers } = this.#request;
    if (body === null || headers.get("content-encoding")?.toLowerCase() !== "gzip") return body;
    return body.pipeThrough(new DecompressionStream("gzip"));
  }

  /** All bytes. */
  bytes(): Promise<Uint8Array> {
    return this.#bytes ??= this.#read();
  }

  /** The body as text. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** The JSON value of the body; undefined where there is none. Throws JsonSyntaxError. */
  async json(): Promise<JavaValue | undefined> {
    const bytes = await this.bytes();
    return bytes.length === 0 ? undefined : parseJson(bytes);
  }

  /** The JSON object of the body; throws what the server answers when there is none. */
  async object(): Promise<JavaHashMap> {
    const value = await this.json();
    if (value instanceof JavaHashMap) return value;
    if (value === undefined) throw failure(400, "parse_exception", "request body is required");
    throw failure(400, "parsing_exception", "Expected [START_OBJECT]", { details: { line: 1, col: 1 } });
  }

  /** The same, empty where there is no body. */
  async objectOrEmpty(): Promise<JavaHashMap> {
    return (await this.bytes()).length === 0 ? new JavaHashMap() : await this.object();
  }

  async #read(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.stream()) chunks.push(chunk);
    if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
    const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}
