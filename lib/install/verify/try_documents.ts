/**
 * Documents through the stored pipelines, and what comes of them.
 * @module
 */

import { JavaMap } from "../../java/map.ts";
import { parseDocument } from "../../json/document.ts";
import { readOutcome } from "../../scoring/score.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import { OUTER_PIPELINE } from "../dga/parts.ts";
import { BENIGN, MALICIOUS, nameDocument } from "../dga/proof.ts";
import type { Requests } from "../requests.ts";
import { reasonOf, simulated, type SimulatedResult } from "../dga/simulate.ts";
import type { Tried, TriedName } from "./facts.ts";

/** Sends a benign and a malicious name through a stored pipeline, in the shape in which Packetbeat sends them. */
export async function tryNames(requests: Requests): Promise<TriedName[]> {
  const names = [{ domain: BENIGN, expected: 0 }, { domain: MALICIOUS, expected: 1 }] as const;
  const docs = names.map(({ domain }) => `{"_source":${nameDocument(domain)}}`);
  const tried = await tryDocuments(requests, OUTER_PIPELINE, docs);
  return names.map((name, i) => ({ ...name, tried: tried[i] ?? NO_ANSWER }));
}

/**
 * Sends documents through a stored pipeline without indexing them.
 *
 * @param docs one JSON text for each document: `{"_source": …}`
 */
export async function tryDocuments(requests: Requests, pipeline: string, docs: readonly string[]): Promise<Tried[]> {
  const results = await simulated(requests, pathOf`/_ingest/pipeline/${pipeline}/_simulate`, "", docs);
  return docs.map((_, i) => triedOf(results[i]));
}

const NO_ANSWER: Tried = { kind: "failed", reason: "the server's answer has no document" };

function triedOf(result: SimulatedResult | undefined): Tried {
  if (result?.error !== undefined) return { kind: "failed", reason: reasonOf(result.error) };
  if (result?.doc === undefined) return { kind: "failed", reason: "the pipeline dropped the document" };
  const document = parseDocument(JSON.stringify(result.doc._source));
  const outcome = readOutcome(document);
  if (outcome.kind === "judged") return outcome;
  const error = document.get("error");
  const hasFailed = error instanceof JavaMap && (error.get("message") ?? null) !== null;
  return hasFailed || document.get("ml_is_dga") !== undefined
    ? { kind: "failed", reason: outcome.reason }
    : { kind: "passed-by" };
}
