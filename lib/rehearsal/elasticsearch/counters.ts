/**
 * What `_nodes/stats/ingest` counts.
 * @module
 */

import type { IngestDocument } from "../../ingest/document.ts";
import { toIngestError } from "../../ingest/error.ts";
import { Conditional } from "../../ingest/conditional.ts";
import type { Processor } from "../../ingest/processor.ts";
import { Sequence } from "../../ingest/sequence.ts";

/** Counts of one pipeline or one processor. */
export class IngestCounter {
  count = 0;
  failed = 0;
  timeInMillis = 0;

  /** Counts what happens in a call. */
  measure<T>(act: () => T): T {
    const start = performance.now();
    this.count++;
    try {
      return act();
    } catch (thrown) {
      if (!toIngestError(thrown).unsupported) this.failed++;
      throw thrown;
    } finally {
      this.timeInMillis += performance.now() - start;
    }
  }

  /** As the server prints it. */
  toBody(): { count: number; time_in_millis: number; current: number; failed: number } {
    return { count: this.count, time_in_millis: Math.round(this.timeInMillis), current: 0, failed: this.failed };
  }
}

/** A processor with its count. */
export interface CountedProcessor {
  /** As the statistics call it: type and tag, of a pipeline processor the pipeline too. */
  readonly name: string;
  /** `"conditional"` where there is a condition. */
  readonly type: string;
  readonly counter: IngestCounter;
}

/** A pipeline's processors that count themselves, with the counts of those that are told of. */
export interface CountedSequence {
  readonly sequence: Sequence;
  readonly processors: readonly CountedProcessor[];
}

/**
 * The same processors, counted. Those of handlers are not told of, as on the server.
 *
 * @param calledPipelines the names that pipeline processors call, by the position of the processor
 */
export function counted(
  sequence: Sequence,
  counter: IngestCounter,
  calledPipelines: readonly (string | undefined)[],
): CountedSequence {
  const processors: CountedProcessor[] = [];
  const steps = sequence.processors.map((processor, i) => {
    const own = new IngestCounter();
    for (const { name, type } of described(processor, calledPipelines[i])) {
      processors.push({ name, type, counter: own });
    }
    return new CountingProcessor(processor, own);
  });
  return { sequence: new CountingSequence(steps, sequence, counter), processors };
}

/** What the server calls a processor: of one with handlers it tells as of a list, unless there is a condition. */
function described(processor: Processor, called: string | undefined): { name: string; type: string }[] {
  if (processor instanceof Conditional) {
    const inner = processor.processor;
    if (inner instanceof Sequence) {
      const tags = inner.processors.map(({ tag }) => tag ?? "").join("-");
      return [{ name: `compound:CompoundProcessor-${tags}`, type: "conditional" }];
    }
    return [{ name: nameOf(inner, called), type: "conditional" }];
  }
  if (processor instanceof Sequence) return processor.processors.flatMap((inner) => described(inner, called));
  return [{ name: nameOf(processor, called), type: processor.type }];
}

function nameOf({ type, tag }: Processor, called: string | undefined): string {
  return [type, called, tag].filter((part) => part !== undefined && part !== "").join(":");
}

class CountingSequence extends Sequence {
  readonly #counter: IngestCounter;

  constructor(steps: readonly Processor[], handling: Sequence, counter: IngestCounter) {
    super(steps, handling);
    this.#counter = counter;
  }

  override execute(document: IngestDocument): boolean {
    return this.#counter.measure(() => super.execute(document));
  }
}

/** Counts one processor; one whose condition does not hold is not counted. */
class CountingProcessor implements Processor {
  readonly type: string;
  readonly tag: string | undefined;
  readonly description: string | undefined;
  readonly #processor: Processor;
  readonly #counter: IngestCounter;

  constructor(processor: Processor, counter: IngestCounter) {
    this.type = processor.type;
    this.tag = processor.tag;
    this.description = processor.description;
    this.#processor = processor;
    this.#counter = counter;
  }

  get calledPipeline(): Processor["calledPipeline"] {
    return this.#processor.calledPipeline;
  }

  execute(document: IngestDocument): boolean {
    const processor = this.#processor;
    if (!(processor instanceof Conditional)) return this.#counter.measure(() => processor.execute(document));
    return !processor.holds(document) || this.#counter.measure(() => processor.processor.execute(document));
  }
}
