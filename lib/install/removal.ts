/**
 * The plan of a removal.
 * @module
 */

import type { Plan } from "./plan.ts";
import type { StackSnapshot } from "./snapshot.ts";

/** How a model is removed. */
export interface RemovalOptions {
  /** Although other pipelines or aliases refer to it. @default {false} */
  readonly force?: boolean;
  /** The command that is named where running it again helps; without secrets. */
  readonly command?: string;
}

/** What removing a model, its pipelines and scripts would do to the stack of a snapshot. */
export function planRemoval(_modelId: string, _snapshot: StackSnapshot, _options: RemovalOptions = {}): Plan {
  throw new Error("being written");
}
