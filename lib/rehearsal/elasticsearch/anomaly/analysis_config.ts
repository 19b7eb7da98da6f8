/**
 * What an anomaly detection job analyses: `analysis_config`.
 * @module
 */

import { badArgument, statusFailure } from "../failure.ts";
import type { RawJson } from "../json_text.ts";
import { boolean, object, objects, text, texts, value } from "../parse/fields.ts";
import { toIngestError } from "../../../ingest/error.ts";
import { type JsonNode, nodeJson } from "../parse/json_node.ts";
import { type Field, type ObjectParser, parseFailure, requireArguments } from "../parse/object_parser.ts";
import { humanDuration, parseTimeValue, type TimeValue } from "../parse/time_value.ts";
import { checkFieldName, checkMetric, type Detector, readDetector, splitFields } from "./detector.ts";

/** The fields of an `analysis_config`. */
export interface AnalysisConfig {
  readonly bucketSpan: TimeValue;
  readonly detectors: readonly Detector[];
  readonly influencers: readonly string[];
  readonly modelPruneWindow: TimeValue;
  readonly latency: TimeValue | undefined;
  readonly summaryCountField: string | undefined;
  readonly categorizationField: string | undefined;
  readonly categorizationFilters: readonly string[] | undefined;
  readonly categorizationAnalyzer: RawJson | undefined;
  readonly perPartition: RawJson | undefined;
  readonly multivariateByFields: boolean | undefined;
}

interface Draft {
  bucketSpan: TimeValue;
  detectors?: Detector[];
  influencers: string[];
  modelPruneWindow?: TimeValue;
  latency?: TimeValue;
  summaryCountField?: string;
  categorizationField?: string;
  categorizationFilters?: string[];
  categorizationAnalyzer?: RawJson;
  perPartition?: { readonly enabled: boolean; readonly json: RawJson };
  multivariateByFields?: boolean;
}

const CATEGORY_FIELD = "mlcategory";

/** Reads the part and checks it. */
export function readAnalysisConfig(parser: ObjectParser, node: JsonNode): AnalysisConfig {
  const draft: Draft = { bucketSpan: { millis: 300_000, text: "5m" }, influencers: [] };
  const spans: (() => void)[] = [];
  // The server's object is made of the detectors: spans that come before them are read after them, the last one first.
  const span = (name: string, set: (span: TimeValue) => void): Field => ({
    tokens: ["VALUE_STRING"],
    take: ({ text, start }) => {
      if (draft.detectors !== undefined) return set(parseTimeValue(text, name));
      spans.unshift(() => {
        try {
          set(parseTimeValue(text, name));
        } catch (thrown) {
          const cause = parseFailure(start, `[analysis_config] failed to parse field [${name}]`, toIngestError(thrown));
          throw parseFailure(start, "failed to build [analysis_config] after last required field arrived", cause);
        }
      });
    },
  });
  parser.read(node, "analysis_config", {
    detectors: objects((list) => {
      const detectors = parser.readEach(list, (item) => readDetector(parser, item));
      draft.detectors = detectors;
      parser.build("analysis_config", () => detectors.forEach(checkMetric));
      for (const read of spans) read();
    }),
    bucket_span: span("bucket_span", (value) => {
      draft.bucketSpan = value;
    }),
    categorization_field_name: text((name) => {
      draft.categorizationField = name;
    }),
    categorization_filters: texts((filters) => {
      draft.categorizationFilters = filters;
    }),
    categorization_analyzer: value(["START_OBJECT", "VALUE_STRING"], (analyzer) => {
      draft.categorizationAnalyzer = nodeJson(analyzer);
    }),
    per_partition_categorization: object((part) => {
      draft.perPartition = { enabled: readPerPartition(parser, part), json: nodeJson(part) };
    }),
    latency: span("latency", (value) => {
      draft.latency = value;
    }),
    summary_count_field_name: text((name) => {
      draft.summaryCountField = name;
    }),
    influencers: texts((names) => {
      draft.influencers = names;
    }),
    multivariate_by_fields: boolean((value) => {
      draft.multivariateByFields = value;
    }),
    model_prune_window: span("model_prune_window", (value) => {
      draft.modelPruneWindow = value;
    }),
  });
  requireArguments({ detectors: draft.detectors });
  return builtConfig(draft, draft.detectors ?? []);
}

function readPerPartition(parser: ObjectParser, node: JsonNode): boolean {
  let enabled: boolean | undefined;
  parser.read(node, "per_partition_categorization", {
    enabled: boolean((value) => {
      enabled = value;
    }),
    stop_on_warn: boolean(() => {}),
  });
  requireArguments({ enabled });
  return enabled ?? false;
}

/** The checks in the server's order. */
function builtConfig(draft: Draft, detectors: readonly Detector[]): AnalysisConfig {
  checkSeconds(draft.bucketSpan, "bucket_span", "positive");
  checkPruneWindow(draft);
  if (draft.latency !== undefined) checkSeconds(draft.latency, "latency", "not negative");
  if (detectors.length === 0) throw statusFailure(400, "No detectors configured");
  checkFieldName(draft.summaryCountField);
  checkFieldName(draft.categorizationField);
  checkCategories(draft, detectors);
  if ((draft.summaryCountField ?? "") !== "" && detectors.some((detector) => detector.function === "metric")) {
    throw statusFailure(400, "The 'metric' function cannot be used in jobs that will take pre-summarized input");
  }
  checkNestedNames(termFields(detectors, draft.influencers));
  return {
    bucketSpan: draft.bucketSpan,
    detectors,
    influencers: draft.influencers,
    modelPruneWindow: draft.modelPruneWindow ?? defaultPruneWindow(draft.bucketSpan),
    latency: draft.latency,
    summaryCountField: draft.summaryCountField,
    categorizationField: draft.categorizationField,
    categorizationFilters: draft.categorizationFilters,
    categorizationAnalyzer: draft.categorizationAnalyzer,
    perPartition: draft.perPartition?.json,
    multivariateByFields: draft.multivariateByFields,
  };
}

/** A span that is whole seconds. */
export function checkSeconds(span: TimeValue, field: string, bound: "positive" | "not negative"): void {
  if (bound === "positive" && span.millis <= 0) {
    throw badArgument(`${field} cannot be less or equal than 0. Value = ${humanDuration(span)}`);
  }
  if (span.millis < 0) throw badArgument(`${field} cannot be less than 0. Value = ${humanDuration(span)}`);
  checkWholeSeconds(span, field);
}

/** Throws for a part of a second. */
export function checkWholeSeconds(span: TimeValue, field: string): void {
  if (span.millis % 1000 === 0) return;
  throw badArgument(`${field} has to be a multiple of 1s; actual was '${humanDuration(span)}'`);
}

function checkPruneWindow({ modelPruneWindow, bucketSpan }: Draft): void {
  if (modelPruneWindow === undefined) return;
  const window = `model_prune_window [${modelPruneWindow.text}]`;
  const span = `bucket_span [${bucketSpan.text}]`;
  if (modelPruneWindow.millis % bucketSpan.millis !== 0) {
    throw statusFailure(400, `${window} must be a multiple of ${span}`);
  }
  if (modelPruneWindow.millis / bucketSpan.millis < 2) {
    throw statusFailure(400, `${window} must be at least 2 times greater than ${span}`);
  }
}

const DAY = 86_400_000;

const WHOLE_UNITS = [["d", DAY], ["h", 3_600_000], ["m", 60_000]] as const;

/** The greater of 30 days and 20 buckets, in whole buckets. */
function defaultPruneWindow({ millis }: TimeValue): TimeValue {
  const window = Math.ceil(Math.max(30 * DAY, 20 * millis) / millis) * millis;
  const [unit, length] = WHOLE_UNITS.find(([, length]) => window % length === 0) ?? ["s", 1000];
  return { millis: window, text: `${window / length}${unit}` };
}

function checkCategories(draft: Draft, detectors: readonly Detector[]): void {
  const { categorizationField: field, categorizationFilters: filters = [], categorizationAnalyzer: analyzer } = draft;
  const isUsed = detectors.some((detector) => splitFields(detector).includes(CATEGORY_FIELD));
  if (isUsed && field === undefined) {
    throw statusFailure(400, `categorization_field_name must be set for ${CATEGORY_FIELD} to be available`);
  }
  if (field !== undefined && !isUsed) {
    throw statusFailure(
      400,
      `categorization_field_name is set but ${CATEGORY_FIELD} is not used in any detector by/over/partition field`,
    );
  }
  if (analyzer !== undefined && field === undefined) {
    throw statusFailure(400, "categorization_analyzer requires setting categorization_field_name");
  }
  if (filters.length > 0) checkFilters(draft, filters);
  if (draft.perPartition?.enabled === true && field === undefined) {
    throw statusFailure(400, "categorization_field_name must be set when per-partition categorization is enabled");
  }
}

function checkFilters(draft: Draft, filters: readonly string[]): void {
  if (draft.categorizationAnalyzer !== undefined) {
    throw statusFailure(
      400,
      "categorization_filters cannot be used with categorization_analyzer - instead specify them as pattern_replace " +
        "char_filters in the analyzer",
    );
  }
  if (draft.categorizationField === undefined) {
    throw statusFailure(400, "categorization_filters require setting categorization_field_name");
  }
  if (new Set(filters).size < filters.length) throw statusFailure(400, "categorization_filters contain duplicates");
  if (filters.includes("")) {
    throw statusFailure(400, "categorization_filters are not allowed to contain empty strings");
  }
}

/** The fields whose values tell series apart or influence, in order. */
function termFields(detectors: readonly Detector[], influencers: readonly string[]): string[] {
  return [...new Set([...detectors.flatMap(splitFields), ...influencers])].filter((name) => name !== "").sort();
}

/** A field cannot be an object and a value. */
function checkNestedNames(names: readonly string[]): void {
  names.forEach((name, i) => {
    const before = names[i - 1];
    if (before !== undefined && name.startsWith(`${before}.`)) {
      throw statusFailure(400, `Fields [${before}] and [${name}] cannot both be used in the same analysis_config`);
    }
  });
}

/** Every field that the analysis reads, in order. */
export function analysisFields(config: AnalysisConfig): string[] {
  const { detectors, influencers, categorizationField, summaryCountField } = config;
  const names = [
    ...termFields(detectors, influencers),
    categorizationField,
    summaryCountField,
    ...detectors.map((detector) => detector.field_name),
  ];
  return [...new Set(names.filter((name) => name !== undefined).filter((name) => name !== ""))].sort();
}
