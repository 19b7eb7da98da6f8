/**
 * Why documents failed. Pipelines catch failures and keep a message, often an empty one: a simulation of the same
 * document tells which processor it was, and where in the script.
 * @module
 */

import { type ErrorBody, IngestError } from "../ingest/error.ts";
import { failedLines, failureReasons } from "../ingest/failure_text.ts";
import type { IngestNode } from "../ingest/node.ts";
import { domainDocument } from "./domain_document.ts";
import { OUTER_PIPELINE } from "./score.ts";
import type { ScoredDomain } from "./summary.ts";

/** Why one of the documents failed that failed alike. */
export interface FailureExplanation {
  /** The name as it was listed. */
  readonly domain: string;
  /** How many failed with the same message. */
  readonly alike: number;
  /** May have several lines: the script with a caret below the place. */
  readonly explanation: string;
}

/** Explains one failed document for each message, the most frequent ones first. */
export function explainFailures(
  node: Pick<IngestNode, "simulate">,
  domains: readonly Pick<ScoredDomain, "text" | "name" | "outcome">[],
  atMost = 3,
): readonly FailureExplanation[] {
  const failed = Map.groupBy(
    domains.filter((domain) => domain.outcome.kind === "failed"),
    ({ outcome }) => outcome.kind === "failed" ? outcome.reason : "",
  );
  const groups = [...failed.values()].sort((a, b) => b.length - a.length).slice(0, atMost);
  return groups.flatMap((group) => {
    const [first] = group;
    const explanation = first === undefined ? undefined : explain(node, first);
    return first === undefined || explanation === undefined
      ? []
      : [{ domain: first.text, alike: group.length, explanation }];
  });
}

/** The first processor that failed; undefined when none did, and only the verdict is missing. */
function explain(node: Pick<IngestNode, "simulate">, domain: Pick<ScoredDomain, "name">): string | undefined {
  try {
    const document = domainDocument(domain.name);
    const [result] = node.simulate(OUTER_PIPELINE, [document], { verbose: true });
    const failure = result?.processorResults?.find((processor) => processor.status === "error");
    return failure?.error === undefined ? undefined : told(failure.processorType, failure.error);
  } catch (error) {
    // What the rehearsal does not support ends a simulation as a whole.
    if (!(error instanceof IngestError)) throw error;
    return told(error.failedProcessor?.type ?? "script", error.toBody());
  }
}

function told(processorType: string, error: ErrorBody): string {
  const { script } = error;
  const what = typeof script === "string" ? `${processorType} "${script.split("\n", 1)[0]}"` : processorType;
  return [`${what}: ${failureReasons(error).join(": ")}`, ...failedLines(error)].join("\n");
}
