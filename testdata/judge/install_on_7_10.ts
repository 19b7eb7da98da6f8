/**
 * Stores a bundle's scripts and pipelines on a real Elasticsearch 7.10.2 by the library's own plan, sends documents
 * through them, compares what comes out with the engines' answers, and removes everything again. That node has no machine
 * learning: the inference processor is left out, and each document brings an answer of the model along.
 *
 *     deno run --allow-all testdata/judge/install_on_7_10.ts [--elasticsearch URL]
 *
 * The last line says how many comparisons agree, and how many differ.
 * @module
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DgaBundle, validateDgaBundle } from "../../lib/bundle/dga.ts";
import { readBundle } from "../../lib/bundle/read.ts";
import { createIngestNode, type IngestNode } from "../../lib/ingest/node.ts";
import { applyPlan } from "../../lib/install/apply.ts";
import { INNER_PIPELINE, OUTER_PIPELINE, PIPELINES, SCRIPTS } from "../../lib/install/dga/parts.ts";
import type { Plan } from "../../lib/install/plan.ts";
import { DEFAULT_MAX_CONTENT_LENGTH } from "../../lib/install/dga/preflight.ts";
import { planSetup } from "../../lib/install/dga/setup.ts";
import type { StoredJson } from "../../lib/install/resources/stored_json.ts";
import type { StackSnapshot } from "../../lib/install/snapshot.ts";
import { uploadFacts } from "../../lib/install/dga/upload_facts.ts";
import type { Step } from "../../lib/install/step.ts";
import { JavaList } from "../../lib/java/collection.ts";
import { JavaMap } from "../../lib/java/map.ts";
import { javaEquals, type JavaValue } from "../../lib/java/value.ts";
import { type Document, formatDocument, parseDocument } from "../../lib/json/document.ts";
import { domainDocument } from "../../lib/scoring/domain_document.ts";
import { splitDomainName } from "../../lib/scoring/domain_name.ts";
import { connect, type Stack } from "../../lib/stack/connect.ts";
import { pathOf } from "../../lib/stack/elasticsearch.ts";
import { adapt710 } from "./adapt_7_10.ts";

const TESTDATA = fileURLToPath(new URL("..", import.meta.url));

/** What the model could have said of a document. */
const MODEL_ANSWER = `{
  "malicious_prediction": 1,
  "top_classes": [{"class_name": 1, "class_probability": 0.75}, {"class_name": 0, "class_probability": 0.25}]
}`;

/** Each this many of the listed domains is sent. */
const EVERY = 20;

/** Documents that were compared. */
interface Comparison {
  readonly agree: number;
  readonly differences: readonly string[];
}

async function readStarter(): Promise<DgaBundle> {
  const { value, findings } = await validateDgaBundle(await readBundle(join(TESTDATA, "ML-DGA-20261101-1")));
  if (value === undefined) throw new Error(`The bundle is not valid: ${JSON.stringify(findings)}`);
  return { ...value, pipelines: withoutInference(value.pipelines) };
}

function withoutInference(pipelines: Readonly<Record<string, Document>>): Record<string, Document> {
  return Object.fromEntries(
    Object.entries(pipelines).map(([id, pipeline]) => {
      const copy = parseDocument(formatDocument(pipeline));
      const processors = copy.get("processors");
      if (!(processors instanceof JavaList)) throw new Error(`The pipeline "${id}" has no processors`);
      const kept = processors.items.filter((item) => !(item instanceof JavaMap && item.has("inference")));
      copy.set("processors", new JavaList(kept));
      return [id, copy];
    }),
  );
}

/** What the plan is made from: the node's own scripts and pipelines, and the machine learning that it lacks. */
async function snapshotOf(stack: Stack, bundle: DgaBundle): Promise<StackSnapshot> {
  const stored = async (path: string, member: string): Promise<StoredJson | undefined> => {
    const { status, body, text } = await stack.elasticsearch.request({ method: "GET", path, allow: [404] });
    const value: unknown = isRecord(body) ? body[member] : undefined;
    const java = status === 200 ? parseDocument(text ?? "{}").get(member) : undefined;
    return isRecord(value) && java instanceof JavaMap ? { value, text: formatDocument(java) } : undefined;
  };
  const all = async (ids: readonly string[], find: (id: string) => Promise<StoredJson | undefined>) =>
    Object.fromEntries((await Promise.all(ids.map(async (id) => [id, await find(id)] as const)))
      .flatMap(([id, found]) => found === undefined ? [] : [[id, found]]));
  return {
    version: "8.19.21",
    license: { type: "trial", status: "active" },
    machineLearning: { available: true, enabled: true },
    privileges: { kind: "security-off" },
    scripts: await all(SCRIPTS, (id) => stored(pathOf`/_scripts/${id}`, "script")),
    pipelines: await all(PIPELINES, (id) => stored(pathOf`/_ingest/pipeline/${id}`, id)),
    references: [],
    busyPipelines: [],
    upload: await uploadFacts(bundle, DEFAULT_MAX_CONTENT_LENGTH),
  };
}

/** Of a plan the steps for scripts and pipelines. */
function storing(plan: Plan): Plan {
  return { ...plan, steps: plan.steps.filter(({ kind }) => kind === "put") };
}

/** The way back. */
function removing(plan: Plan, { scripts, pipelines }: StackSnapshot): Plan {
  const steps: Step[] = [
    ...Object.entries(pipelines).reverse().map(([id, { text }]) => deleting("pipeline", id, text)),
    ...Object.entries(scripts).map(([id, { text }]) => deleting("script", id, text)),
  ];
  return { ...plan, kind: "removal", steps };
}

function deleting(resource: "pipeline" | "script", id: string, was: string): Step {
  return { kind: "delete", resource, id, was };
}

async function apply(stack: Stack, plan: Plan): Promise<void> {
  const report = await applyPlan(stack, plan);
  if (report.outcome !== "done") throw report.error ?? new Error(JSON.stringify(report));
}

function listedDomains(): string[] {
  const lines = readFileSync(join(TESTDATA, "domains.csv"), "utf8").trim().split("\n").slice(1);
  return lines.filter((_, i) => i % EVERY === 0).map((line) => line.split(",")[0] ?? "");
}

function documentOf(domain: string): Document {
  const name = splitDomainName(domain);
  if ("code" in name) throw new Error(`${domain}: ${name.reason}`);
  const document = domainDocument(name);
  document.set("ml_is_dga", parseDocument(MODEL_ANSWER));
  return document;
}

/** The node's answers beside the engines', the whole documents. */
async function compare(
  stack: Stack,
  what: string,
  pipeline: string | Document,
  ours: (document: Document) => Document | undefined,
): Promise<Comparison> {
  const domains = listedDomains();
  const docs = domains.map((domain) => `{"_source":${formatDocument(documentOf(domain))}}`).join(",");
  const inline = typeof pipeline === "string" ? "" : `"pipeline":${formatDocument(pipeline)},`;
  const body = new TextEncoder().encode(`{${inline}"docs":[${docs}]}`);
  const { text = "{}" } = await stack.elasticsearch.request({
    method: "POST",
    path: typeof pipeline === "string" ? pathOf`/_ingest/pipeline/${pipeline}/_simulate` : "/_ingest/pipeline/_simulate",
    stream: () => ReadableStream.from([body]),
  });
  const results = parseDocument(text).get("docs");
  const differences = domains.flatMap((domain, i) => {
    const theirs = results instanceof JavaList ? sourceOf(results.items[i]) : undefined;
    const own = ours(documentOf(domain));
    // As JSON: that is all a server's answer tells of the types of numbers.
    const same = theirs !== undefined && own !== undefined && javaEquals(parseDocument(formatDocument(own)), theirs);
    return same ? [] : [`${what}, ${domain}\n    engines ${shown(own)}\n    7.10.2  ${shown(theirs)}`];
  });
  return { agree: domains.length - differences.length, differences };
}

function sourceOf(result: JavaValue | undefined): Document | undefined {
  const doc = result instanceof JavaMap ? result.get("doc") : undefined;
  const source = doc instanceof JavaMap ? doc.get("_source") : undefined;
  return source instanceof JavaMap ? parseDocument(formatDocument(source)) : undefined;
}

function shown(document: Document | undefined): string {
  return document === undefined ? "nothing" : formatDocument(document);
}

/** The first processor of the inner pipeline alone: what the last one takes away again shows. */
function featuresOnly(bundle: DgaBundle): Document {
  const copy = parseDocument(formatDocument(bundle.pipelines[INNER_PIPELINE] ?? null));
  const processors = copy.get("processors");
  copy.set("processors", new JavaList(processors instanceof JavaList ? processors.items.slice(0, 1) : []));
  return copy;
}

async function install(stack: Stack): Promise<Comparison[]> {
  const bundle = await readStarter();
  const before = await snapshotOf(stack, bundle);
  const there = [...Object.keys(before.scripts), ...Object.keys(before.pipelines)];
  if (there.length > 0) throw new Error(`The node has these already, and they would be overwritten: ${there.join(", ")}`);
  const plan = planSetup(bundle, before);
  try {
    await apply(stack, storing(plan));
    const stored = await snapshotOf(stack, bundle);
    const again = storing(planSetup(bundle, stored)).steps;
    const { scripts, pipelines } = bundle;
    const node: IngestNode = createIngestNode({ scripts, pipelines });
    const simulated = (pipeline: Document) => (document: Document) => node.simulate(pipeline, [document])[0]?.document?.source;
    return [
      again.length === 0
        ? { agree: 1, differences: [] }
        : { agree: 0, differences: [`stored and read back differ: ${again.map(({ kind }) => kind).join(", ")}`] },
      await compare(stack, "stored pipelines", OUTER_PIPELINE, (document) => node.run(OUTER_PIPELINE, document)),
      await compare(stack, "features", featuresOnly(bundle), simulated(featuresOnly(bundle))),
    ];
  } finally {
    await apply(stack, removing(plan, await snapshotOf(stack, bundle)));
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

if (import.meta.main) {
  const origin = Deno.args.find((arg) => /^https?:/.test(arg)) ?? "http://127.0.0.1:9240";
  const comparisons = await install(connect({ elasticsearch: { handler: adapt710(origin) } }));
  const differences = comparisons.flatMap(({ differences }) => differences);
  for (const difference of differences) console.error(difference);
  const agree = comparisons.reduce((sum, comparison) => sum + comparison.agree, 0);
  console.log(`${agree} agree, ${differences.length} differ`);
  Deno.exit(differences.length === 0 ? 0 : 1);
}
