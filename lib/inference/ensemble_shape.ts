/**
 * The shape of an ensemble.
 * @module
 */

import { aggregatorShapes } from "./aggregator_shapes.ts";
import type { FaultList } from "./fault_list.ts";
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
import { ConversionError, type Field, type Shape } from "./object_parser.ts";

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
    create: (context) => emptyModel(context, ranks.next()),
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
      checkEnsemble(draft, members, context.faults);
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

function checkEnsemble(draft: ModelDraft, members: readonly Model[], faults: FaultList): void {
  const { aggregator, targetType, labels, weights } = draft;
  const report = (key: string, serverMessage: string, hint?: string) =>
    faults.add("structure", serverMessage, { ...draft.place, path: `${draft.place.path}/${key}` }, {
      rank: draft.rank,
      ...(hint === undefined ? {} : { hint }),
    });
  if (members.length === 0) report("trained_models", "[trained_models] must not be empty");
  const fits = aggregator.kind === "logistic_regression" ||
    (aggregator.kind === "weighted_mode") === (targetType === "classification");
  if (!fits) {
    report(
      "aggregate_output",
      `aggregate_output [${targetType}] is not compatible with target_type [${aggregator.kind}]`,
      `The server has the two names exchanged: the aggregator is ${aggregator.kind}, the target_type ${targetType}`,
    );
  }
  if (aggregator.weights !== undefined && members.length > 0 && aggregator.weights.length !== members.length) {
    report(
      `aggregate_output/${aggregator.kind}/weights`,
      `[aggregate_output] expects value array of size [${aggregator.weights.length}] but number of models is ` +
        `[${members.length}]`,
    );
  }
  if ((labels !== undefined || weights !== undefined) && targetType !== "classification") {
    report(
      "target_type",
      "[target_type] should be [classification] if [classification_labels] or [classification_weights] are provided",
    );
  }
  if (labels !== undefined && weights !== undefined && labels.length !== weights.length) {
    report(
      "classification_weights",
      "[classification_weights] and [classification_labels] should be the same length if both are provided",
    );
  }
}
