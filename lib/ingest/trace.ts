/**
 * Processors that note what they did, for the verbose form of `_simulate`.
 * @module
 */

import { Conditional } from "./conditional.ts";
import { copyDocument } from "./copy.ts";
import type { IngestDocument } from "./document.ts";
import { illegalArgument, type IngestError, toIngestError } from "./error.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Processor } from "./processor.ts";
import { runPipeline } from "./run_pipeline.ts";
import { Sequence } from "./sequence.ts";
import { type ProcessorResult, simulated } from "./simulate_result.ts";

/** The same processors, each of which adds its result to a list. */
export function traced(sequence: Sequence, results: ProcessorResult[], condition?: Conditional): Sequence {
  const trace = (processor: Processor, inherited?: Conditional): Processor => {
    const conditional = processor instanceof Conditional ? processor : inherited;
    const inner = processor instanceof Conditional ? processor.processor : processor;
    return inner instanceof Sequence
      ? traced(inner, results, conditional)
      : new TracedProcessor(inner, conditional, sequence.ignoreFailure, results);
  };
  return new Sequence(sequence.processors.map((processor) => trace(processor, condition)), {
    ignoreFailure: sequence.ignoreFailure,
    onFailure: sequence.onFailure.map((processor) => trace(processor)),
  });
}

/** One processor that is watched. */
class TracedProcessor implements Processor {
  readonly type: string;
  readonly tag: string | undefined;
  readonly description: string | undefined;
  readonly #processor: Processor;
  readonly #condition: Conditional | undefined;
  readonly #ignoreFailure: boolean;
  readonly #results: ProcessorResult[];

  constructor(
    processor: Processor,
    condition: Conditional | undefined,
    ignoreFailure: boolean,
    results: ProcessorResult[],
  ) {
    this.type = processor.type;
    this.tag = processor.tag;
    this.description = processor.description;
    this.#processor = processor;
    this.#condition = condition;
    this.#ignoreFailure = ignoreFailure;
    this.#results = results;
  }

  execute(document: IngestDocument): boolean {
    let result = this.#known();
    try {
      const holds = this.#condition?.holds(document);
      if (this.#condition !== undefined && holds !== undefined) {
        result = { ...result, condition: { condition: this.#condition.condition, result: holds } };
      }
      if (holds === false) {
        this.#results.push({ ...result, status: "skipped" });
        return true;
      }
      if (this.#processor.calledPipeline !== undefined) return this.#call(document, result);
      const kept = this.#processor.execute(document);
      this.#results.push(kept ? { ...result, document: simulated(document) } : { ...result, status: "dropped" });
      return kept;
    } catch (thrown) {
      const error = toIngestError(thrown);
      if (!error.unsupported && !this.#isNoted(error)) this.#noteFailure(error, document, result);
      throw error;
    }
  }

  /** A called pipeline shows itself, then each of its processors. */
  #call(document: IngestDocument, result: ProcessorResult): boolean {
    const pipeline = this.#calledPipeline(document);
    if (pipeline === undefined) {
      this.#results.push(result);
      return true;
    }
    refuseCycle(pipeline, document);
    this.#results.push(result);
    return runPipeline(pipeline.id, traced(pipeline.processors, this.#results), document);
  }

  /** Here the server has another exception for a pipeline that is missing. */
  #calledPipeline(document: IngestDocument): Pipeline | undefined {
    try {
      return this.#processor.calledPipeline?.(document);
    } catch (thrown) {
      const error = toIngestError(thrown);
      throw error.type === "illegal_state_exception" ? illegalArgument(error.reason ?? "") : error;
    }
  }

  /** A failure within a called pipeline has been noted there. */
  #isNoted(error: IngestError): boolean {
    return error.failedProcessor !== undefined;
  }

  #noteFailure(error: IngestError, document: IngestDocument, result: ProcessorResult): void {
    this.#results.push(
      this.#ignoreFailure
        ? { ...result, status: "error_ignored", document: simulated(document), error: error.toBody() }
        : { ...result, status: "error", error: error.toBody() },
    );
  }

  #known(): ProcessorResult {
    return {
      processorType: this.type,
      status: "success",
      ...(this.tag === undefined ? {} : { tag: this.tag }),
      ...(this.description === undefined ? {} : { description: this.description }),
    };
  }
}

/** The server runs a called pipeline on a copy first, and shows a circle where it begins. */
function refuseCycle(pipeline: Pipeline, document: IngestDocument): void {
  try {
    runPipeline(pipeline.id, pipeline.processors, document.snapshot(copyDocument));
  } catch (thrown) {
    const error = toIngestError(thrown);
    if (error.reason?.startsWith("Cycle detected for pipeline: ")) {
      error.failedProcessor = undefined;
      throw error;
    }
  }
}
