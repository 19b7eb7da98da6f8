/**
 * The shape of the body of `PUT _ml/trained_models/{id}`, and what the server checks of it as a whole.
 * @module
 */

import type { Definition, DefinitionDraft } from "./definition_shapes.ts";
import type { Place } from "./fault_list.ts";
import {
  anyObjectField,
  enumField,
  intField,
  longField,
  namedObjectField,
  objectField,
  stringField,
  stringMapField,
  stringsField,
} from "./field_types.ts";
import {
  CLASSIFICATION_DEFAULTS,
  type InferenceConfig,
  type PredictionFieldType,
  REGRESSION_DEFAULTS,
} from "./inference_config.ts";
import {
  ConversionError,
  type Field,
  notePlace,
  type PieceSink,
  type ReadingContext,
  type Shape,
} from "./object_parser.ts";
import { isWrongFieldName, isWrongTag } from "./names.ts";

/** What a body says, without its definition. */
export interface ConfigDraft {
  modelId?: string;
  modelType?: string;
  description?: string;
  tags: string[];
  inputFields?: string[];
  defaultFieldMap?: Map<string, string>;
  inferenceConfig?: InferenceConfig | OtherConfig;
  definition?: Definition;
  hasDefinition: boolean;
  hasCompressedDefinition: boolean;
  license?: string;
  modelSize?: number;
  estimatedOperations?: number;
  /** Fields that the server makes itself, with where they are. */
  readonly generated: Map<string, Place>;
}

/** A configuration for models that are no trees. */
export interface OtherConfig {
  readonly kind: "other";
  readonly name: string;
}

const MODEL_TYPES = "org.elasticsearch.xpack.core.ml.inference.TrainedModelType";
const PREDICTION_FIELD_TYPES = "org.elasticsearch.xpack.core.ml.inference.trainedmodel.PredictionFieldType";
const OTHER_CONFIGS: ReadonlySet<string> = new Set([
  "fill_mask",
  "ner",
  "pass_through",
  "question_answering",
  "text_classification",
  "text_embedding",
  "text_expansion",
  "text_similarity",
  "zero_shot_classification",
]);

interface InferenceDraft {
  resultsField?: string;
  numTopClasses?: number;
  topClassesResultsField?: string;
  importance?: number;
  type?: PredictionFieldType;
}

const IMPORTANCE: readonly [string, Field<InferenceDraft>] = [
  "num_top_feature_importance_values",
  intField((draft, value) => draft.importance = value),
];
const RESULTS_FIELD: readonly [string, Field<InferenceDraft>] = [
  "results_field",
  stringField((draft, value) => draft.resultsField = value),
];
const TYPES: ReadonlyMap<string, PredictionFieldType> = new Map([
  ["STRING", "string"],
  ["NUMBER", "number"],
  ["BOOLEAN", "boolean"],
]);

const INFERENCE_CONFIGS: ReadonlyMap<string, Shape<InferenceDraft>> = new Map([
  ["regression", inferenceShape("regression", [RESULTS_FIELD, IMPORTANCE])],
  [
    "classification",
    inferenceShape("classification", [
      ["num_top_classes", intField((draft, value) => draft.numTopClasses = value)],
      RESULTS_FIELD,
      ["top_classes_results_field", stringField((draft, value) => draft.topClassesResultsField = value)],
      IMPORTANCE,
      [
        "prediction_field_type",
        enumField(PREDICTION_FIELD_TYPES, TYPES, (draft, type) => draft.type = type),
      ],
    ]),
  ],
  ...[...OTHER_CONFIGS].map((name) => [name, { ...inferenceShape(name, []), opaque: true }] as const),
]);

function inferenceShape(
  name: string,
  fields: readonly (readonly [string, Field<InferenceDraft>])[],
): Shape<InferenceDraft> {
  return {
    name,
    fields: new Map(fields),
    locate: (_, __, context) => notePlace(context),
    create: () => ({}),
    finish: (draft) => {
      if ((draft.importance ?? 0) >= 0) return;
      throw new ConversionError("[num_top_feature_importance_values] must be greater than or equal to 0");
    },
  };
}

function inferenceConfig(draft: InferenceDraft, name: string): InferenceConfig | OtherConfig {
  const shared = {
    ...(draft.resultsField === undefined ? {} : { resultsField: draft.resultsField }),
    ...(draft.importance === undefined ? {} : { numTopFeatureImportanceValues: draft.importance }),
  };
  if (name === "regression") return { ...REGRESSION_DEFAULTS, ...shared };
  if (name !== "classification") return { kind: "other", name };
  return {
    ...CLASSIFICATION_DEFAULTS,
    ...shared,
    ...(draft.numTopClasses === undefined ? {} : { numTopClasses: draft.numTopClasses }),
    ...(draft.topClassesResultsField === undefined ? {} : { topClassesResultsField: draft.topClassesResultsField }),
    ...(draft.type === undefined ? {} : { predictionFieldType: draft.type }),
  };
}

interface InputDraft {
  fieldNames?: string[];
}

const INPUT: Shape<InputDraft> = {
  name: "trained_model_config_input",
  fields: new Map([
    ["field_names", stringsField((draft: InputDraft, values) => draft.fieldNames = values, isWrongFieldName)],
  ]),
  locate: (_, __, context) => notePlace(context),
  create: () => ({}),
  finish: (draft) => {
    if (draft.fieldNames === undefined) throw new ConversionError("Required [field_names]");
  },
};

const PREFIX_STRINGS: Shape<Record<string, never>> = {
  name: "trained_model_config_prefix_strings",
  fields: new Map([["ingest", stringField(() => {})], ["search", stringField(() => {})]]),
  create: () => ({}),
  finish: () => {},
};

/** How the body of a request is read. */
export interface ConfigShapeOptions {
  readonly definition: Shape<DefinitionDraft>;
  /** What becomes of fields that the server makes itself; those that are dropped may say anything. */
  readonly generatedFields: "refuse" | "drop";
  /** Takes the text of a compressed definition. */
  readonly compressed: PieceSink;
}

/** Makes the shape of a body. */
export function configShape(options: ConfigShapeOptions): Shape<ConfigDraft> {
  const isDropped = options.generatedFields === "drop";
  return {
    name: "trained_model_config",
    fields: new Map<string, Field<ConfigDraft>>([
      ["model_id", stringField((draft, value) => draft.modelId = value)],
      [
        "model_type",
        enumField(MODEL_TYPES, MODEL_TYPE_NAMES, (draft, type) => draft.modelType = type),
      ],
      ["description", stringField((draft, value) => draft.description = value)],
      ["tags", stringsField((draft, values) => draft.tags = values, isWrongTag)],
      [
        "metadata",
        anyObjectField((draft, key, context) => {
          if (key === "total_feature_importance" || key === "model_aliases") {
            draft.generated.set(`metadata.${key}`, context.place());
          }
        }),
      ],
      ["input", objectField(INPUT, (draft, value) => draft.inputFields = value.fieldNames ?? [])],
      ["default_field_map", stringMapField((draft, values) => draft.defaultFieldMap = values)],
      [
        "inference_config",
        namedObjectField(
          "inference_config",
          INFERENCE_CONFIGS,
          (draft, value, name) => draft.inferenceConfig = inferenceConfig(value, name),
        ),
      ],
      ["definition", definitionField(options.definition)],
      ["compressed_definition", {
        pieces: (draft, context) => {
          draft.hasCompressedDefinition = true;
          if (draft.hasDefinition) refuseBoth(context, "compressed_definition", "definition");
          return options.compressed;
        },
      }],
      ["model_size_bytes", longField((draft, value) => draft.modelSize = value)],
      ["estimated_heap_memory_usage_bytes", longField((draft, value) => draft.modelSize = value)],
      ["estimated_operations", longField((draft, value) => draft.estimatedOperations = value)],
      ["platform_architecture", stringField(() => {})],
      ["prefix_strings", objectField(PREFIX_STRINGS, () => {})],
      [
        "version",
        generatedField("version", (value) => {
          if (!isDropped && !/^[0-9]+\.[0-9]+\.[0-9]+/.test(value)) {
            throw new ConversionError(`ML config version [${value}] not valid`);
          }
        }),
      ],
      ["created_by", generatedField("created_by")],
      ["create_time", {
        scalar: {
          VALUE_NUMBER: (draft, _, context) => void draft.generated.set("create_time", context.place()),
          VALUE_STRING: (draft, value, context) => {
            if (!isDropped && Number.isNaN(Date.parse(value)) && !/^-?[0-9]+$/.test(value)) {
              throw new ConversionError("Failed to parse with all enclosed parsers");
            }
            draft.generated.set("create_time", context.place());
          },
        },
      }],
      [
        "license_level",
        stringField((draft, value, context) => {
          draft.license = value;
          draft.generated.set("license_level", context.place());
        }),
      ],
      ["location", generatedObjectField("location")],
      ["model_package", generatedObjectField("model_package")],
    ]),
    // The body is checked as a whole whatever is wrong with its parts.
    tolerant: true,
    locate: (_, __, context) => notePlace(context),
    create: (context) => {
      notePlace(context);
      return { tags: [], hasDefinition: false, hasCompressedDefinition: false, generated: new Map() };
    },
    finish: () => {},
  };
}

const MODEL_TYPE_NAMES: ReadonlyMap<string, string> = new Map(
  ["tree_ensemble", "lang_ident", "pytorch"].map((name) => [name.toUpperCase(), name]),
);

function definitionField(shape: Shape<DefinitionDraft>): Field<ConfigDraft> {
  const field = objectField<ConfigDraft, DefinitionDraft>(shape, (draft, value) => {
    if (value.made !== undefined) draft.definition = value.made;
  });
  return {
    object: (draft, context) => {
      draft.hasDefinition = true;
      if (draft.hasCompressedDefinition) refuseBoth(context, "definition", "compressed_definition");
      return field.object?.(draft, context);
    },
  };
}

function refuseBoth(context: ReadingContext, second: string, first: string): void {
  context.faults.add("body", `both [${second}] and [${first}] cannot be set.`, context.place(), {
    hint: "Keep one of them.",
  });
}

function generatedField(name: string, check: (value: string) => void = () => {}): Field<ConfigDraft> {
  return stringField((draft, value, context) => {
    check(value);
    draft.generated.set(name, context.place());
  });
}

function generatedObjectField(name: string): Field<ConfigDraft> {
  const field = anyObjectField<ConfigDraft>();
  return {
    object: (draft, context) => {
      draft.generated.set(name, context.place());
      return field.object?.(draft, context);
    },
  };
}
