/**
 * Documents through the pipelines of a bundle, and the verdicts that come out.
 * @module
 */

import type { IngestNode } from "../ingest/node.ts";
import { JavaMap } from "../java/map.ts";
import { JavaDouble, JavaFloat, javaText, type JavaValue } from "../java/value.ts";
import type { Document } from "../json/document.ts";
import { domainDocument } from "./domain_document.ts";
import type { DomainName } from "./domain_name.ts";

/** The pipeline that documents are sent to; it calls the others. */
export const OUTER_PIPELINE = "dns_enrich_pipeline";

/** What came of a name. */
export type Outcome =
  | {
    /** There is a verdict. */
    readonly kind: "judged";
    /** What the model decided: 1 is malicious. */
    readonly prediction: 0 | 1;
    /** The probability it gave to malicious. */
    readonly probability: number;
  }
  /** The pipeline failed, or left a document without a verdict. */
  | {
    /** There is none. */
    readonly kind: "failed";
    /** The message of the error, or what the document lacks. */
    readonly reason: string;
  };

/**
 * Sends a name through the outer pipeline of a bundle, and reads the verdict that jobs and rules look for:
 * `ml_is_dga.malicious_prediction` and `ml_is_dga.malicious_probability`.
 */
export function scoreName(node: Pick<IngestNode, "run">, name: DomainName): Outcome {
  return scoreDocument(node, domainDocument(name));
}

/** The same for a document that is there already, which is changed in place. */
export function scoreDocument(node: Pick<IngestNode, "run">, document: Document): Outcome {
  try {
    return readOutcome(node.run(OUTER_PIPELINE, document));
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
  const prediction = field(document, "ml_is_dga", "malicious_prediction");
  const probability = field(document, "ml_is_dga", "malicious_probability");
  return readVerdict(prediction, probability);
}

function readVerdict(prediction: JavaValue | undefined, probability: JavaValue | undefined): Outcome {
  const decided = numberOf(prediction);
  if (decided !== 0 && decided !== 1) return noVerdict("malicious_prediction", prediction, "0 or 1");
  const found = numberOf(probability);
  if (found === undefined) return noVerdict("malicious_probability", probability, "a number");
  return { kind: "judged", prediction: decided, probability: found };
}

function noVerdict(name: string, value: JavaValue | undefined, expected: string): Outcome {
  const found = value === undefined ? "nothing" : typeof value === "string" ? JSON.stringify(value) : javaText(value);
  return { kind: "failed", reason: `The pipeline left ${found} in ml_is_dga.${name}, not ${expected}` };
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
