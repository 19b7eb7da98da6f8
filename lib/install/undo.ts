/**
 * Taking back changes, the last one first.
 * @module
 */

import { StackError } from "../stack/errors.ts";
import * as changes from "./changes.ts";
import { isSameJson } from "./compare.ts";
import type { KeptModel } from "./kept_model.ts";
import type { Leftover } from "./report.ts";
import { pause, type RequestOptions, Requests, type Written } from "./requests.ts";
import { getModel, getPipeline, getScript } from "./stored.ts";
import type { Stack } from "../stack/connect.ts";

/** A change that was begun, and what it takes to take it back. */
export type Change =
  & {
    /** The thing's id. */
    readonly id: string;
    /** Whether the server said that it was done. */
    isCertain: boolean;
  }
  & (
    | { readonly kind: "script" | "pipeline"; readonly state: "created" }
    | { readonly kind: "script" | "pipeline"; readonly state: "replaced" | "deleted"; readonly previous: string }
    | { readonly kind: "model"; readonly state: "created"; readonly sha256: string; readonly isReferredTo: boolean }
    | {
      readonly kind: "model";
      readonly state: "deleted";
      readonly copy: KeptModel | undefined;
      readonly aliases: readonly string[];
    }
  );

/** What became of taking back. */
export interface Undone {
  /** What was put back or taken away, in sentences. */
  readonly undone: readonly string[];
  /** What is left. */
  readonly left: readonly Leftover[];
  /** What the server warned of. */
  readonly warnings: readonly string[];
}

/** How changes are taken back. */
export interface UndoOptions extends Omit<RequestOptions, "signal"> {
  /** Told what is taken back. */
  readonly onUndo?: (text: string) => void;
  /** The command that mends what can't be. */
  readonly command: string;
}

/** Takes back changes, the last one first; no signal stops that. */
export async function undoChanges(stack: Stack, made: readonly Change[], options: UndoOptions): Promise<Undone> {
  const { onUndo, command, ...requestOptions } = options;
  const requests = new Requests(stack, requestOptions);
  const undone: string[] = [];
  const left: Leftover[] = [];
  const warnings: string[] = [];
  const ours = new Map(made.flatMap((change) => "sha256" in change ? [[change.id, change.sha256]] : []));
  let isHopeless = false;
  for (const change of made.toReversed()) {
    if (isHopeless) {
      left.push(leftover(change, command));
      continue;
    }
    onUndo?.(intention(change));
    const result = await attempt(requests, change, { sleep: options.sleep ?? pause, ours });
    if (result.kind === "failed") {
      const { error, mayBeThere } = result;
      left.push(leftover({ ...change, isCertain: change.isCertain && !mayBeThere }, command, error));
      // Nobody to ask; and what a pipeline calls stays while the pipeline does.
      isHopeless = change.kind === "pipeline" || !(error instanceof StackError) || error.kind !== "http";
    } else {
      warnings.push(...result.warnings);
      if (result.kind === "done") undone.push(completion(change));
    }
  }
  return { undone, left, warnings };
}

type Outcome = Written | { readonly kind: "not-needed"; readonly warnings: readonly string[] };

/** Takes back one change; looks that are not answered are failures like any other. */
async function attempt(requests: Requests, change: Change, context: Context): Promise<Outcome> {
  try {
    return await undo(requests, change, context);
  } catch (error) {
    return { kind: "failed", error, mayBeThere: false };
  }
}

const NOT_NEEDED = { kind: "not-needed", warnings: [] } as const;

interface Context {
  readonly sleep: NonNullable<RequestOptions["sleep"]>;
  /** Models that were sent, by id: their fingerprints. */
  readonly ours: ReadonlyMap<string, string>;
}

async function undo(requests: Requests, change: Change, { sleep, ours }: Context): Promise<Outcome> {
  switch (change.kind) {
    case "script":
    case "pipeline":
      return await undoPart(requests, change);
    case "model":
      return change.state === "created"
        ? await undoModel(requests, change, sleep)
        : await putBackModel(requests, change, ours.get(change.id));
  }
}

const PARTS = {
  script: { get: getScript, put: changes.putScript, remove: changes.deleteScript },
  pipeline: { get: getPipeline, put: changes.putPipeline, remove: changes.deletePipeline },
};

async function undoPart(
  requests: Requests,
  change: Extract<Change, { kind: "script" | "pipeline" }>,
): Promise<Outcome> {
  const { get, put, remove } = PARTS[change.kind];
  const stored = await get(requests, change.id);
  if (change.state === "created") return stored === undefined ? NOT_NEEDED : await remove(requests, change.id);
  const isAsBefore = stored !== undefined && isSameJson(stored.text, change.previous);
  return isAsBefore ? NOT_NEEDED : await put(requests, change.id, change.previous);
}

/** A server may still be busy with a model when whoever sent it has given up. */
const LATE_LOOKS = 3;
const LATE_MS = 2000;

async function undoModel(
  requests: Requests,
  { id, sha256, isCertain, isReferredTo }: Extract<Change, { kind: "model"; state: "created" }>,
  sleep: Context["sleep"],
): Promise<Outcome> {
  for (let looks = 1;; looks++) {
    const model = await getModel(requests, id);
    if (model?.origin?.sha256 === sha256) return await changes.deleteModel(requests, id, isReferredTo);
    if (model !== undefined || isCertain) return NOT_NEEDED;
    if (looks === LATE_LOOKS) return { kind: "not-needed", warnings: [lateWarning(id)] };
    await sleep(LATE_MS);
  }
}

function lateWarning(id: string): string {
  return `The model "${id}" was given up while it was sent and is not there. Should the server have taken all of it, ` +
    `it may turn up still: DELETE /_ml/trained_models/${encodeURIComponent(id)} takes it away.`;
}

/** Puts an old model back, also where a new one turned up late under its id. */
async function putBackModel(
  requests: Requests,
  { id, copy, aliases }: Extract<Change, { kind: "model"; state: "deleted" }>,
  ours: string | undefined,
): Promise<Outcome> {
  for (let tries = 1;; tries++) {
    const there = await getModel(requests, id);
    if (there !== undefined) {
      if (ours === undefined || there.origin?.sha256 !== ours) return NOT_NEEDED;
      const deleted = await changes.deleteModel(requests, id, true);
      if (deleted.kind === "failed") return deleted;
    }
    if (copy === undefined) throw new StackError("http", `There is no copy of the model "${id}"`);
    const written = await changes.putBackModel(requests, copy);
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
    const written = await changes.putAlias(requests, id, alias);
    if (written.kind === "failed") return written;
  }
  return undefined;
}

function intention({ kind, id, state }: Change): string {
  return state === "created" ? `Taking away the ${kind} "${id}"` : `Putting back the ${kind} "${id}"`;
}

function completion({ kind, id, state }: Change): string {
  const name = `${kind} "${id}"`;
  return state === "created" ? `Deleted the ${name} again` : `Put back the ${name}`;
}

const RESOURCES = { script: "_scripts", pipeline: "_ingest/pipeline", model: "_ml/trained_models" };

function leftover(change: Change, again: string, error?: unknown): Leftover {
  const { kind, id, state, isCertain } = change;
  const name = `${kind} "${id}"`;
  const states = {
    created: isCertain ? `The ${name} is there still` : `The ${name} may be there`,
    replaced: isCertain ? `The ${name} is the new one` : `The ${name} may be the new one`,
    deleted: isCertain ? `The ${name} is gone` : `The ${name} may be gone`,
  };
  const why = error instanceof Error ? `: ${error.message}` : "";
  return {
    kind,
    id,
    state,
    certain: isCertain,
    message: `${states[state]}${why}`,
    command: state === "created" ? `DELETE /${RESOURCES[kind]}/${encodeURIComponent(id)}` : again,
  };
}
