/**
 * Carrying out single steps. Before anything is sent, the change is noted, with what it takes to take it back.
 * @module
 */

import { StackError } from "../stack/errors.ts";
import { fetchModel, type KeptModel } from "./model/kept_model.ts";
import { deleteModel, putModel } from "./model/model_changes.ts";
import type { Requests, Written } from "./requests.ts";
import { resourceOf, statesOf } from "./resources/kinds.ts";
import { prove, verify } from "./dga/simulate.ts";
import type { ChangeStep, FetchModelStep, Step } from "./step.ts";
import type { Change } from "./undo.ts";

/** What a plan's steps have in common while they are carried out. */
export interface Course {
  /** Sends requests. */
  readonly requests: Requests;
  /** What was changed so far, the oldest first. */
  readonly made: Change[];
  /** Copies of models. */
  readonly copies: Map<string, KeptModel>;
  /** What should be known afterwards. */
  readonly warnings: string[];
  /** Told how much of a model's file has been sent. */
  readonly onBytes: (sent: number, total: number) => void;
}

/** Carries out one step; throws when it fails. */
export async function carryOut(step: Step, course: Course): Promise<void> {
  const { requests } = course;
  switch (step.kind) {
    case "fetch-model":
      return await keepCopy(step, course);
    case "prove":
      if ((await prove(requests, step)).kind === "not-allowed") course.warnings.push(NO_INLINE_SCRIPTS);
      return;
    case "verify":
      return await verify(requests, step);
    default:
      return await change(step, course);
  }
}

const NO_INLINE_SCRIPTS = "The server allows no scripts outside of stored ones (script.allowed_types), so model and " +
  "scripts were only tried once they were in place.";

async function keepCopy(step: FetchModelStep, { requests, copies, warnings }: Course): Promise<void> {
  try {
    copies.set(step.id, await fetchModel(requests, step));
  } catch (error) {
    // What the server did not answer can be had by another try; what it can't give can't.
    const isRefused = error instanceof StackError && error.kind !== "aborted" && isFinal(error);
    if (!step.required && isRefused) {
      warnings.push(`No copy of the model "${step.id}" is kept: ${error.message}`);
      return;
    }
    if (!isRefused) throw error;
    throw new StackError(error.kind, `Cannot replace the model "${step.id}": ${error.message}`, {
      hint: "Nothing was deleted. Give the bundle's model a new id by the name of its file, which keeps both.",
    });
  }
}

/** Whether asking again would give the same answer: too large, or without a definition. */
function isFinal({ kind, status }: StackError): boolean {
  return kind === "not-elasticsearch" && status === undefined || kind === "http" && (status ?? 500) < 400;
}

async function change(step: ChangeStep, course: Course): Promise<void> {
  const noted: Change = {
    step,
    isCertain: false,
    ...(step.kind === "delete-model" ? { copy: course.copies.get(step.id) } : {}),
  };
  course.made.push(noted);
  const written = await send(step, course);
  if (written.kind === "done") {
    noted.isCertain = true;
    course.warnings.push(...written.warnings);
    return;
  }
  // What the server refused has changed nothing.
  if (!written.mayBeThere) course.made.pop();
  throw written.error;
}

function send(step: ChangeStep, { requests, onBytes }: Course): Promise<Written> {
  switch (step.kind) {
    case "put-model":
      return putModel(requests, step, (sent) => onBytes(sent, step.source.size));
    case "delete-model":
      return deleteModel(requests, step.id, step.force);
    case "put":
      return resourceOf(step.resource).put(requests, step.id, step.text, step.replaces);
    case "delete":
      return resourceOf(step.resource).remove(requests, step.id);
    case "switch":
      return statesOf(step.resource).bring(requests, step.id, step.to);
  }
}
