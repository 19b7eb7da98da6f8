/**
 * What is on a stack of jobs: those that were asked for, and those that hang together with them.
 * @module
 */

import type { Job, JobType } from "../../detections/job.ts";
import { JavaList } from "../../java/collection.ts";
import type { Document } from "../../json/document.ts";
import { JavaMap } from "../../java/map.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import type { Requests } from "../requests.ts";
import { ANALYTICS_JOB, askAnalyticsActivity } from "../resources/analytics_job.ts";
import { ANOMALY_JOB, askJobState } from "../resources/anomaly_job.ts";
import { askDatafeedActivity, DATAFEED } from "../resources/datafeed.ts";
import type { StoredJson } from "../resources/stored_json.ts";
import { askOptional } from "../server_facts.ts";

/** An anomaly job that is stored. */
export interface InstalledJob {
  /** As it can be stored again. */
  readonly config: StoredJson;
  /** `opened`, `closed`, `failed` … */
  readonly state: string;
  /** The datafeed that feeds it. */
  readonly datafeed?: string;
}

/** A datafeed that is stored. */
export interface InstalledDatafeed {
  /** As it can be stored again. */
  readonly config: StoredJson;
  /** The job that it feeds. */
  readonly jobId: string;
  /** `started`, `stopped` … */
  readonly state: string;
  /** Whether it was started without an end; undefined where the server does not say. */
  readonly isEndless?: boolean;
}

/** A data frame analytics job that is stored. */
export interface InstalledAnalytics {
  /** As it can be stored again. */
  readonly config: StoredJson;
  /** `started`, `stopped` … */
  readonly state: string;
  /** Whether it has come to its end. */
  readonly isFinished: boolean;
}

/** What is there of jobs, by id. */
export interface JobFacts {
  /** Anomaly jobs. */
  readonly jobs: Readonly<Record<string, InstalledJob>>;
  /** Datafeeds, of these jobs too. */
  readonly datafeeds: Readonly<Record<string, InstalledDatafeed>>;
  /** Data frame analytics jobs. */
  readonly analytics: Readonly<Record<string, InstalledAnalytics>>;
  /** Patterns that datafeeds and analytics are to read, and that name no index so far. */
  readonly emptyPatterns: readonly string[];
}

/** A job to ask for; its body, if it has one, says which other job and which indices it needs. */
export interface JobRequest extends Pick<Job, "name" | "type"> {
  /** What is to be stored. */
  readonly body?: Document;
}

/** Asks for jobs, their datafeeds, and the indices that they are to read. */
export async function askJobs(requests: Requests, wanted: readonly JobRequest[]): Promise<JobFacts> {
  const named = (type: JobType) => wanted.filter((job) => job.type === type).map(({ name }) => name);
  const feeds = await askFeeds(requests);
  const wantedFeeds = wanted.filter(({ type }) => type === "datafeed");
  const fed = wantedFeeds.flatMap(({ name, body }) => [textAt(body, "job_id"), feeds.get(name)]);
  const jobIds = unique([...named("anomaly_detection"), ...fed]);
  const ownFeeds = [...feeds].filter(([, jobId]) => jobIds.includes(jobId)).map(([id]) => id);
  return {
    jobs: await byId(jobIds, (id) => askJob(requests, id, feeds)),
    datafeeds: await byId(unique([...named("datafeed"), ...ownFeeds]), (id) => askDatafeed(requests, id)),
    analytics: await byId(unique(named("data_frame_analytic")), (id) => askAnalytics(requests, id)),
    emptyPatterns: await askEmpty(requests, unique(wanted.flatMap(patternsOf))),
  };
}

function unique(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}

async function byId<T>(
  ids: readonly string[],
  ask: (id: string) => Promise<T | undefined>,
): Promise<Record<string, T>> {
  const found: [string, T][] = [];
  for (const id of ids) {
    const value = await ask(id);
    if (value !== undefined) found.push([id, value]);
  }
  return Object.fromEntries(found);
}

/** Which job each datafeed feeds. */
async function askFeeds(requests: Requests): Promise<Map<string, string>> {
  const path = "/_ml/datafeeds";
  const { body } = await requests.read({
    method: "GET",
    path,
    query: { filter_path: "count,datafeeds.datafeed_id,datafeeds.job_id" },
  });
  const { datafeeds } = narrow(`GET ${path}`, ANSWERS.feeds, body);
  return new Map(datafeeds.map(({ datafeed_id, job_id }) => [datafeed_id, job_id]));
}

async function askJob(
  requests: Requests,
  id: string,
  feeds: ReadonlyMap<string, string>,
): Promise<InstalledJob | undefined> {
  const config = await ANOMALY_JOB.get(requests, id);
  if (config === undefined) return undefined;
  const datafeed = [...feeds].find(([, jobId]) => jobId === id)?.[0];
  const state = await askJobState(requests, id) ?? "closed";
  return { config, state, ...(datafeed === undefined ? {} : { datafeed }) };
}

async function askDatafeed(requests: Requests, id: string): Promise<InstalledDatafeed | undefined> {
  const config = await DATAFEED.get(requests, id);
  if (config === undefined) return undefined;
  const activity = await askDatafeedActivity(requests, id) ?? { state: "stopped" };
  return { config, jobId: String(config.value["job_id"]), ...activity };
}

async function askAnalytics(requests: Requests, id: string): Promise<InstalledAnalytics | undefined> {
  const config = await ANALYTICS_JOB.get(requests, id);
  if (config === undefined) return undefined;
  return { config, ...await askAnalyticsActivity(requests, id) ?? { state: "stopped", isFinished: false } };
}

/** Of these patterns the ones that name no index; none where that may not be asked. */
async function askEmpty(requests: Requests, patterns: readonly string[]): Promise<string[]> {
  const empty: string[] = [];
  for (const pattern of patterns) {
    const path = `${pathOf`/${pattern}`}/_field_caps`;
    const request = {
      method: "GET",
      path,
      query: { fields: "@timestamp", ignore_unavailable: true, allow_no_indices: true },
    } as const;
    const indices = await askOptional(
      requests,
      request,
      (body) => narrow(`GET ${path}`, ANSWERS.matchedIndices, body).indices,
    );
    if (indices !== undefined && indices.length === 0) empty.push(pattern);
  }
  return empty;
}

/** The patterns of indices that a job reads; clusters afar are not asked. */
export function patternsOf({ type, body }: JobRequest): string[] {
  if (body === undefined || type === "anomaly_detection") return [];
  const source = type === "datafeed" ? body : body.get("source");
  if (!(source instanceof JavaMap)) return [];
  const names = type === "datafeed" ? source.get("indices") ?? source.get("indexes") : source.get("index");
  const list = names instanceof JavaList ? names.items : [names];
  return list.filter((name): name is string => typeof name === "string" && name !== "" && !name.includes(":"));
}

/** A text of a body. */
export function textAt(body: Document | undefined, key: string): string | undefined {
  const value = body?.get(key);
  return typeof value === "string" && value !== "" ? value : undefined;
}
