/**
 * What there is of the indices that are to be led to the pipeline.
 * @module
 */

import { z } from "zod";
import type { Stack } from "../../stack/connect.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { OUTER_PIPELINE } from "../dga/parts.ts";
import { isSupportedVersion } from "../dga/preflight.ts";
import { type RequestOptions, Requests } from "../requests.ts";
import { PIPELINE } from "../resources/pipeline.ts";
import { storedById } from "../resources/stored_by_id.ts";
import { COMPONENT_TEMPLATE, INDEX_TEMPLATE } from "../resources/templates.ts";
import { askPrivileges, askVersion } from "../server_facts.ts";
import { askReferences } from "../dga/usage_facts.ts";
import { askIndexFacts, askNewestDocument, askTypes, countEnriched } from "../verify/document_facts.ts";
import { known, knownAs } from "../verify/known.ts";
import { tryNames } from "../verify/try_documents.ts";
import { COMPONENT } from "./plan_mapping.ts";
import { type BareTarget, type ListedStream, type ListedTemplate, targetsOf } from "./targets.ts";
import type { WiringSnapshot, WiringTarget } from "./wiring_snapshot.ts";

/** What is to be wired. */
export interface WiringRequest {
  /** The indices or data streams of the DNS documents: `packetbeat-*`. */
  readonly indexPattern: string;
}

/** Cluster privileges, each the smallest name for what is asked of the server. */
const PRIVILEGES = ["monitor", "manage_index_templates", "manage_ingest_pipelines"];

/** A pattern that stands for more was not meant for DNS documents. */
const MOST_TARGETS = 20;

/** Asks a stack for what a plan of wiring has to know. Changes nothing. */
export async function takeWiringSnapshot(
  stack: Stack,
  { indexPattern }: WiringRequest,
  options: RequestOptions = {},
): Promise<WiringSnapshot> {
  const requests = new Requests(stack, options);
  const version = await askVersion(requests);
  if (!isSupportedVersion(version)) return { ...NOTHING_FOUND, version, indexPattern };
  const privileges = await askPrivileges(requests, PRIVILEGES);
  if (privileges.kind === "asked" && privileges.missing.length > 0) {
    return { ...NOTHING_FOUND, version, indexPattern, privileges };
  }
  const outerPipeline = await PIPELINE.get(requests, OUTER_PIPELINE);
  const bare = targetsOf(
    indexPattern,
    await askStreams(requests, indexPattern),
    await askIndexFacts(requests, indexPattern),
    await askTemplates(requests),
  );
  const targets: WiringTarget[] = [];
  for (const target of bare.slice(0, MOST_TARGETS)) {
    targets.push(await look(requests, target, outerPipeline !== undefined));
  }
  const customs = [...new Set(targets.flatMap(({ custom }) => custom ?? []))];
  return {
    version,
    privileges,
    indexPattern,
    references: await askReferences(requests),
    ...(outerPipeline === undefined ? {} : { outerPipeline }),
    proof: outerPipeline === undefined ? NOTHING_FOUND.proof : await known(() => tryNames(requests)),
    targets,
    moreTargets: bare.length - targets.length,
    pipelines: await storedById(requests, PIPELINE, customs),
    componentTemplates: await storedById(requests, COMPONENT_TEMPLATE, [COMPONENT, ...customs]),
    indexTemplates: await storedById(requests, INDEX_TEMPLATE, [
      ...new Set(targets.flatMap(({ templates }) => templates)),
    ]),
  };
}

const NOTHING_FOUND = {
  privileges: { kind: "unknown", reason: "they were not asked for" },
  references: [],
  proof: { kind: "unknown", reason: `the pipeline "${OUTER_PIPELINE}" is not there`, isRefused: false },
  targets: [],
  moreTargets: 0,
  pipelines: {},
  componentTemplates: {},
  indexTemplates: {},
} as const;

async function look(requests: Requests, target: BareTarget, hasPipeline: boolean): Promise<WiringTarget> {
  const { current, name } = target;
  if (current === undefined) return { ...target, types: NO_TYPES, sample: knownAs(undefined), enriched: knownAs(0) };
  return {
    ...target,
    types: await known(() => askTypes(requests, current.index)),
    sample: hasPipeline
      ? await known(async () => (await askNewestDocument(requests, name))?.tried)
      : knownAs(undefined),
    enriched: await known(() => countEnriched(requests, name)),
  };
}

const NO_TYPES = knownAs({ prediction: [], probability: [] });

const STREAMS = z.object({
  data_streams: z.array(z.object({
    name: z.string(),
    template: z.string(),
    indices: z.array(z.object({ index_name: z.string() })),
  })),
});

async function askStreams(requests: Requests, pattern: string): Promise<ListedStream[]> {
  const path = pathOf`/_data_stream/${pattern}`;
  const { body, status } = await requests.read({ method: "GET", path, allow: [404] });
  if (status === 404) {
    narrow(`GET ${path}`, ANSWERS.noIndex, body);
    return [];
  }
  return narrow(`GET ${path}`, STREAMS, body).data_streams.map(({ name, template, indices }) => ({
    name,
    template,
    indices: indices.map(({ index_name }) => index_name),
  }));
}

const TEMPLATES = z.object({
  index_templates: z.array(z.object({
    name: z.string(),
    index_template: z.object({ index_patterns: z.array(z.string()) }),
  })).default([]),
});

/** Names and patterns of all index templates, and nothing else of them. */
async function askTemplates(requests: Requests): Promise<ListedTemplate[]> {
  const path = "/_index_template";
  const query = { filter_path: "index_templates.name,index_templates.index_template.index_patterns" };
  const { body } = await requests.read({ method: "GET", path, query });
  return narrow(`GET ${path}`, TEMPLATES, body ?? {}).index_templates
    .map(({ name, index_template }) => ({ name, patterns: index_template.index_patterns }));
}
