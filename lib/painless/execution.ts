/**
 * What one run of a script needs and may use.
 * @module
 */

import { JavaThrowable } from "../java/throwable.ts";
import type { WorkMeter } from "../java/work.ts";
import type { Budget, Slot } from "./library.ts";

/** Elasticsearch's bound for the loops of a function, all together. */
const MAX_LOOPS = 1_000_000;
/** Bytes that one run may allocate, all together. */
const MAX_BYTES = 64 * 1024 * 1024;
/**
 * Rounds of loops, calls of functions, and elements looked at by methods and operators (sixteen code units of a text
 * count as one) of one run, all together: a function's own loops do not count for its caller.
 */
const MAX_STEPS = 50_000_000;

/** A bound was hit: no script catches it. */
export class BoundError extends Error {
  override name = "BoundError";
  /** As the server names it. */
  readonly className: string;
  /** False for a bound that the server has, too. */
  readonly isOurs: boolean;

  constructor(className: string, message: string, isOurs: boolean) {
    super(message);
    this.className = className;
    this.isOurs = isOurs;
  }
}

/** One run: how much it has used, and where it is. */
export class Execution implements Budget, WorkMeter {
  /** Offset of the operation that is being done, for the error if it fails. */
  at = 0;
  readonly #places = new WeakMap<JavaThrowable, number>();
  #bytes = MAX_BYTES;
  readonly #maxSteps: number;
  #steps: number;

  constructor(maxSteps = MAX_STEPS) {
    this.#maxSteps = this.#steps = maxSteps;
  }

  charge(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#bytes >= 0) return;
    throw new BoundError(
      "org.elasticsearch.painless.PainlessError",
      `The script allocates more than ${MAX_BYTES / 1024 / 1024} MB, which is a bound of the rehearsal`,
      true,
    );
  }

  /** An exception is reported where it was made, or first met, wherever it is thrown again. */
  rememberPlaceOf(thrown: JavaThrowable): void {
    if (!this.#places.has(thrown)) this.#places.set(thrown, this.at);
  }

  /** Where what is thrown now is to be reported. */
  placeOf(thrown: unknown): number {
    return (thrown instanceof JavaThrowable ? this.#places.get(thrown) : undefined) ?? this.at;
  }

  /** Counts a round of a loop or a call. */
  step(): void {
    this.work(1);
  }

  /** Counts elements that are about to be looked at. */
  work(steps: number): void {
    this.#steps -= steps;
    if (this.#steps > 0) return;
    throw new BoundError(
      "org.elasticsearch.painless.PainlessError",
      `The script takes more than ${this.#maxSteps} steps (rounds of loops, calls, looks at elements), which is a bound of the ` +
        "rehearsal",
      true,
    );
  }
}

/** One call of a function: its variables, and how often its loops may still go round. */
export class Frame {
  readonly slots: Slot[];
  readonly execution: Execution;
  /** What a `?.` found, for what follows it. */
  nullSafeValue: Slot = null;
  result: Slot = null;
  #loops = MAX_LOOPS;

  constructor(slots: Slot[], execution: Execution) {
    this.slots = slots;
    this.execution = execution;
  }

  /** A frame of so many slots, of which the first are filled. */
  static of(slots: Slot[], slotCount: number, execution: Execution): Frame {
    while (slots.length < slotCount) slots.push(null);
    return new Frame(slots, execution);
  }

  /** Counts a round of a loop at an offset. */
  countLoop(offset: number): void {
    this.execution.step();
    if (--this.#loops > 0) return;
    this.execution.at = offset;
    throw new BoundError(
      "org.elasticsearch.painless.PainlessError",
      "The maximum number of statements that can be executed in a loop has been reached.",
      false,
    );
  }
}
