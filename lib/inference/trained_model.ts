/**
 * Trained models: trees and ensembles that infer exactly what Elasticsearch infers.
 * @module
 */

import { JavaHashMap, type JavaMap } from "../java/map.ts";
import type { ByteSource } from "../json/byte_source.ts";
import type { Validation } from "../json/finding.ts";
import { mapFields } from "./document_fields.ts";
import { type FillFeatures, planFeatures } from "./feature_plan.ts";
import { applyInferenceConfigUpdate, type InferenceConfig, type InferenceConfigUpdate } from "./inference_config.ts";
import { InferenceError, TrainedModelError } from "./inference_error.ts";
import {
  type Evaluate,
  evaluatorOf,
  featureNamesOf,
  type FeatureVector,
  importanceOf,
  type TargetType,
} from "./model.ts";
import { ModelReader, type ModelReaderOptions, type ReadModel } from "./model_reader.ts";
import { inputFields, outputFields, type Preprocessor } from "./preprocessor.ts";
import {
  allFieldsMissing,
  classificationResult,
  type NamedImportance,
  nameImportance,
  regressionResult,
} from "./result.ts";

/** The body of `PUT _ml/trained_models/{id}`, as plain JSON. */
export type TrainedModelConfig = Readonly<Record<string, unknown>>;

/** How a model is read and checked. */
export interface TrainedModelOptions {
  /** Id of the model where it stands outside of the body, as in the URL of a request. @default {the body's `model_id`, or "model"} */
  modelId?: string;
  /**
   * What becomes of the fields that the server writes itself (`version`, `created_by`, …), as exports have them: refused
   * as a PUT refuses them, or dropped with a warning.
   *
   * @default {"refuse" when loading, "drop" when validating}
   */
  generatedFields?: "refuse" | "drop";
  /** Largest size of an inflated `compressed_definition`, in bytes. @default {1_073_741_824} */
  maxInflatedBytes?: number;
}

/** How one inference is made. */
export interface InferOptions {
  /** What an inference processor's `inference_config` replaces of the model's own. */
  inferenceConfig?: InferenceConfigUpdate;
  /** An inference processor's `field_map`: names of document fields to names of model fields. */
  fieldMap?: JavaMap;
}

/** A model that is ready to infer, and what there is to know about it. */
export interface TrainedModel {
  /** Id from outside, or the body's `model_id`. */
  readonly modelId: string | undefined;
  /** `description`. */
  readonly description: string | undefined;
  /** `tags`. */
  readonly tags: readonly string[];
  /** `input.field_names`: the only fields of a document that reach the model. */
  readonly inputFields: readonly string[];
  /** `inference_config`, complete. */
  readonly inferenceConfig: InferenceConfig;
  /** What the whole model predicts. */
  readonly targetType: TargetType;
  /** Labels of the classes of the whole model. */
  readonly classificationLabels: readonly string[] | undefined;
  /** Names of the features that the trees use, in order. */
  readonly featureNames: readonly string[];
  /** How many preprocessors there are. */
  readonly preprocessors: number;
  /** How many trees there are, in all ensembles. */
  readonly trees: number;
  /** How many nodes they have. */
  readonly nodes: number;
  /** In which form the definition came. */
  readonly form: "definition" | "compressed_definition";
  /**
   * The result for a document, which is not changed. Throws InferenceError where the server fails.
   *
   * @returns the map that an inference processor puts under its target field, `model_id` excepted
   */
  infer(document: JavaMap, options?: InferOptions): JavaMap;
}

/**
 * Loads a model from the body of a PUT, as the server does. A compressed definition is inflated piece by piece, within
 * `maxInflatedBytes`.
 *
 * ```ts
 * import { loadTrainedModel } from "./trained_model.ts";
 * import { JavaHashMap } from "../java/map.ts";
 * const model = loadTrainedModel({
 *   input: { field_names: ["length"] },
 *   inference_config: { regression: {} },
 *   definition: { trained_model: { tree: {
 *     feature_names: ["length"],
 *     tree_structure: [
 *       { node_index: 0, split_feature: 0, threshold: 10, left_child: 1, right_child: 2 },
 *       { node_index: 1, leaf_value: 0.25 },
 *       { node_index: 2, leaf_value: 0.75 },
 *     ],
 *   } } },
 * });
 * const document = new JavaHashMap();
 * document.set("length", 12);
 * if (model.infer(document).toText() !== "{predicted_value=0.75}") throw new Error();
 * ```
 *
 * @throws {TrainedModelError} where the server refuses the model, or cannot load it
 */
export function loadTrainedModel(
  config: TrainedModelConfig | Uint8Array,
  options: TrainedModelOptions = {},
): TrainedModel {
  const reader = new ModelReader(readerOptions(options, "refuse"));
  const bytes = config instanceof Uint8Array ? config : new TextEncoder().encode(JSON.stringify(config));
  // In pieces, so that the parts of a large string are let go of on the way.
  for (let at = 0; at < bytes.length; at += PIECE) reader.write(bytes.subarray(at, at + PIECE));
  const read = reader.endSync();
  const error = reader.faults.error();
  if (error !== undefined) throw error;
  if (read === undefined) {
    throw new TrainedModelError("build", "[definition] must not be null.", reader.faults.findings());
  }
  return new LoadedModel(read, options.modelId);
}

/**
 * The same for a body that comes in pieces, as that of an upload: it is never one string or one tree of objects.
 *
 * @throws {TrainedModelError} where the server refuses the model, or cannot load it
 */
export async function loadTrainedModelStream(
  body: AsyncIterable<Uint8Array>,
  options: TrainedModelOptions = {},
): Promise<TrainedModel> {
  const { reader, read } = await readInPieces(body, readerOptions(options, "refuse"));
  const error = reader.faults.error();
  if (error !== undefined) throw error;
  if (read === undefined) {
    throw new TrainedModelError("build", "[definition] must not be null.", reader.faults.findings());
  }
  return new LoadedModel(read, options.modelId);
}

/**
 * Finds everything that is wrong with a model, and everything that works but hurts. The model is read as a stream: it
 * is never one string or one tree of objects, however large.
 *
 * ```ts
 * import { memorySource } from "../json/byte_source.ts";
 * import { validateTrainedModel } from "./trained_model.ts";
 * const source = memorySource(new TextEncoder().encode('{"input": {"field_names": []}}'));
 * const { findings } = await validateTrainedModel(source);
 * if (findings.length < 2 || findings[0]?.level !== "error") throw new Error();
 * ```
 */
export async function validateTrainedModel(
  source: ByteSource,
  options: TrainedModelOptions = {},
): Promise<Validation<TrainedModel>> {
  const { reader, read } = await readInPieces(source.stream(), readerOptions(options, "drop"));
  const findings = reader.faults.findings();
  if (read === undefined || findings.some((finding) => finding.level === "error")) return { findings };
  return { value: new LoadedModel(read, options.modelId), findings };
}

const PIECE = 65_536;

async function readInPieces(
  chunks: AsyncIterable<Uint8Array>,
  options: ModelReaderOptions,
): Promise<{ reader: ModelReader; read: ReadModel | undefined }> {
  const reader = new ModelReader(options);
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      reader.write(chunk.subarray(at, at + PIECE));
      await reader.inflate();
    }
  }
  return { reader, read: await reader.end() };
}

function readerOptions(options: TrainedModelOptions, generatedFields: "refuse" | "drop"): ModelReaderOptions {
  return {
    generatedFields: options.generatedFields ?? generatedFields,
    maxInflatedBytes: options.maxInflatedBytes ?? 2 ** 30,
    ...(options.modelId === undefined ? {} : { modelId: options.modelId }),
  };
}

class LoadedModel implements TrainedModel {
  readonly modelId: string | undefined;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly inputFields: readonly string[];
  readonly inferenceConfig: InferenceConfig;
  readonly targetType: TargetType;
  readonly classificationLabels: readonly string[] | undefined;
  readonly featureNames: readonly string[];
  readonly preprocessors: number;
  readonly trees: number;
  readonly nodes: number;
  readonly form: "definition" | "compressed_definition";
  readonly #read: ReadModel;
  readonly #defaultFieldMap: JavaHashMap | undefined;
  readonly #fill: FillFeatures;
  readonly #evaluate: Evaluate;
  /** Used again for every document. */
  readonly #features: FeatureVector;
  #madeOf: ReadonlyMap<string, string> | undefined;

  constructor(read: ReadModel, modelId: string | undefined) {
    const { config, definition, forest } = read;
    const { model } = definition;
    this.modelId = modelId ?? config.modelId;
    this.description = config.description;
    this.tags = config.tags;
    this.inputFields = config.inputFields ?? [];
    this.inferenceConfig = read.inferenceConfig;
    this.targetType = model.targetType;
    this.classificationLabels = model.labels;
    this.featureNames = featureNamesOf(model);
    this.preprocessors = definition.preprocessors.length;
    const notes = [...definition.notes.values()].filter((own) => own.nodes !== undefined);
    this.trees = notes.length;
    this.nodes = notes.reduce((sum, own) => sum + (own.nodes ?? 0), 0);
    this.form = read.form;
    this.#read = read;
    this.#defaultFieldMap = config.defaultFieldMap === undefined ? undefined : javaMapOf(config.defaultFieldMap);
    this.#fill = planFeatures(this.inputFields, definition.preprocessors, this.featureNames, forest.minds);
    this.#evaluate = evaluatorOf(model, forest);
    this.#features = { values: new Float64Array(forest.width * 2), negativeZero: false };
  }

  infer(document: JavaMap, options: InferOptions = {}): JavaMap {
    const config = options.inferenceConfig === undefined
      ? this.inferenceConfig
      : applyInferenceConfigUpdate(this.inferenceConfig, options.inferenceConfig, { modelId: this.modelId ?? "model" });
    let fields = document;
    if (options.fieldMap !== undefined) fields = mapFields(fields, options.fieldMap);
    if (this.#defaultFieldMap !== undefined) fields = mapFields(fields, this.#defaultFieldMap);
    if (!this.#fill(fields, this.#features)) return allFieldsMissing(this.modelId ?? "model");
    const importance = config.numTopFeatureImportanceValues > 0 ? this.#importance() : undefined;
    const values = this.#evaluate(this.#features);
    const { model } = this.#read.definition;
    if (config.kind === "regression") return regressionResult(values[0] ?? NaN, config, importance);
    const weights = model.kind === "ensemble" ? model.weights : undefined;
    return classificationResult(values, model.labels, weights, config, importance);
  }

  #importance(): NamedImportance {
    const { definition, forest } = this.#read;
    this.#madeOf ??= decoderMap(definition.preprocessors);
    return nameImportance(this.featureNames, importanceOf(definition.model, forest, this.#features), this.#madeOf);
  }
}

/** Which field each preprocessed feature was made of, one step back. */
function decoderMap(preprocessors: readonly Preprocessor[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const preprocessor of preprocessors) {
    if (preprocessor.custom) continue;
    const [field] = inputFields(preprocessor);
    if (field === undefined) continue;
    const own = new Set<string>();
    for (const output of outputFields(preprocessor)) {
      if (own.has(output)) {
        throw new InferenceError(
          "java.lang.IllegalStateException",
          `Duplicate key ${output} (attempted merging values ${field} and ${field})`,
        );
      }
      own.add(output);
      fields.set(output, field);
    }
  }
  return fields;
}

function javaMapOf(map: ReadonlyMap<string, string>): JavaHashMap {
  const copy = new JavaHashMap();
  for (const [key, value] of map) copy.set(key, value);
  return copy;
}
