/**
 * Anomaly detection jobs. A group's name finds jobs, too, so the one that was asked for is told by its id.
 * @module
 */

import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { ANOMALY_JOB_FIELDS } from "../jobs/job_fields.ts";
import type { Requests } from "../requests.ts";
import { mlResource, PATIENCE_MS } from "./ml_resource.ts";
import type { ResourceState, ResourceStates } from "./resource.ts";
import { ask } from "./stored_json.ts";

/** The job's state in the server's own words; undefined where there is no such job. */
export async function askJobState(requests: Requests, id: string): Promise<string | undefined> {
  const path = pathOf`/_ml/anomaly_detectors/${id}/_stats`;
  const { status, body } = await ask(requests, path);
  if (status === 404) return void narrow(`GET ${path}`, ANSWERS.noJob, body);
  return narrow(`GET ${path}`, ANSWERS.jobStats, body).jobs.find(({ job_id }) => job_id === id)?.state;
}

const STATES: ResourceStates = {
  async isIn(requests, id, state) {
    const now = await askJobState(requests, id);
    return state === "closed" ? now === "closed" : now === "opened" || now === "opening";
  },
  async bring(requests, id, state) {
    // What has failed is only closed by force.
    const isFailed = state === "closed" && await askJobState(requests, id) === "failed";
    return await requests.write(
      {
        method: "POST",
        path: requestOf(id, state),
        ...(isFailed ? { query: { force: true } } : {}),
        timeoutMs: PATIENCE_MS,
      },
      () => STATES.isIn(requests, id, state),
    );
  },
  command: (id, state) => `POST ${requestOf(id, state)}`,
};

function requestOf(id: string, state: ResourceState): string {
  return `${pathOf`/_ml/anomaly_detectors/${id}`}/${state === "closed" ? "_close" : "_open"}`;
}

/** Anomaly jobs, without their datafeeds. */
export const ANOMALY_JOB = mlResource({
  name: "anomaly job",
  pathOf: (id) => pathOf`/_ml/anomaly_detectors/${id}`,
  listOf: (call, body) => narrow(call, ANSWERS.jobs, body).jobs,
  list: "jobs",
  id: "job_id",
  generated: [
    "blocked",
    "create_time",
    "create_time_string",
    "datafeed_config",
    "deleting",
    "finished_time",
    "finished_time_string",
    "job_type",
    "job_version",
    "model_snapshot_id",
    "model_snapshot_min_version",
  ],
  fields: ANOMALY_JOB_FIELDS,
  states: STATES,
  losesOnDelete: "what it had learned and found",
});
