/**
 * All calls of the rehearsal.
 * @module
 */

import { ANALYTICS_ROUTES } from "./analytics/analytics_api.ts";
import { DATAFEED_ROUTES } from "./anomaly/datafeed_api.ts";
import { DATAFEED_RUN_ROUTES } from "./anomaly/datafeed_run_api.ts";
import { JOB_ROUTES } from "./anomaly/job_api.ts";
import { ANOMALY_STATS_ROUTES } from "./anomaly/stats_api.ts";
import { UNANALYSED_ROUTES } from "./anomaly/unanalysed_api.ts";
import { BULK_ROUTES } from "./bulk_api.ts";
import { CLUSTER_ROUTES } from "./cluster_api.ts";
import { DATA_STREAM_ROUTES } from "./data_streams/data_stream_api.ts";
import { DOCUMENT_ROUTES } from "./document_api.ts";
import { FIELD_CAPS_ROUTES } from "./field_caps_api.ts";
import { INDEX_ROUTES } from "./index_api.ts";
import { INFER_ROUTES } from "./infer_api.ts";
import { INFO_ROUTES } from "./info_api.ts";
import { MODEL_ALIAS_ROUTES } from "./model_alias_api.ts";
import { MODEL_ROUTES } from "./model_api.ts";
import { MODEL_PUT_ROUTES } from "./model_put.ts";
import { MODEL_STATS_ROUTES } from "./model_stats_api.ts";
import { NODE_INFO_ROUTES } from "./node_info_api.ts";
import { NODE_STATS_ROUTES } from "./node_stats_api.ts";
import { PIPELINE_ROUTES } from "./pipeline_api.ts";
import type { Route } from "./route.ts";
import { SCRIPT_ROUTES } from "./script_api.ts";
import { SEARCH_ROUTES } from "./search_api.ts";
import { SECURITY_ROUTES } from "./security_api.ts";
import { SIMULATE_ROUTES } from "./simulate_api.ts";
import { COMPONENT_TEMPLATE_ROUTES } from "./templates/component_template_api.ts";
import { INDEX_TEMPLATE_ROUTES } from "./templates/index_template_api.ts";

/** Every call, by group. */
export const ROUTES: readonly Route[] = [
  ...INFO_ROUTES,
  ...SECURITY_ROUTES,
  ...CLUSTER_ROUTES,
  ...NODE_INFO_ROUTES,
  ...NODE_STATS_ROUTES,
  ...MODEL_ROUTES,
  ...MODEL_PUT_ROUTES,
  ...MODEL_STATS_ROUTES,
  ...INFER_ROUTES,
  ...MODEL_ALIAS_ROUTES,
  ...JOB_ROUTES,
  ...DATAFEED_ROUTES,
  ...DATAFEED_RUN_ROUTES,
  ...ANOMALY_STATS_ROUTES,
  ...ANALYTICS_ROUTES,
  ...UNANALYSED_ROUTES,
  ...SCRIPT_ROUTES,
  ...PIPELINE_ROUTES,
  ...SIMULATE_ROUTES,
  ...COMPONENT_TEMPLATE_ROUTES,
  ...INDEX_TEMPLATE_ROUTES,
  ...DATA_STREAM_ROUTES,
  ...FIELD_CAPS_ROUTES,
  ...BULK_ROUTES,
  ...SEARCH_ROUTES,
  ...DOCUMENT_ROUTES,
  ...INDEX_ROUTES,
];
