/**
 * Documents in indices: how many there are, what they lack, and what types their fields have.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { formatDocument, parseDocument } from "../../json/document.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { OUTER_PIPELINE } from "../dga/parts.ts";
import type { Requests } from "../requests.ts";
import type { DocumentFacts, FieldTypes, IndexFacts, TriedDocument } from "./facts.ts";
import { tryDocuments } from "./try_documents.ts";

/** The field that documents are judged by. */
const DOMAIN = "dns.question.registered_domain";
const PREDICTION = "ml_is_dga.malicious_prediction";
const PROBABILITY = "ml_is_dga.malicious_probability";

const HAS_DOMAIN = { exists: { field: DOMAIN } };
const IS_RECENT = { range: { "@timestamp": { gte: "now-24h" } } };
const HAS_VERDICT = { exists: { field: PREDICTION } };
/** The model's own answer, which the last script reduces to a verdict. */
const HAS_ANSWER = { exists: { field: "ml_is_dga.top_classes" } };
const HAS_ERROR = { exists: { field: "error.message" } };

/** Indices may come and go while they are asked about. */
const LENIENT = { ignore_unavailable: true, allow_no_indices: true } as const;

/** The indices that a pattern stands for, those behind data streams too. */
export async function askIndexFacts(requests: Requests, pattern: string): Promise<IndexFacts[]> {
  // The date of creation is asked for since an index without any of the settings would be left out.
  const path = pathOf`/${pattern}/_settings/index.default_pipeline,index.final_pipeline,index.creation_date`;
  const { body, status } = await requests.read({
    method: "GET",
    path,
    query: { flat_settings: true, ...LENIENT },
    allow: [404],
  });
  if (status === 404) {
    narrow(`GET ${path}`, ANSWERS.noIndex, body);
    return [];
  }
  const indices = narrow(`GET ${path}`, ANSWERS.currentPipelines, body ?? {});
  return Object.entries(indices).map(([index, { settings }]) => ({
    index,
    createdAt: Number(settings["index.creation_date"]),
    ...pipelineOf("defaultPipeline", settings["index.default_pipeline"]),
    ...pipelineOf("finalPipeline", settings["index.final_pipeline"]),
  }));
}

/** The server writes "_none" for a pipeline that is switched off. */
function pipelineOf<Key extends string>(key: Key, pipeline: string | undefined): { [K in Key]?: string } {
  const fields: { [K in Key]?: string } = {};
  if (pipeline !== undefined && pipeline !== "_none") fields[key] = pipeline;
  return fields;
}

/** How many documents with a registered domain there are, and with what. */
export async function askDocuments(requests: Requests, pattern: string): Promise<DocumentFacts> {
  return {
    total: await count(requests, pattern, [HAS_DOMAIN]),
    recent: await count(requests, pattern, [HAS_DOMAIN, IS_RECENT]),
    enriched: await countEnriched(requests, pattern),
    failed: await count(requests, pattern, [HAS_DOMAIN, IS_RECENT, HAS_ERROR], [HAS_VERDICT]),
    twice: await count(requests, pattern, [HAS_DOMAIN, IS_RECENT, HAS_VERDICT, HAS_ANSWER]),
  };
}

/** How many recent documents have a verdict. */
export function countEnriched(requests: Requests, pattern: string): Promise<number> {
  return count(requests, pattern, [HAS_DOMAIN, IS_RECENT, HAS_VERDICT]);
}

async function count(
  requests: Requests,
  pattern: string,
  filter: readonly unknown[],
  mustNot: readonly unknown[] = [],
): Promise<number> {
  const path = pathOf`/${pattern}/_count`;
  const body = { query: { bool: { filter, ...(mustNot.length === 0 ? {} : { must_not: mustNot }) } } };
  const response = await requests.read({ method: "POST", path, query: LENIENT, body });
  return narrow(`POST ${path}`, ANSWERS.count, response.body).count;
}

/** The newest recent document without a verdict, and what comes of it now. */
export function askPlainDocument(requests: Requests, pattern: string): Promise<TriedDocument | undefined> {
  return askNewest(requests, pattern, { filter: [HAS_DOMAIN, IS_RECENT], must_not: [HAS_VERDICT] });
}

/** The newest document with a registered domain, and what comes of it now. */
export function askNewestDocument(requests: Requests, pattern: string): Promise<TriedDocument | undefined> {
  return askNewest(requests, pattern, { filter: [HAS_DOMAIN] });
}

async function askNewest(requests: Requests, pattern: string, bool: unknown): Promise<TriedDocument | undefined> {
  const path = pathOf`/${pattern}/_search`;
  const { text = "" } = await requests.read({
    method: "POST",
    path,
    query: LENIENT,
    body: { size: 1, sort: [{ "@timestamp": { order: "desc", unmapped_type: "date" } }], query: { bool } },
  });
  // From the text: as JSON's own values a 1.0 would become an integer, another type to a script.
  const hits = parseDocument(text).get("hits");
  const list = hits instanceof JavaMap ? hits.get("hits") : undefined;
  const hit = list instanceof JavaList ? list.items[0] : undefined;
  const source = hit instanceof JavaMap ? hit.get("_source") : undefined;
  if (!(hit instanceof JavaMap) || !(source instanceof JavaMap)) return undefined;
  const index = String(hit.get("_index"));
  // What an earlier run left would be taken for what comes of this one.
  source.delete("ml_is_dga");
  const error = source.get("error");
  if (error instanceof JavaMap) error.delete("message");
  const doc = `{"_index":${JSON.stringify(index)},"_source":${formatDocument(source)}}`;
  const [tried] = await tryDocuments(requests, OUTER_PIPELINE, [doc]);
  return tried === undefined ? undefined : { index, tried };
}

/** The types that the indices give the fields of a verdict. */
export async function askTypes(requests: Requests, pattern: string): Promise<FieldTypes> {
  const path = pathOf`/${pattern}/_field_caps`;
  const { body } = await requests.read({
    method: "GET",
    path,
    query: { fields: `${PREDICTION},${PROBABILITY}`, ...LENIENT },
  });
  const { fields } = narrow(`GET ${path}`, ANSWERS.fieldCaps, body);
  const typesOf = (field: string) => Object.keys(fields[field] ?? {}).filter((type) => type !== "unmapped");
  return { prediction: typesOf(PREDICTION), probability: typesOf(PROBABILITY) };
}
