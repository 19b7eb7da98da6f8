/**
 * Processors one after another, and what runs when one of them fails.
 * @module
 */

import type { IngestDocument } from "./document.ts";
import { type IngestError, toIngestError } from "./error.ts";
import type { Processor } from "./processor.ts";

/** How a `Sequence` treats failures. */
export interface FailureHandling {
  /** Goes on after a failure, as if nothing had happened; what the processor changed before stays. */
  readonly ignoreFailure: boolean;
  readonly onFailure: readonly Processor[];
}

/** A list of processors with its `on_failure`: a whole pipeline, or one processor with an `on_failure` of its own. */
export class Sequence implements Processor {
  readonly type = "compound";
  readonly tag = undefined;
  readonly description = undefined;
  readonly processors: readonly Processor[];
  readonly ignoreFailure: boolean;
  readonly onFailure: readonly Processor[];

  constructor(processors: readonly Processor[], handling: FailureHandling) {
    this.processors = processors;
    this.ignoreFailure = handling.ignoreFailure;
    this.onFailure = handling.onFailure;
  }

  execute(document: IngestDocument): boolean {
    for (const processor of this.processors) {
      try {
        if (!processor.execute(document)) return false;
      } catch (thrown) {
        const error = markFailure(toIngestError(thrown), processor, document);
        if (this.ignoreFailure) continue;
        if (this.onFailure.length === 0) throw error;
        return this.#handle(error, document);
      }
    }
    return true;
  }

  #handle(error: IngestError, document: IngestDocument): boolean {
    showFailure(error, document);
    try {
      for (const processor of this.onFailure) {
        try {
          if (!processor.execute(document)) return false;
        } catch (thrown) {
          throw markFailure(toIngestError(thrown), processor, document);
        }
      }
      return true;
    } finally {
      for (const name of FAILURE_FIELDS) document.ingest.delete(name);
    }
  }
}

const FAILURE_FIELDS = [
  "on_failure_message",
  "on_failure_processor_type",
  "on_failure_processor_tag",
  "on_failure_pipeline",
] as const;

/** Remembers which processor failed, unless an inner list did. What the rehearsal lacks is nobody's to handle. */
function markFailure(error: IngestError, processor: Processor, document: IngestDocument): IngestError {
  error.failedProcessor ??= {
    type: processor.type,
    tag: processor.tag,
    pipeline: document.pipelines.length > 1 ? document.pipelines.at(-1) : undefined,
  };
  if (error.unsupported) throw error;
  return error;
}

function showFailure(error: IngestError, { ingest }: IngestDocument): void {
  const failed = error.failedProcessor;
  ingest.set("on_failure_message", error.rootMessage);
  ingest.set("on_failure_processor_type", failed?.type ?? null);
  ingest.set("on_failure_processor_tag", failed?.tag ?? null);
  if (failed?.pipeline !== undefined) ingest.set("on_failure_pipeline", failed.pipeline);
}
