/**
 * What trees and ensembles have in common while they are read.
 * @module
 */

import type { Aggregator } from "./aggregator.ts";
import type { Place } from "./fault_list.ts";
import { enumField } from "./field_types.ts";
import type { Model, TargetType } from "./model.ts";
import type { Field, ReadingContext } from "./object_parser.ts";

/** What is known of a model besides what it computes with, for the checks that come after reading. */
export interface ModelNotes {
  readonly place: Place;
  /** Of a tree: the first node that asks a question without a feature, and what stands in the feature's place. */
  readonly featureless?: { readonly place: Place; readonly index: number; readonly reached: boolean };
  /** Of a tree: whether every leaf has one value that is a whole number from 0. */
  readonly votes?: boolean;
  /** Of a tree: where its `feature_names` are, if they are not the same as those of the tree before. */
  readonly namesPlace?: Place | undefined;
  /** Of a tree: how many nodes it has. */
  readonly nodes?: number;
}

/** What has been said of a tree or an ensemble so far. */
export interface ModelDraft {
  readonly place: Place;
  readonly rank: number;
  targetType: TargetType;
  labels?: string[];
  /** Of a tree. */
  featureNames?: string[];
  namesPlace?: Place;
  hasStructure: boolean;
  /** Of an ensemble. */
  members?: Model[];
  membersInArray: boolean;
  aggregator: Aggregator;
  hasAggregator: boolean;
  hasTargetType: boolean;
  weights?: number[];
  made?: Model;
}

/** Counts models in the order in which the server checks them: outer ones before what is in them. */
export class Ranks {
  #next = 0;

  next(): number {
    return this.#next++;
  }
}

const TARGET_TYPE = "org.elasticsearch.xpack.core.ml.inference.trainedmodel.TargetType";
const TARGET_TYPES: ReadonlyMap<string, TargetType> = new Map([
  ["REGRESSION", "regression"],
  ["CLASSIFICATION", "classification"],
]);

/** A model of which nothing is known but where it begins. */
export function emptyModel(context: ReadingContext, rank: number): ModelDraft {
  return {
    place: context.place(),
    rank,
    targetType: "regression",
    hasStructure: false,
    membersInArray: true,
    aggregator: { kind: "weighted_sum" },
    hasAggregator: false,
    hasTargetType: false,
  };
}

/** `target_type`. */
export function targetTypeField(): Field<ModelDraft> {
  return enumField(TARGET_TYPE, TARGET_TYPES, (draft, targetType) => {
    draft.targetType = targetType;
    draft.hasTargetType = true;
  });
}

/** What the server fills in when it stores a plain definition; a compressed one is stored as it is, and must have it. */
export function requireStored(context: ReadingContext, draft: ModelDraft, fields: readonly string[]): void {
  if (!context.lenient) return;
  context.faults.add("load", `Required [${fields.join(", ")}]`, draft.place, {
    hint: "Elasticsearch fills this in when it stores a plain definition, but not in a compressed one.",
  });
}
