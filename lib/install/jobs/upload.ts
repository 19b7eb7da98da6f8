/**
 * The plan of an upload of jobs.
 * @module
 */

import { type Job, JOB_NAMES, type JobType } from "../../detections/job.ts";
import { JavaHashMap } from "../../java/map.ts";
import { formatDocument, parseDocument } from "../../json/document.ts";
import { type Finding, hasErrors } from "../../json/finding.ts";
import type { Difference, Plan } from "../plan.ts";
import { jobFindings } from "../dga/preflight.ts";
import type { ResourceKind } from "../resources/kinds.ts";
import type { StackSnapshot } from "../snapshot.ts";
import { jobChanges } from "./compare.ts";
import { patternsOf, textAt } from "./job_facts.ts";
import { JobSteps } from "./job_steps.ts";

/** How jobs are uploaded. */
export interface JobUploadOptions {
  /** Replaces what is there and differs. @default {false} */
  readonly overwrite?: boolean;
  /** Opens the anomaly jobs. @default {false} */
  readonly open?: boolean;
  /** Opens the anomaly jobs, and starts datafeeds and data frame analytics. @default {false} */
  readonly start?: boolean;
  /** What the plan calls the jobs together. @default the name of the only job, or how many there are */
  readonly subject?: string;
  /** The command that is named where running it again helps; without secrets. @default {`upload_job.ts …`} */
  readonly command?: string;
}

/** The kind of resource that a type of job is. */
const KIND_OF_TYPE: Readonly<Record<JobType, ResourceKind>> = {
  anomaly_detection: "anomaly-job",
  datafeed: "datafeed",
  data_frame_analytic: "analytics-job",
};

/**
 * What uploading jobs would do to the stack of a snapshot that was taken for them. Depends on nothing else.
 *
 * A datafeed comes after its job. What is there and equal, but for what the server adds, is left alone. What differs is
 * only replaced with `overwrite`: stopped and closed, deleted, stored anew, and opened and started again if it was.
 */
export function planJobUpload(jobs: readonly Job[], snapshot: StackSnapshot, options: JobUploadOptions = {}): Plan {
  const { overwrite = false, open = false, start = false } = options;
  const command = options.command ?? `upload_job.ts ${jobs.map(({ file }) => file).join(" ")}`;
  const subject = options.subject ?? (jobs.length === 1 ? jobs[0]?.name ?? "" : `${jobs.length} jobs`);
  const frame = { kind: "job-upload", subject, serverVersion: snapshot.version, command, next: [] } as const;
  const preflight = jobFindings(snapshot);
  if (hasErrors(preflight)) return { ...frame, ...NOTHING, findings: preflight };
  if (snapshot.jobs === undefined) throw new TypeError("Cannot plan an upload as the snapshot was not taken for jobs");
  const wanted = inOrder(jobs.flatMap(withOwnDatafeed));
  const compared = wanted.map((job) => ({ job, ...jobChanges(job, snapshot) }));
  const differences = compared.filter(({ changes }) => changes.length > 0).map(({ job, changes }): Difference => ({
    kind: KIND_OF_TYPE[job.type],
    id: job.name,
    changes,
  }));
  const findings = [
    ...preflight,
    ...twiceFindings(wanted),
    ...feedFindings(wanted, snapshot),
    ...emptyFindings(wanted, snapshot),
    ...(overwrite
      ? []
      : compared.filter(({ changes }) => changes.length > 0).map(({ job, changes }) => differs(job, changes))),
  ];
  const unchanged = compared.filter(({ isThere, changes }) => isThere && changes.length === 0)
    .map(({ job }) => `${JOB_NAMES[job.type]} "${job.name}"`);
  if (hasErrors(findings)) return { ...frame, ...NOTHING, findings, differences, unchanged };
  const steps = new JobSteps(snapshot, wanted);
  for (const { job, isThere, changes } of compared) {
    if (!isThere) steps.store(job);
    else if (changes.length > 0) steps.replace(job);
  }
  steps.putBack();
  if (open || start) steps.open();
  if (start) steps.start();
  const { flag } = steps;
  const isAsked = flag === undefined || start || open && flag === "--open";
  const again = isAsked ? command : `${command} ${flag}`;
  return { ...frame, command: again, findings, differences, unchanged, ...steps.plan() };
}

const NOTHING = { findings: [], differences: [], steps: [], unchanged: [], notes: [] } as const;

const ORDER: readonly JobType[] = ["anomaly_detection", "datafeed", "data_frame_analytic"];

/** What is needed comes before what needs it. */
function inOrder(jobs: readonly Job[]): Job[] {
  return ORDER.flatMap((type) => jobs.filter((job) => job.type === type));
}

/** An anomaly job may bring its datafeed along, which is a resource of its own. */
function withOwnDatafeed(job: Job): Job[] {
  const feed = job.type === "anomaly_detection" ? job.body.get("datafeed_config") : undefined;
  if (!(feed instanceof JavaHashMap)) return [job];
  const body = parseDocument(formatDocument(job.body));
  body.delete("datafeed_config");
  const feedBody = parseDocument(formatDocument(feed));
  const name = textAt(feedBody, "datafeed_id") ?? job.name;
  feedBody.set("job_id", job.name);
  return [{ ...job, body }, { file: job.file, name, type: "datafeed", body: feedBody }];
}

function differs({ name, type, file }: Job, changes: readonly string[]): Finding {
  const cost = type === "anomaly_detection" ? ", which deletes what it has learned and found" : "";
  return {
    level: "error",
    code: "differs",
    file,
    message: `Cannot upload the ${JOB_NAMES[type]} "${name}" as it is there already and is not the same: ` +
      changes.join("; "),
    hint: `Replace it with --overwrite${cost}; or give it another name, which keeps both.`,
  };
}

function twiceFindings(jobs: readonly Job[]): Finding[] {
  const first = new Map<string, Job>();
  return jobs.flatMap((job): Finding[] => {
    const key = `${job.type} ${job.name}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, job);
    if (other === undefined) return [];
    return [{
      level: "error",
      code: "job-twice",
      file: job.file,
      message: `Cannot upload the ${JOB_NAMES[job.type]} "${job.name}" as it is in "${other.file}", too`,
      hint: "Leave out one of the files.",
    }];
  });
}

/** A datafeed needs its job, and a job has one datafeed. */
function feedFindings(wanted: readonly Job[], { jobs: found }: StackSnapshot): Finding[] {
  const feeds = wanted.filter(({ type }) => type === "datafeed");
  const jobNames = wanted.filter(({ type }) => type === "anomaly_detection").map(({ name }) => name);
  return feeds.flatMap(({ name, file, body }): Finding[] => {
    const jobId = textAt(body, "job_id") ?? "";
    const about = { level: "error", file, path: "body/job_id" } as const;
    if (!jobNames.includes(jobId) && found?.jobs[jobId] === undefined) {
      return [{
        ...about,
        code: "job-missing",
        message: `Cannot store the datafeed "${name}" as its job "${jobId}" is neither there nor among the files`,
        hint: "Give the job's file, too.",
      }];
    }
    const other = found?.jobs[jobId]?.datafeed;
    const rival = feeds.find((feed) => feed.name !== name && textAt(feed.body, "job_id") === jobId)?.name ?? other;
    if (rival === undefined || rival === name) return [];
    return [{
      ...about,
      code: "job-has-datafeed",
      message: `Cannot store the datafeed "${name}" as a job has one datafeed, and "${rival}" feeds "${jobId}"`,
      hint: rival === other ? `Delete the other one: delete_job.ts ${rival} datafeed` : "Leave out one of them.",
    }];
  });
}

function emptyFindings(wanted: readonly Job[], { jobs: found }: StackSnapshot): Finding[] {
  return wanted.flatMap((job) => {
    const empty = patternsOf(job).filter((pattern) => found?.emptyPatterns.includes(pattern));
    return empty.map((pattern): Finding => ({
      level: "warning",
      code: "no-index",
      file: job.file,
      message: `There is no index "${pattern}" for the ${JOB_NAMES[job.type]} "${job.name}" to read`,
      hint: "It can't be started before there are documents, and Elasticsearch may refuse to store it.",
    }));
  });
}
