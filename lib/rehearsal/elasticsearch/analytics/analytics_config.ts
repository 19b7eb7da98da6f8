/**
 * The body of a data frame analytics job.
 * @module
 */

import type { IngestError } from "../../../ingest/error.ts";
import { checkQuery } from "../anomaly/stored_query.ts";
import { badArgument, failure, invalidRequest, statusFailure } from "../failure.ts";
import { wildcard } from "../filter_path.ts";
import { type AnswerValue, RawJson } from "../json_text.ts";
import { ID_LENGTH_LIMIT, inconsistentId, invalidMlId, isValidMlId } from "../ml_ids.ts";
import { boolean, integer, object, text, textOf, texts, value } from "../parse/fields.ts";
import { type JsonNode, nodeJson, type Place } from "../parse/json_node.ts";
import { ObjectParser, requireArguments } from "../parse/object_parser.ts";
import { type ByteSize, byteSizeText, parseByteSize } from "../parse/time_value.ts";
import { type Analysis, readAnalysis } from "./analyses.ts";

/** A job that was checked. */
export interface AnalyticsConfig {
  readonly id: string;
  readonly description: string | undefined;
  readonly source: AnalyticsSource;
  readonly dest: AnalyticsDest;
  readonly analysis: Analysis;
  readonly analyzedFields: FieldChoice | undefined;
  readonly memoryLimit: string;
  readonly allowLazyStart: boolean;
  readonly maxNumThreads: number;
  readonly meta: RawJson | undefined;
}

/** Where documents come from. */
export interface AnalyticsSource {
  readonly index: readonly string[];
  readonly query: RawJson;
  readonly fields: FieldChoice | undefined;
  readonly runtimeMappings: RawJson | undefined;
}

/** Where results go. */
export interface AnalyticsDest {
  readonly index: string;
  readonly results_field: string;
}

/** Fields that are in and fields that are not. */
export interface FieldChoice {
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

interface Draft {
  id?: string;
  description?: string;
  source?: AnalyticsSource;
  dest?: AnalyticsDest;
  analysis?: Analysis;
  analyzedFields?: FieldChoice;
  memoryLimit?: ByteSize;
  allowLazyStart: boolean;
  maxNumThreads: number;
  meta?: RawJson;
}

/** Reads a job and checks it; `maxMemoryBytes` is `xpack.ml.max_model_memory_limit`. */
export function readAnalytics(node: JsonNode, id: string, maxMemoryBytes: number): AnalyticsConfig {
  const draft = readDraft(node);
  if (draft.id !== undefined && draft.id !== id) throw inconsistentId("id", draft.id, id);
  const { source, dest, analysis } = draft;
  for (const [name, part] of Object.entries({ source, analysis, dest })) {
    if (part === undefined) throw badArgument(`[${name}] must not be null.`);
  }
  if (source === undefined || dest === undefined || analysis === undefined) throw badArgument("incomplete");
  if (draft.maxNumThreads < 1) throw statusFailure(400, "[max_num_threads] must be a positive integer");
  if (!isValidMlId(id)) throw invalidRequest(invalidMlId("id", id));
  if (id.length > ID_LENGTH_LIMIT) {
    throw invalidRequest(`Invalid id; '${id}' cannot contain more than ${ID_LENGTH_LIMIT} characters.`);
  }
  checkAnalyzedFields(draft.analyzedFields, source.fields);
  return {
    id,
    description: draft.description,
    source,
    dest,
    analysis,
    analyzedFields: draft.analyzedFields,
    memoryLimit: memoryOf(draft.memoryLimit, maxMemoryBytes),
    allowLazyStart: draft.allowLazyStart,
    maxNumThreads: draft.maxNumThreads,
    meta: draft.meta,
  };
}

function readDraft(node: JsonNode): Draft {
  const parser = new ObjectParser();
  const draft: Draft = { allowLazyStart: false, maxNumThreads: 1 };
  parser.read(node, "data_frame_analytics_config", {
    config_type: text(() => {}),
    id: text((id) => {
      draft.id = id;
    }),
    description: text((text) => {
      draft.description = text;
    }),
    source: object((part) => {
      draft.source = readSource(parser, part);
    }),
    dest: object((part) => {
      draft.dest = readDest(parser, part);
    }),
    analysis: object((part) => {
      draft.analysis = readAnalysis(parser, part);
    }),
    analyzed_fields: fieldChoice((choice) => {
      draft.analyzedFields = choice ?? { includes: [], excludes: [] };
    }),
    model_memory_limit: value(["VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN", "VALUE_NULL"], (node) => {
      draft.memoryLimit = parseByteSize(textOf(node), "model_memory_limit");
    }),
    allow_lazy_start: boolean((value) => {
      draft.allowLazyStart = value;
    }),
    max_num_threads: integer((count) => {
      draft.maxNumThreads = count;
    }),
    _meta: object((part) => {
      draft.meta = nodeJson(part);
    }),
  });
  return draft;
}

function readSource(parser: ObjectParser, node: JsonNode): AnalyticsSource {
  let index: string[] | undefined;
  let query = new RawJson('{"match_all":{}}');
  let fields: FieldChoice | undefined;
  let isDisabled = false;
  let runtimeMappings: RawJson | undefined;
  parser.read(node, "data_frame_analytics_source", {
    index: texts((names) => {
      index = names;
    }),
    query: object((part) => {
      parser.leave(part);
      checkQuery(part, "Data Frame Analytics config query is not parsable");
      query = nodeJson(part);
    }),
    _source: fieldChoice((choice) => {
      fields = choice;
      isDisabled = choice === undefined;
    }),
    runtime_mappings: object((part) => {
      runtimeMappings = nodeJson(part);
    }),
  });
  requireArguments({ index });
  const names = index ?? [];
  return parser.build("data_frame_analytics_source", () => {
    if (names.length === 0) throw badArgument("source.index must specify at least one index");
    if (names.includes("")) throw badArgument("source.index must contain non-null and non-empty strings");
    if (isDisabled) throw badArgument("source._source cannot be disabled");
    return { index: names, query, fields, runtimeMappings };
  });
}

function readDest(parser: ObjectParser, node: JsonNode): AnalyticsDest {
  let index: string | undefined;
  let resultsField = "ml";
  parser.read(node, "data_frame_analytics_dest", {
    index: text((name) => {
      index = name;
    }),
    results_field: text((name) => {
      resultsField = name;
    }),
  });
  requireArguments({ index });
  return parser.build("data_frame_analytics_dest", () => {
    if (index === undefined || index === "") throw statusFailure(400, "[index] must be non-empty");
    return { index, results_field: resultsField };
  });
}

/** A choice of fields: names, `{includes, excludes}`, or false for none, which is undefined. */
function fieldChoice(take: (choice: FieldChoice | undefined) => void): ReturnType<typeof value> {
  return value(["START_OBJECT", "START_ARRAY", "VALUE_STRING", "VALUE_BOOLEAN"], (node, stand) => {
    if (node.token === "VALUE_BOOLEAN") take(node.text === "true" ? { includes: [], excludes: [] } : undefined);
    else if (node.token === "VALUE_STRING") take({ includes: [node.text], excludes: [] });
    else if (node.token === "START_ARRAY") take({ includes: node.items.map(({ text }) => text), excludes: [] });
    else take(readFieldLists(node, stand));
  });
}

function readFieldLists({ fields }: JsonNode, stand: (place: Place) => void): FieldChoice {
  let choice: FieldChoice = { includes: [], excludes: [] };
  for (const { name, value } of fields) {
    const names = value.token === "START_ARRAY" ? value.items.map(({ text }) => text) : [value.text];
    if (name === "includes" || name === "include") choice = { ...choice, includes: names };
    else if (name === "excludes" || name === "exclude") choice = { ...choice, excludes: names };
    else {
      stand(value.start);
      throw failure(400, "parsing_exception", `Unknown key for a ${value.token} in [${name}].`, {
        details: { line: value.start.line, col: value.start.column },
      });
    }
  }
  return choice;
}

/** What is analysed must be read. */
function checkAnalyzedFields(analyzed: FieldChoice | undefined, read: FieldChoice | undefined): void {
  if (analyzed === undefined || read === undefined) return;
  const fits = (patterns: readonly string[], field: string) =>
    patterns.some((pattern) => wildcard(pattern).test(field) || field.startsWith(`${pattern}.`));
  const left = analyzed.includes.find((field) =>
    fits(read.excludes, field) || read.includes.length > 0 && !fits(read.includes, field)
  );
  if (left === undefined) return;
  throw invalidRequest(`field [${left}] is included in [analyzed_fields] but not in [source._source]`);
}

const DEFAULT_MEMORY: ByteSize = { bytes: 2 ** 30, text: "1gb" };
const LEAST_MEMORY = 1024;

function memoryOf(asked: ByteSize | undefined, maxBytes: number): string {
  const { bytes, text } = asked ?? DEFAULT_MEMORY;
  if (asked !== undefined && bytes < LEAST_MEMORY) {
    throw statusFailure(400, `model_memory_limit must be at least 1kb. Value = ${text === "-1" ? "-1b" : text}`);
  }
  if (maxBytes <= 0 || bytes <= maxBytes) return text;
  if (asked === undefined) return byteSizeText(maxBytes);
  throw memoryFailure(text, byteSizeText(maxBytes));
}

function memoryFailure(asked: string, most: string): IngestError {
  return statusFailure(
    400,
    `model_memory_limit [${asked}] must be less than the value of the xpack.ml.max_model_memory_limit setting [${most}]`,
  );
}

/** A job as an answer shows it. */
export function analyticsBody(
  config: AnalyticsConfig,
  generated: Readonly<Record<string, AnswerValue | undefined>>,
): AnswerValue {
  const { source } = config;
  return {
    id: config.id,
    ...generated,
    description: config.description,
    source: {
      index: source.index,
      query: source.query,
      _source: source.fields === undefined ? undefined : { ...source.fields },
      runtime_mappings: source.runtimeMappings,
    },
    dest: { ...config.dest },
    analysis: { [config.analysis.kind]: config.analysis.options },
    analyzed_fields: config.analyzedFields === undefined ? undefined : { ...config.analyzedFields },
    model_memory_limit: config.memoryLimit,
    allow_lazy_start: config.allowLazyStart,
    max_num_threads: config.maxNumThreads,
    _meta: config.meta,
  };
}
