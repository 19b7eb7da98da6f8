/**
 * The plan of an installation.
 * @module
 */

import type { DgaBundle } from "../../bundle/dga.ts";
import { pipelineReferences } from "../../ingest/references.ts";
import { type Finding, hasErrors } from "../../json/finding.ts";
import { formatDocument } from "../../json/document.ts";
import { changesBetween, isSameJson } from "../compare.ts";
import { compareModel, planModel } from "./model_plan.ts";
import { nextSteps } from "./next_steps.ts";
import { INNER_PIPELINE, OUTER_PIPELINE, PIPELINES, SCRIPTS } from "./parts.ts";
import type { Difference, Plan } from "../plan.ts";
import { setupFindings } from "./preflight.ts";
import { proveStep, verifyStep } from "./proof.ts";
import type { NameCommand } from "../shell_command.ts";
import type { StackSnapshot } from "../snapshot.ts";
import type { PutStep, Step } from "../step.ts";

/** How a bundle is set up. */
export interface SetupOptions {
  /** Replaces what is there and differs. @default {false} */
  readonly overwrite?: boolean;
  /** The command that is named where running it again helps; without secrets. @default {`setup_dga.ts -d …`} */
  readonly command?: string;
  /** Names the commands that come next; without secrets. @default {the script and its arguments} */
  readonly nameCommand?: NameCommand;
  /** What installs, for the model's metadata. @default {"ml-dga"} */
  readonly tool?: string;
  /** Whose release the bundle is, for the plan's heading. @default {not said, as it is the usual repository's} */
  readonly from?: string;
}

/**
 * What setting up a bundle would do to the stack of a snapshot that was taken for it. Depends on nothing else.
 *
 * The model comes first, as nothing refers to it yet; then two documents prove model and scripts without anything live;
 * then scripts and pipelines switch, and the same documents go through what is stored.
 */
export function planSetup(bundle: DgaBundle, snapshot: StackSnapshot, options: SetupOptions = {}): Plan {
  const { overwrite = false, tool = "ml-dga" } = options;
  const command = options.command ?? `setup_dga.ts -d ${bundle.name}${overwrite ? " --overwrite" : ""}`;
  const frame = {
    kind: "setup",
    subject: bundle.modelId,
    ...(options.from === undefined ? {} : { from: options.from }),
    serverVersion: snapshot.version,
    command,
  } as const;
  const preflight = setupFindings(bundle, snapshot);
  if (hasErrors(preflight)) return { ...frame, ...NOTHING, findings: preflight };
  const model = planModel(bundle, snapshot, { overwrite, tool });
  const scripts = SCRIPTS.map((id) => planPart("script", id, scriptText(bundle, id), snapshot.scripts[id]?.text));
  const pipelines = PIPELINES.map((id) =>
    planPart("pipeline", id, pipelineText(bundle, id), snapshot.pipelines[id]?.text)
  );
  const parts = [...scripts, ...pipelines];
  const differences = [...model.differences, ...parts.flatMap(({ difference }) => difference ?? [])];
  const findings = [
    ...preflight,
    ...model.findings,
    ...(overwrite ? [] : differences.map((difference) => differenceFinding(difference, bundle))),
  ];
  const unchanged = [...model.unchanged, ...parts.flatMap(({ unchanged }) => unchanged ?? [])];
  if (hasErrors(findings)) return { ...frame, ...NOTHING, findings, differences, unchanged, notes: model.notes };
  const switched = parts.flatMap(({ step }) => step ?? []);
  const isProofNeeded = model.steps.length > 0 || switched.some(({ id }) => id !== OUTER_PIPELINE);
  const steps: Step[] = [
    ...model.steps,
    ...(isProofNeeded ? [proveStep(bundle)] : []),
    ...switched,
    verifyStep(bundle),
  ];
  return {
    ...frame,
    findings,
    differences,
    steps,
    unchanged,
    notes: [...model.notes, ...proofNotes(steps), ...switchNotes(switched, snapshot)],
    next: nextSteps(bundle.modelId, oldModels(bundle, snapshot), options.nameCommand),
  };
}

/**
 * Where what is installed is not what a bundle has. What is missing is no difference.
 *
 * @param sha256 the fingerprint of the bundle's model
 */
export function bundleDifferences(
  bundle: DgaBundle,
  { model, scripts, pipelines }: Pick<StackSnapshot, "model" | "scripts" | "pipelines">,
  sha256: string,
): Difference[] {
  const changes = model === undefined ? [] : compareModel(bundle, model, sha256).changes;
  const parts = [
    ...SCRIPTS.map((id) => planPart("script", id, scriptText(bundle, id), scripts[id]?.text)),
    ...PIPELINES.map((id) => planPart("pipeline", id, pipelineText(bundle, id), pipelines[id]?.text)),
  ];
  return [
    ...(changes.length === 0 ? [] : [{ kind: "model", id: bundle.modelId, changes } as const]),
    ...parts.flatMap(({ difference }) => difference ?? []),
  ];
}

const NOTHING = { findings: [], differences: [], steps: [], unchanged: [], notes: [], next: [] } as const;

function scriptText(bundle: DgaBundle, id: string): string {
  const script = bundle.scripts[id];
  if (script === undefined) throw new TypeError(`Cannot plan as the bundle has no script "${id}"`);
  return JSON.stringify({ lang: script.lang, source: script.source });
}

function pipelineText(bundle: DgaBundle, id: string): string {
  const pipeline = bundle.pipelines[id];
  if (pipeline === undefined) throw new TypeError(`Cannot plan as the bundle has no pipeline "${id}"`);
  return formatDocument(pipeline);
}

/** What becomes of one script or pipeline: it stays, or a step changes it. */
interface PlannedPart {
  readonly step?: PutStep;
  readonly difference?: Difference;
  readonly unchanged?: string;
}

function planPart(
  resource: "script" | "pipeline",
  id: string,
  text: string,
  installed: string | undefined,
): PlannedPart {
  const step = { kind: "put", resource, id, text } as const;
  if (installed === undefined) return { step };
  if (isSameJson(installed, text)) return { unchanged: `${resource} "${id}"` };
  return {
    step: { ...step, replaces: installed },
    difference: { kind: resource, id, changes: changesBetween(installed, text) },
  };
}

function differenceFinding({ kind, id, changes }: Difference, bundle: DgaBundle): Finding {
  return {
    level: "error",
    code: "differs",
    message: `Cannot set up as the ${kind} "${id}" is there already and is not the same: ${changes.join("; ")}`,
    hint: kind === "model"
      ? `Give the bundle's model a new id by the name of its file ("${bundle.modelFile.name}"), which keeps both; or ` +
        "replace it with --overwrite."
      : "Replace it with --overwrite.",
  };
}

function proofNotes(steps: readonly Step[]): string[] {
  const isUnknown = steps.some((step) =>
    (step.kind === "prove" || step.kind === "verify") &&
    step.documents.some(({ expected }) => expected === undefined)
  );
  return isUnknown
    ? ["The bundle gives no verdict here, so it is only checked that the server's documents do not fail."]
    : [];
}

/** Scripts and pipelines are separate requests, and documents do not wait for them. */
function switchNotes(switched: readonly Step[], snapshot: StackSnapshot): string[] {
  if (switched.length < 2 || snapshot.pipelines[OUTER_PIPELINE] === undefined) return [];
  return [
    "Stored scripts and pipelines take effect at once: documents that arrive while these " +
    `${switched.length} requests are sent may be scored by a mixed set of old and new parts.`,
  ];
}

/** Models that the installed pipelines call and that no pipeline of the bundle calls. */
function oldModels(bundle: DgaBundle, snapshot: StackSnapshot): string[] {
  const installed = snapshot.pipelines[INNER_PIPELINE];
  if (installed === undefined) return [];
  const ids = pipelineReferences(installed.text).models.map(({ id }) => id);
  return [...new Set(ids)].filter((id) => id !== bundle.modelId);
}
