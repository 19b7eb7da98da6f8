/** Data frame analytics: `_ml/data_frame/analytics`. They stay started, and analyse nothing. @module */

import { authorizationBody, ML_CONFIG_VERSION } from "../anomaly/job_view.ts";
import { NO_ANALYSIS, nodeBody } from "../anomaly/stats_api.ts";
import { ACKNOWLEDGED, type Answer, ok } from "../answer.ts";
import { NODE_ID } from "../cluster_state.ts";
import { failure, statusFailure } from "../failure.ts";
import type { AnswerValue } from "../json_text.ts";
import { allowsMachineLearning, nonCompliant } from "../license.ts";
import { inconsistentId } from "../ml_ids.ts";
import { bodyNode } from "../parse/body_node.ts";
import { boolean, text } from "../parse/fields.ts";
import { ObjectParser } from "../parse/object_parser.ts";
import { refuseUnreadable } from "../read_privileges.ts";
import { type Call, pathPart, type Route } from "../route.ts";
import { analyticsBody, type AnalyticsConfig, readAnalytics } from "./analytics_config.ts";
import type { StoredAnalytics } from "./analytics_state.ts";
import { checkAnalysis, checkSourceAndDest } from "./source_check.ts";

const ID_PATH = "/_ml/data_frame/analytics/{id}";
const ACTION = "xpack/ml/data_frame/analytics";

/** The calls. */
export const ANALYTICS_ROUTES: readonly Route[] = [
  ...["/_ml/data_frame/analytics", ID_PATH].map((path): Route => ({
    method: "GET",
    path,
    action: `cluster:monitor/${ACTION}/get`,
    query: ["allow_no_match", "exclude_generated", "from", "size"],
    fn: get,
  })),
  ...["/_ml/data_frame/analytics/_stats", `${ID_PATH}/_stats`].map((path): Route => ({
    method: "GET",
    path,
    action: `cluster:monitor/${ACTION}/stats/get`,
    query: ["allow_no_match", "from", "size", "verbose"],
    fn: stats,
  })),
  { method: "PUT", path: ID_PATH, action: `cluster:admin/${ACTION}/put`, fn: put },
  {
    method: "DELETE",
    path: ID_PATH,
    action: `cluster:admin/${ACTION}/delete`,
    query: ["force", "timeout"],
    fn: remove,
  },
  {
    method: "POST",
    path: `${ID_PATH}/_start`,
    action: `cluster:admin/${ACTION}/start`,
    query: ["timeout"],
    fn: start,
  },
  {
    method: "POST",
    path: `${ID_PATH}/_stop`,
    action: `cluster:admin/${ACTION}/stop`,
    query: ["allow_no_match", "force", "timeout"],
    fn: stop,
  },
];

/** The jobs that are asked for, and the page of them. */
function page(call: Call): { count: number; shown: StoredAnalytics[] } {
  const { query } = call;
  const found = call.state.analytics.expand(call.parameters.id ?? "_all", query.boolean("allow_no_match", true));
  const from = query.integer("from", 0);
  return { count: found.length, shown: found.slice(from, from + query.integer("size", 100)) };
}

function get(call: Call): Answer {
  const { count, shown } = page(call);
  const excludes = call.query.boolean("exclude_generated", false);
  return ok({ count, data_frame_analytics: shown.map((job) => shownJob(call, job, excludes)) });
}

function shownJob(call: Call, { config, createTime }: StoredAnalytics, excludesGenerated: boolean): AnswerValue {
  return analyticsBody(
    config,
    excludesGenerated ? {} : {
      create_time: createTime,
      version: ML_CONFIG_VERSION,
      authorization: authorizationBody(call.caller, call.state.security !== undefined),
    },
  );
}

async function put(call: Call): Promise<Answer> {
  const id = pathPart(call, "id");
  const { analytics, license, settings } = call.state;
  const config = readAnalytics(await bodyNode(call), id, settings.bytes("xpack.ml.max_model_memory_limit", 0));
  if (!allowsMachineLearning(license)) throw nonCompliant();
  checkSourceAndDest(call.state, config);
  refuseUnreadable(call.caller, `data frame analytics [${id}]`, [
    ...config.source.index.map((index) => ({ index, privileges: ["read"] })),
    { index: config.dest.index, privileges: ["read", "index", "create_index"] },
  ]);
  if (analytics.jobs.has(id)) {
    throw failure(400, "resource_already_exists_exception", `A data frame analytics with id [${id}] already exists`);
  }
  const job: StoredAnalytics = { config, createTime: Date.now(), isStarted: false };
  analytics.jobs.set(id, job);
  return ok(shownJob(call, job, false));
}

function remove(call: Call): Answer {
  const id = pathPart(call, "id");
  const { isStarted } = call.state.analytics.job(id);
  if (isStarted && !call.query.boolean("force", false)) {
    throw statusFailure(409, `Cannot delete data frame analytics [${id}] while its status is started`);
  }
  call.state.analytics.jobs.delete(id);
  return ACKNOWLEDGED;
}

async function start(call: Call): Promise<Answer> {
  const id = pathPart(call, "id");
  await readOptions(call, "start");
  const { analytics, license } = call.state;
  if (!allowsMachineLearning(license)) throw nonCompliant();
  const job = analytics.job(id);
  if (job.isStarted) {
    throw statusFailure(409, `Cannot start data frame analytics [${id}] because it has already been started`);
  }
  checkSourceAndDest(call.state, job.config);
  checkAnalysis(call.state, job.config);
  job.isStarted = true;
  return ok({ acknowledged: true, node: NODE_ID });
}

async function stop(call: Call): Promise<Answer> {
  const said = await readOptions(call, "stop");
  const allowNoMatch = said ?? call.query.boolean("allow_no_match", true);
  for (const job of call.state.analytics.expand(pathPart(call, "id"), allowNoMatch)) job.isStarted = false;
  return ok({ stopped: true });
}

/** Options that come in the body; gives `allow_no_match`. */
async function readOptions(call: Call, verb: "start" | "stop"): Promise<boolean | undefined> {
  const node = await bodyNode(call, "optional");
  if (node === undefined) return undefined;
  let id: string | undefined;
  let allowNoMatch: boolean | undefined;
  new ObjectParser().read(node, `cluster:admin/${ACTION}/${verb}`, {
    id: text((own) => {
      id = own;
    }),
    timeout: text(() => {}),
    ...(verb === "start" ? {} : {
      allow_no_match: boolean((value) => {
        allowNoMatch = value;
      }),
      force: boolean(() => {}),
    }),
  });
  const asked = pathPart(call, "id");
  if (id !== undefined && id !== asked) throw inconsistentId("id", id, asked);
  return allowNoMatch;
}

function stats(call: Call): Answer {
  const { count, shown } = page(call);
  return ok({ count, data_frame_analytics: shown.map((job) => statsBody(call, job)) });
}

function statsBody(call: Call, { config, isStarted }: StoredAnalytics): AnswerValue {
  return {
    id: config.id,
    state: isStarted ? "started" : "stopped",
    progress: phasesOf(config).map((phase) => ({ phase, progress_percent: 0 })),
    data_counts: { training_docs_count: 0, test_docs_count: 0, skipped_docs_count: 0 },
    memory_usage: { peak_usage_bytes: 0, status: "ok" },
    node: isStarted ? nodeBody(call.state) : undefined,
    assignment_explanation: isStarted ? NO_ANALYSIS : undefined,
  };
}

function phasesOf({ analysis }: AnalyticsConfig): string[] {
  return ["reindexing", "loading_data", ...analysis.phases, "writing_results"];
}
