/**
 * The shape of an ensemble.
 * @module
 */

import { aggregatorShapes } from "./aggregator_shapes.ts";
import { doublesField, namedObjectField, namedObjectsField, stringsField } from "./field_types.ts";
import type { EnsembleModel, Model } from "./model.ts";
import {
  emptyModel,
  type ModelDraft,
  type ModelNotes,
  type Ranks,
  requireStored,
  targetTypeField,
} from "./model_draft.ts";
import type { NamedShapes } from "./named_object_readers.ts";
import {
  ConversionError,
  type Field,
  nearestPlace,
  notePlace,
  type ReadingContext,
  type Shape,
} from "./object_parser.ts";

/** Makes the shape of an ensemble of some kinds of models. */
export function ensembleShape(
  models: NamedShapes<ModelDraft>,
  notes: Map<Model, ModelNotes>,
  ranks: Ranks,
): Shape<ModelDraft> {
  return {
    name: "ensemble",
    fields: new Map<string, Field<ModelDraft>>([
      ["feature_names", stringsField(() => {})],
      [
        "trained_models",
        namedObjectsField(
          "trained_models",
          models,
          (draft, inArray) => {
            draft.members = [];
            draft.membersInArray = inArray;
          },
          (draft, value) => {
            if (value.made !== undefined) draft.members?.push(value.made);
          },
        ),
      ],
      [
        "aggregate_output",
        namedObjectField("aggregate_output", aggregatorShapes, (draft, value) => {
          if (value.made === undefined) return;
          draft.aggregator = value.made;
          draft.hasAggregator = true;
        }),
      ],
      ["target_type", targetTypeField()],
      ["classification_labels", stringsField((draft, values) => draft.labels = values)],
      ["classification_weights", doublesField((draft, values) => draft.weights = values)],
    ]),
    locate: (_, key, context) => {
      if (LOCATED.has(key)) notePlace(context);
    },
    create: (context) => {
      context.hold(ENSEMBLE_BYTES);
      return emptyModel(context, ranks.next());
    },
    finish: (draft, context) => {
      const { members } = draft;
      if (!draft.membersInArray && (members?.length ?? 0) > 1) {
        throw new ConversionError("[trained_models] needs to be an array of objects");
      }
      if (members === undefined) throw new ConversionError("[trained_models] must not be null.");
      const missing = [
        ...draft.hasAggregator ? [] : ["aggregate_output"],
        ...draft.hasTargetType ? [] : ["target_type"],
      ];
      if (missing.length > 0) requireStored(context, draft, missing);
      checkEnsemble(draft, members, context);
      const made: EnsembleModel = {
        kind: "ensemble",
        targetType: draft.targetType,
        labels: draft.labels,
        weights: draft.weights,
        aggregator: draft.aggregator,
        members,
      };
      draft.made = made;
      notes.set(made, { place: draft.place });
    },
  };
}

/** Fields that checks come back to. */
const LOCATED: ReadonlySet<string> = new Set([
  "aggregate_output",
  "classification_labels",
  "classification_weights",
  "target_type",
  "trained_models",
]);

/** About what an ensemble takes, with the places of its fields. */
const ENSEMBLE_BYTES = 4096;

function checkEnsemble(draft: ModelDraft, members: readonly Model[], { faults, places }: ReadingContext): void {
  const { aggregator, targetType, labels, weights } = draft;
  const report = (key: string, serverMessage: string, hint?: string) =>
    faults.add("structure", serverMessage, nearestPlace(places, `${draft.place.path}/${key}`, draft.place), {
      rank: draft.rank,
      ...(hint === undefined ? {} : { hint }),
    });
  if (members.length === 0) {
    report("trained_models", "[trained_models] must not be empty", "An ensemble has at least one model.");
  }
  const fits = aggregator.kind === "logistic_regression" ||
    (aggregator.kind === "weighted_mode") === (targetType === "classification");
  if (!fits) {
    report(
      "aggregate_output",
      `aggregate_output [${targetType}] is not compatible with target_type [${aggregator.kind}]`,
      `The server has the two names exchanged: the aggregator is ${aggregator.kind}, the target_type ${targetType}.`,
    );
  }
  if (aggregator.weights !== undefined && members.length > 0 && aggregator.weights.length !== members.length) {
    report(
      `aggregate_output/${aggregator.kind}/weights`,
      `[aggregate_output] expects value array of size [${aggregator.weights.length}] but number of models is ` +
        `[${members.length}]`,
      "Give one weight for each model, or none.",
    );
  }
  if ((labels !== undefined || weights !== undefined) && targetType !== "classification") {
    report(
      "target_type",
      "[target_type] should be [classification] if [classification_labels] or [classification_weights] are provided",
      "Set it, or remove the labels and the weights.",
    );
  }
  if (labels !== undefined && weights !== undefined && labels.length !== weights.length) {
    report(
      "classification_weights",
      "[classification_weights] and [classification_labels] should be the same length if both are provided",
      `There are ${labels.length} labels and ${weights.length} weights.`,
    );
  }
}
