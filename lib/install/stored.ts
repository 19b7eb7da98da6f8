/**
 * What is stored on a server under one id: scripts, pipelines, models. Everything is asked for by its id.
 * @module
 */

import { JavaMap } from "../java/map.ts";
import { formatDocument, parseJson } from "../json/document.ts";
import { type ElasticsearchResponse, pathOf } from "../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "./answers.ts";
import type { Requests } from "./requests.ts";
import type { InstalledModel, StoredJson } from "./snapshot.ts";

/** Dates that the server keeps with a pipeline and does not take from anybody. */
const PIPELINE_DATES = ["created_date", "created_date_millis", "modified_date", "modified_date_millis"];

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

/** A stored script, `{"lang": …, "source": …}`. */
export async function getScript(requests: Requests, id: string): Promise<StoredJson | undefined> {
  const path = pathOf`/_scripts/${id}`;
  const response = await get(requests, path);
  if (response.status === 404) return void narrow(`GET ${path}`, ANSWERS.noScript, response.body);
  const { script } = narrow(`GET ${path}`, ANSWERS.script, response.body);
  return { value: script, text: partText(response, ["script"], []) ?? JSON.stringify(script) };
}

/** A stored pipeline without the dates that the server keeps with it. */
export async function getPipeline(requests: Requests, id: string): Promise<StoredJson | undefined> {
  const path = pathOf`/_ingest/pipeline/${id}`;
  const response = await get(requests, path);
  if (response.status === 404) return void narrow(`GET ${path}`, ANSWERS.noPipeline, response.body);
  const pipeline = narrow(`GET ${path}`, ANSWERS.pipelines, response.body)[id];
  if (pipeline === undefined) return undefined;
  const value = Object.fromEntries(Object.entries(pipeline).filter(([key]) => !PIPELINE_DATES.includes(key)));
  return { value, text: partText(response, [id], PIPELINE_DATES) ?? JSON.stringify(value) };
}

/** A model without its definition. An alias finds the model that it stands for. */
export async function getModel(requests: Requests, id: string): Promise<InstalledModel | undefined> {
  const path = pathOf`/_ml/trained_models/${id}`;
  const response = await get(requests, path);
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

/** That something is missing is an answer too, and is narrowed like all others: not every 404 is about the thing. */
function get(requests: Requests, path: string): Promise<ElasticsearchResponse> {
  return requests.read({ method: "GET", path, allow: [404] });
}

/**
 * A part of an answer as it was written, so that `1.0` stays one: to a script that is another number than `1`. Without
 * the members that are named.
 */
function partText({ text }: ElasticsearchResponse, keys: readonly string[], without: readonly string[]) {
  if (text === undefined) return undefined;
  let part = parseJson(text);
  for (const key of keys) part = part instanceof JavaMap ? part.get(key) ?? null : null;
  if (!(part instanceof JavaMap)) return undefined;
  for (const key of without) part.delete(key);
  return formatDocument(part);
}
