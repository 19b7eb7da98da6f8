/**
 * Results as the server hands them out: maps with Java values.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { compareDoubles, JavaHashMap, JavaLinkedHashMap, type JavaMap } from "../java/map.ts";
import { JavaDouble, type JavaValue } from "../java/value.ts";
import { javaSum } from "./aggregator.ts";
import { computedOrder } from "./computed_order.ts";
import type { Importance } from "./feature_importance.ts";
import { InferenceError, serverError } from "./inference_error.ts";
import type { ClassificationConfig, PredictionFieldType, RegressionConfig } from "./inference_config.ts";
import { predictionValue } from "./prediction_value.ts";

/** Importance by name of feature, in the server's order. */
export type NamedImportance = ReadonlyMap<string, Float64Array>;

/** What the server says when no field of the model is in a document. */
export function allFieldsMissing(modelId: string): JavaMap {
  const result = new JavaLinkedHashMap();
  result.set("warning", `Model [${modelId}] could not be inferred as all fields were missing`);
  return result;
}

/** A predicted number. */
export function regressionResult(
  value: number,
  config: RegressionConfig,
  importance: NamedImportance | undefined,
): JavaMap {
  const result = new JavaLinkedHashMap();
  if (importance !== undefined && importance.size > 0) {
    const features = [...importance].map(([name, [own = NaN]]) => ({ name, total: Math.abs(own), own }));
    result.set(
      "feature_importance",
      listed(features, config.numTopFeatureImportanceValues, ({ name, own }) => {
        const entry = new JavaLinkedHashMap();
        entry.set("feature_name", name);
        entry.set("importance", new JavaDouble(own));
        return entry;
      }),
    );
  }
  result.set(config.resultsField, new JavaDouble(value));
  return result;
}

/** A predicted class, given a probability for each class. */
export function classificationResult(
  probabilities: readonly number[],
  labels: readonly string[] | undefined,
  weights: readonly number[] | undefined,
  config: ClassificationConfig,
  importance: NamedImportance | undefined,
): JavaMap {
  if (labels !== undefined && labels.length !== probabilities.length) {
    throw serverError(
      `model returned classification probabilities of size [${probabilities.length}] which is not equal to ` +
        `classification labels size [${labels.length}]`,
    );
  }
  const scores = weights === undefined ? probabilities : probabilities.map((probability, i) => {
    if (i >= weights.length) {
      throw new InferenceError(
        "java.lang.ArrayIndexOutOfBoundsException",
        `Index ${i} out of bounds for length ${weights.length}`,
      );
    }
    return probability * (weights[i] ?? 1);
  });
  const order = bestFirst(scores);
  const classNames = new ClassNames(config.predictionFieldType, labels);
  const [best = 0] = order;
  const topClasses = topClassList(config, order, classNames, probabilities, scores);
  const classes = importance === undefined ? undefined : classImportance(importance, config, labels);
  const result = new JavaLinkedHashMap();
  result.set(config.resultsField, classNames.of(best));
  if (topClasses !== undefined) result.set(config.topClassesResultsField, topClasses);
  result.set("prediction_probability", new JavaDouble(probabilities[best] ?? NaN));
  result.set("prediction_score", new JavaDouble(scores[best] ?? NaN));
  if (classes !== undefined) result.set("feature_importance", classes);
  return result;
}

/** Classes by score; equal ones keep their order. */
function bestFirst(scores: readonly number[]): readonly number[] {
  const [first, second] = scores;
  if (scores.length === 2 && first !== undefined && second !== undefined) {
    return compareDoubles(second, first) > 0 ? SECOND_FIRST : FIRST_SECOND;
  }
  return scores.map((_, i) => i).sort((a, b) => compareDoubles(scores[b] ?? NaN, scores[a] ?? NaN));
}
const FIRST_SECOND = [0, 1];
const SECOND_FIRST = [1, 0];

/** Values of the classes in a result. */
class ClassNames {
  readonly #type: PredictionFieldType;
  readonly #labels: readonly string[] | undefined;

  constructor(type: PredictionFieldType, labels: readonly string[] | undefined) {
    this.#type = type;
    this.#labels = labels;
  }

  of(index: number): JavaValue {
    return predictionValue(this.#type, index, this.#labels === undefined ? String(index) : this.#labels[index] ?? null);
  }
}

function topClassList(
  config: ClassificationConfig,
  order: readonly number[],
  names: ClassNames,
  probabilities: readonly number[],
  scores: readonly number[],
): JavaList | undefined {
  if (config.numTopClasses === 0) return undefined;
  const wanted = config.numTopClasses < 0 ? order.length : Math.min(config.numTopClasses, order.length);
  if (wanted === 0) return undefined;
  const items: JavaValue[] = [];
  for (let i = 0; i < wanted; i++) {
    const index = order[i] ?? 0;
    const entry = new JavaHashMap(5);
    entry.set("class_name", names.of(index));
    entry.set("class_probability", new JavaDouble(probabilities[index] ?? NaN));
    entry.set("class_score", new JavaDouble(scores[index] ?? NaN));
    items.push(entry);
  }
  return new JavaList(items);
}

function classImportance(
  importance: NamedImportance,
  config: ClassificationConfig,
  labels: readonly string[] | undefined,
): JavaList | undefined {
  if (importance.size === 0) return undefined;
  const features = [...importance].map(([name, own]) => {
    const values = own.length === 1 ? [-(own[0] ?? NaN), own[0] ?? NaN] : [...own];
    if (labels !== undefined && labels.length < values.length) {
      throw new InferenceError(
        "java.lang.IndexOutOfBoundsException",
        `Index ${labels.length} out of bounds for length ${labels.length}`,
      );
    }
    const classes = values.map((value, i) => {
      const entry = new JavaLinkedHashMap();
      entry.set("class_name", predictionValue(config.predictionFieldType, i, labels?.[i] ?? null));
      entry.set("importance", new JavaDouble(value));
      return entry;
    });
    const total = values.length === 2 ? Math.abs(values[0] ?? NaN) : javaSum(values.map(Math.abs));
    return { name, total, classes };
  });
  return listed(features, config.numTopFeatureImportanceValues, ({ name, classes }) => {
    const entry = new JavaLinkedHashMap();
    entry.set("feature_name", name);
    entry.set("classes", new JavaList(classes));
    return entry;
  });
}

/** The most important ones. */
function listed<T extends { total: number }>(features: T[], wanted: number, entry: (feature: T) => JavaMap): JavaList {
  return new JavaList(features.sort((a, b) => compareDoubles(b.total, a.total)).slice(0, wanted).map(entry));
}

/** Names for the places of the vector, preprocessed features under the field they were made of, as the server sums them. */
export function nameImportance(
  names: readonly string[],
  importance: Importance,
  madeOf: ReadonlyMap<string, string>,
): NamedImportance {
  // Both tables are hash maps on the server: their order decides which of equals is listed first.
  const byFeature = new JavaHashMap();
  const values = new Map<string, Float64Array>();
  for (const [i, name] of names.entries()) {
    if (values.has(name)) {
      throw new InferenceError(
        "java.lang.IllegalStateException",
        `Duplicate key ${name} (attempted merging values [D@ and [D@)`,
      );
    }
    values.set(name, importance[i] ?? new Float64Array());
    byFeature.set(name, i);
  }
  if (madeOf.size === 0) return inOrder(byFeature.keys().map(String), values);
  const fields: string[] = [];
  const sums = new Map<string, Float64Array>();
  for (const key of byFeature.keys()) {
    const name = String(key);
    const field = madeOf.get(name) ?? name;
    const own = values.get(name) ?? new Float64Array();
    const sum = sums.get(field);
    fields.push(field);
    sums.set(field, sum === undefined ? own : own.map((value, i) => value + (sum[i] ?? NaN)));
  }
  return inOrder(computedOrder(fields), sums);
}

function inOrder(names: Iterable<string>, values: ReadonlyMap<string, Float64Array>): NamedImportance {
  const ordered = new Map<string, Float64Array>();
  for (const name of names) ordered.set(name, values.get(name) ?? new Float64Array());
  return ordered;
}
