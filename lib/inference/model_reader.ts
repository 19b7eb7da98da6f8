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
import { FaultList, type FaultPhase, type Place } from "./fault_list.ts";
import { Forest } from "./forest.ts";
import { GzipError, Inflater, inflateSync } from "./gzip.ts";
import type { InferenceConfig } from "./inference_config.ts";
import { assignFeatures } from "./model.ts";
import { type Container, type ReadingContext, RootReader, ShapeReader } from "./object_parser.ts";
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
  readonly #base64 = new Base64Decoder();
  readonly #compressed: Uint8Array[] = [];
  #compressedIsSound = true;
  #config: ConfigDraft | undefined;
  #inflated: JsonReader | undefined;
  #inflatedDraft: DefinitionDraft | undefined;
  #inflater: Inflater | undefined;

  constructor(options: ModelReaderOptions) {
    this.#options = options;
    this.#body = new JsonReader("body", "", false, this.faults, (context) =>
      new RootReader(
        configShape({
          definition: definitionShape(this.#forest),
          compressed: (bytes, last) => this.#takeBase64(bytes, last, context.place()),
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
        await this.#inflater.end();
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
        inflateSync(joined(pieces), this.#options.maxInflatedBytes, (bytes) => this.#writeDefinition(bytes));
      });
    }
    return this.#finish();
  }

  #finish(): ReadModel | undefined {
    const config = this.#config;
    if (config === undefined) return undefined;
    checkConfig(config, this.faults, this.#options);
    if (config.hasCompressedDefinition && this.#compressedIsSound) this.#endDefinition();
    const definition = config.definition ?? this.#inflatedDraft?.made;
    if (config.modelType === "pytorch" || config.modelType === "lang_ident") {
      refuseKind(this.faults, { path: "model_type" }, config.modelType);
    }
    if (definition === undefined || config.inferenceConfig === undefined) return undefined;
    assignFeatures(definition.model, this.#forest);
    this.#forest.trim();
    checkUsage(config, definition, this.#forest, this.faults, this.#options.modelId);
    if (config.inferenceConfig.kind === "other") return undefined;
    return {
      config,
      inferenceConfig: config.inferenceConfig,
      definition,
      forest: this.#forest,
      form: config.definition === undefined ? COMPRESSED : "definition",
    };
  }

  #takeBase64(bytes: Uint8Array, last: boolean, place: Place): void {
    if (!this.#compressedIsSound) return;
    try {
      this.#compressed.push(this.#base64.decode(bytes));
      if (last) this.#compressed.push(this.#base64.end());
    } catch (error) {
      if (!(error instanceof Base64Error)) throw error;
      this.#compressedIsSound = false;
      this.faults.add("body", error.message, place, {
        hint: "The text must be base64 of gzip of the definition's JSON, without line breaks",
      });
    }
  }

  #writeDefinition(bytes: Uint8Array): void {
    this.#inflated ??= new JsonReader(
      "compressed",
      COMPRESSED,
      true,
      this.faults,
      (context) => new RootReader(definitionShape(this.#forest), context, (draft) => this.#inflatedDraft = draft),
    );
    this.#inflated.write(bytes);
  }

  #endDefinition(): void {
    if (this.#inflated !== undefined) this.#inflated.end();
    else this.faults.add("compressed", "Unexpected end of ZLIB input stream", { path: COMPRESSED });
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
    this.faults.add("compressed", error.message, { path: COMPRESSED });
  }
}

/** A text of JSON on its way through a tokenizer into a shape. */
class JsonReader {
  readonly #phase: FaultPhase;
  readonly #path: string;
  readonly #faults: FaultList;
  readonly #tokenizer: JsonTokenizer;
  readonly #reader: ShapeReader;
  #broken = false;

  constructor(
    phase: FaultPhase,
    path: string,
    lenient: boolean,
    faults: FaultList,
    root: (context: ReadingContext) => Container,
  ) {
    this.#phase = phase;
    this.#path = path;
    this.#faults = faults;
    const context: ReadingContext = { faults, phase, lenient, place: () => this.#place() };
    this.#reader = new ShapeReader(root(context), context);
    this.#tokenizer = new JsonTokenizer(this.#reader, { maxStringLength: LONGEST_STRING });
  }

  get complete(): boolean {
    return this.#reader.complete;
  }

  write(chunk: Uint8Array): void {
    this.#guard(() => this.#tokenizer.write(chunk));
    if (!this.#broken && this.#reader.openKeys > MOST_KEYS) this.#refuseKeys();
  }

  end(): void {
    this.#guard(() => this.#tokenizer.end());
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

  #refuseKeys(): void {
    this.#broken = true;
    this.#faults.add(this.#phase, "Data too large", this.#place(), {
      code: "model-not-supported",
      message: `Cannot judge a model with more than ${MOST_KEYS} keys in one object, which is not supported by the ` +
        "rehearsal",
      hint: "See what made the file: no model for DGA has a tenth of that.",
    });
  }

  #noteSyntaxError(error: JsonSyntaxError): void {
    const place = this.#path === "" ? { path: "", line: error.line, column: error.column } : { path: this.#path };
    if (this.#reader.complete) {
      this.#faults.warn(
        "model-trailing-text",
        "Something follows the JSON value of the model; Elasticsearch does not read it",
        place,
      );
      return;
    }
    const what = this.#path === "" ? "the model" : `"${this.#path}"`;
    this.#faults.add(this.#phase, error.message, place, {
      message: `Cannot read ${what} as it is not JSON: ${error.message}`,
    });
  }

  #place(): Place {
    const path = this.#reader.path();
    if (this.#path === "") return { path, ...this.#tokenizer.position() };
    return { path: path === "" ? this.#path : `${this.#path}/${path}` };
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
