/**
 * The shape of a definition: preprocessors and a trained model.
 * @module
 */

import { ensembleShape } from "./ensemble_shape.ts";
import type { FaultList, Place } from "./fault_list.ts";
import { namedObjectField, namedObjectsField } from "./field_types.ts";
import type { Forest } from "./forest.ts";
import type { Model } from "./model.ts";
import { emptyModel, type ModelDraft, type ModelNotes, Ranks } from "./model_draft.ts";
import type { NamedShapes } from "./named_object_readers.ts";
import { ConversionError, type Field, type Shape } from "./object_parser.ts";
import type { Preprocessor } from "./preprocessor.ts";
import { preprocessorShapes } from "./preprocessor_shapes.ts";
import { treeShape } from "./tree_shape.ts";

/** A definition that was read. */
export interface Definition {
  readonly preprocessors: readonly Preprocessor[];
  readonly preprocessorPlaces: ReadonlyMap<Preprocessor, Place>;
  readonly model: Model;
  readonly notes: ReadonlyMap<Model, ModelNotes>;
}

/** What has been said of a definition so far. */
export interface DefinitionDraft {
  model?: Model;
  preprocessors: Preprocessor[];
  readonly preprocessorPlaces: Map<Preprocessor, Place>;
  preprocessorsInArray: boolean;
  made?: Definition;
}

/** Makes the shape of a definition; the trees are planted in the forest as they come. */
export function definitionShape(forest: Forest): Shape<DefinitionDraft> {
  const notes = new Map<Model, ModelNotes>();
  const models = modelShapes(forest, notes);
  return {
    name: "trained_model_definition",
    fields: new Map<string, Field<DefinitionDraft>>([
      [
        "trained_model",
        namedObjectField("trained_model", models, (draft, value) => {
          if (value.made !== undefined) draft.model = value.made;
        }),
      ],
      [
        "preprocessors",
        namedObjectsField(
          "preprocessors",
          preprocessorShapes,
          (draft, inArray) => {
            draft.preprocessors = [];
            draft.preprocessorsInArray = inArray;
          },
          (draft, value) => {
            if (value.made === undefined) return;
            draft.preprocessors.push(value.made);
            if (value.place !== undefined) draft.preprocessorPlaces.set(value.made, value.place);
          },
        ),
      ],
    ]),
    create: () => ({ preprocessors: [], preprocessorPlaces: new Map(), preprocessorsInArray: true }),
    finish: (draft) => {
      if (draft.model === undefined) {
        throw new ConversionError("[trained_model] must not be null.", 'Write {"trained_model": {"ensemble": {…}}}.');
      }
      if (!draft.preprocessorsInArray && draft.preprocessors.length > 1) {
        throw new ConversionError("preprocessors must be an array of preprocessor objects");
      }
      const { preprocessors, preprocessorPlaces } = draft;
      draft.made = { preprocessors, preprocessorPlaces, model: draft.model, notes };
    },
  };
}

function modelShapes(forest: Forest, notes: Map<Model, ModelNotes>): NamedShapes<ModelDraft> {
  const ranks = new Ranks();
  const shapes: ReadonlyMap<string, Shape<ModelDraft>> = new Map<string, Shape<ModelDraft>>([
    ["tree", treeShape(forest, notes, ranks)],
    ["ensemble", ensembleShape({ get: (name) => shapes.get(name), keys: () => shapes.keys() }, notes, ranks)],
    ["lang_ident_neural_network", LANGUAGE_IDENTIFICATION],
  ]);
  return shapes;
}

const LANGUAGE_IDENTIFICATION: Shape<ModelDraft> = {
  name: "lang_ident_neural_network",
  fields: new Map(),
  opaque: true,
  create: (context) => emptyModel(context, 0),
  finish: (_, context) => {
    refuseKind(context.faults, context.place(), "lang_ident_neural_network");
  },
};

/** A kind of model that the server knows, and the rehearsal does not. */
export function refuseKind(faults: FaultList, place: Place, kind: string): void {
  faults.add("body", `${kind} is not supported by the rehearsal`, place, {
    code: "model-not-supported",
    message: `Cannot evaluate a model of type "${kind}", which is not supported by the rehearsal`,
    hint: "Supported are trees and ensembles of trees.",
  });
}
