/**
 * The plan of a removal.
 * @module
 */

import { pipelineReferences } from "../../ingest/references.ts";
import { type Finding, hasErrors } from "../../json/finding.ts";
import { LARGEST_KEPT_ANSWER, LARGEST_KEPT_MODEL } from "./model_plan.ts";
import { INNER_PIPELINE, OUTER_PIPELINE, SCRIPTS } from "./parts.ts";
import type { Plan } from "../plan.ts";
import { megabytes, removalFindings } from "./preflight.ts";
import type { IndexPipeline, InstalledModel, PipelineReference, StackSnapshot } from "../snapshot.ts";
import type { Step } from "../step.ts";

/** How a model is removed. */
export interface RemovalOptions {
  /** Although other pipelines or aliases refer to it. @default {false} */
  readonly force?: boolean;
  /** The command that is named where running it again helps; without secrets. @default {`remove_dga.ts …`} */
  readonly command?: string;
}

/**
 * What removing a model would do to the stack of a snapshot that was taken for it. Depends on nothing else.
 *
 * A caller goes before what it calls: outer pipeline, inner pipeline, model, scripts. Pipelines and scripts stay when
 * they serve another model.
 */
export function planRemoval(modelId: string, snapshot: StackSnapshot, options: RemovalOptions = {}): Plan {
  const force = options.force ?? false;
  const command = options.command ?? `remove_dga.ts ${modelId}${force ? " --force" : ""}`;
  const frame = {
    kind: "removal",
    subject: modelId,
    serverVersion: snapshot.version,
    command,
    differences: [],
  } as const;
  const preflight = removalFindings(snapshot);
  if (hasErrors(preflight)) return { ...frame, findings: preflight, steps: [], unchanged: [], notes: [], next: [] };
  const scope = scopeOf(modelId, snapshot);
  const referring = othersReferring(modelId, snapshot, scope);
  const findings = [
    ...preflight,
    ...aliasFindings(modelId, snapshot.model, force),
    ...indexFindings(snapshot, scope),
    ...referring.map((reference) => referenceFinding(reference, force)),
    ...trafficFindings(snapshot, scope),
  ];
  const isForced = referring.length > 0 || (snapshot.model?.aliases.length ?? 0) > 0;
  return {
    ...frame,
    findings,
    steps: hasErrors(findings) ? [] : stepsOf(snapshot, scope, force && isForced),
    unchanged: [
      ...(snapshot.model === undefined ? [`model "${modelId}" (not there)`] : []),
      ...scope.kept,
    ],
    notes: scope.notes,
    next: [],
  };
}

/** What goes with a model. */
interface Scope {
  readonly model: InstalledModel | undefined;
  readonly pipelines: readonly string[];
  readonly scripts: readonly string[];
  readonly kept: readonly string[];
  readonly notes: readonly string[];
}

/** Without an inner pipeline the rest serves no model at all: it is what an interrupted removal left. */
function scopeOf(modelId: string, snapshot: StackSnapshot): Scope {
  const { model } = snapshot;
  const names = [modelId, ...(model?.aliases ?? [])];
  const inner = snapshot.pipelines[INNER_PIPELINE];
  const called = inner === undefined ? [] : pipelineReferences(inner.text).models.map(({ id }) => id);
  const pipelines = [OUTER_PIPELINE, INNER_PIPELINE].filter((id) => snapshot.pipelines[id] !== undefined);
  const scripts = SCRIPTS.filter((id) => snapshot.scripts[id] !== undefined);
  const isTooLarge = model?.sizeBytes !== undefined && model.sizeBytes > LARGEST_KEPT_MODEL;
  const notes = isTooLarge
    ? [
      `The model takes ${megabytes(model.sizeBytes)} and is not kept in memory: should a later step fail, it is not ` +
      "put back.",
    ]
    : [];
  if (inner === undefined || called.some((id) => names.includes(id))) {
    return { model, pipelines, scripts, kept: [], notes };
  }
  return {
    model,
    pipelines: [],
    scripts: [],
    kept: [...pipelines.map((id) => `pipeline "${id}"`), ...scripts.map((id) => `script "${id}"`)],
    notes: [
      ...notes,
      `The pipelines call ${called.length === 0 ? "no model" : called.map((id) => `"${id}"`).join(", ")} and not ` +
      `"${modelId}": they and their scripts stay.`,
    ],
  };
}

function othersReferring(modelId: string, snapshot: StackSnapshot, scope: Scope): PipelineReference[] {
  const going = {
    model: [modelId, ...(snapshot.model?.aliases ?? [])],
    pipeline: scope.pipelines,
    script: scope.scripts,
  };
  return snapshot.references.filter(({ pipeline, kind, id }) =>
    !scope.pipelines.includes(pipeline) && going[kind].includes(id)
  );
}

function referenceFinding({ pipeline, kind, id }: PipelineReference, force: boolean): Finding {
  return {
    level: force ? "warning" : "error",
    code: "referenced",
    message: force
      ? `The pipeline "${pipeline}" calls the ${kind} "${id}": once that is gone, its documents fail there`
      : `Cannot remove the ${kind} "${id}" as the pipeline "${pipeline}" calls it`,
    hint: force
      ? `Change or delete the pipeline "${pipeline}".`
      : `Change the pipeline "${pipeline}" first, or --force.`,
  };
}

function aliasFindings(modelId: string, model: InstalledModel | undefined, force: boolean): Finding[] {
  if (model === undefined) return [];
  if (model.id !== modelId) {
    return [{
      level: "error",
      code: "model-alias",
      message: `Cannot remove "${modelId}" as it is an alias of the model "${model.id}"`,
      hint: `Give the id of the model: ${model.id}`,
    }];
  }
  if (model.aliases.length === 0) return [];
  const aliases = model.aliases.map((alias) => `"${alias}"`).join(", ");
  return [{
    level: force ? "warning" : "error",
    code: "model-alias",
    message: force
      ? `The model's aliases go with it: ${aliases}`
      : `Cannot remove the model "${modelId}" as there are aliases for it: ${aliases}`,
    hint: "Whoever uses an alias needs another model.",
  }];
}

/** The server deletes no such pipeline, and documents for these indices would be refused. */
function indexFindings({ indices }: StackSnapshot, scope: Scope): Finding[] {
  if (indices === undefined && scope.pipelines.length > 0) {
    return [{
      level: "warning",
      code: "indices-unknown",
      message: "It is not known which indices send documents to the pipelines, as the user may not see their settings",
      hint: 'Give a role of the user "view_index_metadata" on all indices to have them named.',
    }];
  }
  return scope.pipelines.flatMap((id): Finding[] => {
    const using = (indices ?? []).filter(({ pipeline }) => pipeline === id);
    if (using.length === 0) return [];
    const settings = [...new Set(using.map(({ setting }) => `index.${setting}`))];
    return [{
      level: "error",
      code: "pipeline-of-index",
      message: `Cannot remove the pipeline "${id}" as it is ${settings.join(" and ")} of ${listed(using)}`,
      hint: `Set it to another pipeline or to null there: PUT /${using[0]?.index}/_settings ` +
        `{"${settings[0]}": null}; look at index templates too.`,
    }];
  });
}

const MOST_NAMED = 10;

function listed(using: readonly IndexPipeline[]): string {
  const names = using.map(({ index }) => `"${index}"`);
  if (names.length <= MOST_NAMED) return names.join(", ");
  return `${names.slice(0, MOST_NAMED).join(", ")} and ${names.length - MOST_NAMED} more indices`;
}

function trafficFindings({ busyPipelines }: StackSnapshot, scope: Scope): Finding[] {
  return busyPipelines.filter((id) => scope.pipelines.includes(id)).map((id) => ({
    level: "warning",
    code: "documents-arrive",
    message: `Documents are being sent to the pipeline "${id}" right now: without it they will be refused`,
    hint: "Take it out of packetbeat.yml (output.elasticsearch.pipeline) and of whatever else sends there.",
  }));
}

function stepsOf(snapshot: StackSnapshot, { model, pipelines, scripts }: Scope, force: boolean): Step[] {
  const steps: Step[] = [];
  const isKept = model !== undefined && (model.sizeBytes ?? 0) <= LARGEST_KEPT_MODEL;
  if (isKept) steps.push({ kind: "fetch-model", id: model.id, maxBytes: LARGEST_KEPT_ANSWER, required: false });
  for (const id of pipelines) {
    const was = snapshot.pipelines[id]?.text;
    if (was !== undefined) steps.push({ kind: "delete", resource: "pipeline", id, was });
  }
  if (model !== undefined) steps.push({ kind: "delete-model", id: model.id, force, aliases: model.aliases });
  for (const id of scripts) {
    const was = snapshot.scripts[id]?.text;
    if (was !== undefined) steps.push({ kind: "delete", resource: "script", id, was });
  }
  return steps;
}
