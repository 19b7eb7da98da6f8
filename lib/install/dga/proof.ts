/**
 * What proves that a bundle works on a server: two documents, and the verdicts that the engines compute here.
 * @module
 */

import type { DgaBundle } from "../../bundle/dga.ts";
import { IngestError } from "../../ingest/error.ts";
import { configuredProcessors } from "../../ingest/configured_processors.ts";
import { createIngestNode, type IngestNode } from "../../ingest/node.ts";
import { JavaMap } from "../../java/map.ts";
import { type Document, formatDocument, parseDocument } from "../../json/document.ts";
import { domainDocument } from "../../scoring/domain_document.ts";
import { splitDomainName } from "../../scoring/domain_name.ts";
import { readOutcome } from "../../scoring/score.ts";
import { INNER_PIPELINE, OUTER_PIPELINE } from "./parts.ts";
import type { ProofDocument, ProveStep, Verdict, VerifyStep } from "../step.ts";

/** A name as people choose them. */
export const BENIGN = "www.wikipedia.org";

/** A name as malware generates them. */
export const MALICIOUS = "xjqzkvbwpfhmtrgd.com";

const DOMAINS = [BENIGN, MALICIOUS] as const;

/** Verdicts are computed bit for bit as the server does; its JSON may round the last digit. */
const TOLERANCE = 1e-9;

/** The step that tries scripts and model before anything live changes. */
export function proveStep(bundle: DgaBundle): ProveStep {
  const pipeline = inlinedPipeline(bundle);
  const node = createIngestNode({ models: bundle.models });
  return {
    kind: "prove",
    text: formatDocument(pipeline),
    documents: DOMAINS.map((domain) => proofDocument(domain, (document) => simulated(node, pipeline, document))),
  };
}

/** The step that sends the same documents through the stored pipelines. */
export function verifyStep(bundle: DgaBundle): VerifyStep {
  const { scripts, pipelines, models } = bundle;
  // A bundle that the engines can't take is none that the server can't take, so it is asked for within the proof.
  const run = (document: Document) => createIngestNode({ scripts, pipelines, models }).run(OUTER_PIPELINE, document);
  return {
    kind: "verify",
    pipeline: OUTER_PIPELINE,
    documents: DOMAINS.map((domain) => proofDocument(domain, run)),
  };
}

/** Whether two verdicts are the same. */
export function isSameVerdict(one: Verdict, other: Verdict): boolean {
  return one.prediction === other.prediction && Math.abs(one.probability - other.probability) <= TOLERANCE;
}

/** A name as a DNS document, as JSON. */
export function nameDocument(domain: string): string {
  const name = splitDomainName(domain);
  if ("code" in name) throw new RangeError(`Cannot try "${domain}" as it is ${name.reason}`);
  return formatDocument(domainDocument(name));
}

function proofDocument(domain: string, run: (document: Document) => Document | undefined): ProofDocument {
  const text = nameDocument(domain);
  const expected = verdictOf(() => run(parseDocument(text)));
  return { domain, text, ...(expected === undefined ? {} : { expected }) };
}

/** Undefined where the engines lack something that the bundle needs, and where it gives no verdict here. */
function verdictOf(run: () => Document | undefined): Verdict | undefined {
  try {
    const outcome = readOutcome(run());
    return outcome.kind === "judged" ? { prediction: outcome.prediction, probability: outcome.probability } : undefined;
  } catch (error) {
    if (error instanceof IngestError) return undefined;
    throw error;
  }
}

function simulated(node: IngestNode, pipeline: Document, document: Document): Document | undefined {
  return node.simulate(pipeline, [document])[0]?.document?.source;
}

/** The inner pipeline with the source of each stored script in the place of its id, so that it needs none. */
function inlinedPipeline(bundle: DgaBundle): Document {
  const config = bundle.pipelines[INNER_PIPELINE];
  if (config === undefined) throw new TypeError(`Cannot try the bundle as it has no "${INNER_PIPELINE}"`);
  const copy = parseDocument(formatDocument(config));
  for (const { type, options } of configuredProcessors(copy)) {
    const condition = options.get("if");
    for (const caller of [type === "script" ? options : null, condition]) {
      const id = caller instanceof JavaMap ? caller.get("id") : undefined;
      const script = typeof id === "string" ? bundle.scripts[id] : undefined;
      if (!(caller instanceof JavaMap) || script === undefined) continue;
      caller.delete("id");
      caller.set("lang", script.lang);
      caller.set("source", script.source);
    }
  }
  return copy;
}
