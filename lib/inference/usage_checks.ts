/**
 * What is wrong with a model although it can be stored: what fails when it is loaded or used, and what works but hurts.
 * @module
 */

import type { ConfigDraft } from "./config_shape.ts";
import type { Definition } from "./definition_shapes.ts";
import type { FaultList, Place } from "./fault_list.ts";
import type { Forest } from "./forest.ts";
import { warnAboutFeatures } from "./feature_checks.ts";
import { InferenceError } from "./inference_error.ts";
import { type EnsembleModel, featureNamesOf, type Model, type TreeModel } from "./model.ts";
import type { ModelNotes } from "./model_draft.ts";
import { predictionValue } from "./prediction_value.ts";
import { nearestPlace } from "./object_parser.ts";

/** A model that was read. */
export interface ModelToCheck {
  readonly config: ConfigDraft;
  readonly definition: Definition;
  readonly forest: Forest;
  /** Where its values are. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Adds faults and warnings about a model as a whole. */
export function checkUsage(read: ModelToCheck, faults: FaultList, modelId: string | undefined): void {
  const { config, definition, places } = read;
  const { model } = definition;
  const targetType = model.targetType;
  const kind = config.inferenceConfig?.kind === "other" ? config.inferenceConfig.name : config.inferenceConfig?.kind;
  if (kind !== undefined && kind !== targetType) {
    faults.add(
      "structure",
      `Model [${modelId ?? config.modelId ?? "model"}] inference config type [${kind}] does not support definition ` +
        `target type [${targetType}]`,
      nearestPlace(places, `inference_config/${kind}`),
      { rank: Infinity, hint: `Write {"${targetType}": {…}}, or mend the target_type of the definition.` },
    );
  }
  const check = new UsageCheck(read, faults);
  check.features(model, false, true);
  // The rest makes sense of sound models only.
  if (faults.countOf("compressed", "structure", "load", "prepare", "infer") > 0) return;
  check.lengths(model);
  if (kind === "classification") check.classes(config);
  warnAboutFeatures(config, definition, faults);
  warnAboutNesting(definition, faults);
}

class UsageCheck {
  readonly #definition: Definition;
  readonly #forest: Forest;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #faults: FaultList;

  constructor({ definition, forest, places }: ModelToCheck, faults: FaultList) {
    this.#definition = definition;
    this.#forest = forest;
    this.#places = places;
    this.#faults = faults;
  }

  /**
   * Questions without a feature: where the server numbers features anew it notices while it loads, else with the first
   * document that comes to the node.
   */
  features(model: Model, renumbered: boolean, outermost: boolean): void {
    if (model.kind === "ensemble") {
      // Every second level of ensembles numbers features by its own names.
      const numbers = outermost || !renumbered;
      for (const member of model.members) this.features(member, numbers, false);
      return;
    }
    const { featureless } = this.#notes(model);
    const inEnsemble = !outermost && renumbered;
    if (featureless === undefined || !inEnsemble && !featureless.reached) return;
    const length = inEnsemble ? model.featureNames.length : this.#forest.width;
    this.#faults.add(
      inEnsemble ? "prepare" : "infer",
      `Index ${featureless.index} out of bounds for length ${length}`,
      featureless.place,
      {
        message:
          (inEnsemble
            ? "Elasticsearch stores this model, but cannot load it"
            : "Elasticsearch loads this model, but cannot use it") + ": the node has children, but no split_feature",
        hint: "Say which of the feature_names the node asks about, by its position from 0.",
      },
    );
  }

  /** Numbers of values of the leaves in an ensemble. */
  lengths(model: Model): void {
    if (model.kind === "tree") return;
    for (const member of model.members) this.lengths(member);
    const { kind } = model.aggregator;
    if (kind !== "logistic_regression" && kind !== "weighted_mode") return;
    const sizes = model.members.map(valueCount);
    const [first = 1] = sizes;
    const longer = sizes.findIndex((size) => size > first);
    if (longer >= 0) {
      this.#cannotUse(
        "value entries must have the same dimensions",
        this.#notes(model.members[longer]).place,
        "Its leaves have more values than those of the ensemble's first model.",
      );
    }
    if (kind === "weighted_mode" && first === 1) this.#votes(model);
  }

  /** Labels, weights and types of classes. */
  classes(config: ConfigDraft): void {
    const { model } = this.#definition;
    const { place } = this.#notes(model);
    if (model.kind === "tree" && model.planted.leafSize === 1 && this.#notes(model).votes !== true) {
      this.#negativeLeaves(model, place);
    }
    const count = classCount(model);
    if (model.labels !== undefined && model.labels.length !== count) {
      this.#cannotUse(
        `model returned classification probabilities of size [${count}] which is not equal to classification labels ` +
          `size [${model.labels.length}]`,
        nearestPlace(this.#places, `${place.path}/classification_labels`, place),
        "Each class has one label.",
      );
    }
    if (model.kind === "ensemble" && model.weights !== undefined && model.weights.length < count) {
      this.#cannotUse(
        `Index ${model.weights.length} out of bounds for length ${model.weights.length}`,
        nearestPlace(this.#places, `${place.path}/classification_weights`, place),
        `There are ${count} classes, and each needs a weight.`,
      );
    }
    this.#booleans(config, model, count);
  }

  #booleans(config: ConfigDraft, model: Model, count: number): void {
    const { inferenceConfig } = config;
    if (inferenceConfig?.kind !== "classification" || inferenceConfig.predictionFieldType !== "boolean") return;
    for (let i = 2; i < Math.min(count, 1000); i++) {
      try {
        predictionValue("boolean", i, model.labels === undefined ? String(i) : model.labels[i] ?? null);
      } catch (error) {
        if (!(error instanceof InferenceError)) throw error;
        const path = "inference_config/classification/prediction_field_type";
        this.#cannotUse(
          error.javaMessage,
          nearestPlace(this.#places, path),
          'Write "string", or give labels true and false.',
        );
        return;
      }
    }
  }

  #negativeLeaves(model: TreeModel, place: Place): void {
    const { planted } = model;
    for (let node = planted.root; node < planted.end; node++) {
      if ((this.#forest.slots[node] ?? 0) !== -1) continue;
      const value = this.#forest.leafValue(node);
      if (value > -1) continue;
      this.#cannotUse(
        `Index ${Math.trunc(value)} out of bounds for length ${classCount(model)}`,
        place,
        `A leaf of a single tree names a class, and cannot be ${value}.`,
      );
      return;
    }
  }

  #votes(model: EnsembleModel): void {
    const classes = model.aggregator.numClasses ?? 0;
    for (const member of model.members) {
      if (member.kind !== "tree") continue;
      const notes = this.#notes(member);
      if (notes.votes === false) {
        this.#cannotUse(
          "values must be whole, non-infinite, and positive",
          notes.place,
          "With weighted_mode the leaves of each tree name classes: 0, 1, …",
        );
      } else if (member.largestLeaf >= classes) {
        this.#cannotUse(
          `values contain entries larger than expected max of [${classes - 1}]`,
          notes.place,
          `There are num_classes of ${classes}, and the leaves of each tree name one of them, from 0.`,
        );
      }
    }
  }

  #cannotUse(serverMessage: string, place: Place, hint?: string): void {
    this.#faults.add("infer", serverMessage, place, hint === undefined ? {} : { hint });
  }

  #notes(model: Model | undefined): ModelNotes {
    return (model === undefined ? undefined : this.#definition.notes.get(model)) ?? { place: { path: "" } };
  }
}

/** How many values a model hands to its ensemble. */
function valueCount(model: Model): number {
  return model.kind === "tree" ? model.planted.leafSize : 1;
}

/** How many classes a model tells apart. */
function classCount(model: Model): number {
  if (model.kind === "tree") {
    return model.planted.leafSize > 1
      ? model.planted.leafSize
      : Math.max(0, Math.trunc(Math.max(0, model.largestLeaf) + 1));
  }
  const [first] = model.members;
  const size = first === undefined ? 1 : valueCount(first);
  if (size > 1) return size;
  return model.aggregator.kind === "weighted_mode" ? model.aggregator.numClasses ?? 0 : 2;
}

/** Trees of inner ensembles read the outer vector by their own numbers: right only where both have the same order. */
function warnAboutNesting(definition: Definition, faults: FaultList): void {
  if (definition.model.kind === "tree") return;
  const outer = featureNamesOf(definition.model);
  const visit = (model: Model, nested: boolean): void => {
    if (model.kind === "ensemble") {
      return model.members.forEach((member) => visit(member, nested || member.kind === "ensemble"));
    }
    const shifted = nested && model.featureNames.some((name, i) => outer[i] !== name);
    if (!shifted) return;
    faults.warn(
      "model-nested-features",
      "Elasticsearch lets trees of an ensemble within an ensemble read features by number, not by name: this tree's " +
        "feature_names are not in the order of the whole model's, so that it reads other features than it names",
      definition.notes.get(model)?.place ?? { path: "" },
      "Put the tree into the outermost ensemble.",
    );
  };
  visit(definition.model, false);
}
