/**
 * The fields of jobs, datafeeds and analytics, as Elasticsearch's API documents them, with what it adds to them.
 * @module
 */

import type { ConfigField, ConfigFields } from "../config_fields.ts";

const VALUE: ConfigField = { kind: "value" };
const CHOSEN: ConfigField = { kind: "chosen" };
const NAMES: ConfigField = { kind: "names" };
const MEMORY: ConfigField = { kind: "chosen", as: "size" };

/** An empty text and none are the same, and so on. */
const TEXT: ConfigField = { kind: "value", otherwise: "" };
const OFF: ConfigField = { kind: "value", otherwise: false };
const LIST: ConfigField = { kind: "value", otherwise: [] };
const OBJECT: ConfigField = { kind: "value", otherwise: {} };

/** Without a query all documents are meant. */
const QUERY: ConfigField = {
  kind: "chosen",
  as: "exact",
  mayChoose: (stored) => typeof stored === "object" && stored !== null && "match_all" in stored,
};

const DETECTOR: ConfigFields = {
  by_field_name: VALUE,
  custom_rules: LIST,
  detector_description: CHOSEN,
  exclude_frequent: CHOSEN,
  field_name: VALUE,
  function: VALUE,
  over_field_name: VALUE,
  partition_field_name: VALUE,
  use_null: CHOSEN,
};

/** Anomaly detection jobs. */
export const ANOMALY_JOB_FIELDS: ConfigFields = {
  allow_lazy_open: OFF,
  analysis_config: {
    kind: "object",
    fields: {
      bucket_span: { kind: "duration", otherwise: "5m" },
      categorization_analyzer: CHOSEN,
      categorization_field_name: VALUE,
      categorization_filters: LIST,
      detectors: { kind: "list", fields: DETECTOR },
      influencers: NAMES,
      latency: { kind: "duration", otherwise: "0s" },
      model_prune_window: { kind: "chosen", as: "duration" },
      multivariate_by_fields: OFF,
      per_partition_categorization: CHOSEN,
      summary_count_field_name: VALUE,
    },
  },
  analysis_limits: {
    kind: "object",
    fields: { categorization_examples_limit: { kind: "value", otherwise: 4 }, model_memory_limit: MEMORY },
  },
  background_persist_interval: { kind: "duration" },
  custom_settings: OBJECT,
  daily_model_snapshot_retention_after_days: CHOSEN,
  data_description: {
    kind: "object",
    fields: { time_field: { kind: "value", otherwise: "time" }, time_format: { kind: "value", otherwise: "epoch_ms" } },
  },
  description: TEXT,
  groups: NAMES,
  model_plot_config: { kind: "open" },
  model_snapshot_retention_days: { kind: "value", otherwise: 10 },
  renormalization_window_days: VALUE,
  results_index_name: CHOSEN,
  results_retention_days: VALUE,
};

/** Datafeeds. */
export const DATAFEED_FIELDS: ConfigFields = {
  aggregations: VALUE,
  chunking_config: CHOSEN,
  delayed_data_check_config: CHOSEN,
  frequency: { kind: "duration" },
  indices: NAMES,
  indices_options: CHOSEN,
  job_id: VALUE,
  max_empty_searches: VALUE,
  query: QUERY,
  query_delay: { kind: "chosen", as: "duration" },
  runtime_mappings: OBJECT,
  script_fields: VALUE,
  scroll_size: { kind: "value", otherwise: 1000 },
};

/** Data frame analytics jobs. */
export const ANALYTICS_JOB_FIELDS: ConfigFields = {
  _meta: OBJECT,
  allow_lazy_start: OFF,
  analysis: { kind: "open" },
  analyzed_fields: { kind: "object", fields: { excludes: NAMES, includes: NAMES } },
  description: TEXT,
  dest: { kind: "object", fields: { index: VALUE, results_field: { kind: "value", otherwise: "ml" } } },
  max_num_threads: { kind: "value", otherwise: 1 },
  model_memory_limit: MEMORY,
  source: {
    kind: "object",
    fields: { _source: CHOSEN, index: NAMES, query: QUERY, runtime_mappings: OBJECT },
  },
};

/** Other names that Elasticsearch takes for a field, and what it calls it itself. */
const ALIASES: Readonly<Record<string, string>> = { aggs: "aggregations", indexes: "indices" };

/** A body under the names that Elasticsearch answers with. */
export function withoutAliases(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      ALIASES[key] ?? key,
      key === "analyzed_fields" && (Array.isArray(value) || typeof value === "string") ? { includes: value } : value,
    ]),
  );
}
