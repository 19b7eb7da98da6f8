/**
 * What becomes of documents in a pipeline, as `_simulate` tells.
 * @module
 */

import { JavaMap } from "../java/map.ts";
import type { Document } from "../json/document.ts";
import { copyDocument } from "./copy.ts";
import { type DocumentMetadata, IngestDocument, timestampOf } from "./document.ts";
import { toIngestError } from "./error.ts";
import type { Pipeline } from "./pipeline.ts";
import { runPipeline } from "./run_pipeline.ts";
import { type ProcessorResult, simulated, type SimulateResult } from "./simulate_result.ts";
import { traced } from "./trace.ts";

/** A document to simulate: its source, or source and metadata. */
export type SimulateInput = Document | DocumentMetadata & { readonly source: Document };

/** How to simulate. */
export interface SimulateOptions {
  /** Tells the result of each processor. @default {false} */
  readonly verbose?: boolean;
  /** Milliseconds since 1970, for `_ingest.timestamp`. @default {Date.now()} */
  readonly now?: number;
}

/** Sends a copy of a document through a pipeline. What the rehearsal lacks, and a value that an answer cannot hold, is thrown. */
export function simulateDocument(pipeline: Pipeline, input: SimulateInput, options: SimulateOptions): SimulateResult {
  const request = input instanceof JavaMap ? { source: input } : input;
  const timestamp = timestampOf(options.now ?? Date.now());
  const results: ProcessorResult[] = [];
  const steps = options.verbose ? traced(pipeline.processors, results) : pipeline.processors;
  let document: IngestDocument;
  try {
    document = IngestDocument.take(copyDocument(request.source), request, timestamp);
    const kept = runPipeline(pipeline.id, steps, document);
    if (options.verbose) return { processorResults: results };
    if (!kept) return { dropped: true };
  } catch (thrown) {
    const error = toIngestError(thrown);
    if (error.unsupported) throw error;
    return options.verbose ? { processorResults: results } : { error: error.toBody() };
  }
  // A value that cannot be shown is a fault of the whole request, as on the server.
  return { document: simulated(document) };
}
