/**
 * Work that is done inside one call: a comparison of long texts or a search of a long list takes its time, and who runs
 * what others have written wants that counted. What scans says here how much it is about to look at.
 * @module
 */

/** Counts work; it may throw when that is too much. */
export interface WorkMeter {
  /** Counts steps: each about as much as a look at one element. */
  work(steps: number): void;
}

let meter: WorkMeter | undefined;

/**
 * Runs something whose work a meter counts. All that is counted happens before it returns.
 *
 * ```ts
 * import { JavaList } from "./list.ts";
 * import { metered } from "./work.ts";
 * let steps = 0;
 * metered({ work: (more) => steps += more }, () => new JavaList([1, 2, 3]).has(4));
 * if (steps !== 3) throw new Error();
 * ```
 */
export function metered<Result>(by: WorkMeter, run: () => Result): Result {
  const outer = meter;
  meter = by;
  try {
    return run();
  } finally {
    meter = outer;
  }
}

/** Counts so many elements that are about to be looked at. */
export function countWork(elements: number): void {
  meter?.work(elements);
}

/** Counts so many code units that are about to be looked at: sixteen take as long as one element. */
export function countText(length: number): void {
  if (length >= 64) meter?.work(length >>> 4);
}

/** Counts so many elements that are about to be moved. */
export function countMoves(elements: number): void {
  if (elements >= 64) meter?.work(elements >>> 5);
}
