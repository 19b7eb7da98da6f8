/**
 * Parts of a plan of wiring.
 * @module
 */

import type { Finding } from "../../json/finding.ts";
import type { PutStep } from "../step.ts";

/** What wiring one thing takes. */
export interface PlannedWiring {
  /** All that was found. */
  readonly findings: readonly Finding[];
  /** What is stored. */
  readonly steps: readonly PutStep[];
  /** What is there already. */
  readonly unchanged: readonly string[];
  /** What to know before. */
  readonly notes: readonly string[];
  /** What there is to do by hand afterwards. */
  readonly next: readonly string[];
}

/** Nothing to do. */
export const NOTHING_PLANNED: PlannedWiring = { findings: [], steps: [], unchanged: [], notes: [], next: [] };
