/**
 * What could not be taken back, told so that a person can mend it.
 * @module
 */

import { pathOf } from "../stack/elasticsearch.ts";
import type { Leftover } from "./report.ts";
import { nameOfKind, resourceOf, statesOf } from "./resources/kinds.ts";
import { type ChangeStep, kindOf } from "./step.ts";

/** What a change has left; `again` is the command that mends what no single request does. */
export function leftover(
  { step, isCertain }: { readonly step: ChangeStep; readonly isCertain: boolean },
  again: string,
  error?: unknown,
): Leftover {
  const kind = kindOf(step);
  const name = `${nameOfKind(kind)} "${step.id}"`;
  const state = stateOf(step);
  const is = isCertain ? "is" : "may be";
  const messages = {
    created: `The ${name} ${is} there${isCertain ? " still" : ""}`,
    replaced: `The ${name} ${is} the new one`,
    deleted: `The ${name} ${is} gone`,
    switched: step.kind === "switch" ? `The ${name} ${is} ${step.to}, and was ${step.from}` : "",
  };
  const why = error instanceof Error ? `: ${error.message}` : "";
  return {
    kind,
    id: step.id,
    state,
    certain: isCertain,
    message: `${messages[state]}${why}`,
    command: commandOf(step, state, again),
  };
}

function stateOf(step: ChangeStep): Leftover["state"] {
  switch (step.kind) {
    case "put-model":
      return "created";
    case "put":
      return step.replaces === undefined ? "created" : "replaced";
    case "delete-model":
    case "delete":
      return "deleted";
    case "switch":
      return "switched";
  }
}

function commandOf(step: ChangeStep, state: Leftover["state"], again: string): string {
  if (step.kind === "switch") return statesOf(step.resource).command(step.id, step.from);
  if (step.kind === "delete" && step.mend !== undefined) return step.mend;
  if (state !== "created") return again;
  return step.kind === "put"
    ? resourceOf(step.resource).command(step.id)
    : `DELETE ${pathOf`/_ml/trained_models/${step.id}`}`;
}
