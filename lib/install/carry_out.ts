/**
 * Carrying out single steps. Before anything is sent, the change is noted, with what it takes to take it back.
 * @module
 */

import { StackError } from "../stack/errors.ts";
import * as changes from "./changes.ts";
import { fetchModel, type KeptModel } from "./kept_model.ts";
import type { Requests, Written } from "./requests.ts";
import { prove, verify } from "./simulate.ts";
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
  const noted = changeOf(step, course.copies);
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
      return changes.putModel(requests, step, (sent) => onBytes(sent, step.source.size));
    case "delete-model":
      return changes.deleteModel(requests, step.id, step.force);
    case "put-script":
      return changes.putScript(requests, step.id, step.text);
    case "put-pipeline":
      return changes.putPipeline(requests, step.id, step.text);
    case "delete-script":
      return changes.deleteScript(requests, step.id);
    case "delete-pipeline":
      return changes.deletePipeline(requests, step.id);
  }
}

function changeOf(step: ChangeStep, copies: ReadonlyMap<string, KeptModel>): Change {
  const noted = { id: step.id, isCertain: false };
  switch (step.kind) {
    case "put-model":
      return {
        ...noted,
        kind: "model",
        state: "created",
        sha256: step.origin.sha256,
        isReferredTo: step.replaces,
      };
    case "delete-model":
      return { ...noted, kind: "model", state: "deleted", copy: copies.get(step.id), aliases: step.aliases };
    case "put-script":
    case "put-pipeline": {
      const kind = step.kind === "put-script" ? "script" : "pipeline";
      return step.replaces === undefined
        ? { ...noted, kind, state: "created" }
        : { ...noted, kind, state: "replaced", previous: step.replaces };
    }
    case "delete-script":
      return { ...noted, kind: "script", state: "deleted", previous: step.was };
    case "delete-pipeline":
      return { ...noted, kind: "pipeline", state: "deleted", previous: step.was };
  }
}
