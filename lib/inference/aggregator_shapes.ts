/**
 * The shapes of aggregators.
 * @module
 */

import type { Aggregator } from "./aggregator.ts";
import { doublesField, intField } from "./field_types.ts";
import type { NamedShapes } from "./named_object_readers.ts";
import { ConversionError, type Shape } from "./object_parser.ts";

/** What has been said of an aggregator so far. */
export interface AggregatorDraft {
  weights?: number[];
  numClasses?: number;
  made?: Aggregator;
}

/** Shapes of aggregators by their names. */
export const aggregatorShapes: NamedShapes<AggregatorDraft> = new Map(
  (["weighted_sum", "exponent", "logistic_regression", "weighted_mode"] as const).map((kind) => [kind, shape(kind)]),
);

function shape(kind: Aggregator["kind"]): Shape<AggregatorDraft> {
  const votes = kind === "weighted_mode";
  return {
    name: kind,
    fields: new Map([
      ["weights", doublesField((draft: AggregatorDraft, values) => draft.weights = values)],
      ...(votes
        ? [["num_classes", intField((draft: AggregatorDraft, value) => draft.numClasses = value)] as const]
        : []),
    ]),
    create: () => ({}),
    finish: (draft) => {
      if (votes && draft.numClasses === undefined) throw new ConversionError("Required [num_classes]");
      if (votes && (draft.numClasses ?? 0) <= 1) throw new ConversionError("[num_classes] must be greater than 1.");
      draft.made = {
        kind,
        ...(draft.weights === undefined ? {} : { weights: draft.weights }),
        ...(draft.numClasses === undefined ? {} : { numClasses: draft.numClasses }),
      };
    },
  };
}
