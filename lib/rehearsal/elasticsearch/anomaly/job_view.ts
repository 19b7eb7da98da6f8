/**
 * Jobs and datafeeds as answers show them.
 * @module
 */

import { JavaMap } from "../../../java/map.ts";
import { formatDocument, parseJson } from "../../../json/document.ts";
import { type AnswerValue, RawJson } from "../json_text.ts";
import type { Caller } from "../security.ts";
import type { AnalysisConfig } from "./analysis_config.ts";
import type { StoredJob } from "./anomaly_state.ts";
import type { DatafeedConfig } from "./datafeed_config.ts";
import type { Detector } from "./detector.ts";
import { DEFAULT_INDICES_OPTIONS } from "./indices_options.ts";
import { defaultQueryDelay } from "./query_delay.ts";

/** The version of machine learning's configurations, which is not the server's. */
export const ML_CONFIG_VERSION = "12.0.0";

/** How a configuration is shown. */
export interface ViewOptions {
  /** Leaves out what the server adds. */
  readonly excludeGenerated: boolean;
}

/** A job with its datafeed. */
export function jobBody(
  { config, createTime, finishedAt }: StoredJob,
  datafeed: DatafeedConfig | undefined,
  authorization: AnswerValue | undefined,
  { excludeGenerated }: ViewOptions,
): AnswerValue {
  const { customSettings } = config;
  return {
    ...(excludeGenerated ? {} : {
      job_id: config.id,
      job_type: "anomaly_detector",
      job_version: ML_CONFIG_VERSION,
      create_time: createTime,
      finished_time: finishedAt,
    }),
    custom_settings: excludeGenerated && customSettings !== undefined ? withoutCreator(customSettings) : customSettings,
    datafeed_config: datafeed === undefined ? undefined : datafeedBody(datafeed, authorization, { excludeGenerated }),
    groups: config.groups.length === 0 ? undefined : config.groups,
    description: config.description,
    analysis_config: analysisBody(config.analysis),
    analysis_limits: {
      model_memory_limit: `${config.memoryMegabytes}mb`,
      categorization_examples_limit: config.categorizationExamples,
    },
    data_description: { ...config.data },
    model_plot_config: config.modelPlot === undefined ? undefined : { ...config.modelPlot },
    renormalization_window_days: config.renormalizationWindowDays,
    background_persist_interval: config.backgroundPersistInterval,
    model_snapshot_retention_days: config.modelSnapshotRetentionDays,
    daily_model_snapshot_retention_after_days: config.dailyModelSnapshotRetentionAfterDays,
    results_retention_days: config.resultsRetentionDays,
    results_index_name: config.resultsIndexName,
    allow_lazy_open: config.allowLazyOpen,
  };
}

function withoutCreator(settings: RawJson): AnswerValue {
  const map = parseJson(settings.text);
  if (map instanceof JavaMap) map.delete("created_by");
  return new RawJson(formatDocument(map));
}

function detectorBody(detector: Detector): { readonly [key: string]: AnswerValue | undefined } {
  const rules = detector.custom_rules?.map((rule) => ({
    ...rule,
    conditions: rule.conditions?.map((condition) => ({ ...condition })),
  }));
  return { ...detector, custom_rules: rules };
}

function analysisBody(analysis: AnalysisConfig): AnswerValue {
  return {
    bucket_span: analysis.bucketSpan.text,
    categorization_field_name: analysis.categorizationField,
    categorization_filters: analysis.categorizationFilters,
    categorization_analyzer: analysis.categorizationAnalyzer,
    per_partition_categorization: analysis.categorizationField === undefined
      ? undefined
      : analysis.perPartition ?? { enabled: false },
    latency: analysis.latency?.text,
    summary_count_field_name: analysis.summaryCountField,
    detectors: analysis.detectors.map((detector, i) => ({ ...detectorBody(detector), detector_index: i })),
    influencers: analysis.influencers,
    multivariate_by_fields: analysis.multivariateByFields,
    model_prune_window: analysis.modelPruneWindow.text,
  };
}

/** A datafeed. */
export function datafeedBody(
  config: DatafeedConfig,
  authorization: AnswerValue | undefined,
  { excludeGenerated }: ViewOptions,
): AnswerValue {
  const shows = (isDefault: boolean) => !excludeGenerated || !isDefault;
  const { indicesOptions } = config;
  const isDefaultOptions = JSON.stringify(indicesOptions) === JSON.stringify(DEFAULT_INDICES_OPTIONS);
  return {
    datafeed_id: config.id,
    job_id: config.jobId,
    authorization: excludeGenerated ? undefined : authorization,
    query_delay: shows(config.queryDelay === defaultQueryDelay(config.jobId)) ? config.queryDelay : undefined,
    chunking_config: shows(JSON.stringify(config.chunking) === '{"mode":"auto"}') ? config.chunking : undefined,
    indices_options: shows(isDefaultOptions) ? { ...indicesOptions } : undefined,
    query: config.query,
    frequency: config.frequency,
    indices: config.indices,
    aggregations: config.aggregations,
    script_fields: config.scriptFields,
    scroll_size: config.scrollSize,
    delayed_data_check_config: config.delayedDataCheck,
    max_empty_searches: config.maxEmptySearches,
    runtime_mappings: config.runtimeMappings,
  };
}

/** With whose rights a datafeed or an analysis reads; told where security is on. */
export function authorizationBody(caller: Caller, hasSecurity: boolean): AnswerValue | undefined {
  if (!hasSecurity) return undefined;
  return caller.apiKeyId === undefined
    ? { roles: ["rehearsal"] }
    : { api_key: { id: caller.apiKeyId, name: "rehearsal" } };
}
