/**
 * How a result is asked for: the model's own `inference_config`, and the part of it that an inference processor replaces.
 * @module
 */

import { compareStrings } from "../java/map.ts";
import { didYouMean } from "../json/closest_name.ts";
import { isObject } from "../json/plain_object.ts";
import { badRequest, illegalArgument, InferenceError } from "./inference_error.ts";
import { knownNames } from "./known_names.ts";

/** What a class name becomes in a result. */
export type PredictionFieldType = "string" | "number" | "boolean";

/** `inference_config.classification`, complete. */
export interface ClassificationConfig {
  /** Which kind it is. */
  readonly kind: "classification";
  /** Key of the predicted class. @default {"predicted_value"} */
  readonly resultsField: string;
  /** How many classes are listed; negative: all; 0: no list. @default {0} */
  readonly numTopClasses: number;
  /** Key of that list. @default {"top_classes"} */
  readonly topClassesResultsField: string;
  /** How many features are listed by importance. @default {0} */
  readonly numTopFeatureImportanceValues: number;
  /** What becomes of a class name. @default {"string"} */
  readonly predictionFieldType: PredictionFieldType;
}

/** `inference_config.regression`, complete. */
export interface RegressionConfig {
  /** Which kind it is. */
  readonly kind: "regression";
  /** Key of the value. @default {"predicted_value"} */
  readonly resultsField: string;
  /** How many features are listed by importance. @default {0} */
  readonly numTopFeatureImportanceValues: number;
}

/** How a result is asked for. */
export type InferenceConfig = ClassificationConfig | RegressionConfig;

/** What a request changes about the model's own configuration. */
export type InferenceConfigUpdate =
  | { readonly kind: "classification" } & Partial<Omit<ClassificationConfig, "kind">>
  | { readonly kind: "regression" } & Partial<Omit<RegressionConfig, "kind">>;

/** What counts where a configuration says nothing. */
export const CLASSIFICATION_DEFAULTS: ClassificationConfig = {
  kind: "classification",
  resultsField: "predicted_value",
  numTopClasses: 0,
  topClassesResultsField: "top_classes",
  numTopFeatureImportanceValues: 0,
  predictionFieldType: "string",
};

/** What counts where a configuration says nothing. */
export const REGRESSION_DEFAULTS: RegressionConfig = {
  kind: "regression",
  resultsField: "predicted_value",
  numTopFeatureImportanceValues: 0,
};

/**
 * Reads the `inference_config` of an inference processor: one kind with the fields it replaces. Throws InferenceError as
 * the server does when the pipeline is stored.
 *
 * ```ts
 * import { parseInferenceConfigUpdate } from "./inference_config.ts";
 * const update = parseInferenceConfigUpdate({ classification: { num_top_classes: 2 } });
 * if (update.kind !== "classification" || update.numTopClasses !== 2) throw new Error();
 * ```
 */
export function parseInferenceConfigUpdate(config: unknown): InferenceConfigUpdate {
  if (!isObject(config)) throw illegalArgument("[inference_config] must be an object");
  const kinds = Object.keys(config);
  if (kinds.length !== 1) {
    throw badRequest("inference_config must be an object with one inference type mapped to an object.");
  }
  const kind = kinds[0] ?? "";
  const options = config[kind];
  if (!isObject(options)) {
    throw badRequest("inference_config must be an object with one inference type mapped to an object.");
  }
  if (kind === "classification") return classificationUpdate(options);
  if (kind === "regression") return regressionUpdate(options);
  throw badRequest(
    `unrecognized inference configuration type [${kind}]. Supported types [classification, regression, ` +
      "fill_mask, ner, pass_through, question_answering, text_classification, text_embedding, text_expansion, " +
      "text_similarity, zero_shot_classification]",
  );
}

/**
 * The model's configuration with what a request changes.
 *
 * ```ts
 * import { applyInferenceConfigUpdate, CLASSIFICATION_DEFAULTS } from "./inference_config.ts";
 * const config = applyInferenceConfigUpdate(CLASSIFICATION_DEFAULTS, { kind: "classification", numTopClasses: 1 });
 * if (config.resultsField !== "predicted_value") throw new Error();
 * ```
 */
export function applyInferenceConfigUpdate(
  config: InferenceConfig,
  update: InferenceConfigUpdate,
  options: { modelId?: string } = {},
): InferenceConfig {
  if (config.kind === "classification" && update.kind === "classification") return { ...config, ...update };
  if (config.kind === "regression" && update.kind === "regression") return { ...config, ...update };
  throw badRequest(
    `Model [${options.modelId ?? "model"}] has inference config of type [${config.kind}] which is not supported by ` +
      `inference request of type [${update.kind}]`,
  );
}

/** `PredictionFieldType.fromString`: trimmed, in any case. */
function parsePredictionFieldType(text: string): PredictionFieldType {
  const name = text.trim().toUpperCase();
  if (name === "STRING") return "string";
  if (name === "NUMBER") return "number";
  if (name === "BOOLEAN") return "boolean";
  throw illegalArgument(
    `No enum constant org.elasticsearch.xpack.core.ml.inference.trainedmodel.PredictionFieldType.${name}`,
    { hint: knownNames(["string", "number", "boolean"]), option: "classification/prediction_field_type" },
  );
}

function classificationUpdate(options: Record<string, unknown>): InferenceConfigUpdate {
  refuseOthers("classification", options, [
    "num_top_classes",
    "top_classes_results_field",
    "results_field",
    "num_top_feature_importance_values",
    "prediction_field_type",
  ]);
  const numTopClasses = integer(options, "num_top_classes");
  const topClassesResultsField = text(options, "top_classes_results_field");
  const resultsField = text(options, "results_field");
  const numTopFeatureImportanceValues = importanceValues(options);
  const type = text(options, "prediction_field_type");
  refuseReserved([resultsField, topClassesResultsField]);
  return {
    kind: "classification",
    ...(numTopClasses === undefined ? {} : { numTopClasses }),
    ...(topClassesResultsField === undefined ? {} : { topClassesResultsField }),
    ...(resultsField === undefined ? {} : { resultsField }),
    ...(numTopFeatureImportanceValues === undefined ? {} : { numTopFeatureImportanceValues }),
    ...(type === undefined ? {} : { predictionFieldType: parsePredictionFieldType(type) }),
  };
}

function regressionUpdate(options: Record<string, unknown>): InferenceConfigUpdate {
  refuseOthers("regression", options, ["results_field", "num_top_feature_importance_values"]);
  const resultsField = text(options, "results_field");
  const numTopFeatureImportanceValues = importanceValues(options);
  refuseReserved([resultsField]);
  return {
    kind: "regression",
    ...(resultsField === undefined ? {} : { resultsField }),
    ...(numTopFeatureImportanceValues === undefined ? {} : { numTopFeatureImportanceValues }),
  };
}

function refuseOthers(kind: string, options: Record<string, unknown>, known: readonly string[]): void {
  const others = Object.keys(options).filter((key) => !known.includes(key)).sort(compareStrings);
  const [first] = others;
  if (first === undefined) return;
  throw badRequest(`Unrecognized fields [${others.join(", ")}].`, {
    hint: didYouMean(first, known) ?? knownNames(known),
    option: `${kind}/${first}`,
  });
}

/** Names that the result has for other things. */
function refuseReserved(names: readonly (string | undefined)[]): void {
  const taken = new Set(["warning", "model_id"]);
  for (const name of names) {
    if (name === undefined) continue;
    if (taken.has(name)) throw badRequest(`Invalid inference config. More than one field is configured as [${name}]`);
    taken.add(name);
  }
}

function importanceValues(options: Record<string, unknown>): number | undefined {
  const value = integer(options, "num_top_feature_importance_values");
  if (value !== undefined && value < 0) {
    throw illegalArgument("[num_top_feature_importance_values] must be greater than or equal to 0");
  }
  return value;
}

function integer(options: Record<string, unknown>, key: string): number | undefined {
  const value = options[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value === (value | 0)) return value;
  throw wrongClass(value, "java.lang.Integer");
}

function text(options: Record<string, unknown>, key: string): string | undefined {
  const value = options[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw wrongClass(value, "java.lang.String");
}

function wrongClass(value: unknown, wanted: string): InferenceError {
  return new InferenceError(
    "java.lang.ClassCastException",
    `class ${classOf(value)} cannot be cast to class ${wanted}`,
  );
}

/** The class a value has in a parsed pipeline. */
function classOf(value: unknown): string {
  if (typeof value === "string") return "java.lang.String";
  if (typeof value === "boolean") return "java.lang.Boolean";
  if (typeof value !== "number") return Array.isArray(value) ? "java.util.ArrayList" : "java.util.HashMap";
  if (!Number.isInteger(value)) return "java.lang.Double";
  return value === (value | 0) ? "java.lang.Integer" : "java.lang.Long";
}
