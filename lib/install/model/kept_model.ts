/**
 * A copy of an installed model in memory, while the model itself is deleted.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { formatDocument, parseJson } from "../../json/document.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import { StackError } from "../../stack/errors.ts";
import type { Requests } from "../requests.ts";
import type { FetchModelStep } from "../step.ts";
import { GENERATED_METADATA, GENERATED_MODEL_FIELDS } from "./stored_model.ts";

/** A model as it can be stored again. */
export interface KeptModel {
  /** The model's id. */
  readonly id: string;
  /** The body to store it with. */
  readonly text: string;
}

const FETCH_TIMEOUT_MS = 10 * 60_000;

/** Fetches a model with its definition, which stays compressed. Throws a StackError when it can't be had whole. */
export async function fetchModel(requests: Requests, { id, maxBytes }: FetchModelStep): Promise<KeptModel> {
  const path = pathOf`/_ml/trained_models/${id}`;
  const { text } = await requests.read({
    method: "GET",
    path,
    query: { include: "definition", decompress_definition: false, exclude_generated: true },
    maxAnswerBytes: maxBytes,
    timeoutMs: FETCH_TIMEOUT_MS,
  });
  const answer = parseJson(text ?? "null");
  const configs = answer instanceof JavaMap ? answer.get("trained_model_configs") : null;
  const config = configs instanceof JavaList ? configs.items[0] : null;
  if (!(config instanceof JavaMap) || typeof config.get("compressed_definition") !== "string") {
    throw new StackError(
      "not-elasticsearch",
      `Cannot keep the model "${id}" as GET "${path}" gave no definition of it`,
    );
  }
  for (const field of GENERATED_MODEL_FIELDS) config.delete(field);
  const metadata = config.get("metadata");
  if (metadata instanceof JavaMap) { for (const key of GENERATED_METADATA) metadata.delete(key); }
  return { id, text: formatDocument(config) };
}
