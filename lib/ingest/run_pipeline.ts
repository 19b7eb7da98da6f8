/**
 * Pipelines at work.
 * @module
 */

import type { IngestDocument } from "./document.ts";
import { IngestError } from "./error.ts";
import type { Sequence } from "./sequence.ts";

/**
 * Runs a pipeline on a document, within the ones that run already; false when it was dropped.
 *
 * @param steps the pipeline's own processors, or others that watch them
 */
export function runPipeline(id: string, steps: Sequence, document: IngestDocument): boolean {
  const { ingest, pipelines } = document;
  if (pipelines.includes(id)) {
    throw new IngestError("illegal_state_exception", `Cycle detected for pipeline: ${id}`);
  }
  const caller = ingest.get("pipeline");
  ingest.set("pipeline", id);
  pipelines.push(id);
  try {
    return steps.execute(document);
  } finally {
    pipelines.pop();
    if (caller === undefined || caller === null) ingest.delete("pipeline");
    else ingest.set("pipeline", caller);
  }
}
