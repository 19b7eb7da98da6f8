/**
 * A processor with an `if`.
 * @module
 */

import type { IngestDocument } from "./document.ts";
import type { Processor } from "./processor.ts";
import { ReadOnlyDocument } from "./read_only.ts";
import type { BoundScript } from "./script.ts";

/** Runs its processor where the condition holds; a condition that fails is a failure of the pipeline. */
export class Conditional implements Processor {
  readonly type = "conditional";
  readonly tag: string | undefined;
  readonly description: string | undefined;
  readonly processor: Processor;
  readonly #script: BoundScript;

  constructor(script: BoundScript, processor: Processor, tag: string | undefined, description: string | undefined) {
    this.#script = script;
    this.processor = processor;
    this.tag = tag;
    this.description = description;
  }

  /** The condition, or the id of the stored script that it is. */
  get condition(): string {
    return this.#script.text;
  }

  /** Whether the condition holds for a document. */
  holds(document: IngestDocument): boolean {
    return document.budget.timed(() => this.#script.run(new ReadOnlyDocument(document.fields))) === true;
  }

  execute(document: IngestDocument): boolean {
    return !this.holds(document) || this.processor.execute(document);
  }
}
