/**
 * Datafeeds of anomaly jobs.
 * @module
 */

import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { DATAFEED_FIELDS } from "../jobs/job_fields.ts";
import type { Requests } from "../requests.ts";
import { mlResource, startedAndStopped } from "./ml_resource.ts";
import { ask } from "./stored_json.ts";

/** What a datafeed is doing. */
export interface DatafeedActivity {
  /** The state in the server's own words. */
  readonly state: string;
  /** Whether it goes on with what comes; undefined where the server does not say. */
  readonly isEndless?: boolean;
}

/** What a datafeed is doing; undefined where there is none. */
export async function askDatafeedActivity(requests: Requests, id: string): Promise<DatafeedActivity | undefined> {
  const path = pathOf`/_ml/datafeeds/${id}/_stats`;
  const { status, body } = await ask(requests, path);
  if (status === 404) return void narrow(`GET ${path}`, ANSWERS.noJob, body);
  const { datafeeds } = narrow(`GET ${path}`, ANSWERS.datafeedStats, body);
  const stats = datafeeds.find(({ datafeed_id }) => datafeed_id === id);
  if (stats === undefined) return undefined;
  const { state, running_state: running } = stats;
  return { state, ...(running === undefined ? {} : { isEndless: running.real_time_configured }) };
}

const path = (id: string) => pathOf`/_ml/datafeeds/${id}`;

const STATES = startedAndStopped(path, async (requests, id, state) => {
  const now = (await askDatafeedActivity(requests, id))?.state;
  return state === "stopped" ? now === "stopped" : now === "started" || now === "starting";
});

/** Datafeeds. */
export const DATAFEED = mlResource({
  name: "datafeed",
  pathOf: path,
  listOf: (call, body) => narrow(call, ANSWERS.datafeeds, body).datafeeds,
  list: "datafeeds",
  id: "datafeed_id",
  generated: ["authorization"],
  fields: DATAFEED_FIELDS,
  states: STATES,
});
