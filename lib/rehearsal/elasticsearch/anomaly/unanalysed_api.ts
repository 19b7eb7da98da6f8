/** Calls about what an analysis finds: there is none, and they say so. @module */

import { unsupported } from "../failure.ts";
import type { Method, Route } from "../route.ts";

const READ: readonly Method[] = ["GET", "POST"];
const WRITE: readonly Method[] = ["POST"];

const CALLS: readonly (readonly [methods: readonly Method[], path: string])[] = [
  [READ, "/_ml/anomaly_detectors/{job_id}/results/buckets"],
  [READ, "/_ml/anomaly_detectors/{job_id}/results/buckets/{timestamp}"],
  [READ, "/_ml/anomaly_detectors/{job_id}/results/categories"],
  [READ, "/_ml/anomaly_detectors/{job_id}/results/categories/{category_id}"],
  [READ, "/_ml/anomaly_detectors/{job_id}/results/influencers"],
  [READ, "/_ml/anomaly_detectors/{job_id}/results/overall_buckets"],
  [READ, "/_ml/anomaly_detectors/{job_id}/results/records"],
  [READ, "/_ml/anomaly_detectors/{job_id}/model_snapshots"],
  [READ, "/_ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}"],
  [WRITE, "/_ml/anomaly_detectors/{job_id}/_data"],
  [WRITE, "/_ml/anomaly_detectors/{job_id}/_flush"],
  [WRITE, "/_ml/anomaly_detectors/{job_id}/_forecast"],
  [READ, "/_ml/datafeeds/_preview"],
  [READ, "/_ml/datafeeds/{datafeed_id}/_preview"],
  [READ, "/_ml/data_frame/analytics/_preview"],
  [READ, "/_ml/data_frame/analytics/{id}/_preview"],
  [READ, "/_ml/data_frame/analytics/_explain"],
  [READ, "/_ml/data_frame/analytics/{id}/_explain"],
];

/** The calls, each refused by name. */
export const UNANALYSED_ROUTES: readonly Route[] = CALLS.map(([method, path]) => ({
  method,
  path,
  fn: () => {
    throw unsupported(`Analysing, and with it [${path}],`);
  },
}));
