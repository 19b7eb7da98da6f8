/**
 * Taking back changes, the last one first.
 * @module
 */

import type { Stack } from "../stack/connect.ts";
import { StackError } from "../stack/errors.ts";
import type { KeptModel } from "./model/kept_model.ts";
import { leftover } from "./leftover.ts";
import type { Leftover } from "./report.ts";
import { pause, type RequestOptions, Requests } from "./requests.ts";
import { nameOfKind, resourceOf, statesOf } from "./resources/kinds.ts";
import { type ChangeStep, type DeleteStep, kindOf, type PutStep, type SwitchStep } from "./step.ts";
import { NOT_NEEDED, type TakenBack, undoDeleteModel, undoPutModel } from "./model/undo_model.ts";

/** A change that was begun. */
export interface Change {
  /** The step that made it, which says what was there before. */
  readonly step: ChangeStep;
  /** Whether the server said that it was done. */
  isCertain: boolean;
  /** The model that was deleted, where there is a copy. */
  readonly copy?: KeptModel | undefined;
}

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
  const sent = made.flatMap(({ step }) => step.kind === "put-model" ? [[step.id, step.origin.sha256] as const] : []);
  const context = { sleep: options.sleep ?? pause, ours: new Map(sent) };
  let isHopeless = false;
  for (const change of made.toReversed()) {
    if (isHopeless) {
      left.push(leftover(change, command));
      continue;
    }
    onUndo?.(intention(change.step));
    const result = await attempt(requests, change, context);
    if (result.kind === "failed") {
      const { error, mayBeThere } = result;
      left.push(leftover({ ...change, isCertain: change.isCertain && !mayBeThere }, command, error));
      // Nobody to ask; and what others need stays while they do.
      isHopeless = holdsOthers(change.step) || !(error instanceof StackError) || error.kind !== "http";
    } else {
      warnings.push(...result.warnings);
      if (result.kind === "done") undone.push(completion(change.step));
    }
  }
  return { undone, left, warnings };
}

interface Context {
  readonly sleep: NonNullable<RequestOptions["sleep"]>;
  /** Models that were sent, by id: their fingerprints. */
  readonly ours: ReadonlyMap<string, string>;
}

/** Takes back one change; looks that are not answered are failures like any other. */
async function attempt(requests: Requests, change: Change, context: Context): Promise<TakenBack> {
  try {
    return await undo(requests, change, context);
  } catch (error) {
    return { kind: "failed", error, mayBeThere: false };
  }
}

async function undo(requests: Requests, { step, isCertain, copy }: Change, context: Context): Promise<TakenBack> {
  switch (step.kind) {
    case "put-model":
      return await undoPutModel(requests, step, isCertain, context.sleep);
    case "delete-model":
      return await undoDeleteModel(requests, step, copy, context.ours.get(step.id));
    case "put":
      return await undoPut(requests, step);
    case "delete":
      return await undoDelete(requests, step);
    case "switch":
      return await switchBack(requests, step);
  }
}

async function undoPut(requests: Requests, { resource, id, text, replaces }: PutStep): Promise<TakenBack> {
  const { get, put, remove, isSame } = resourceOf(resource);
  const stored = await get(requests, id);
  if (replaces === undefined) return stored === undefined ? NOT_NEEDED : await remove(requests, id);
  if (stored !== undefined && isSame(stored.text, replaces)) return NOT_NEEDED;
  return await put(requests, id, replaces, text);
}

async function undoDelete(requests: Requests, { resource, id, was }: DeleteStep): Promise<TakenBack> {
  const { get, put, isSame, name, losesOnDelete } = resourceOf(resource);
  const stored = await get(requests, id);
  if (stored !== undefined && isSame(stored.text, was)) return NOT_NEEDED;
  const written = await put(requests, id, was);
  if (written.kind === "failed" || losesOnDelete === undefined) return written;
  const warning = `The ${name} "${id}" is there again, without ${losesOnDelete}.`;
  return { ...written, warnings: [...written.warnings, warning] };
}

async function switchBack(requests: Requests, { resource, id, from }: SwitchStep): Promise<TakenBack> {
  const { isIn, bring } = statesOf(resource);
  return await isIn(requests, id, from) ? NOT_NEEDED : await bring(requests, id, from);
}

function holdsOthers(step: ChangeStep): boolean {
  return "resource" in step && resourceOf(step.resource).holdsOthers === true;
}

function intention(step: ChangeStep): string {
  const name = `${nameOfKind(kindOf(step))} "${step.id}"`;
  if (step.kind === "switch") return `Bringing the ${name} back: it was ${step.from}`;
  return isCreation(step) ? `Taking away the ${name}` : `Putting back the ${name}`;
}

function completion(step: ChangeStep): string {
  const name = `${nameOfKind(kindOf(step))} "${step.id}"`;
  if (step.kind === "switch") return `Brought the ${name} back: it is ${step.from} again`;
  return isCreation(step) ? `Deleted the ${name} again` : `Put back the ${name}`;
}

function isCreation(step: ChangeStep): boolean {
  return step.kind === "put-model" || step.kind === "put" && step.replaces === undefined;
}
