/**
 * A model in memory: trees and ensembles over one forest, as the server arranges them.
 * @module
 */

import { aggregate, type Aggregator, bothClasses, certainClass, processValues, softMax } from "./aggregator.ts";
import type { Forest, PlantedTree } from "./forest.ts";
import { addImportance, type Importance, treeImportance } from "./feature_importance.ts";

/** What a model predicts. */
export type TargetType = "regression" | "classification";

/** One tree. */
export interface TreeModel {
  readonly kind: "tree";
  readonly targetType: TargetType;
  readonly labels: readonly string[] | undefined;
  readonly featureNames: readonly string[];
  readonly planted: PlantedTree;
  /** Largest value of its leaves, also of those that cannot be reached. */
  readonly largestLeaf: number;
}

/** Models whose results are put together. */
export interface EnsembleModel {
  readonly kind: "ensemble";
  readonly targetType: TargetType;
  readonly labels: readonly string[] | undefined;
  readonly weights: readonly number[] | undefined;
  readonly aggregator: Aggregator;
  readonly members: readonly Model[];
}

/** A tree or an ensemble. */
export type Model = TreeModel | EnsembleModel;

/** Numbers of one document, features and their negatives, and whether there is a -0.0 that may matter. */
export interface FeatureVector {
  readonly values: Float64Array;
  negativeZero: boolean;
}

/**
 * Names of the features that a model is given, in order: a tree has its own, an ensemble those of its trees in order of
 * first appearance, whatever its own `feature_names` say.
 */
export function featureNamesOf(model: Model): readonly string[] {
  if (model.kind === "tree") return model.featureNames;
  const names = new Set<string>();
  collectNames(model, names);
  return [...names];
}

function collectNames(model: Model, names: Set<string>): void {
  if (model.kind === "ensemble") { for (const member of model.members) collectNames(member, names); }
  else {
    for (const name of model.featureNames) names.add(name);
  }
}

/**
 * Lets the trees of a model read the common vector.
 *
 * The server numbers the trees of an ensemble anew by the names of the ensemble's vector, but hands the ensembles within
 * it an empty table: their trees keep their own numbers, although they are given the outer vector, and ensembles within
 * those number theirs by their own names. That is followed here to the letter.
 */
export function assignFeatures(model: Model, forest: Forest): void {
  const names = featureNamesOf(model);
  forest.width = names.length;
  if (model.kind === "tree") forest.assignSlots(model.planted, undefined);
  else assignMembers(model, new Map(), forest);
}

function assignMembers(model: EnsembleModel, given: ReadonlyMap<string, number>, forest: Forest): void {
  const places = new Map<string, number>();
  if (given.size === 0) featureNamesOf(model).forEach((name, i) => places.set(name, i));
  for (const member of model.members) {
    if (member.kind === "ensemble") {
      assignMembers(member, places, forest);
      continue;
    }
    const table = places.size === 0
      ? undefined
      : Int32Array.from(member.featureNames, (name) => places.get(name) ?? -1);
    forest.assignSlots(member.planted, table);
  }
}

/** The values of a member: those of a leaf, or the one number that an inner ensemble stands for. */
function memberValues(model: Model, forest: Forest, features: FeatureVector): number[] {
  if (model.kind === "tree") return treeValues(model, forest, features);
  return [aggregate(model.aggregator, ensembleValues(model, forest, features))];
}

/** The values of the leaf that a document comes to. */
function treeValues(model: TreeModel, forest: Forest, features: FeatureVector): number[] {
  const { root } = model.planted;
  return forest.leafVector(
    features.negativeZero ? forest.leafOfNegativeZero(root, features.values) : forest.leafOf(root, features.values),
  );
}

/** What an ensemble's aggregator makes of its members. */
function ensembleValues(model: EnsembleModel, forest: Forest, features: FeatureVector): number[] {
  return processValues(model.aggregator, model.members.map((member) => memberValues(member, forest, features)));
}

/** Importance of every place of the vector. */
export function importanceOf(model: Model, forest: Forest, features: FeatureVector): Importance {
  if (model.kind === "tree") return treeImportance(model.planted, forest, features.values);
  const sums: Importance = new Array(forest.width).fill(undefined);
  for (const member of model.members) addImportance(sums, importanceOf(member, forest, features));
  return sums;
}

/** Evaluates a whole model: its value, or the probabilities of its classes. */
export type Evaluate = (features: FeatureVector) => number[];

/** Chooses how a model is evaluated, once. */
export function evaluatorOf(model: Model, forest: Forest): Evaluate {
  if (model.kind === "tree") {
    if (model.targetType === "regression") return (features) => treeValues(model, forest, features);
    return (features) => {
      const values = treeValues(model, forest, features);
      return values.length > 1 ? softMax(values) : certainClass(values[0] ?? NaN, model.largestLeaf);
    };
  }
  const { aggregator } = model;
  const process = processorOf(model, forest);
  if (model.targetType === "classification") return process;
  return (features) => [aggregate(aggregator, process(features))];
}

/** Ensembles of trees with one value a leaf, the common kind, are evaluated without going through lists. */
function processorOf(model: EnsembleModel, forest: Forest): Evaluate {
  const { aggregator, members } = model;
  const simple = members.every((member) => member.kind === "tree" && member.planted.leafSize === 1);
  if (!simple || aggregator.kind === "weighted_mode") return (features) => ensembleValues(model, forest, features);
  const roots = Int32Array.from(members, (member) => member.kind === "tree" ? member.planted.root : 0);
  const weights = Float64Array.from(members, (_, i) => aggregator.weights?.[i] ?? 1);
  const term = (i: number, features: FeatureVector): number => {
    const root = roots[i] as number;
    const leaf = features.negativeZero
      ? forest.leafOfNegativeZero(root, features.values)
      : forest.leafOf(root, features.values);
    return forest.leafValue(leaf) * (weights[i] as number);
  };
  if (aggregator.kind !== "logistic_regression") {
    return (features) => Array.from(roots, (_, i) => term(i, features));
  }
  return (features) => {
    let sum = 0;
    for (let i = 0; i < roots.length; i++) sum += term(i, features);
    return bothClasses(sum);
  };
}
