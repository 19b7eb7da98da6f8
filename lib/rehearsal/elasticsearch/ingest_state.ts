/**
 * Stored scripts and pipelines, and documents on their way through them.
 * @module
 */

import type { TrainedModel } from "../../inference/trained_model.ts";
import { configuredProcessors } from "../../ingest/configured_processors.ts";
import { refuseSelfReferences } from "../../ingest/copy.ts";
import { IngestDocument, timestampOf } from "../../ingest/document.ts";
import { IngestError, toIngestError } from "../../ingest/error.ts";
import type { IngestRequest } from "../../ingest/node.ts";
import { type Pipeline, readPipeline } from "../../ingest/pipeline.ts";
import type { NodeState } from "../../ingest/processor.ts";
import { runPipeline } from "../../ingest/run_pipeline.ts";
import type { StoredScript } from "../../ingest/script.ts";
import { simulateDocument, type SimulateInput } from "../../ingest/simulate.ts";
import type { SimulateResult } from "../../ingest/simulate_result.ts";
import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { badArgument, failure } from "./failure.ts";
import { counted, type CountedProcessor, IngestCounter } from "./counters.ts";

/** A pipeline that is stored. */
export interface StoredPipeline {
  readonly config: JavaMap;
  /** The configuration as it came. */
  readonly text: string;
  readonly counter: IngestCounter;
  readonly processors: readonly CountedProcessor[];
  readonly plain: Pipeline;
  readonly counting: Pipeline;
}

/** A document behind a pipeline. */
export interface RunResult extends IngestRequest {
  /** What the pipeline demands of the document that is there: `_if_seq_no`, `_if_primary_term`. */
  readonly expected: { readonly sequenceNumber: number | undefined; readonly term: number | undefined };
}

/** Looks up a trained model by its id or alias. */
export type ModelLookUp = (id: string) => TrainedModel | undefined;

/** The ingest node of the rehearsal. */
export class IngestState implements NodeState {
  readonly scripts = new Map<string, StoredScript>();
  readonly pipelines = new Map<string, StoredPipeline>();
  readonly total = new IngestCounter();
  readonly #models: ModelLookUp;
  readonly #allowsInlineScripts: boolean;
  /** The verbose form of a simulation looks into pipelines, and does not count. */
  #isVerbose = false;

  constructor(models: ModelLookUp, allowsInlineScripts: boolean) {
    this.#models = models;
    this.#allowsInlineScripts = allowsInlineScripts;
  }

  script(id: string): StoredScript | undefined {
    return this.scripts.get(id);
  }

  pipeline(id: string): Pipeline | undefined {
    const stored = this.pipelines.get(id);
    return this.#isVerbose ? stored?.plain : stored?.counting;
  }

  model(id: string): TrainedModel | undefined {
    return this.#models(id);
  }

  /** Stores a pipeline; throws what the server answers where it would not. */
  putPipeline(id: string, config: JavaMap, text: string): void {
    const plain = this.#compile(id, config);
    const counter = this.pipelines.get(id)?.counter ?? new IngestCounter();
    const { sequence, processors } = counted(plain.processors, counter, calledPipelines(config));
    this.pipelines.set(id, { config, text, counter, processors, plain, counting: { id, processors: sequence } });
  }

  /**
   * Sends a document through one pipeline; undefined when it was dropped. Throws an IngestError when it fails; its
   * source is changed in place.
   */
  run(pipelineId: string, request: IngestRequest): RunResult | undefined {
    const pipeline = this.pipeline(pipelineId);
    if (pipeline === undefined) throw badArgument(`pipeline with id [${pipelineId}] does not exist`);
    const document = IngestDocument.take(request.source, request, timestampOf(Date.now()));
    try {
      if (!runPipeline(pipeline.id, pipeline.processors, document)) return undefined;
      const expected = {
        sequenceNumber: wholeNumber(document, "_if_seq_no"),
        term: wholeNumber(document, "_if_primary_term"),
      };
      const metadata = document.release();
      refuseCycles(request.source, pipelineId);
      return { source: request.source, ...metadata, expected };
    } catch (thrown) {
      document.abandon();
      throw toIngestError(thrown);
    }
  }

  /** Simulates a stored pipeline or one that is only shown. */
  simulate(
    pipeline: string | JavaMap,
    documents: readonly SimulateInput[],
    options: { verbose: boolean },
  ): SimulateResult[] {
    this.#isVerbose = options.verbose;
    try {
      const compiled = typeof pipeline === "string"
        ? this.pipeline(pipeline)
        : this.#compile("_simulate_pipeline", pipeline);
      if (compiled === undefined) throw badArgument(`pipeline [${String(pipeline)}] does not exist`);
      return documents.map((document) => simulateDocument(compiled, document, options));
    } finally {
      this.#isVerbose = false;
    }
  }

  #compile(id: string, config: JavaMap): Pipeline {
    if (!this.#allowsInlineScripts) refuseInlineScripts(config);
    const { pipeline, errors } = readPipeline(id, config, this);
    if (pipeline !== undefined) return pipeline;
    // What the server refuses counts, whatever the rehearsal lacks beside it.
    const refused = errors.filter((error) => !error.unsupported);
    const [first, ...others] = firstOfEach(refused.length > 0 ? refused : errors);
    if (first === undefined) throw new IngestError("parse_exception", `Cannot read the pipeline "${id}"`);
    throw others.length === 0 || first.unsupported ? first : first.withSuppressed(others);
  }
}

/** Conditions are scripts too. */
function refuseInlineScripts(config: JavaMap): void {
  for (const { type, options } of configuredProcessors(config)) {
    const condition = options.get("if");
    const isInline = type === "script" && (options.has("source") || options.has("inline")) ||
      typeof condition === "string" || condition instanceof JavaMap && condition.has("source");
    if (isInline) throw badArgument("cannot execute [inline] scripts");
  }
}

function wholeNumber({ fields }: IngestDocument, name: string): number | undefined {
  const value = fields.get(name);
  return typeof value === "number" ? value : undefined;
}

/** A document that contains itself has no source. */
function refuseCycles(source: JavaMap, pipelineId: string): void {
  try {
    refuseSelfReferences(source, "document");
  } catch (thrown) {
    throw failure(400, "illegal_argument_exception", SOURCELESS.replace("{}", pipelineId), {
      causedBy: toIngestError(thrown),
    });
  }
}

const SOURCELESS = "Failed to generate the source document for ingest pipeline [{}]";

/** The names that pipeline processors call, by position. */
function calledPipelines(config: JavaMap): (string | undefined)[] {
  const processors = config.get("processors");
  if (!(processors instanceof JavaList)) return [];
  return processors.items.flatMap((object) => {
    if (!(object instanceof JavaMap)) return [undefined];
    return [...object.entries()].map(([type, options]) => {
      const name = options instanceof JavaMap ? options.get("name") : undefined;
      return type === "pipeline" && typeof name === "string" ? name : undefined;
    });
  });
}

/** The server tells the first fault of each processor. */
function firstOfEach(errors: readonly IngestError[]): IngestError[] {
  const processorOf = ({ path = "" }: IngestError) => path.split("/").slice(0, 2).join("/");
  return errors.filter((error, i) =>
    error.path === undefined || errors.findIndex((other) => processorOf(other) === processorOf(error)) === i
  );
}
