/**
 * How much one document may cost: pipelines of strangers are run here, and some are made to never end.
 * @module
 */

import { notSupported } from "./error.ts";

/** Processors that run, those of `foreach` for each element. */
const MOST_STEPS = 1_000_000;
/** Bytes of the texts and copies that processors make. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Milliseconds in scripts, which have bounds of their own for a single run. */
const MOST_SCRIPT_TIME = 5000;
/** No script runs for longer; a longer time is that of a computer which was asleep meanwhile. */
const LONGEST_SCRIPT = 2000;

/**
 * What is left for one document. Where it is used up, the rehearsal gives up, and says so.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { RunBudget } from "./run_budget.ts";
 * const budget = new RunBudget();
 * budget.charge(1024);
 * assert.throws(() => budget.charge(2 ** 30), /256 MB/);
 * ```
 */
export class RunBudget {
  #steps = MOST_STEPS;
  #bytes = MOST_BYTES;
  #scriptTime = MOST_SCRIPT_TIME;

  /** Counts a processor. */
  step(): void {
    if (--this.#steps >= 0) return;
    throw notSupported(`A pipeline that takes more than ${MOST_STEPS.toLocaleString("en-US")} steps for one document`);
  }

  /** Counts bytes, before they are there where that is possible. */
  charge(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#bytes >= 0) return;
    throw notSupported(`A pipeline that makes more than ${MOST_BYTES / 1024 / 1024} MB of one document`);
  }

  /** Runs a script, and counts the time that it takes. */
  timed<T>(run: () => T): T {
    const begin = performance.now();
    const result = run();
    this.#scriptTime -= Math.min(performance.now() - begin, LONGEST_SCRIPT);
    if (this.#scriptTime >= 0) return result;
    throw notSupported(`A pipeline with more than ${MOST_SCRIPT_TIME / 1000} seconds of scripts for one document`);
  }
}
