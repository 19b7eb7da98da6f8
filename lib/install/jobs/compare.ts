/**
 * Whether a job is on a stack as its file has it.
 * @module
 */

import type { Job, JobType } from "../../detections/job.ts";
import { formatDocument } from "../../json/document.ts";
import type { ConfigFields } from "../config_fields.ts";
import { configChanges, isSameConfig } from "../resources/ml_resource.ts";
import type { StoredJson } from "../resources/stored_json.ts";
import type { StackSnapshot } from "../snapshot.ts";
import { ANALYTICS_JOB_FIELDS, ANOMALY_JOB_FIELDS, DATAFEED_FIELDS } from "./job_fields.ts";

const FIELDS: Readonly<Record<JobType, ConfigFields>> = {
  anomaly_detection: ANOMALY_JOB_FIELDS,
  datafeed: DATAFEED_FIELDS,
  data_frame_analytic: ANALYTICS_JOB_FIELDS,
};

/** Whether a job is there, and where it is another: no changes for one that is there and the same. */
export function jobChanges(job: Job, snapshot: StackSnapshot): { isThere: boolean; changes: string[] } {
  const stored = storedJob(job, snapshot);
  if (stored === undefined) return { isThere: false, changes: [] };
  const sent = formatDocument(job.body);
  const fields = FIELDS[job.type];
  return {
    isThere: true,
    changes: isSameConfig(fields, stored.text, sent) ? [] : configChanges(fields, stored.text, sent),
  };
}

/** A job of a snapshot. */
export function storedJob({ name, type }: Pick<Job, "name" | "type">, { jobs }: StackSnapshot): StoredJson | undefined {
  switch (type) {
    case "anomaly_detection":
      return jobs?.jobs[name]?.config;
    case "datafeed":
      return jobs?.datafeeds[name]?.config;
    case "data_frame_analytic":
      return jobs?.analytics[name]?.config;
  }
}
