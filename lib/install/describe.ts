/**
 * Plans in words.
 * @module
 */

import type { Plan } from "./plan.ts";

/** A plan as text, several lines without a newline at the end. */
export function describePlan(_plan: Plan): string {
  throw new Error("being written");
}

/** A plan as a JSON value, for programs. */
export function planJson(_plan: Plan): unknown {
  throw new Error("being written");
}
