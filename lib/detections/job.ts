/**
 * Jobs of a detections bundle: `{"name", "type", "body"}`, where the body is what Elasticsearch takes under that name.
 * The format is that of elastic/detection-rules' experimental releases; the checks are Elasticsearch's own, as far as
 * it would refuse the job at once.
 * @module
 */

import { JavaHashMap } from "../java/map.ts";
import { closestName } from "../json/closest_name.ts";
import type { Document } from "../json/document.ts";
import { type Finding, hasErrors, type Validation } from "../json/finding.ts";
import { isObject } from "../json/plain_object.ts";
import { bodyFaults } from "./job_body.ts";
import { parseLocatedObject } from "./located_object.ts";
import { findingAt, type LocatedObject } from "./place.ts";

/** What a job can be. */
export const JOB_TYPES = ["anomaly_detection", "datafeed", "data_frame_analytic"] as const;

/** What a job is: each is another resource of Elasticsearch. */
export type JobType = typeof JOB_TYPES[number];

/** A job as it is sent. */
export interface Job {
  /** Name of the file that it comes from. */
  readonly file: string;
  /** Its id on the server. */
  readonly name: string;
  /** Which resource it is. */
  readonly type: JobType;
  /** What is sent, with numbers as they are written. */
  readonly body: Document;
}

/** What each type is called in a sentence. */
export const JOB_NAMES: Readonly<Record<JobType, string>> = {
  anomaly_detection: "anomaly job",
  datafeed: "datafeed",
  data_frame_analytic: "data frame analytics job",
};

/**
 * Reads the file of a job. A job with errors is one that Elasticsearch would refuse.
 *
 * ```ts
 * import { parseJob } from "./job.ts";
 * const text = '{"name": "datafeed-a", "type": "datafeed", "body": {"job_id": "a", "indices": ["packetbeat-*"]}}';
 * if (parseJob(text, "a.json").value?.type !== "datafeed") throw new Error();
 * const { findings } = parseJob(text.replace('"datafeed",', '"datafed",'), "a.json");
 * if (findings[0]?.hint !== 'Did you mean "datafeed"?' || findings[0].column !== 32) throw new Error();
 * ```
 */
export function parseJob(text: string, file: string): Validation<Job> {
  const { value: source, findings } = parseLocatedObject(text.replace(/^\uFEFF/, ""), { file, what: "the job" });
  if (source === undefined) return { findings };
  const { name, type, body } = source.value;
  if (name === undefined && type === undefined && body === undefined) return { findings: [noJob(source)] };
  findings.push(...nameFindings(source), ...typeFindings(source), ...bodyFindings(source), ...unusedKeys(source));
  const document = source.document.get("body");
  if (typeof name !== "string" || !isJobType(type) || !isObject(body) || !(document instanceof JavaHashMap)) {
    return { findings };
  }
  for (const { path, found, hint } of bodyFaults(type, name, body)) {
    const message = `Cannot store the ${JOB_NAMES[type]} "${name}" as ${found}`;
    findings.push(findingAt(source, { level: "error", code: "job-body", path: `body/${path}`, message, hint }));
  }
  return hasErrors(findings) ? { findings } : { value: { file, name, type, body: document }, findings };
}

function isJobType(type: unknown): type is JobType {
  return JOB_TYPES.some((known) => known === type);
}

/** Ids of jobs, datafeeds and analytics, as `MlStrings` has them. */
const ID = /^[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?$/;

function noJob(source: LocatedObject): Finding {
  return findingAt(source, {
    level: "error",
    code: "json-shape",
    path: "",
    message: cannotTake('it has neither "name" nor "type" nor "body"'),
    hint: "Is it the file that was meant?",
  });
}

function nameFindings(source: LocatedObject): Finding[] {
  const { name } = source.value;
  const hint = "A name becomes the id on the server: a-z, 0-9, -, _ and ., a letter or digit at both ends, at most 64.";
  if (typeof name === "string" && ID.test(name)) return [];
  const found = name === undefined ? 'it has no "name"' : `its name is no id: ${JSON.stringify(name)}`;
  return [findingAt(source, { level: "error", code: "job-name", path: "name", message: cannotTake(found), hint })];
}

function typeFindings(source: LocatedObject): Finding[] {
  const { type } = source.value;
  if (isJobType(type)) return [];
  const closest = typeof type === "string" ? closestName(type, JOB_TYPES) : undefined;
  const found = type === undefined ? 'it has no "type"' : `its type is unknown: ${JSON.stringify(type)}`;
  const hint = closest === undefined
    ? `Types are ${JOB_TYPES.map((known) => `"${known}"`).join(", ")}.`
    : `Did you mean "${closest}"?`;
  return [findingAt(source, { level: "error", code: "job-type", path: "type", message: cannotTake(found), hint })];
}

function bodyFindings(source: LocatedObject): Finding[] {
  if (isObject(source.value["body"])) return [];
  const found = source.value["body"] === undefined ? 'it has no "body"' : 'its "body" is no object';
  const hint = 'Put what Elasticsearch takes for such a job into "body", beside "name" and "type".';
  return [findingAt(source, { level: "error", code: "job-body", path: "body", message: cannotTake(found), hint })];
}

function unusedKeys(source: LocatedObject): Finding[] {
  return Object.keys(source.value).filter((key) => !["name", "type", "body"].includes(key)).map((key) =>
    findingAt(source, {
      level: "warning",
      code: "unused-key",
      path: key,
      message: `The key "${key}" is beside "name", "type" and "body": it is not sent`,
      hint: 'Move it into "body" if Elasticsearch is to have it, or remove it.',
    })
  );
}

function cannotTake(found: string): string {
  return `Cannot take this as a job as ${found}`;
}
