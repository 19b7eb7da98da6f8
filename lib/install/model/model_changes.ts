/**
 * Changes of models: each is one request, and knows by which look it is seen to have taken effect.
 * @module
 */

import { pathOf } from "../../stack/elasticsearch.ts";
import { modelBody } from "./model_body.ts";
import type { KeptModel } from "./kept_model.ts";
import type { Requests, Written } from "../requests.ts";
import { jsonStream } from "../resources/stored_json.ts";
import type { PutModelStep } from "../step.ts";
import { getModel } from "./stored_model.ts";

/** However small a model is, the server has to read it, check it and store it. */
const LEAST_UPLOAD_MS = 5 * 60_000;

/** A slow line: 50 kB of a model's file a second, which are sent as a fifth of that. */
const UPLOAD_MS_PER_BYTE = 1000 / 50_000;

/** How long a model of this size may take to be sent and stored. */
function uploadTimeoutMs(bytes: number): number {
  return Math.ceil(LEAST_UPLOAD_MS + bytes * UPLOAD_MS_PER_BYTE);
}

/** Stores a model from its file. */
export function putModel(
  requests: Requests,
  { id, source, origin }: PutModelStep,
  onBytes: (sent: number) => void,
): Promise<Written> {
  return requests.write(
    {
      method: "PUT",
      path: pathOf`/_ml/trained_models/${id}`,
      stream: () => {
        let sent = 0;
        return modelBody(source, origin, { onBytes: (bytes) => onBytes(sent += bytes) });
      },
      timeoutMs: uploadTimeoutMs(source.size),
    },
    async () => (await getModel(requests, id))?.origin?.sha256 === origin.sha256,
  );
}

/** Stores a model that was kept, as it was. */
export function putBackModel(requests: Requests, { id, text }: KeptModel): Promise<Written> {
  return requests.write(
    {
      method: "PUT",
      path: pathOf`/_ml/trained_models/${id}`,
      stream: jsonStream(text),
      timeoutMs: uploadTimeoutMs(text.length),
    },
    async () => await getModel(requests, id) !== undefined,
  );
}

/** Deletes a model; one that is not there counts as deleted. */
export function deleteModel(requests: Requests, id: string, force: boolean): Promise<Written> {
  return requests.write(
    {
      method: "DELETE",
      path: pathOf`/_ml/trained_models/${id}`,
      query: { force },
      allow: [404],
    },
    async () => await getModel(requests, id) === undefined,
  );
}

/** Lets an alias stand for a model. */
export function putAlias(requests: Requests, id: string, alias: string): Promise<Written> {
  return requests.write(
    {
      method: "PUT",
      path: pathOf`/_ml/trained_models/${id}/model_aliases/${alias}`,
    },
    async () => (await getModel(requests, id))?.aliases.includes(alias) ?? false,
  );
}
