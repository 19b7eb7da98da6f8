/**
 * Plans: what would be done to a stack, as data. Making one asks nothing and changes nothing.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import type { ResourceKind } from "./resources/kinds.ts";
import type { Step } from "./step.ts";

/** What a plan is for. */
export type PlanKind = "setup" | "removal" | "job-upload" | "job-removal" | "rule-upload" | "detections" | "wiring";

/** How the heading of a plan begins, and what is said of one that changes nothing. */
export const PLAN_TEXTS: Readonly<
  Record<PlanKind, { readonly title: string; readonly nothing: string; readonly server?: string }>
> = {
  setup: { title: "Setup of", nothing: "Everything is as it should be" },
  "job-upload": { title: "Upload of", nothing: "Everything is there already" },
  "job-removal": { title: "Removal of", nothing: "There was nothing to remove" },
  removal: { title: "Removal of", nothing: "There was nothing to remove" },
  detections: { title: "Setup of", nothing: "Everything is there already" },
  wiring: { title: "Wiring of", nothing: "Nothing had to be changed on the server" },
  "rule-upload": { title: "Upload of", nothing: "Every rule is as it should be", server: "Kibana" },
};

/** Something that is there already, and is not what it would become. */
export interface Difference {
  /** What it is. */
  readonly kind: ResourceKind | "model";
  /** Its id. */
  readonly id: string;
  /** Where they differ, and how: `processors/1/inference/model_id: "dga_1" there, "dga_2" in the bundle`. */
  readonly changes: readonly string[];
}

/** What would be done to a stack, and what stands in the way. */
export interface Plan {
  /** What the plan is for. */
  readonly kind: PlanKind;
  /** What the plan is about: the id of a model, the name of a job or a bundle, a pattern of indices. */
  readonly subject: string;
  /** Whose release is set up, where it is not the usual repository's. */
  readonly from?: string;
  /** Version of the server that it was made for. */
  readonly serverVersion: string;
  /** All that was found; an error among them keeps the plan from being applied. */
  readonly findings: readonly Finding[];
  /** What is there and is not the same; errors among the findings unless it may be overwritten. */
  readonly differences: readonly Difference[];
  /** What is done, in this order. */
  readonly steps: readonly Step[];
  /** What is there already, or gone already, and stays as it is: `script "dga_ngrams_create"`. */
  readonly unchanged: readonly string[];
  /** What whoever applies the plan should know before. */
  readonly notes: readonly string[];
  /** What there is to do afterwards, when it was applied. */
  readonly next: readonly string[];
  /** The command that is named where running it again mends what is left. */
  readonly command: string;
}
