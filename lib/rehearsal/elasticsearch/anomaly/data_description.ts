/**
 * The parts of a job beside the analysis: where the time is, limits, plots.
 * @module
 */

import { badArgument, statusFailure } from "../failure.ts";
import { boolean, long, text, value } from "../parse/fields.ts";
import type { JsonNode } from "../parse/json_node.ts";
import { type ObjectParser, requireArguments } from "../parse/object_parser.ts";
import { parseByteSize } from "../parse/time_value.ts";

/** `data_description` */
export interface DataDescription {
  readonly time_field: string;
  readonly time_format: string;
}

/** Reads where the time of a document is, and how it is written. */
export function readDataDescription(parser: ObjectParser, node: JsonNode): DataDescription {
  let field = "time";
  let format = "epoch_ms";
  parser.read(node, "data_description", {
    format: text((name) => {
      if (["xcontent", "delimited", "delineated"].includes(name.toLowerCase())) return;
      throw badArgument(
        "No enum constant org.elasticsearch.xpack.core.ml.job.config.DataDescription.DataFormat." + name.toUpperCase(),
      );
    }),
    time_field: text((name) => {
      field = name;
    }),
    time_format: text((pattern) => {
      if (!isTimeFormat(pattern)) throw statusFailure(400, `Invalid Time format string '${pattern}'`);
      format = pattern;
    }),
  });
  return { time_field: field, time_format: format };
}

/** Java's patterns: letters that mean something, a whole date and an hour. */
function isTimeFormat(pattern: string): boolean {
  if (pattern === "epoch" || pattern === "epoch_ms") return true;
  const quotes = pattern.split("'").length - 1;
  const letters = pattern.replace(/'[^']*'/g, "");
  const isKnown = /^[^A-Za-z#{}]*([GuyDMLdQqYwWEecFaBhKkHmsSAnNVvzOXxZp][^A-Za-z#{}]*)+$/.test(letters);
  return quotes % 2 === 0 && isKnown && [/[uy]/, /[MLD]/, /[dD]/, /[HhKkAnNS]/].every((need) => need.test(letters));
}

/** `analysis_limits` */
export interface AnalysisLimits {
  readonly megabytes: number | undefined;
  readonly categorizationExamples: number;
}

/** Reads the limits. */
export function readAnalysisLimits(parser: ObjectParser, node: JsonNode): AnalysisLimits {
  let megabytes: number | undefined;
  let categorizationExamples: number | undefined;
  return parser.construct(node, "analysis_limits", {
    model_memory_limit: value(["VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN", "VALUE_NULL"], ({ token, text }) => {
      if (token === "VALUE_STRING") megabytes = Math.trunc(parseByteSize(text, "model_memory_limit").bytes / 2 ** 20);
      else if (token === "VALUE_NUMBER") megabytes = Math.trunc(Number(text));
      else throw badArgument(`Unsupported token [${token}]`);
    }),
    categorization_examples_limit: long((limit) => {
      categorizationExamples = limit;
    }),
  }, () => {
    if (megabytes !== undefined && megabytes < 1) {
      throw statusFailure(400, `model_memory_limit must be at least 1 MiB. Value = ${megabytes}`);
    }
    if (categorizationExamples !== undefined && categorizationExamples < 0) {
      throw statusFailure(
        400,
        `categorization_examples_limit cannot be less than 0. Value = ${categorizationExamples}`,
      );
    }
    return { megabytes, categorizationExamples: categorizationExamples ?? 4 };
  });
}

/** `model_plot_config` */
export interface ModelPlotConfig {
  readonly enabled: boolean;
  readonly terms?: string;
  readonly annotations_enabled: boolean;
}

/** Reads what is plotted of a model. */
export function readModelPlotConfig(parser: ObjectParser, node: JsonNode): ModelPlotConfig {
  let enabled: boolean | undefined;
  let terms: string | undefined;
  let annotations: boolean | undefined;
  parser.read(node, "model_plot_config", {
    enabled: boolean((value) => {
      enabled = value;
    }),
    terms: text((value) => {
      terms = value;
    }),
    annotations_enabled: boolean((value) => {
      annotations = value;
    }),
  });
  requireArguments({ enabled });
  return {
    enabled: enabled ?? false,
    ...(terms === undefined ? {} : { terms }),
    annotations_enabled: annotations ?? enabled ?? false,
  };
}
