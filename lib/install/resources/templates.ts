/**
 * Component templates and index templates, without the dates that newer servers keep with them.
 * @module
 */

import { z } from "zod";
import { pathOf } from "../../stack/elasticsearch.ts";
import { narrow } from "../answers.ts";
import { isSameJson } from "../compare.ts";
import type { Requests } from "../requests.ts";
import type { Resource } from "./resource.ts";
import { ask, isStored, jsonStream, partText, type StoredJson } from "./stored_json.ts";

/** Dates that nobody may send. */
const DATES = ["created_date", "created_date_millis", "modified_date", "modified_date_millis"];

/** Mappings and settings that index templates are composed of. */
export const COMPONENT_TEMPLATE = templateResource("component template", "component_template");

/** What new indices of certain names are like. */
export const INDEX_TEMPLATE = templateResource("index template", "index_template");

function templateResource(name: string, word: "component_template" | "index_template"): Resource {
  const path = (id: string) => `/_${word}${pathOf`/${id}`}`;
  const list = `${word}s`;
  const shape = z.object({ [list]: z.array(z.object({ [word]: z.record(z.string(), z.unknown()) })).length(1) });
  const get = async (requests: Requests, id: string): Promise<StoredJson | undefined> => {
    const response = await ask(requests, path(id));
    if (response.status === 404) return void narrow(`GET ${path(id)}`, NOT_FOUND, response.body);
    const template = narrow(`GET ${path(id)}`, shape, response.body)[list]?.[0]?.[word] ?? {};
    const value = Object.fromEntries(Object.entries(template).filter(([key]) => !DATES.includes(key)));
    return { value, text: partText(response, [list, 0, word], DATES) ?? JSON.stringify(value) };
  };
  return {
    name,
    get,
    put: (requests, id, text) =>
      requests.write(
        { method: "PUT", path: path(id), stream: jsonStream(text) },
        async () => isStored(await get(requests, id), text),
      ),
    remove: (requests, id) =>
      requests.write(
        { method: "DELETE", path: path(id), allow: [404] },
        async () => await get(requests, id) === undefined,
      ),
    isSame: isSameJson,
    command: (id) => `DELETE ${path(id)}`,
  };
}

const NOT_FOUND = z.object({ error: z.object({ reason: z.string().regex(/template matching \[.*\] not found/) }) });
