/**
 * Documents through the pipelines of a bundle, and the verdicts that come out.
 * @module
 */

import type { IngestNode } from "../ingest/node.ts";
import { JavaMap } from "../java/map.ts";
import { JavaDouble, JavaFloat, type JavaValue } from "../java/value.ts";
import type { Document } from "../json/document.ts";
import { domainDocument } from "./domain_document.ts";
import type { DomainName } from "./domain_name.ts";

/** The pipeline that documents are sent to; it calls the others. */
export const OUTER_PIPELINE = "dns_enrich_pipeline";

/** What came of a name. */
export type Outcome =
  | { readonly kind: "judged"; readonly prediction: 0 | 1; readonly probability: number }
  /** The pipeline failed, or left a document without a verdict. */
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Sends a name through the outer pipeline of a bundle, and reads the verdict that jobs and rules look for:
 * `ml_is_dga.malicious_prediction` and `ml_is_dga.malicious_probability`.
 */
export function scoreName(node: Pick<IngestNode, "run">, name: DomainName): Outcome {
  try {
    return readOutcome(node.run(OUTER_PIPELINE, domainDocument(name)));
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The verdict in a document that has been through the pipelines.
 *
 * ```ts
 * import { parseDocument } from "../json/document.ts";
 * import { readOutcome } from "./score.ts";
 * const outcome = readOutcome(
 *   parseDocument('{"ml_is_dga":{"malicious_prediction":1,"malicious_probability":0.9}}'),
 * );
 * if (outcome.kind !== "judged" || outcome.probability !== 0.9) throw new Error();
 * ```
 */
export function readOutcome(document: Document | undefined): Outcome {
  if (document === undefined) return { kind: "failed", reason: "The pipeline dropped the document" };
  const failure = field(document, "error", "message");
  if (failure !== undefined && failure !== null) return { kind: "failed", reason: String(failure) };
  const prediction = numberOf(field(document, "ml_is_dga", "malicious_prediction"));
  const probability = numberOf(field(document, "ml_is_dga", "malicious_probability"));
  if (prediction === undefined || probability === undefined) {
    const name = prediction === undefined ? "malicious_prediction" : "malicious_probability";
    return { kind: "failed", reason: `The pipeline left no number in ml_is_dga.${name}` };
  }
  if (prediction !== 0 && prediction !== 1) {
    return { kind: "failed", reason: `The pipeline left ${prediction} in ml_is_dga.malicious_prediction, not 0 or 1` };
  }
  return { kind: "judged", prediction, probability };
}

function field(document: JavaMap, ...path: readonly string[]): JavaValue | undefined {
  let value: JavaValue | undefined = document;
  for (const name of path) value = value instanceof JavaMap ? value.get(name) : undefined;
  return value;
}

function numberOf(value: JavaValue | undefined): number | undefined {
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  return value instanceof JavaDouble || value instanceof JavaFloat ? value.value : undefined;
}
