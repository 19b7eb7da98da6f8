/**
 * Names through the pipelines that are installed on a stack.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaHashMap, JavaMap } from "../../java/map.ts";
import type { JavaValue } from "../../java/value.ts";
import { formatDocument, parseDocument } from "../../json/document.ts";
import { domainDocument } from "../../scoring/domain_document.ts";
import type { DomainName } from "../../scoring/domain_name.ts";
import { type Outcome, OUTER_PIPELINE, readOutcome } from "../../scoring/score.ts";
import type { Stack } from "../../stack/connect.ts";
import { pathOf } from "../../stack/elasticsearch.ts";

/** How names are scored. */
export interface ScoreOnStackOptions {
  /** Gives it up. */
  readonly signal?: AbortSignal;
}

/**
 * Sends names through the installed outer pipeline in one request, without storing anything, and reads their verdicts.
 *
 * @returns One outcome for each name, in the same order
 */
export async function scoreOnStack(
  stack: Stack,
  names: readonly DomainName[],
  { signal }: ScoreOnStackOptions = {},
): Promise<Outcome[]> {
  if (names.length === 0) return [];
  const docs = names.map((name) => ({ _source: JSON.parse(formatDocument(domainDocument(name))) }));
  const { text = "" } = await stack.elasticsearch.request({
    method: "POST",
    path: pathOf`/_ingest/pipeline/${OUTER_PIPELINE}/_simulate`,
    body: { docs },
    ...(signal === undefined ? {} : { signal }),
  });
  // From the text: as JSON's own values a probability of 1.0 would look like an integer.
  const answers = parseDocument(text).get("docs");
  const results = answers instanceof JavaList ? [...answers.items] : [];
  return names.map((_, i) => outcomeOf(results[i]));
}

function outcomeOf(result: JavaValue | undefined): Outcome {
  if (result === null) return readOutcome(undefined);
  const error = result instanceof JavaMap ? result.get("error") : undefined;
  if (error instanceof JavaMap) return { kind: "failed", reason: String(error.get("reason") ?? error.get("type")) };
  const doc = result instanceof JavaMap ? result.get("doc") : undefined;
  const source = doc instanceof JavaMap ? doc.get("_source") : undefined;
  if (source instanceof JavaHashMap) return readOutcome(source);
  return { kind: "failed", reason: "The server's answer has no document" };
}
