/**
 * How an ensemble makes one result of its members' values.
 * @module
 */

import { NotSupportedError } from "../java/throwable.ts";
import { illegalArgument, outOfBounds } from "./inference_error.ts";

/** `aggregate_output` of an ensemble. */
export interface Aggregator {
  readonly kind: "weighted_sum" | "weighted_mode" | "logistic_regression" | "exponent";
  readonly weights?: readonly number[];
  /** Of a weighted_mode. */
  readonly numClasses?: number;
}

/**
 * The values of the members become those of the ensemble: a probability a class, or what is still to be summed.
 *
 * ```ts
 * import { processValues } from "./aggregator.ts";
 * const [p0, p1] = processValues({ kind: "logistic_regression" }, [[0.5], [-0.5]]);
 * if (p0 !== 0.5 || p1 !== 0.5) throw new Error();
 * ```
 */
export function processValues(aggregator: Aggregator, values: readonly (readonly number[])[]): number[] {
  switch (aggregator.kind) {
    case "weighted_sum":
    case "exponent":
      return values.map(([value = NaN], i) => value * weightOf(aggregator, i));
    case "logistic_regression": {
      const sums = weightedSums(aggregator, values);
      return sums.length > 1 ? softMax(sums) : bothClasses(sums[0] ?? 0);
    }
    case "weighted_mode":
      return softMax((values[0]?.length ?? 0) > 1 ? weightedSums(aggregator, values) : votes(aggregator, values));
  }
}

/** The one number that an ensemble stands for: a value, or the index of its best class. */
export function aggregate(aggregator: Aggregator, processed: readonly number[]): number {
  switch (aggregator.kind) {
    case "weighted_sum":
      return javaSum(processed);
    case "exponent": {
      let sum = 0;
      for (const value of processed) if (Number.isFinite(value)) sum += value;
      return Math.exp(sum);
    }
    case "logistic_regression":
    case "weighted_mode": {
      let best = 0;
      let most = -Infinity;
      for (const [i, value] of processed.entries()) {
        if (value <= most || Number.isNaN(value)) continue;
        most = value;
        best = i;
      }
      return best;
    }
  }
}

/** Of the sum of a binary logistic regression: the probabilities of class 0 and class 1. */
export function bothClasses(sum: number): number[] {
  const probability = 1 / (1 + Math.exp(-sum));
  return [1 - probability, probability];
}

/** `DoubleStream.sum`: compensated, and not what a plain sum gives. */
export function javaSum(values: Iterable<number>): number {
  let sum = 0;
  let compensation = 0;
  let plain = 0;
  for (const value of values) {
    plain += value;
    const term = value - compensation;
    const next = sum + term;
    compensation = (next - sum) - term;
    sum = next;
  }
  const result = sum - compensation;
  return Number.isNaN(result) && (plain === Infinity || plain === -Infinity) ? plain : result;
}

/** Probabilities that add up to one; numbers that are not finite count as impossible. */
export function softMax(values: readonly number[]): number[] {
  let most = -Infinity;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, value);
  if (most === -Infinity) throw illegalArgument("no valid values present");
  let sum = 0;
  const powers = values.map((value) => {
    if (!Number.isFinite(value)) return NaN;
    const power = Math.exp(value - most);
    sum += power;
    return power;
  });
  return powers.map((power) => Number.isFinite(power) ? power / sum : 0);
}

function weightOf(aggregator: Aggregator, member: number): number {
  return aggregator.weights === undefined ? 1 : aggregator.weights[member] ?? NaN;
}

/** The first member says how many values there are; a shorter one is added to the first of them. */
function weightedSums(aggregator: Aggregator, values: readonly (readonly number[])[]): number[] {
  const sums = new Array<number>(values[0]?.length ?? 0).fill(0);
  for (const [member, own] of values.entries()) {
    if (own.length > sums.length) throw illegalArgument("value entries must have the same dimensions");
    const weight = weightOf(aggregator, member);
    for (const [i, value] of own.entries()) sums[i] = (sums[i] ?? 0) + value * weight;
  }
  return sums;
}

/** Each member votes for one class with its weight; a class without a vote stays impossible. */
function votes(aggregator: Aggregator, values: readonly (readonly number[])[]): number[] {
  const classes = aggregator.numClasses ?? 0;
  let largest = 0;
  for (const own of values) {
    if (own.length !== 1) throw illegalArgument("value entries must have the same dimensions");
    const [vote = NaN] = own;
    if (!Number.isInteger(vote) || vote < 0) {
      throw illegalArgument("values must be whole, non-infinite, and positive");
    }
    largest = Math.max(largest, vote);
  }
  if (largest >= classes) {
    throw illegalArgument(`values contain entries larger than expected max of [${classes - 1}]`);
  }
  if (classes > MOST_CLASSES) throw new NotSupportedError(`A vote among ${classes} classes`);
  const counts = new Array<number>(classes).fill(-Infinity);
  for (const [member, [vote = 0]] of values.entries()) {
    const before = counts[vote] ?? -Infinity;
    const weight = weightOf(aggregator, member);
    counts[vote] = before === -Infinity ? weight : before + weight;
  }
  return counts;
}

/** Of a single tree whose leaves name a class: certainty for that class. */
export function certainClass(leaf: number, largestLeaf: number): number[] {
  const classes = Math.max(0, Math.trunc(clampToInt(Math.max(largestLeaf, SMALLEST) + 1)));
  const index = clampToInt(leaf);
  if (Number.isNaN(largestLeaf) || index < 0 || index >= classes) {
    const length = Number.isNaN(largestLeaf) ? 0 : classes;
    throw outOfBounds(index, length);
  }
  if (classes > MOST_CLASSES) throw new NotSupportedError(`A tree of ${classes} classes`);
  const probabilities = new Array<number>(classes).fill(0);
  probabilities[index] = 1;
  return probabilities;
}
const SMALLEST = 5e-324;
const MOST_CLASSES = 1_000_000;

/** `Double.intValue`. */
function clampToInt(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.trunc(Math.max(-2147483648, Math.min(2147483647, value)));
}
