/**
 * What Elasticsearch refuses a job for, as far as it can be told from the job alone.
 * @module
 */

import { isObject } from "../json/plain_object.ts";
import type { JobType } from "./job.ts";

/** Why a body is refused. */
export interface BodyFault {
  /** Where in the body. */
  readonly path: string;
  /** What was found, to complete "Cannot store … as". */
  readonly found: string;
  /** What to do. */
  readonly hint: string;
}

type Body = Readonly<Record<string, unknown>>;

/** All that Elasticsearch would refuse a body for. */
export function bodyFaults(type: JobType, name: string, body: Body): BodyFault[] {
  switch (type) {
    case "anomaly_detection":
      return [
        ...idFaults(name, body, "job_id"),
        ...generatedFaults(body, GENERATED_BY_JOBS),
        ...groupFaults(name, body),
        ...anomalyFaults(body),
      ];
    case "datafeed":
      return [...idFaults(name, body, "datafeed_id"), ...generatedFaults(body, ["authorization"]), ...feedFaults(body)];
    case "data_frame_analytic":
      return [...idFaults(name, body, "id"), ...generatedFaults(body, GENERATED_BY_ANALYTICS), ...analyticFaults(body)];
  }
}

/** What an exported job carries, and nobody may send. */
const GENERATED_BY_JOBS = [
  "create_time",
  "finished_time",
  "job_version",
  "job_type",
  "model_snapshot_id",
  "model_snapshot_min_version",
  "deleting",
  "blocked",
];
const GENERATED_BY_ANALYTICS = ["create_time", "version", "authorization"];

function generatedFaults(body: Body, generated: readonly string[]): BodyFault[] {
  return generated.filter((key) => key in body).map((key) => ({
    path: key,
    found: `"${key}" is the server's own: it was exported with the job`,
    hint: "Remove it. GET with exclude_generated=true exports a job without it.",
  }));
}

function idFaults(name: string, body: Body, key: string): BodyFault[] {
  if (body[key] === undefined || body[key] === name) return [];
  return [{
    path: key,
    found: `its body says ${JSON.stringify(body[key])} for "${key}"`,
    hint: `Remove "${key}" from the body: "name" is the id.`,
  }];
}

/** Jobs and groups share one set of names. */
function groupFaults(name: string, { groups }: Body): BodyFault[] {
  if (!Array.isArray(groups) || !groups.includes(name)) return [];
  return [{
    path: `groups/${groups.indexOf(name)}`,
    found: "a group of it has the same name, and names of jobs and groups are one set",
    hint: "Call the group or the job something else.",
  }];
}

function anomalyFaults(body: Body): BodyFault[] {
  const { analysis_config: analysis, data_description: data } = body;
  const faults: BodyFault[] = [];
  if (!isObject(analysis)) {
    faults.push(missing("analysis_config", '{"bucket_span": "15m", "detectors": […]}'));
  } else if (!Array.isArray(analysis["detectors"]) || analysis["detectors"].length === 0) {
    faults.push(missing("analysis_config/detectors", '[{"function": "high_sum", "field_name": …}]'));
  }
  if (!isObject(data)) faults.push(missing("data_description", '{"time_field": "@timestamp"}'));
  return faults;
}

function feedFaults(body: Body): BodyFault[] {
  const faults: BodyFault[] = [];
  if (typeof body["job_id"] !== "string" || body["job_id"] === "") {
    faults.push(missing("job_id", "the name of the anomaly job that it feeds"));
  }
  if (!isNameList(body["indices"]) && !isNameList(body["indexes"])) faults.push(missing("indices", '["packetbeat-*"]'));
  return faults;
}

function analyticFaults(body: Body): BodyFault[] {
  const { source, dest, analysis } = body;
  const faults: BodyFault[] = [];
  if (!isObject(source) || !isNames(source["index"])) faults.push(missing("source/index", '["packetbeat-*"]'));
  if (!isObject(dest) || typeof dest["index"] !== "string") {
    faults.push(missing("dest/index", "the name of an index for results"));
  }
  if (!isObject(analysis) || Object.keys(analysis).length !== 1) {
    faults.push(missing("analysis", 'one of {"outlier_detection": {}}, {"regression": …} and {"classification": …}'));
  }
  return faults;
}

function isNames(value: unknown): boolean {
  return typeof value === "string" && value !== "" || isNameList(value);
}

function isNameList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string" && item !== "");
}

function missing(path: string, example: string): BodyFault {
  return { path, found: `its body has no valid "${path}"`, hint: `Give it: ${example}.` };
}
