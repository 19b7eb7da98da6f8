/**
 * Ingest pipelines, without the dates that the server keeps with them.
 * @module
 */

import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { isSameJson } from "../compare.ts";
import type { Requests } from "../requests.ts";
import type { Resource } from "./resource.ts";
import { ask, isStored, jsonStream, partText, type StoredJson } from "./stored_json.ts";

/** Ingest pipelines. */
export const PIPELINE: Resource = {
  name: "pipeline",
  get,
  put: (requests, id, text) =>
    requests.write(
      { method: "PUT", path: pathOf`/_ingest/pipeline/${id}`, stream: jsonStream(text) },
      async () => isStored(await get(requests, id), text),
    ),
  remove: (requests, id) =>
    requests.write(
      { method: "DELETE", path: pathOf`/_ingest/pipeline/${id}`, allow: [404] },
      async () => await get(requests, id) === undefined,
    ),
  isSame: isSameJson,
  command: (id) => `DELETE ${pathOf`/_ingest/pipeline/${id}`}`,
  // What a pipeline calls stays while the pipeline does.
  holdsOthers: true,
};

/** Dates that nobody may send. */
const DATES = ["created_date", "created_date_millis", "modified_date", "modified_date_millis"];

async function get(requests: Requests, id: string): Promise<StoredJson | undefined> {
  const path = pathOf`/_ingest/pipeline/${id}`;
  const response = await ask(requests, path);
  if (response.status === 404) return void narrow(`GET ${path}`, ANSWERS.noPipeline, response.body);
  const pipeline = narrow(`GET ${path}`, ANSWERS.pipelines, response.body)[id];
  if (pipeline === undefined) return undefined;
  const value = Object.fromEntries(Object.entries(pipeline).filter(([key]) => !DATES.includes(key)));
  return { value, text: partText(response, [id], DATES) ?? JSON.stringify(value) };
}
