/**
 * The body of a datafeed.
 * @module
 */

import type { IngestError } from "../../../ingest/error.ts";
import { badArgument, failure, statusFailure } from "../failure.ts";
import { type AnswerValue, RawJson } from "../json_text.ts";
import { invalidMlId, isValidMlId } from "../ml_ids.ts";
import { boolean, integer, object, text, texts } from "../parse/fields.ts";
import { type JsonNode, nodeJson } from "../parse/json_node.ts";
import { type ObjectParser, requireArguments } from "../parse/object_parser.ts";
import { parseTimeValue, type TimeValue } from "../parse/time_value.ts";
import { checkSeconds } from "./analysis_config.ts";
import { DEFAULT_INDICES_OPTIONS, type IndicesOptions, readIndicesOptions } from "./indices_options.ts";
import { defaultQueryDelay } from "./query_delay.ts";
import { checkQuery } from "./stored_query.ts";

/** A datafeed that was checked. */
export interface DatafeedConfig {
  readonly id: string;
  readonly jobId: string;
  readonly indices: readonly string[];
  readonly indicesOptions: IndicesOptions;
  readonly query: RawJson;
  /** What of it was not said but chosen by the server is left out of an export. */
  readonly queryDelay: string;
  readonly frequency: string | undefined;
  readonly aggregations: RawJson | undefined;
  readonly scriptFields: RawJson | undefined;
  readonly runtimeMappings: RawJson | undefined;
  readonly scrollSize: number;
  readonly chunking: AnswerValue;
  readonly delayedDataCheck: AnswerValue;
  readonly maxEmptySearches: number | undefined;
}

/** A datafeed as it came; what it lacks is chosen when it is built. */
export interface DatafeedDraft {
  id?: string;
  jobId?: string;
  indices?: readonly string[];
  indicesOptions?: IndicesOptions;
  query?: RawJson;
  queryDelay?: string;
  frequency?: string;
  aggregations?: RawJson;
  scriptFields?: RawJson;
  runtimeMappings?: RawJson;
  scrollSize?: number;
  chunking?: AnswerValue;
  delayedDataCheck?: AnswerValue;
  maxEmptySearches?: number | undefined;
}

/** Reads a body, of a datafeed or within a job. */
export function readDatafeed(parser: ObjectParser, node: JsonNode): DatafeedDraft {
  const draft: DatafeedDraft = {};
  const indices = texts((names) => {
    draft.indices = names;
  });
  const aggregations = object((part) => {
    if (draft.aggregations !== undefined) {
      throw statusFailure(400, "Found two aggregation definitions: [aggs] and [aggregations]");
    }
    parser.leave(part);
    if (part.fields.length === 0) {
      const cause = failure(400, "exception", "aggs cannot be empty");
      throw statusFailure(400, "Datafeed aggregations are not parsable", cause);
    }
    draft.aggregations = nodeJson(part);
  });
  parser.read(node, "datafeed_config", {
    datafeed_id: text((id) => {
      draft.id = id;
    }),
    config_type: text(() => {}),
    job_id: text((id) => {
      draft.jobId = id;
    }),
    indexes: indices,
    indices,
    query_delay: text((span) => {
      draft.queryDelay = notNegative(parseTimeValue(span, "query_delay"), "query_delay");
    }),
    frequency: text((span) => {
      const frequency = parseTimeValue(span, "frequency");
      checkSeconds(frequency, "frequency", "positive");
      draft.frequency = frequency.text;
    }),
    query: object((part) => {
      parser.leave(part);
      checkQuery(part, "Datafeed query is not parsable");
      draft.query = nodeJson(part);
    }),
    aggregations,
    aggs: aggregations,
    script_fields: object((part) => {
      draft.scriptFields = scriptFields(part);
    }),
    scroll_size: integer((size) => {
      if (size < 0) throw invalidOption("scroll_size", String(size));
      draft.scrollSize = size;
    }),
    chunking_config: object((part) => {
      draft.chunking = readChunking(parser, part);
    }),
    delayed_data_check_config: object((part) => {
      draft.delayedDataCheck = readDelayedDataCheck(parser, part);
    }),
    max_empty_searches: integer((count) => {
      if (count !== -1 && count <= 0) throw invalidOption("max_empty_searches", String(count));
      draft.maxEmptySearches = count === -1 ? undefined : count;
    }),
    indices_options: object((part) => {
      parser.leave(part);
      draft.indicesOptions = readIndicesOptions(part);
    }),
    runtime_mappings: object((part) => {
      if (part.fields.length > 0) draft.runtimeMappings = nodeJson(part);
    }),
  });
  return draft;
}

/** Scripts as the server writes them: source and language. */
function scriptFields(node: JsonNode): RawJson {
  const fields = node.fields.map(({ name, value }) => {
    const parts = Object.fromEntries(value.fields.map((part) => [part.name, part.value]));
    const { script, ignore_failure: ignored } = parts;
    const isText = script?.token === "VALUE_STRING";
    const said = isText ? [] : script?.fields.map((part) => [part.name, JSON.parse(part.value.json)]) ?? [];
    const source = isText ? { source: script.text } : {};
    return [name, {
      script: { ...source, lang: "painless", ...Object.fromEntries(said) },
      ignore_failure: ignored?.text === "true",
    }];
  });
  return new RawJson(JSON.stringify(Object.fromEntries(fields)));
}

function notNegative({ millis, text }: TimeValue, field: string): string {
  if (millis < 0) throw badArgument(`${field} cannot be less than 0. Value = ${text}`);
  return text;
}

function readChunking(parser: ObjectParser, node: JsonNode): AnswerValue {
  let mode: string | undefined;
  let span: TimeValue | undefined;
  return parser.construct(node, "chunking_config", {
    mode: text((name) => {
      mode = name.toLowerCase();
      if (["off", "manual", "auto"].includes(mode)) return;
      throw badArgument(
        "No enum constant org.elasticsearch.xpack.core.ml.datafeed.ChunkingConfig.Mode." + name.toUpperCase(),
      );
    }),
    time_span: text((value) => {
      span = parseTimeValue(value, "time_span");
    }),
  }, () => {
    if (mode === "manual" && span === undefined) throw badArgument("when chunk mode is manual time_span is required");
    if (mode === "manual" && (span?.millis ?? 0) <= 0) throw badArgument("chunk time_span has to be positive");
    if (mode !== "manual" && span !== undefined) {
      throw badArgument("chunk time_span may only be set when mode is manual");
    }
    return { mode: mode ?? "", time_span: span?.text };
  }, () => ({ mode }));
}

function readDelayedDataCheck(parser: ObjectParser, node: JsonNode): AnswerValue {
  let enabled: boolean | undefined;
  let window: TimeValue | undefined;
  parser.read(node, "delayed_data_check_config", {
    enabled: boolean((value) => {
      enabled = value;
    }),
    check_window: text((value) => {
      window = parseTimeValue(value, "check_window");
    }),
  });
  requireArguments({ enabled });
  return { enabled: enabled ?? true, check_window: window?.text };
}

function invalidOption(field: string, value: string): IngestError {
  return statusFailure(400, `Invalid ${field} value '${value}' in datafeed configuration`);
}

/** Checks a datafeed as a whole, and adds what the server chooses. */
export function buildDatafeed(draft: DatafeedDraft): DatafeedConfig {
  const { id, jobId, indices = [] } = draft;
  if (id === undefined) throw badArgument("[datafeed_id] must not be null.");
  if (jobId === undefined) throw badArgument("[job_id] must not be null.");
  if (!isValidMlId(id)) throw statusFailure(400, invalidMlId("datafeed_id", id));
  if (indices.length === 0 || indices.includes("")) {
    throw invalidOption("indices", `[${indices.join(", ")}]`);
  }
  if (draft.aggregations !== undefined && draft.scriptFields !== undefined) {
    throw statusFailure(400, "script_fields cannot be used in combination with aggregations");
  }
  return {
    id,
    jobId,
    indices,
    indicesOptions: draft.indicesOptions ?? DEFAULT_INDICES_OPTIONS,
    query: draft.query ?? new RawJson('{"match_all":{}}'),
    queryDelay: draft.queryDelay ?? defaultQueryDelay(jobId),
    frequency: draft.frequency,
    aggregations: draft.aggregations,
    scriptFields: draft.scriptFields,
    runtimeMappings: draft.runtimeMappings,
    scrollSize: draft.scrollSize ?? 1000,
    chunking: draft.chunking ?? { mode: "auto" },
    delayedDataCheck: draft.delayedDataCheck ?? { enabled: true },
    maxEmptySearches: draft.maxEmptySearches,
  };
}
