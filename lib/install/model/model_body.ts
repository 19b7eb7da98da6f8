/**
 * The body of a model's PUT, made from its file while it is sent.
 *
 * ```text
 * file ──split──▶ definition ──gzip──▶ base64 ──▶ "compressed_definition": "…"
 *            ├──▶ what the server makes itself: left out
 *            └──▶ the rest, and metadata with where the model comes from
 * ```
 * @module
 */

import { Buffer } from "node:buffer";
import { createGzip, type Gzip } from "node:zlib";
import { JavaHashMap, JavaMap } from "../../java/map.ts";
import type { ByteSource } from "../../json/byte_source.ts";
import { formatDocument, parseJson } from "../../json/document.ts";
import { MemberSplitter } from "./member_splitter.ts";
import type { ModelOrigin } from "../step.ts";
import { GENERATED_METADATA, GENERATED_MODEL_FIELDS } from "./stored_model.ts";

/** How a body is made. */
export interface ModelBodyOptions {
  /** Told how many bytes of the file have been taken. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * The body to send for a model's file, always with `compressed_definition`, in memory of constant size. A definition
 * that is compressed in the file passes as it is. The file must be a sound model.
 *
 * ```ts
 * import { memorySource } from "../../json/byte_source.ts";
 * import { modelBody } from "./model_body.ts";
 * const file = new TextEncoder().encode('{"definition": {"trained_model": {}}, "created_by": "me", "tags": ["dga"]}');
 * const origin = { release: "ML-DGA-20201129-25", sha256: "00", tool: "ml-dga" };
 * const body = await new Response(modelBody(memorySource(file), origin)).json();
 * if (Object.keys(body).join() !== "compressed_definition,tags,metadata") throw new Error();
 * ```
 */
export function modelBody(
  source: ByteSource,
  origin: ModelOrigin,
  options: ModelBodyOptions = {},
): ReadableStream<Uint8Array> {
  return ReadableStream.from(bodyPieces(source, origin, options));
}

async function* bodyPieces(
  source: ByteSource,
  origin: ModelOrigin,
  { onBytes }: ModelBodyOptions,
): AsyncGenerator<Uint8Array, void> {
  const body = new BodyWriter(origin);
  try {
    for await (const chunk of source.stream()) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        await body.write(chunk.subarray(at, at + PIECE));
        yield* body.take();
      }
      onBytes?.(chunk.length);
    }
    body.end();
    yield* body.take();
  } finally {
    body.close();
  }
}

const PIECE = 65_536;
const COMPRESSED = "compressed_definition";

/** Writes a body while its file is read. */
class BodyWriter {
  readonly #origin: ModelOrigin;
  #out: Uint8Array[] = [];
  #isFirst = true;
  /** What the current member becomes. */
  #member: "left-out" | "passed" | "compressed" | "metadata" = "left-out";
  readonly #metadata: Uint8Array[] = [];
  #definition: Compressor | undefined;
  readonly #splitter = new MemberSplitter({
    key: (name) => this.#startMember(name),
    value: (bytes) => this.#takeValue(bytes),
    end: () => this.#endMember(),
  });
  /** Work on a definition that is not through yet. */
  #pending: (() => Promise<void>)[] = [];

  constructor(origin: ModelOrigin) {
    this.#origin = origin;
    this.#text("{");
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#splitter.write(chunk);
    for (const work of this.#pending.splice(0)) await work();
  }

  end(): void {
    this.#key("metadata");
    this.#text(`${this.#metadataText()}}`);
  }

  take(): Uint8Array[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  close(): void {
    this.#definition?.close();
  }

  #startMember(name: string): void {
    if (GENERATED_MODEL_FIELDS.has(name)) this.#member = "left-out";
    else if (name === "metadata") this.#member = "metadata";
    else if (name === "definition") {
      this.#member = "compressed";
      const definition = new Compressor((bytes) => this.#out.push(bytes));
      this.#definition = definition;
      this.#pending.push(() => {
        this.#key(COMPRESSED);
        this.#text('"');
        return Promise.resolve();
      });
    } else {
      this.#member = "passed";
      this.#pending.push(() => {
        this.#key(name);
        return Promise.resolve();
      });
    }
  }

  #takeValue(bytes: Uint8Array): void {
    const definition = this.#definition;
    // The pieces belong to a chunk that is not changed before all of this is done.
    if (this.#member === "metadata") this.#metadata.push(bytes.slice());
    else if (this.#member === "compressed" && definition !== undefined) {
      this.#pending.push(() => definition.write(bytes));
    } else if (this.#member === "passed") {
      this.#pending.push(() => {
        this.#out.push(bytes);
        return Promise.resolve();
      });
    }
  }

  #endMember(): void {
    const definition = this.#definition;
    if (this.#member !== "compressed" || definition === undefined) return;
    this.#pending.push(async () => {
      await definition.end();
      this.#text('"');
    });
  }

  #metadataText(): string {
    const text = Buffer.concat(this.#metadata);
    const parsed = text.length === 0 ? null : parseJson(text);
    const metadata = parsed instanceof JavaMap ? parsed : new JavaHashMap();
    for (const key of GENERATED_METADATA) metadata.delete(key);
    metadata.set("ml_dga", parseJson(JSON.stringify(this.#origin)));
    return formatDocument(metadata);
  }

  #key(name: string): void {
    this.#text(`${this.#isFirst ? "" : ","}${JSON.stringify(name)}:`);
    this.#isFirst = false;
  }

  #text(text: string): void {
    this.#out.push(new TextEncoder().encode(text));
  }
}

/** Bytes to gzip to base64. */
class Compressor {
  readonly #gzip: Gzip = createGzip();
  readonly #sink: (base64: Uint8Array) => void;
  /** Bytes that do not fill a group of three. */
  #rest: Uint8Array = new Uint8Array();
  #failure: Error | undefined;

  constructor(sink: (base64: Uint8Array) => void) {
    this.#sink = sink;
    this.#gzip.on("data", (bytes: Uint8Array) => this.#encode(bytes, false));
    this.#gzip.on("error", (error: Error) => this.#failure = error);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => this.#gzip.write(bytes, () => resolve()));
    if (this.#failure !== undefined) throw this.#failure;
  }

  async end(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#gzip.once("end", resolve);
      this.#gzip.once("close", resolve);
      this.#gzip.end();
    });
    if (this.#failure !== undefined) throw this.#failure;
    this.#encode(new Uint8Array(), true);
  }

  close(): void {
    this.#gzip.destroy();
  }

  #encode(bytes: Uint8Array, last: boolean): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = last ? all.length : all.length - all.length % 3;
    this.#rest = all.slice(whole);
    if (whole > 0) this.#sink(Buffer.from(Buffer.from(all.subarray(0, whole)).toString("base64"), "latin1"));
  }
}
