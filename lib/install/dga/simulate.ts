/**
 * Trying documents on the server, and judging what comes out.
 * @module
 */

import { JavaMap } from "../../java/map.ts";
import { parseDocument } from "../../json/document.ts";
import { readOutcome } from "../../scoring/score.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import { StackError } from "../../stack/errors.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { isSameVerdict } from "./proof.ts";
import type { Requests } from "../requests.ts";
import type { ProofDocument, ProveStep, Verdict, VerifyStep } from "../step.ts";

/** The first document loads the model, which takes minutes for a large one. */
const TIMEOUT_MS = 10 * 60_000;

/** Documents that came out of the server other than they should. */
export class ProofError extends Error {
  /** The class's name. */
  override name = "ProofError";
  /** What to do next. */
  readonly hint: string;

  /** A failure and what to do about it. */
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** What came of a proof. */
export type Proved = { readonly kind: "proved" } | { readonly kind: "not-allowed" };

/** Tries model and scripts in a pipeline that is stored nowhere; some servers do not allow scripts in it. */
export async function prove(requests: Requests, { text, documents }: ProveStep): Promise<Proved> {
  try {
    await simulate(requests, "/_ingest/pipeline/_simulate", `"pipeline":${text},`, documents);
    return { kind: "proved" };
  } catch (error) {
    const isForbidden = error instanceof StackError && /cannot execute \[inline\] scripts/i.test(error.message);
    if (isForbidden) return { kind: "not-allowed" };
    throw error;
  }
}

/** Sends documents through a stored pipeline without indexing them. */
export async function verify(requests: Requests, { pipeline, documents }: VerifyStep): Promise<void> {
  await simulate(requests, pathOf`/_ingest/pipeline/${pipeline}/_simulate`, "", documents);
}

async function simulate(
  requests: Requests,
  path: string,
  members: string,
  documents: readonly ProofDocument[],
): Promise<void> {
  const results = await simulated(requests, path, members, documents.map(({ text }) => `{"_source":${text}}`));
  for (const [i, document] of documents.entries()) judge(document, results[i]);
}

/**
 * Sends documents through a pipeline without indexing them.
 *
 * @param members what the body has before `docs`, as JSON text
 * @param docs one JSON text for each document: `{"_source": …}`
 */
export async function simulated(
  requests: Requests,
  path: string,
  members: string,
  docs: readonly string[],
): Promise<SimulatedResult[]> {
  const body = new TextEncoder().encode(`{${members}"docs":[${docs.join(",")}]}`);
  const response = await requests.read({
    method: "POST",
    path,
    stream: () => ReadableStream.from([body]),
    timeoutMs: TIMEOUT_MS,
  });
  return narrow(`POST ${path}`, ANSWERS.simulated, response.body).docs;
}

/** What came of a document: itself, an error, or nothing when it was dropped. */
export interface SimulatedResult {
  /** The document. */
  readonly doc?: { readonly _source: Readonly<Record<string, unknown>> } | undefined;
  /** Why there is none. */
  readonly error?: Readonly<Record<string, unknown>> | undefined;
}

/** Throws a ProofError for anything but the expected verdict. */
function judge({ domain, expected }: ProofDocument, result: SimulatedResult | undefined): void {
  if (result?.error !== undefined) throw failed(domain, reasonOf(result.error));
  if (result?.doc === undefined) throw failed(domain, "the pipeline dropped the document");
  const document = parseDocument(JSON.stringify(result.doc._source));
  const enriched = document.get("ml_is_dga");
  const warning = enriched instanceof JavaMap ? enriched.get("warning") : undefined;
  if (typeof warning === "string") throw failed(domain, `the model warns: ${warning}`);
  const outcome = readOutcome(document);
  const error = document.get("error");
  const hasFailed = error instanceof JavaMap && (error.get("message") ?? null) !== null;
  if (outcome.kind === "failed") {
    if (expected !== undefined || hasFailed) throw failed(domain, outcome.reason);
  } else if (expected !== undefined && !isSameVerdict(outcome, expected)) {
    throw new ProofError(
      `Cannot trust the installation as Elasticsearch judges "${domain}" otherwise than the bundle does here: ` +
        `${shown(outcome)} there, ${shown(expected)} here`,
      "Something on the server is not the bundle's: perhaps a model of the same id, or a script that was changed " +
        "meanwhile. Run the command again.",
    );
  }
}

function failed(domain: string, reason: string): ProofError {
  return new ProofError(
    `Cannot trust the installation as the server fails on "${domain}": ${reason}`,
    "Try the bundle with rehearse.ts, which shows what each processor does.",
  );
}

function shown({ prediction, probability }: Verdict): string {
  return `prediction ${prediction} with probability ${probability}`;
}

/** The deepest cause of an error in a document's result. */
export function reasonOf(error: Readonly<Record<string, unknown>>): string {
  const { type, reason, caused_by: cause } = error;
  if (typeof cause === "object" && cause !== null && !Array.isArray(cause)) return reasonOf({ ...cause });
  return `[${String(type)}] ${String(reason)}`;
}
