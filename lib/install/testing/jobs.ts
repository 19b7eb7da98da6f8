/** Jobs for tests. @module */

import assert from "node:assert/strict";
import type { DetectionsBundle } from "../../detections/detections_bundle.ts";
import { type Job, parseJob } from "../../detections/job.ts";
import { parseRules } from "../../detections/rule.ts";

/** A job of a bundle's files. */
export function job(name: string, type: Job["type"], body: unknown): Job {
  const { value, findings } = parseJob(JSON.stringify({ name, type, body }), `${name}.json`);
  assert.ok(value !== undefined, JSON.stringify(findings));
  return value;
}

/** The body of an anomaly job, with changes. */
export function anomalyBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    description: "Sums of DGA probabilities",
    groups: ["dns", "packetbeat"],
    analysis_config: {
      bucket_span: "15m",
      detectors: [{
        function: "high_sum",
        field_name: "ml_is_dga.malicious_probability",
        over_field_name: "source.ip",
      }],
      influencers: ["source.ip"],
    },
    analysis_limits: { model_memory_limit: "64MB" },
    data_description: { time_field: "@timestamp", time_format: "epoch_ms" },
    ...changes,
  };
}

/** An anomaly job. */
export function anomalyJob(changes: Readonly<Record<string, unknown>> = {}, name = "dga"): Job {
  return job(name, "anomaly_detection", anomalyBody(changes));
}

/** Its datafeed. */
export function datafeed(changes: Readonly<Record<string, unknown>> = {}, name = "datafeed-dga"): Job {
  return job(name, "datafeed", {
    job_id: "dga",
    indices: ["packetbeat-*"],
    query: { bool: { filter: [{ term: { type: "dns" } }] } },
    ...changes,
  });
}

/** A data frame analytics job. */
export function analyticsJob(changes: Readonly<Record<string, unknown>> = {}, name = "outliers"): Job {
  return job(name, "data_frame_analytic", {
    source: { index: "packetbeat-*" },
    dest: { index: "ml-outliers" },
    analysis: { outlier_detection: {} },
    analyzed_fields: ["source.bytes"],
    ...changes,
  });
}

/** A detections bundle of jobs and one rule. */
export function detections(jobs: readonly Job[], note: string): DetectionsBundle {
  const line = JSON.stringify({
    rule_id: "dga-rule",
    name: "Rule",
    description: "d",
    severity: "low",
    risk_score: 21,
    type: "machine_learning",
    machine_learning_job_id: "dga",
    anomaly_threshold: 50,
    note,
  });
  const { value: rules = [], findings } = parseRules(line, "rules.ndjson");
  assert.deepEqual(findings, []);
  return { name: "detections", release: undefined, files: new Map(), jobs, rules, refused: [], dgaRelease: undefined };
}

/** Requests that make an index with what the jobs read: jobs that read nothing do not start. */
export function packetbeatRequests(): Request[] {
  const url = "http://rehearsal/packetbeat-8.19.0-2026.11.01";
  const headers = { "content-type": "application/json" };
  const document = {
    "@timestamp": "2026-11-01T00:00:00Z",
    type: "dns",
    source: { ip: "192.0.2.1", bytes: 1 },
    ml_is_dga: { malicious_prediction: 0, malicious_probability: 0.1 },
  };
  return [
    new Request(url, { method: "PUT", headers, body: JSON.stringify({ mappings: { properties: PROPERTIES } }) }),
    new Request(`${url}/_doc/1?refresh=true`, { method: "PUT", headers, body: JSON.stringify(document) }),
  ];
}

const PROPERTIES = {
  "@timestamp": { type: "date" },
  type: { type: "keyword" },
  source: { properties: { ip: { type: "ip" }, bytes: { type: "long" } } },
  ml_is_dga: { properties: { malicious_prediction: { type: "long" }, malicious_probability: { type: "float" } } },
};
