/**
 * The plan of an installation.
 * @module
 */

import type { DgaBundle } from "../bundle/dga.ts";
import type { Plan } from "./plan.ts";
import type { StackSnapshot } from "./snapshot.ts";

/** How a bundle is set up. */
export interface SetupOptions {
  /** Replaces what is there and differs. @default {false} */
  readonly overwrite?: boolean;
  /** The command that is named where running it again helps; without secrets. */
  readonly command?: string;
  /** The version of this tool, for the model's metadata. */
  readonly toolVersion?: string;
}

/** What setting up a bundle would do to the stack of a snapshot. */
export function planSetup(_bundle: DgaBundle, _snapshot: StackSnapshot, _options: SetupOptions = {}): Plan {
  throw new Error("being written");
}
