/**
 * Probabilities counted in ten thousand steps, so that any number of them takes the same memory.
 * @module
 */

/** Steps from 0 to 1. Every threshold that is shown is one of their edges, so that counts above it are exact. */
export const STEPS = 10_000;

/** Counts of probabilities. */
export class Histogram {
  /** How many are in each step; 1 has a step of its own. */
  readonly counts: Float64Array = new Float64Array(STEPS + 1);
  total = 0;

  add(probabilities: Float64Array): void {
    for (const probability of probabilities) {
      const step = stepOf(probability);
      this.counts[step] = (this.counts[step] ?? 0) + 1;
    }
    this.total += probabilities.length;
  }

  /** How many are not below a probability, for each edge of a step from 0 to 1. */
  atLeast(): Float64Array {
    const sums = new Float64Array(STEPS + 1);
    let sum = 0;
    for (let step = STEPS; step >= 0; step--) sums[step] = sum += this.counts[step] ?? 0;
    return sums;
  }

  /** The same counts in fewer steps of equal width, 1 in the last one. */
  inSteps(steps: number): number[] {
    const counts = Array.from({ length: steps }, () => 0);
    this.counts.forEach((count, step) => {
      const at = Math.min(Math.floor(step * steps / STEPS), steps - 1);
      counts[at] = (counts[at] ?? 0) + count;
    });
    return counts;
  }
}

/** The step that a probability is in. Multiplying rounds, and may give the step before or after. */
function stepOf(probability: number): number {
  if (!(probability > 0)) return 0;
  const step = Math.floor(Math.min(probability, 1) * STEPS);
  if (step / STEPS > probability) return step - 1;
  return (step + 1) / STEPS <= probability && step < STEPS ? step + 1 : step;
}
