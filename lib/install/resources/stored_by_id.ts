/**
 * Several resources of a kind.
 * @module
 */

import type { Requests } from "../requests.ts";
import type { Resource } from "./resource.ts";
import type { StoredJson } from "./stored_json.ts";

/** What is there of these ids. */
export async function storedById(
  requests: Requests,
  { get }: Resource,
  ids: readonly string[],
): Promise<Record<string, StoredJson>> {
  const stored: Record<string, StoredJson> = {};
  for (const id of ids) {
    const value = await get(requests, id);
    if (value !== undefined) stored[id] = value;
  }
  return stored;
}
