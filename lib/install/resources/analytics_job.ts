/**
 * Data frame analytics jobs. They end by themselves.
 * @module
 */

import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { ANALYTICS_JOB_FIELDS } from "../jobs/job_fields.ts";
import type { Requests } from "../requests.ts";
import { mlResource, startedAndStopped } from "./ml_resource.ts";
import { ask } from "./stored_json.ts";

/** What a data frame analytics job is doing. */
export interface AnalyticsActivity {
  /** The state in the server's own words. */
  readonly state: string;
  /** Whether it has come to its end. */
  readonly isFinished: boolean;
}

/** What a job is doing; undefined where there is none. */
export async function askAnalyticsActivity(requests: Requests, id: string): Promise<AnalyticsActivity | undefined> {
  const path = pathOf`/_ml/data_frame/analytics/${id}/_stats`;
  const { status, body } = await ask(requests, path);
  if (status === 404) return void narrow(`GET ${path}`, ANSWERS.noJob, body);
  const { data_frame_analytics: jobs } = narrow(`GET ${path}`, ANSWERS.analyticsStats, body);
  const stats = jobs.find((job) => job.id === id);
  if (stats === undefined) return undefined;
  const isAtEnd = stats.progress.length > 0 && stats.progress.every(({ progress_percent }) => progress_percent === 100);
  return { state: stats.state, isFinished: stats.state === "stopped" && isAtEnd };
}

/** States of a job that does not run. */
export const ANALYTICS_AT_REST: readonly string[] = ["stopped", "failed"];

const path = (id: string) => pathOf`/_ml/data_frame/analytics/${id}`;

const STATES = startedAndStopped(path, async (requests, id, state) => {
  const activity = await askAnalyticsActivity(requests, id);
  if (activity === undefined) return false;
  const isAtRest = ANALYTICS_AT_REST.includes(activity.state);
  return state === "stopped" ? isAtRest : !isAtRest || activity.isFinished;
});

/** Data frame analytics jobs. */
export const ANALYTICS_JOB = mlResource({
  name: "data frame analytics job",
  pathOf: path,
  listOf: (call, body) => narrow(call, ANSWERS.analytics, body).data_frame_analytics,
  list: "data_frame_analytics",
  id: "id",
  generated: ["authorization", "create_time", "create_time_string", "version"],
  fields: ANALYTICS_JOB_FIELDS,
  states: STATES,
});
