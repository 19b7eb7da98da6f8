/**
 * What anomaly jobs, datafeeds and data frame analytics have in common: how they are asked for, stored, taken away and
 * compared. They only differ in names.
 * @module
 */

import { ANSWERS, narrow } from "../answers.ts";
import { changesBetween, isSameJson } from "../compare.ts";
import { comparable, type ConfigFields } from "../config_fields.ts";
import { withoutAliases } from "../jobs/job_fields.ts";
import type { Requests, Written } from "../requests.ts";
import type { Resource, ResourceState, ResourceStates } from "./resource.ts";
import { ask, jsonStream, partText, type StoredJson } from "./stored_json.ts";

/** A resource of machine learning. */
export interface MlResource {
  /** What a sentence calls it. */
  readonly name: string;
  /** Path of one. */
  readonly pathOf: (id: string) => string;
  /** The ones that an answer holds. */
  readonly listOf: (call: string, body: unknown) => readonly Readonly<Record<string, unknown>>[];
  /** The member of an answer with the list. */
  readonly list: string;
  /** The member of one with its id. */
  readonly id: string;
  /** Members that the server adds, and takes from nobody. */
  readonly generated: readonly string[];
  /** What is known of its fields. */
  readonly fields: ConfigFields;
  /** Its states. */
  readonly states: ResourceStates;
  /** What goes with it when it is deleted. */
  readonly losesOnDelete?: string;
}

/** Deleting a job deletes its results, and closing it writes what it has learned: both take their time. */
export const PATIENCE_MS = 10 * 60_000;

/** The states of what is started and stopped, by POST below its path. */
export function startedAndStopped(
  pathOf: (id: string) => string,
  isIn: ResourceStates["isIn"],
): ResourceStates {
  const switchOf = (id: string, state: ResourceState) => `${pathOf(id)}/${state === "stopped" ? "_stop" : "_start"}`;
  return {
    isIn,
    bring: (requests, id, state) =>
      requests.write(
        { method: "POST", path: switchOf(id, state), timeoutMs: PATIENCE_MS },
        () => isIn(requests, id, state),
      ),
    command: (id, state) => `POST ${switchOf(id, state)}`,
  };
}

/** The resource, as plans know it. */
export function mlResource(kind: MlResource): Resource {
  const { name, pathOf, states, fields, losesOnDelete } = kind;
  const get = (requests: Requests, id: string) => getStored(kind, requests, id);
  const isSame = (stored: string, sent: string) => isSameConfig(fields, stored, sent);
  const put = (requests: Requests, id: string, text: string): Promise<Written> =>
    requests.write(
      { method: "PUT", path: pathOf(id), stream: jsonStream(text), timeoutMs: PATIENCE_MS },
      async () => {
        const stored = await get(requests, id);
        return stored !== undefined && isSame(stored.text, text);
      },
    );
  const remove = (requests: Requests, id: string): Promise<Written> =>
    requests.write(
      { method: "DELETE", path: pathOf(id), allow: [404], timeoutMs: PATIENCE_MS },
      async () => await get(requests, id) === undefined,
    );
  return {
    name,
    get,
    put,
    remove,
    isSame,
    states,
    command: (id) => `DELETE ${pathOf(id)}`,
    ...(losesOnDelete === undefined ? {} : { losesOnDelete }),
  };
}

/** The name of a group finds the jobs in it: only the one of that id counts. */
async function getStored(kind: MlResource, requests: Requests, id: string): Promise<StoredJson | undefined> {
  const path = kind.pathOf(id);
  const response = await ask(requests, path);
  if (response.status === 404) return void narrow(`GET ${path}`, ANSWERS.noJob, response.body);
  const found = kind.listOf(`GET ${path}`, response.body);
  const at = found.findIndex((config) => config[kind.id] === id);
  const config = found[at];
  if (config === undefined) return undefined;
  const without = [kind.id, ...kind.generated];
  const value = Object.fromEntries(Object.entries(config).filter(([key]) => !without.includes(key)));
  return { value, text: partText(response, [kind.list, at], without) ?? JSON.stringify(value) };
}

/** Whether what is stored is what was sent, with what the server added. */
export function isSameConfig(fields: ConfigFields, stored: string, sent: string): boolean {
  const [there, here] = comparableTexts(fields, stored, sent);
  return isSameJson(there, here);
}

/** Where what is stored is not what would be sent. */
export function configChanges(fields: ConfigFields, stored: string, sent: string): string[] {
  return changesBetween(...comparableTexts(fields, stored, sent), "the file has");
}

function comparableTexts(fields: ConfigFields, stored: string, sent: string): [there: string, here: string] {
  const [there, here] = comparable(fields, withoutAliases(JSON.parse(stored)), withoutAliases(JSON.parse(sent)));
  return [JSON.stringify(there), JSON.stringify(here)];
}
