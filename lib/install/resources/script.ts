/**
 * Stored scripts, `{"lang": …, "source": …}`.
 * @module
 */

import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { isSameJson } from "../compare.ts";
import type { Requests } from "../requests.ts";
import type { Resource } from "./resource.ts";
import { ask, isStored, jsonStream, partText, type StoredJson } from "./stored_json.ts";

/** Stored scripts. */
export const SCRIPT: Resource = {
  name: "script",
  get,
  // It is compiled on the way, for the context that runs it.
  put: (requests, id, text) =>
    requests.write(
      { method: "PUT", path: pathOf`/_scripts/${id}/ingest`, stream: jsonStream(`{"script":${text}}`) },
      async () => isStored(await get(requests, id), text),
    ),
  remove: (requests, id) =>
    requests.write(
      { method: "DELETE", path: pathOf`/_scripts/${id}`, allow: [404] },
      async () => await get(requests, id) === undefined,
    ),
  isSame: isSameJson,
  command: (id) => `DELETE ${pathOf`/_scripts/${id}`}`,
};

async function get(requests: Requests, id: string): Promise<StoredJson | undefined> {
  const path = pathOf`/_scripts/${id}`;
  const response = await ask(requests, path);
  if (response.status === 404) return void narrow(`GET ${path}`, ANSWERS.noScript, response.body);
  const { script } = narrow(`GET ${path}`, ANSWERS.script, response.body);
  return { value: script, text: partText(response, ["script"]) ?? JSON.stringify(script) };
}
