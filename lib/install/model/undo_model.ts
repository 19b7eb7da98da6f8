/**
 * Taking back changes of models.
 * @module
 */

import { StackError } from "../../stack/errors.ts";
import type { KeptModel } from "./kept_model.ts";
import { deleteModel, putAlias, putBackModel } from "./model_changes.ts";
import type { RequestOptions, Requests, Written } from "../requests.ts";
import type { DeleteModelStep, PutModelStep } from "../step.ts";
import { getModel } from "./stored_model.ts";

/** What became of taking something back: nothing had to be done, or what was done. */
export type TakenBack = Written | { readonly kind: "not-needed"; readonly warnings: readonly string[] };

/** It is as it was before. */
export const NOT_NEEDED: TakenBack = { kind: "not-needed", warnings: [] };

/** A server may still be busy with a model when whoever sent it has given up. */
const LATE_LOOKS = 3;
const LATE_MS = 2000;

/** Takes a model away that was stored, and only that one. */
export async function undoPutModel(
  requests: Requests,
  { id, origin, replaces }: PutModelStep,
  isCertain: boolean,
  sleep: NonNullable<RequestOptions["sleep"]>,
): Promise<TakenBack> {
  for (let looks = 1;; looks++) {
    const model = await getModel(requests, id);
    if (model?.origin?.sha256 === origin.sha256) return await deleteModel(requests, id, replaces);
    if (model !== undefined || isCertain) return NOT_NEEDED;
    if (looks === LATE_LOOKS) return { kind: "not-needed", warnings: [lateWarning(id)] };
    await sleep(LATE_MS);
  }
}

function lateWarning(id: string): string {
  return `The model "${id}" was given up while it was sent and is not there. Should the server have taken all of it, ` +
    `it may turn up still: DELETE /_ml/trained_models/${encodeURIComponent(id)} takes it away.`;
}

/** Puts an old model back, also where a new one turned up late under its id: `ours` is the new one's fingerprint. */
export async function undoDeleteModel(
  requests: Requests,
  { id, aliases }: DeleteModelStep,
  copy: KeptModel | undefined,
  ours: string | undefined,
): Promise<TakenBack> {
  for (let tries = 1;; tries++) {
    const there = await getModel(requests, id);
    if (there !== undefined) {
      if (ours === undefined || there.origin?.sha256 !== ours) return NOT_NEEDED;
      const deleted = await deleteModel(requests, id, true);
      if (deleted.kind === "failed") return deleted;
    }
    if (copy === undefined) throw new StackError("http", `There is no copy of the model "${id}"`);
    const written = await putBackModel(requests, copy);
    if (written.kind === "done") return await putAliases(requests, id, aliases) ?? written;
    if (tries === LATE_LOOKS || !isConflict(written.error)) return written;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof StackError && error.type === "resource_already_exists_exception";
}

/** The first one that can't be put. */
async function putAliases(requests: Requests, id: string, aliases: readonly string[]): Promise<Written | undefined> {
  for (const alias of aliases) {
    const written = await putAlias(requests, id, alias);
    if (written.kind === "failed") return written;
  }
  return undefined;
}
