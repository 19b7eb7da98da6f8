/**
 * An ingest node: scripts, pipelines and models that documents are sent through.
 * @module
 */

import type { TrainedModel } from "../inference/trained_model.ts";
import type { Document } from "../json/document.ts";
import { refuseSelfReferences } from "./copy.ts";
import { type DocumentMetadata, IngestDocument, timestampOf } from "./document.ts";
import { IngestError, toIngestError } from "./error.ts";
import { type Pipeline, readPipeline } from "./pipeline.ts";
import { type PipelineConfig, type PipelineObject, toPipelineMap } from "./pipeline_config.ts";
import type { NodeState } from "./processor.ts";
import { runPipeline } from "./run_pipeline.ts";
import type { StoredScript } from "./script.ts";
import { simulateDocument, type SimulateInput, type SimulateOptions } from "./simulate.ts";
import type { SimulateResult } from "./simulate_result.ts";

/** What a node has. */
export interface IngestNodeOptions {
  /** Stored scripts by id. A script that is replaced later takes effect at once. */
  readonly scripts?: Readonly<Record<string, StoredScript>>;
  /** Pipelines by id. */
  readonly pipelines?: Readonly<Record<string, PipelineConfig>>;
  /** Trained models by id. */
  readonly models?: Readonly<Record<string, TrainedModel>>;
}

/** A document on its way into an index: its source and its metadata. */
export interface IngestRequest extends DocumentMetadata {
  /** The document, which is changed in place. */
  readonly source: Document;
}

/** Sends documents through pipelines. */
export interface IngestNode {
  /**
   * Sends a document through a pipeline; undefined when it was dropped. The document is changed in place. Throws an
   * `IngestError` when it fails; the document then has what was changed up to there.
   */
  run(pipelineId: string, document: Document): Document | undefined;
  /** The same with the document's metadata, which pipelines may read and change. */
  ingest(pipelineId: string, request: IngestRequest): IngestRequest | undefined;
  /**
   * Sends copies of documents through a pipeline and tells what became of each, with `verbose` after each processor.
   *
   * @param pipeline the id of a pipeline, or the configuration of another one
   */
  simulate(
    pipeline: string | PipelineObject,
    documents: readonly SimulateInput[],
    options?: SimulateOptions,
  ): SimulateResult[];
}

/**
 * Makes an ingest node. All pipelines are compiled once; throws an `IngestError` for one that the server would not store
 * or that needs what the rehearsal lacks.
 *
 * ```ts
 * import { formatDocument, parseDocument } from "../json/document.ts";
 * import { createIngestNode } from "./node.ts";
 * const node = createIngestNode({
 *   pipelines: { tidy: { processors: [{ lowercase: { field: "dns.question.name" } }] } },
 * });
 * const document = node.run("tidy", parseDocument('{"dns": {"question": {"name": "Example.COM"}}}'));
 * if (document === undefined || !formatDocument(document).includes('"example.com"')) throw new Error();
 * ```
 */
export function createIngestNode(options: IngestNodeOptions): IngestNode {
  return new Node(options);
}

class Node implements IngestNode, NodeState {
  readonly #scripts: Readonly<Record<string, StoredScript>>;
  readonly #models: Readonly<Record<string, TrainedModel>>;
  readonly #pipelines = new Map<string, Pipeline>();

  constructor(options: IngestNodeOptions) {
    this.#scripts = options.scripts ?? {};
    this.#models = options.models ?? {};
    for (const [id, config] of Object.entries(options.pipelines ?? {})) this.#pipelines.set(id, this.#read(id, config));
  }

  script(id: string): StoredScript | undefined {
    return Object.hasOwn(this.#scripts, id) ? this.#scripts[id] : undefined;
  }

  pipeline(id: string): Pipeline | undefined {
    return this.#pipelines.get(id);
  }

  model(id: string): TrainedModel | undefined {
    return Object.hasOwn(this.#models, id) ? this.#models[id] : undefined;
  }

  run(pipelineId: string, document: Document): Document | undefined {
    return this.ingest(pipelineId, { source: document })?.source;
  }

  ingest(pipelineId: string, request: IngestRequest): IngestRequest | undefined {
    const pipeline = this.#known(pipelineId, `pipeline with id [${pipelineId}] does not exist`);
    const document = IngestDocument.take(request.source, request, timestampOf(Date.now()));
    let kept: boolean;
    try {
      kept = runPipeline(pipeline.id, pipeline.processors, document);
      refuseSelfReferences(document.fields, "document");
    } catch (thrown) {
      document.abandon();
      throw toIngestError(thrown);
    }
    const metadata = document.release();
    return kept ? { source: request.source, ...metadata } : undefined;
  }

  simulate(
    pipeline: string | PipelineObject,
    documents: readonly SimulateInput[],
    options: SimulateOptions = {},
  ): SimulateResult[] {
    const compiled = typeof pipeline === "string"
      ? this.#known(pipeline, `pipeline [${pipeline}] does not exist`)
      : this.#read("_simulate_pipeline", pipeline);
    return documents.map((document) => simulateDocument(compiled, document, options));
  }

  #known(id: string, whyNot: string): Pipeline {
    const pipeline = this.#pipelines.get(id);
    if (pipeline !== undefined) return pipeline;
    throw new IngestError("illegal_argument_exception", whyNot);
  }

  #read(id: string, config: PipelineConfig): Pipeline {
    const { pipeline, errors } = readPipeline(id, toPipelineMap(config), this);
    const [first, ...others] = errors;
    if (pipeline !== undefined) return pipeline;
    if (first === undefined) throw new IngestError("parse_exception", `Cannot read the pipeline "${id}"`);
    throw others.length === 0 ? first : first.withSuppressed(others);
  }
}
