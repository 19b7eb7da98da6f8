/**
 * What a server says of a stored model, short of its definition.
 * @module
 */

import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import type { Requests } from "../requests.ts";
import { ask } from "../resources/stored_json.ts";
import type { InstalledModel } from "../snapshot.ts";

/** Fields of a model that the server makes, and takes from nobody. */
export const GENERATED_MODEL_FIELDS: ReadonlySet<string> = new Set([
  "version",
  "created_by",
  "create_time",
  "license_level",
  "location",
  "model_package",
]);

/** The same within `metadata`. */
export const GENERATED_METADATA: ReadonlySet<string> = new Set(["model_aliases", "total_feature_importance"]);

/** A model without its definition. An alias finds the model that it stands for. */
export async function getModel(requests: Requests, id: string): Promise<InstalledModel | undefined> {
  const path = pathOf`/_ml/trained_models/${id}`;
  const response = await ask(requests, path);
  if (response.status === 404) return void narrow(`GET ${path}`, ANSWERS.noModel, response.body);
  const [config] = narrow(`GET ${path}`, ANSWERS.models, response.body).trained_model_configs;
  if (config === undefined) return undefined;
  const { model_id, model_size_bytes, tags, metadata, description, input } = narrow(
    `GET ${path}`,
    ANSWERS.model,
    config,
  );
  return {
    id: model_id,
    ...(model_size_bytes === undefined ? {} : { sizeBytes: model_size_bytes }),
    tags,
    aliases: metadata?.model_aliases ?? [],
    ...(metadata?.ml_dga === undefined ? {} : { origin: metadata.ml_dga }),
    ...(description === undefined ? {} : { description }),
    inputFields: input?.field_names ?? [],
  };
}
