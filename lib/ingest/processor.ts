/**
 * What all processors have in common.
 * @module
 */

import type { TrainedModel } from "../inference/trained_model.ts";
import type { JavaValue } from "../java/value.ts";
import type { ConfigReader } from "./config_reader.ts";
import type { IngestDocument } from "./document.ts";
import type { IngestError } from "./error.ts";
import type { Pipeline } from "./pipeline.ts";
import type { StoredScript } from "./script.ts";

/** One step of a pipeline, made once from its configuration. */
export interface Processor {
  /** As the configuration names it: `"set"`. */
  readonly type: string;
  readonly tag: string | undefined;
  readonly description: string | undefined;
  /** Changes the document in place; false drops it. Throws what `toIngestError` understands. */
  execute(document: IngestDocument): boolean;
  /** Of a `pipeline` processor: the pipeline it would call now; undefined where it would pass by a missing one. */
  readonly calledPipeline?: CalledPipeline | undefined;
}

/** Looks up the pipeline that a processor would call. */
export type CalledPipeline = (document: IngestDocument) => Pipeline | undefined;

/** What a kind of processor does to a document: nothing to tell, or false to drop it. */
export interface ProcessorBody {
  execute(document: IngestDocument): boolean | void;
  readonly calledPipeline?: CalledPipeline;
}

/** What processors look up while they run, so that a change of a script or a pipeline takes effect at once. */
export interface NodeState {
  script(id: string): StoredScript | undefined;
  pipeline(id: string): Pipeline | undefined;
  model(id: string): TrainedModel | undefined;
}

/** Where a processor is made. */
export interface ProcessorContext {
  readonly node: NodeState;
  readonly tag: string | undefined;
  /** Reads a processor inside this one. */
  readInner(type: string, config: JavaValue, path: string): InnerProcessor;
}

/** A processor inside another one, or what is wrong with it. */
export interface InnerProcessor {
  readonly processor?: Processor;
  readonly errors: readonly IngestError[];
}

/** Reads the options of one kind of processor. */
export type ProcessorFactory = (reader: ConfigReader, context: ProcessorContext) => ProcessorBody;
