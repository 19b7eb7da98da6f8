/**
 * A plan as requests that a person can send, and what there is to do besides.
 * @module
 */

import type { Plan } from "../install/plan.ts";
import { resourceOf } from "../install/resources/kinds.ts";
import { visible } from "./safe_text.ts";

/** What a plan stores, as requests for Kibana's Dev Tools; then its next steps. */
export function describeByHand({ steps, next }: Plan): string {
  const requests = steps.flatMap((step) => {
    if (step.kind !== "put") return [];
    // A thing is stored where it is taken away.
    const [, path = ""] = resourceOf(step.resource).command(step.id).split(" ");
    return [`PUT ${path.replaceAll("%40", "@")}\n${JSON.stringify(JSON.parse(step.text), null, 2)}`];
  });
  return [...requests, ...next].map((text) => `\n${text.split("\n").map(visible).join("\n")}\n`).join("");
}
