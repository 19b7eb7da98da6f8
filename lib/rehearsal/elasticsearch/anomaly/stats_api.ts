/** What jobs and datafeeds are doing: `_stats`. @module */

import { JavaDouble } from "../../../java/value.ts";
import { type Answer, ok } from "../answer.ts";
import { type ClusterState, NODE_ID } from "../cluster_state.ts";
import type { AnswerValue } from "../json_text.ts";
import type { Call, Route } from "../route.ts";
import type { StoredDatafeed, StoredJob } from "./anomaly_state.ts";

/** The calls. */
export const ANOMALY_STATS_ROUTES: readonly Route[] = [
  ...["/_ml/anomaly_detectors/_stats", "/_ml/anomaly_detectors/{job_id}/_stats"].map((path): Route => ({
    method: "GET",
    path,
    action: "cluster:monitor/xpack/ml/job/stats/get",
    query: ["allow_no_match"],
    fn: jobStats,
  })),
  ...["/_ml/datafeeds/_stats", "/_ml/datafeeds/{datafeed_id}/_stats"].map((path): Route => ({
    method: "GET",
    path,
    action: "cluster:monitor/xpack/ml/datafeeds/stats/get",
    query: ["allow_no_match"],
    fn: datafeedStats,
  })),
];

/** Where a server says why a job does not run, the rehearsal says what its jobs do not do. */
export const NO_ANALYSIS = "The rehearsal keeps states and analyses nothing";

function jobStats(call: Call): Answer {
  const { anomaly } = call.state;
  const jobs = anomaly.expandJobs(call.parameters.job_id ?? "_all", call.query.boolean("allow_no_match", true));
  return ok({ count: jobs.length, jobs: jobs.map((job) => jobStatsBody(call.state, job)) });
}

function jobStatsBody(state: ClusterState, { config, openedAt }: StoredJob): AnswerValue {
  const { id } = config;
  return {
    job_id: id,
    data_counts: { job_id: id, ...NO_DATA, log_time: openedAt },
    model_size_stats: {
      job_id: id,
      result_type: "model_size_stats",
      model_bytes: 0,
      total_by_field_count: 0,
      total_over_field_count: 0,
      total_partition_field_count: 0,
      bucket_allocation_failures_count: 0,
      memory_status: "ok",
      assignment_memory_basis: "current_model_bytes",
      categorized_doc_count: 0,
      total_category_count: 0,
      frequent_category_count: 0,
      rare_category_count: 0,
      dead_category_count: 0,
      failed_category_count: 0,
      categorization_status: "ok",
      log_time: Date.now(),
    },
    forecasts_stats: { total: 0, forecasted_jobs: 0 },
    state: openedAt === undefined ? "closed" : "opened",
    node: openedAt === undefined ? undefined : nodeBody(state),
    assignment_explanation: openedAt === undefined ? undefined : NO_ANALYSIS,
    open_time: openedAt === undefined ? undefined : `${Math.floor((Date.now() - openedAt) / 1000)}s`,
    timing_stats: { job_id: id, bucket_count: 0, total_bucket_processing_time_ms: new JavaDouble(0) },
  };
}

const NO_DATA = {
  processed_record_count: 0,
  processed_field_count: 0,
  input_bytes: 0,
  input_field_count: 0,
  invalid_date_count: 0,
  missing_field_count: 0,
  out_of_order_timestamp_count: 0,
  empty_bucket_count: 0,
  sparse_bucket_count: 0,
  bucket_count: 0,
  input_record_count: 0,
};

function datafeedStats(call: Call): Answer {
  const { anomaly } = call.state;
  const found = anomaly.expandDatafeeds(
    call.parameters.datafeed_id ?? "_all",
    call.query.boolean("allow_no_match", true),
  );
  return ok({ count: found.length, datafeeds: found.map((datafeed) => datafeedStatsBody(call.state, datafeed)) });
}

function datafeedStatsBody(state: ClusterState, { config, started }: StoredDatafeed): AnswerValue {
  return {
    datafeed_id: config.id,
    state: started === undefined ? "stopped" : "started",
    node: started === undefined ? undefined : nodeBody(state),
    assignment_explanation: started === undefined ? undefined : NO_ANALYSIS,
    timing_stats: {
      job_id: config.jobId,
      search_count: 0,
      bucket_count: 0,
      total_search_time_ms: new JavaDouble(0),
      exponential_average_search_time_per_hour_ms: new JavaDouble(0),
    },
    running_state: started === undefined
      ? undefined
      : { real_time_configured: started.isRealTime, real_time_running: started.isRealTime },
  };
}

/** The node that a task runs on. */
export function nodeBody(state: ClusterState): AnswerValue {
  return {
    id: NODE_ID,
    name: state.nodeName,
    ephemeral_id: NODE_ID,
    transport_address: "127.0.0.1:9300",
    attributes: { "ml.machine_memory": "2147483648", "ml.max_jvm_size": "1073741824" },
  };
}
