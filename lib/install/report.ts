/**
 * What came of a plan.
 * @module
 */

import type { ResourceKind } from "./resources/kinds.ts";
import type { Step } from "./step.ts";

/** Something that is not as it was before, and not as it was to be. */
export interface Leftover {
  /** What it is. */
  readonly kind: ResourceKind | "model";
  /** Its id. */
  readonly id: string;
  /** What became of it: made, put in the place of another, removed, or brought into another state. */
  readonly state: "created" | "replaced" | "deleted" | "switched";
  /** False when the server did not answer, so that it may as well be as it was before. */
  readonly certain: boolean;
  /** The same in a sentence. */
  readonly message: string;
  /** The command that mends it. */
  readonly command: string;
}

/** What came of a plan. */
export interface Report {
  /** All was done; or it failed and everything is as it was before; or it failed and something is left. */
  readonly outcome: "done" | "undone" | "left";
  /** Whether it was stopped by the signal. */
  readonly interrupted: boolean;
  /** What was done, in sentences: also what was undone afterwards. */
  readonly done: readonly string[];
  /** What was put back or taken away again after a failure. */
  readonly undone: readonly string[];
  /** What could not be put back. */
  readonly left: readonly Leftover[];
  /** What the server warned of, and what else should be known. */
  readonly warnings: readonly string[];
  /** Why it failed. */
  readonly error?: Error;
}

/** What happens while a plan is applied. */
export type Progress =
  /** A step begins. */
  | {
    readonly kind: "step";
    readonly number: number;
    readonly total: number;
    readonly step: Step;
    readonly text: string;
  }
  /** So many bytes of a model's file have been sent. */
  | { readonly kind: "bytes"; readonly sent: number; readonly total: number }
  /** A request is sent again. */
  | { readonly kind: "retry"; readonly reason: string }
  /** Something is undone. */
  | { readonly kind: "undo"; readonly text: string };
