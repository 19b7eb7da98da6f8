/** The steps of a plan in short. @module */

import type { Plan } from "../plan.ts";

/** A line for each step, such as `put-script dga_ngrams_create`, or its kind alone where it has no id. */
export function stepLabels({ steps }: Plan): string[] {
  return steps.map((step) =>
    [[step.kind, ..."resource" in step ? [step.resource] : []].join("-"), ..."id" in step ? [step.id] : []].join(" ")
  );
}
