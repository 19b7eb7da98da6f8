/** Anomaly detection jobs: `_ml/anomaly_detectors`. @module */

import { ACKNOWLEDGED, type Answer, ok } from "../answer.ts";
import { NODE_ID } from "../cluster_state.ts";
import { failure, statusFailure } from "../failure.ts";
import { allowsMachineLearning, nonCompliant } from "../license.ts";
import { bodyNode } from "../parse/body_node.ts";
import { boolean, text } from "../parse/fields.ts";
import { ObjectParser } from "../parse/object_parser.ts";
import { type Call, pathPart, type Route } from "../route.ts";
import type { StoredJob } from "./anomaly_state.ts";
import { storeDatafeed } from "./datafeed_api.ts";
import { readJob, sameName } from "./job_config.ts";
import { INDICES_QUERY, indicesOptionsOf } from "./indices_options.ts";
import { authorizationBody, jobBody, type ViewOptions } from "./job_view.ts";

const CLOSE_QUERY = ["allow_no_match", "force", "timeout"];

/** The calls. */
export const JOB_ROUTES: readonly Route[] = [
  ...["/_ml/anomaly_detectors", "/_ml/anomaly_detectors/{job_id}"].map((path): Route => ({
    method: "GET",
    path,
    action: "cluster:monitor/xpack/ml/job/get",
    query: ["allow_no_match", "exclude_generated"],
    fn: get,
  })),
  {
    method: "PUT",
    path: "/_ml/anomaly_detectors/{job_id}",
    action: "cluster:admin/xpack/ml/job/put",
    query: INDICES_QUERY,
    fn: put,
  },
  {
    method: "DELETE",
    path: "/_ml/anomaly_detectors/{job_id}",
    action: "cluster:admin/xpack/ml/job/delete",
    query: ["delete_user_annotations", "force", "wait_for_completion"],
    fn: remove,
  },
  {
    method: "POST",
    path: "/_ml/anomaly_detectors/{job_id}/_open",
    action: "cluster:admin/xpack/ml/job/open",
    query: ["timeout"],
    fn: open,
  },
  {
    method: "POST",
    path: "/_ml/anomaly_detectors/{job_id}/_close",
    action: "cluster:admin/xpack/ml/job/close",
    query: CLOSE_QUERY,
    fn: close,
  },
];

function get(call: Call): Answer {
  const { anomaly } = call.state;
  const jobs = anomaly.expandJobs(call.parameters.job_id ?? "_all", call.query.boolean("allow_no_match", true));
  const options = { excludeGenerated: call.query.boolean("exclude_generated", false) };
  return ok({ count: jobs.length, jobs: jobs.map((job) => shownJob(call, job, options)) });
}

function shownJob(call: Call, job: StoredJob, options: ViewOptions): ReturnType<typeof jobBody> {
  const { anomaly, security } = call.state;
  const datafeed = anomaly.datafeedOf(job.config.id)?.config;
  return jobBody(job, datafeed, authorizationBody(call.caller, security !== undefined), options);
}

async function put(call: Call): Promise<Answer> {
  const { anomaly, license, settings } = call.state;
  const id = pathPart(call, "job_id");
  const config = readJob(await bodyNode(call), id, {
    maxMemoryBytes: settings.bytes("xpack.ml.max_model_memory_limit", 0),
    indicesOptions: indicesOptionsOf(call.query),
  });
  if (!allowsMachineLearning(license)) throw nonCompliant();
  refuseTaken(call, id, config.groups);
  const job: StoredJob = { config, createTime: Date.now(), openedAt: undefined, finishedAt: undefined };
  anomaly.jobs.set(id, job);
  try {
    if (config.datafeed !== undefined) storeDatafeed(call, config.datafeed);
  } catch (thrown) {
    // As on the server, a job does not stay without the datafeed that it came with.
    anomaly.jobs.delete(id);
    throw thrown;
  }
  return ok(shownJob(call, job, { excludeGenerated: false }));
}

function refuseTaken({ state: { anomaly } }: Call, id: string, groups: readonly string[]): void {
  if (anomaly.jobs.has(id)) {
    throw failure(
      400,
      "resource_already_exists_exception",
      `The job cannot be created with the Id '${id}'. The Id is already used.`,
    );
  }
  const taken = groups.find((group) => anomaly.jobs.has(group));
  if (taken !== undefined) throw sameName(taken);
  if ([...anomaly.jobs.values()].some(({ config }) => config.groups.includes(id))) throw sameName(id);
}

function remove(call: Call): Answer {
  const id = pathPart(call, "job_id");
  const { anomaly } = call.state;
  const job = anomaly.job(id);
  if (job.openedAt !== undefined && !call.query.boolean("force", false)) {
    throw statusFailure(409, `Cannot delete job [${id}] because the job is opened`);
  }
  anomaly.deleteJob(id);
  return call.query.boolean("wait_for_completion", true) ? ACKNOWLEDGED : ok({ task: `${NODE_ID}:1` });
}

async function open(call: Call): Promise<Answer> {
  const id = pathPart(call, "job_id");
  await readOptions(call, "xpack/ml/job");
  const { anomaly, license } = call.state;
  if (!allowsMachineLearning(license)) throw nonCompliant();
  const job = anomaly.job(id);
  if (job.openedAt !== undefined) {
    throw statusFailure(409, `Cannot open job [${id}] because it has already been opened`);
  }
  job.openedAt = Date.now();
  job.finishedAt = undefined;
  return ok({ opened: true, node: NODE_ID });
}

async function close(call: Call): Promise<Answer> {
  const options = await readOptions(call, "cluster:admin/xpack/ml/job/close");
  const allowNoMatch = options.allowNoMatch ?? call.query.boolean("allow_no_match", true);
  for (const job of call.state.anomaly.expandJobs(pathPart(call, "job_id"), allowNoMatch)) {
    call.state.anomaly.close(job);
  }
  return ok({ closed: true });
}

/** Options that come in the body. */
async function readOptions(call: Call, name: string): Promise<{ readonly allowNoMatch: boolean | undefined }> {
  let allowNoMatch: boolean | undefined;
  const node = await bodyNode(call, "optional");
  if (node === undefined) return { allowNoMatch };
  const isClose = name.endsWith("close");
  new ObjectParser().read(node, name, {
    job_id: text(() => {}),
    timeout: text(() => {}),
    ...(isClose
      ? {
        force: boolean(() => {}),
        allow_no_match: boolean((value) => {
          allowNoMatch = value;
        }),
      }
      : {}),
  });
  return { allowNoMatch };
}
