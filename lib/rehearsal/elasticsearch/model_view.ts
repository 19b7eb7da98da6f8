/** How models are shown. @module */

import { createGunzip } from "node:zlib";
import { JavaMap } from "../../java/map.ts";
import { JavaList } from "../../java/collection.ts";
import { base64Of } from "./base64_stream.ts";
import { type AnswerValue, StreamedJson } from "./json_text.ts";
import type { StoredModel } from "./model_state.ts";

/** What is shown of a model. */
export interface ModelViewOptions {
  /** @default {"none"} */
  readonly definition?: "none" | "compressed" | "decompressed";
  /** Leaves out what the server made. @default {false} */
  readonly excludeGenerated?: boolean;
}

/** A model's configuration as the server prints it. */
export function modelBody(
  stored: StoredModel,
  aliases: readonly string[],
  options: ModelViewOptions = {},
): AnswerValue {
  const { fields } = stored;
  const generated = {
    created_by: stored.createdBy,
    version: "12.0.0",
    create_time: stored.createTime,
    model_size_bytes: stored.sizeInBytes,
    estimated_operations: stored.operations,
    license_level: stored.createdBy === "_xpack" ? "basic" : "platinum",
  };
  return {
    model_id: stored.id,
    model_type: stored.type,
    ...(options.excludeGenerated === true ? {} : generated),
    description: fields.get("description"),
    ...definition(stored, options.definition ?? "none"),
    tags: fields.get("tags") ?? [],
    metadata: metadata(fields, aliases),
    input: input(fields),
    default_field_map: fields.get("default_field_map"),
    inference_config: inferenceConfig(stored),
    fully_defined: undefined,
  };
}

function definition(stored: StoredModel, form: "none" | "compressed" | "decompressed"): Record<string, AnswerValue> {
  if (form === "none" || stored.definition.length === 0) return {};
  return form === "compressed"
    ? { compressed_definition: new StreamedJson(() => quotedBase64(stored.definition)) }
    : { definition: new StreamedJson(() => inflated(stored.definition)) };
}

async function* quotedBase64(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const quote = new TextEncoder().encode('"');
  yield quote;
  yield* base64Of(pieces);
  yield quote;
}

async function* inflated(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  for (const piece of pieces) gunzip.write(piece);
  gunzip.end();
  for await (const bytes of gunzip) if (bytes instanceof Uint8Array) yield bytes;
}

function metadata(fields: JavaMap, aliases: readonly string[]): AnswerValue | undefined {
  const own = fields.get("metadata") ?? undefined;
  if (aliases.length === 0) return own;
  const entries = own instanceof JavaMap ? [...own.entries()].map(([key, value]) => [String(key), value] as const) : [];
  return { ...Object.fromEntries(entries), model_aliases: aliases };
}

/** One name may be written without a list. */
function input(fields: JavaMap): AnswerValue | undefined {
  const value = fields.get("input");
  if (!(value instanceof JavaMap)) return value;
  const names = value.get("field_names") ?? null;
  return { field_names: names instanceof JavaList ? names : [names] };
}

/** The whole configuration, with what is not said. */
function inferenceConfig(stored: StoredModel): AnswerValue {
  const config = stored.model.inferenceConfig;
  if (config.kind === "regression") {
    return {
      regression: {
        results_field: config.resultsField,
        num_top_feature_importance_values: config.numTopFeatureImportanceValues,
      },
    };
  }
  return {
    classification: {
      num_top_classes: config.numTopClasses,
      top_classes_results_field: config.topClassesResultsField,
      results_field: config.resultsField,
      num_top_feature_importance_values: config.numTopFeatureImportanceValues,
      prediction_field_type: config.predictionFieldType,
    },
  };
}
