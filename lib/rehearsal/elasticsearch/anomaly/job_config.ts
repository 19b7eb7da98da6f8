/**
 * The body of an anomaly detection job.
 * @module
 */

import { badArgument, failure } from "../failure.ts";
import type { RawJson } from "../json_text.ts";
import { ID_LENGTH_LIMIT, inconsistentId, invalidMlId, isValidMlId } from "../ml_ids.ts";
import { boolean, long, object, text, textOrNull, texts } from "../parse/fields.ts";
import { type JsonNode, nodeJson } from "../parse/json_node.ts";
import { ObjectParser } from "../parse/object_parser.ts";
import { byteSizeText, parseTimeValue, type TimeValue } from "../parse/time_value.ts";
import { type AnalysisConfig, analysisFields, checkWholeSeconds, readAnalysisConfig } from "./analysis_config.ts";
import {
  type AnalysisLimits,
  type DataDescription,
  type ModelPlotConfig,
  readAnalysisLimits,
  readDataDescription,
  readModelPlotConfig,
} from "./data_description.ts";
import type { IndicesOptions } from "./indices_options.ts";
import { buildDatafeed, type DatafeedConfig, type DatafeedDraft, readDatafeed } from "./datafeed_config.ts";

/** A job that was checked. */
export interface JobConfig {
  readonly id: string;
  readonly groups: readonly string[];
  readonly description: string | undefined;
  readonly analysis: AnalysisConfig;
  readonly memoryMegabytes: number;
  readonly categorizationExamples: number;
  readonly data: DataDescription;
  readonly modelPlot: ModelPlotConfig | undefined;
  readonly renormalizationWindowDays: number | undefined;
  readonly backgroundPersistInterval: string | undefined;
  readonly modelSnapshotRetentionDays: number;
  readonly dailyModelSnapshotRetentionAfterDays: number | undefined;
  readonly resultsRetentionDays: number | undefined;
  readonly customSettings: RawJson | undefined;
  readonly resultsIndexName: string;
  readonly allowLazyOpen: boolean;
  readonly datafeed: DatafeedConfig | undefined;
}

interface Draft {
  id?: string;
  groups: string[];
  description?: string | undefined;
  analysis?: AnalysisConfig;
  limits?: AnalysisLimits;
  data?: DataDescription;
  modelPlot?: ModelPlotConfig;
  renormalizationWindowDays?: number;
  backgroundPersistInterval?: TimeValue;
  modelSnapshotRetentionDays: number;
  dailyModelSnapshotRetentionAfterDays?: number;
  resultsRetentionDays?: number;
  customSettings?: RawJson;
  resultsIndexName?: string;
  allowLazyOpen: boolean;
  datafeed?: DatafeedDraft;
}

/** What a request says of a job beside its body. */
export interface JobRequest {
  /** `xpack.ml.max_model_memory_limit`; 0 for none. */
  readonly maxMemoryBytes: number;
  /** For its datafeed. */
  readonly indicesOptions: IndicesOptions;
}

/** Reads a job and checks it. */
export function readJob(node: JsonNode, id: string, request: JobRequest): JobConfig {
  const draft = readDraft(node);
  if (draft.id !== undefined && draft.id !== id) throw inconsistentId("job_id", draft.id, id);
  const { analysis, data } = checkDraft(draft, id);
  const daily = draft.dailyModelSnapshotRetentionAfterDays ?? (draft.modelSnapshotRetentionDays > 1 ? 1 : undefined);
  return {
    id,
    groups: draft.groups,
    description: draft.description,
    analysis,
    memoryMegabytes: memoryOf(draft, request.maxMemoryBytes),
    categorizationExamples: draft.limits?.categorizationExamples ?? 4,
    data,
    modelPlot: draft.modelPlot,
    renormalizationWindowDays: draft.renormalizationWindowDays,
    backgroundPersistInterval: draft.backgroundPersistInterval?.text,
    modelSnapshotRetentionDays: draft.modelSnapshotRetentionDays,
    dailyModelSnapshotRetentionAfterDays: daily,
    resultsRetentionDays: draft.resultsRetentionDays,
    customSettings: draft.customSettings,
    resultsIndexName: resultsIndexOf(draft),
    allowLazyOpen: draft.allowLazyOpen,
    datafeed: datafeedOf(draft, id, request.indicesOptions),
  };
}

function readDraft(node: JsonNode): Draft {
  const parser = new ObjectParser();
  const draft: Draft = { groups: [], modelSnapshotRetentionDays: 10, allowLazyOpen: false };
  parser.read(node, "job_details", {
    job_id: text((id) => {
      draft.id = id;
    }),
    groups: texts((names) => {
      draft.groups = names;
    }),
    description: textOrNull((text) => {
      draft.description = text;
    }),
    analysis_config: object((part) => {
      draft.analysis = readAnalysisConfig(parser, part);
    }),
    analysis_limits: object((part) => {
      draft.limits = readAnalysisLimits(parser, part);
    }),
    data_description: object((part) => {
      draft.data = readDataDescription(parser, part);
    }),
    model_plot_config: object((part) => {
      draft.modelPlot = readModelPlotConfig(parser, part);
    }),
    renormalization_window_days: long((days) => {
      draft.renormalizationWindowDays = days;
    }),
    background_persist_interval: text((span) => {
      draft.backgroundPersistInterval = parseTimeValue(span, "background_persist_interval");
    }),
    results_retention_days: long((days) => {
      draft.resultsRetentionDays = days;
    }),
    model_snapshot_retention_days: long((days) => {
      draft.modelSnapshotRetentionDays = days;
    }),
    daily_model_snapshot_retention_after_days: long((days) => {
      draft.dailyModelSnapshotRetentionAfterDays = days;
    }),
    custom_settings: object((part) => {
      draft.customSettings = nodeJson(part);
    }),
    results_index_name: text((name) => {
      draft.resultsIndexName = name;
    }),
    allow_lazy_open: boolean((value) => {
      draft.allowLazyOpen = value;
    }),
    datafeed_config: object((part) => {
      draft.datafeed = readDatafeed(parser, part);
    }),
  });
  return draft;
}

/** The checks of a whole job, in the server's order. */
function checkDraft(draft: Draft, id: string): { analysis: AnalysisConfig; data: DataDescription } {
  const { analysis, data } = draft;
  if (analysis === undefined) throw badArgument("An analysis_config must be set");
  if (data === undefined) throw badArgument("A data_description must be set");
  if (analysisFields(analysis).includes(data.time_field)) {
    throw badArgument("data_description.time_field may not be used in the analysis_config");
  }
  checkPersistInterval(draft.backgroundPersistInterval);
  checkNotLess(0, "renormalization_window_days", draft.renormalizationWindowDays);
  checkNotLess(0, "results_retention_days", draft.resultsRetentionDays);
  if (!isValidMlId(id)) throw badArgument(invalidMlId("job_id", id));
  if (id.length > ID_LENGTH_LIMIT) {
    throw badArgument(`The job id cannot contain more than ${ID_LENGTH_LIMIT} characters.`);
  }
  checkRetention(draft);
  checkGroups(draft.groups, id);
  const index = draft.resultsIndexName ?? "";
  if (index !== "" && !isValidMlId(index)) throw badArgument(invalidMlId("results_index_name", index));
  checkDuplicates(analysis);
  return { analysis, data };
}

function checkPersistInterval(interval: TimeValue | undefined): void {
  if (interval === undefined) return;
  checkWholeSeconds(interval, "background_persist_interval");
  checkNotLess(3600, "background_persist_interval", interval.millis / 1000);
}

function checkNotLess(least: number, field: string, value: number | undefined): void {
  if (value === undefined || value >= least) return;
  throw badArgument(`${field} cannot be less than ${grouped(least)}. Value = ${grouped(value)}`);
}

/** Numbers in the server's messages have thousands separators. */
function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

function checkRetention(
  { modelSnapshotRetentionDays: days, dailyModelSnapshotRetentionAfterDays: daily }: Draft,
): void {
  checkNotLess(0, "model_snapshot_retention_days", days);
  checkNotLess(0, "daily_model_snapshot_retention_after_days", daily);
  if (daily === undefined || daily <= days) return;
  throw badArgument(
    `The value of daily_model_snapshot_retention_after_days [${daily}] cannot be greater than ` +
      `model_snapshot_retention_days [${days}]`,
  );
}

function checkGroups(groups: readonly string[], id: string): void {
  for (const group of groups) {
    if (!isValidMlId(group)) {
      throw badArgument(
        `Invalid group id '${group}'; must be non-empty string and may contain lowercase alphanumeric (a-z and 0-9), ` +
          "hyphens or underscores; must start and end with alphanumeric",
      );
    }
    if (group === id) throw sameName(group);
  }
}

/** Jobs and groups share one set of names. */
export function sameName(name: string): Error {
  return failure(
    400,
    "resource_already_exists_exception",
    `job and group names must be unique but job [${name}] and group [${name}] have the same name`,
  );
}

function checkDuplicates({ detectors }: AnalysisConfig): void {
  const seen = new Set<string>();
  for (const detector of detectors) {
    const key = JSON.stringify(detector);
    if (seen.has(key)) {
      throw badArgument(`Duplicate detectors are not allowed: [${detector.detector_description}]`);
    }
    seen.add(key);
  }
}

const DEFAULT_MEGABYTES = 1024;

/** A limit that was asked for must fit; the default one is cut. */
function memoryOf({ limits }: Draft, maxBytes: number): number {
  const most = maxBytes <= 0 ? Infinity : Math.floor(maxBytes / 2 ** 20);
  const asked = limits?.megabytes;
  if (asked === undefined) return Math.min(DEFAULT_MEGABYTES, most);
  if (asked > most) {
    throw badArgument(
      `model_memory_limit [${byteSizeText(asked * 2 ** 20)}] must be less than the value of the ` +
        `xpack.ml.max_model_memory_limit setting [${byteSizeText(most * 2 ** 20)}]`,
    );
  }
  return asked;
}

function resultsIndexOf({ resultsIndexName: name = "" }: Draft): string {
  if (name === "" || name === "shared") return "shared";
  return name.startsWith("custom-") ? name : `custom-${name}`;
}

function datafeedOf(
  { datafeed }: Draft,
  id: string,
  indicesOptions: IndicesOptions,
): DatafeedConfig | undefined {
  if (datafeed === undefined) return undefined;
  if (datafeed.jobId !== undefined && datafeed.jobId !== id) {
    // The last bracket is the server's.
    throw badArgument(`datafeed job_id [${datafeed.jobId}] does not equal job id [${id}}`);
  }
  return buildDatafeed({ indicesOptions, ...datafeed, id: datafeed.id ?? id, jobId: id });
}
