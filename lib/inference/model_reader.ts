/**
 * Reads a model: the one way from bytes to something that infers, for findings, for a PUT and for the loader.
 *
 * ```text
 * bytes ──tokenizer──▶ shape of a body ──▶ plain definition ─────────────┐
 *                             └─ base64 ─▶ inflate ──▶ second tokenizer ─┴─▶ trees planted in a forest, one by one
 * ```
 * @module
 */

import { JsonSyntaxError, JsonTokenizer } from "../json/tokenizer.ts";
import { Base64Decoder, Base64Error } from "./base64.ts";
import { checkConfig, type ConfigCheckOptions } from "./config_checks.ts";
import { type ConfigDraft, configShape } from "./config_shape.ts";
import { type Definition, type DefinitionDraft, definitionShape, refuseKind } from "./definition_shapes.ts";
import { FaultList, type Place } from "./fault_list.ts";
import type { ModelPhase } from "./inference_error.ts";
import { Forest } from "./forest.ts";
import { type GzipEnd, GzipError, Inflater, inflateSync, TRAILER_LENGTH } from "./gzip.ts";
import type { InferenceConfig } from "./inference_config.ts";
import { assignFeatures } from "./model.ts";
import { type Container, nearestPlace, type ReadingContext, RootReader, ShapeReader } from "./object_parser.ts";
import { checkUsage } from "./usage_checks.ts";

/** How a model is read. */
export interface ModelReaderOptions extends ConfigCheckOptions {
  /** Largest size of an inflated definition. */
  readonly maxInflatedBytes: number;
}

/** A model that was read, with everything that counts. */
export interface ReadModel {
  readonly config: ConfigDraft;
  readonly inferenceConfig: InferenceConfig;
  readonly definition: Definition;
  readonly forest: Forest;
  readonly form: "definition" | "compressed_definition";
}

const COMPRESSED = "compressed_definition";

/** Names, texts and keys of a model are short; a bound keeps a hostile one, inflated from little, from filling the memory. */
const LONGEST_STRING = 2 ** 20;
/** Keys of one object, with those of the objects around it: all are kept, to see a second one of the same name. */
const MOST_KEYS = 1_000_000;

/** Reads one model from the bytes of a body. */
export class ModelReader {
  readonly faults = new FaultList();
  readonly #options: ModelReaderOptions;
  readonly #forest = new Forest();
  readonly #body: JsonReader;
  /** About how many bytes have been kept of the model. */
  readonly #held = { bytes: 0 };
  readonly #base64 = new Base64Decoder();
  readonly #compressed: Uint8Array[] = [];
  #compressedIsSound = true;
  #config: ConfigDraft | undefined;
  #inflated: JsonReader | undefined;
  #inflatedDraft: DefinitionDraft | undefined;
  #inflater: Inflater | undefined;
  #inflatedBytes = 0;
  #gzipEnd: GzipEnd | undefined;

  constructor(options: ModelReaderOptions) {
    this.#options = options;
    this.#body = new JsonReader({ phase: "body", path: "" }, this.faults, this.#held, (context) =>
      new RootReader(
        configShape({
          definition: definitionShape(this.#forest),
          generatedFields: options.generatedFields,
          compressed: (bytes, last) => this.#takeBase64(bytes, last),
        }),
        context,
        (draft) => this.#config = draft,
      ));
  }

  /** Reads on in the body. */
  write(chunk: Uint8Array): void {
    this.#body.write(chunk);
  }

  /** Inflates what has come of a compressed definition so far. */
  async inflate(): Promise<void> {
    const pieces = this.#compressed.splice(0);
    if (pieces.length === 0 || !this.#compressedIsSound) return;
    await this.#guardCompressed(async () => {
      this.#inflater ??= new Inflater(this.#options.maxInflatedBytes, (bytes) => this.#writeDefinition(bytes));
      for (const piece of pieces) await this.#inflater.write(piece);
    });
  }

  /** Says that the body has ended, and waits for what is still to inflate. */
  async end(): Promise<ReadModel | undefined> {
    this.#body.end();
    await this.inflate();
    if (this.#config?.hasCompressedDefinition === true && this.#compressedIsSound) {
      await this.#guardCompressed(async () => {
        this.#inflater ??= new Inflater(this.#options.maxInflatedBytes, (bytes) => this.#writeDefinition(bytes));
        this.#gzipEnd = await this.#inflater.end();
      });
    }
    this.#inflater?.close();
    return this.#finish();
  }

  /** The same at once, for what is in memory. */
  endSync(): ReadModel | undefined {
    this.#body.end();
    const pieces = this.#compressed.splice(0);
    if (this.#config?.hasCompressedDefinition === true && this.#compressedIsSound) {
      this.#guardCompressedSync(() => {
        const { maxInflatedBytes } = this.#options;
        inflateSync(joined(pieces), maxInflatedBytes, (bytes) => {
          this.#writeDefinition(bytes);
          return this.#inflated?.complete !== true && this.#inflated?.isBroken !== true;
        });
      });
    }
    return this.#finish();
  }

  #finish(): ReadModel | undefined {
    const config = this.#config;
    if (config === undefined) return undefined;
    checkConfig(config, this.#body.places, this.faults, this.#options);
    const isOne = config.hasCompressedDefinition && !config.hasDefinition;
    if (isOne && this.#compressedIsSound) this.#endDefinition();
    const definition = config.definition ?? this.#inflatedDraft?.made;
    if (config.modelType === "pytorch" || config.modelType === "lang_ident") {
      refuseKind(this.faults, nearestPlace(this.#body.places, "model_type"), config.modelType);
    }
    if (definition === undefined || config.inferenceConfig === undefined) return undefined;
    assignFeatures(definition.model, this.#forest);
    this.#forest.trim();
    const places = new Map([...this.#body.places, ...this.#inflated?.places ?? []]);
    checkUsage({ config, definition, forest: this.#forest, places }, this.faults, this.#options.modelId);
    if (config.inferenceConfig.kind === "other") return undefined;
    return {
      config,
      inferenceConfig: config.inferenceConfig,
      definition,
      forest: this.#forest,
      form: config.definition === undefined ? COMPRESSED : "definition",
    };
  }

  #takeBase64(bytes: Uint8Array, last: boolean): void {
    if (!this.#compressedIsSound) return;
    try {
      this.#compressed.push(this.#base64.decode(bytes));
      if (last) this.#compressed.push(this.#base64.end());
    } catch (error) {
      if (!(error instanceof Base64Error)) throw error;
      this.#compressedIsSound = false;
      this.faults.add("body", error.message, this.#compressedPlace(), { hint: COMPRESSED_HINT });
    }
  }

  #writeDefinition(bytes: Uint8Array): void {
    this.#inflatedBytes += bytes.length;
    this.#inflated ??= new JsonReader(
      { phase: "compressed", ...this.#compressedPlace() },
      this.faults,
      this.#held,
      (context) => new RootReader(definitionShape(this.#forest), context, (draft) => this.#inflatedDraft = draft),
    );
    this.#inflated.write(bytes);
  }

  /** Where the text of the compressed definition is; nothing within it has a place of its own. */
  #compressedPlace(): Place {
    return nearestPlace(this.#body.places, COMPRESSED);
  }

  #endDefinition(): void {
    if (this.#gzipEnd !== undefined && this.#inflated?.complete === true) this.#checkGzipEnd(this.#gzipEnd);
    else if (this.#gzipEnd !== undefined && isDamaged(this.#gzipEnd)) this.#noteDamage();
    else if (this.#gzipEnd?.behind === 0 && this.#inflated?.isBroken !== true) return this.#noteCutGzip();
    if (this.#inflated === undefined) return this.#noteNothing();
    this.#inflated.end();
  }

  #noteNothing(): void {
    this.faults.add(
      "compressed",
      "[trained_model_definition] Expected START_OBJECT but was: null",
      this.#compressedPlace(),
      {
        message: `Cannot read "${COMPRESSED}" as nothing comes out of its gzip`,
        hint: COMPRESSED_HINT,
      },
    );
  }

  #noteCutGzip(): void {
    const inflated = this.#inflatedBytes.toLocaleString("en-US");
    this.faults.add(
      "compressed",
      "Unexpected end of ZLIB input stream",
      this.#inflated?.place() ?? this.#compressedPlace(),
      {
        message: `Cannot read "${COMPRESSED}" as its gzip is cut off: ` +
          (inflated === "0" ? "no definition comes out of it" : `the definition ends here, after ${inflated} bytes`),
        hint: "Compress the definition again, or copy the file again from where it is whole.",
      },
    );
  }

  /** That it is no JSON is not the whole truth. */
  #noteDamage(): void {
    this.faults.warn(
      "model-gzip",
      `The gzip in "${COMPRESSED}" is damaged: it has another checksum than what is in it`,
      this.#compressedPlace(),
      "Compress the definition again, or copy the file again from where it is whole.",
    );
  }

  /** What other programs refuse: the server stops reading where the definition is complete. */
  #checkGzipEnd(end: GzipEnd): void {
    const { behind } = end;
    const found = (what: string) =>
      this.faults.warn(
        "model-gzip",
        `The gzip in "${COMPRESSED}" ${what}. Elasticsearch does not look at that, but other programs refuse it`,
        this.#compressedPlace(),
        "Compress the definition again.",
      );
    if (behind === 0) return found("is cut off: it ends before its checksum and its length");
    if (behind < TRAILER_LENGTH) {
      const lacking = TRAILER_LENGTH - behind;
      return found(`is cut off: its last ${lacking === 1 ? "byte is" : `${lacking} bytes are`} missing`);
    }
    if (isDamaged(end)) found("has another checksum than what is in it");
    else if (trailerNumber(end, 4) !== end.inflated % 2 ** 32) found("declares another length than what is in it");
    const following = behind - TRAILER_LENGTH;
    if (following > 0) found(`is followed by ${following} more ${following === 1 ? "byte" : "bytes"}`);
  }

  async #guardCompressed(inflate: () => Promise<void>): Promise<void> {
    try {
      await inflate();
    } catch (error) {
      this.#noteGzipFault(error);
    }
  }

  #guardCompressedSync(inflate: () => void): void {
    try {
      inflate();
    } catch (error) {
      this.#noteGzipFault(error);
    }
  }

  #noteGzipFault(error: unknown): void {
    if (!(error instanceof GzipError)) throw error;
    this.#compressedIsSound = false;
    // The server does not read on once the definition is complete, either.
    if (this.#inflated?.complete === true) return;
    if (this.#config?.hasDefinition === true) return;
    if (error.kind === "cut") return this.#noteCutGzip();
    this.faults.add("compressed", error.message, this.#inflated?.place() ?? this.#compressedPlace(), {
      ...(error.kind === "damaged"
        ? { message: `Cannot read "${COMPRESSED}" as its gzip is damaged: ${error.message}` }
        : {}),
      hint: error.kind === "large"
        ? `A definition may have ${this.#options.maxInflatedBytes.toLocaleString("en-US")} bytes.`
        : error.kind === "damaged"
        ? "Compress the definition again, or copy the file again from where it is whole."
        : COMPRESSED_HINT,
    });
  }
}

function isDamaged(end: GzipEnd): boolean {
  return end.trailer.length === TRAILER_LENGTH && trailerNumber(end, 0) !== end.checksum;
}

function trailerNumber({ trailer }: GzipEnd, at: number): number {
  return new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength).getUint32(at, true);
}

const COMPRESSED_HINT = "The text must be base64 of gzip of the definition's JSON, without line breaks.";

/** What a text of JSON is: the body or, at a place of it, an inflated definition. */
interface JsonText extends Place {
  readonly phase: ModelPhase;
}

/** Bytes that a model may take: no server has room for more. */
const MOST_HELD = 2 ** 30;

/** A text of JSON on its way through a tokenizer into a shape. */
class JsonReader {
  /** Places of values, for checks that come later. */
  readonly places = new Map<string, Place>();
  readonly #text: JsonText;
  readonly #faults: FaultList;
  readonly #held: { bytes: number };
  readonly #tokenizer: JsonTokenizer;
  readonly #reader: ShapeReader;
  #broken = false;

  constructor(
    text: JsonText,
    faults: FaultList,
    held: { bytes: number },
    root: (context: ReadingContext) => Container,
  ) {
    this.#text = text;
    this.#faults = faults;
    this.#held = held;
    const context: ReadingContext = {
      faults,
      phase: text.phase,
      lenient: text.phase === "compressed",
      places: this.places,
      place: () => this.place(),
      hold: (bytes) => held.bytes += bytes,
    };
    this.#reader = new ShapeReader(root(context), context);
    this.#tokenizer = new JsonTokenizer(this.#reader, { maxStringLength: LONGEST_STRING });
  }

  get complete(): boolean {
    return this.#reader.complete;
  }

  /** Whether reading ended at a fault. */
  get isBroken(): boolean {
    return this.#broken;
  }

  write(chunk: Uint8Array): void {
    this.#guard(() => this.#tokenizer.write(chunk));
    if (this.#broken) return;
    if (this.#reader.openKeys > MOST_KEYS) return this.#refuseKeys();
    if (this.#held.bytes > MOST_HELD) this.#refuseSize();
    this.#broken ||= this.#faults.isEndless;
  }

  end(): void {
    this.#guard(() => this.#tokenizer.end());
  }

  /** Where the current token is. */
  place(): Place {
    const path = this.#reader.path();
    if (this.#text.path === "") return { path, ...this.#tokenizer.position() };
    const { line, column } = this.#text;
    return { path: path === "" ? this.#text.path : `${this.#text.path}/${path}`, line, column };
  }

  #guard(read: () => void): void {
    if (this.#broken) return;
    try {
      read();
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      this.#broken = true;
      this.#noteSyntaxError(error);
    }
  }

  #refuseSize(): void {
    this.#broken = true;
    this.#faults.add(this.#text.phase, "Data too large", this.place(), {
      code: "model-not-supported",
      message: `Cannot judge a model that takes more than ${MOST_HELD / 2 ** 20} MB of memory, ` +
        "which is not supported by the rehearsal",
      hint: "See what made the file: no model for DGA is a tenth of that.",
    });
  }

  #refuseKeys(): void {
    this.#broken = true;
    this.#faults.add(this.#text.phase, "Data too large", this.place(), {
      code: "model-not-supported",
      message: `Cannot judge a model with more than ${MOST_KEYS} keys in one object, which is not supported by the ` +
        "rehearsal",
      hint: "See what made the file: no model for DGA has a tenth of that.",
    });
  }

  #noteSyntaxError(error: JsonSyntaxError): void {
    const isBody = this.#text.path === "";
    if (this.#reader.complete) {
      this.#faults.warn(
        "model-trailing-text",
        `Something follows the JSON of the ${isBody ? "model" : "definition"}, which Elasticsearch does not read`,
        isBody ? { path: "", line: error.line, column: error.column } : this.#text,
        "Remove what follows.",
      );
      return;
    }
    const place = isBody ? { path: "", line: error.line, column: error.column } : this.place();
    const what = isBody ? "the model" : `the definition in "${this.#text.path}"`;
    const where = isBody ? "" : ` at line ${error.line}, column ${error.column} of the definition`;
    this.#faults.add(this.#text.phase, error.message, place, {
      message: `Cannot read ${what} as ${error.isTooMuch ? "" : "it is not JSON: "}${error.problem}${where}`,
      hint: error.hint,
    });
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
