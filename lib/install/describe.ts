/**
 * Plans in words, for people and for programs.
 * @module
 */

import { safeText } from "../stack/safe_text.ts";
import { type Plan, PLAN_TEXTS } from "./plan.ts";
import { megabytes } from "./dga/preflight.ts";
import { nameOfKind } from "./resources/kinds.ts";
import { STATE_VERBS } from "./resources/resource.ts";
import type { DeleteStep, PutStep, Step, SwitchStep } from "./step.ts";

/**
 * A plan as text: lines without a newline at the end. Its findings are not in it, as they are shown like all others.
 *
 * ```ts
 * import { describePlan } from "./describe.ts";
 * const text = describePlan({
 *   kind: "removal",
 *   subject: "dga_1",
 *   serverVersion: "9.5.3",
 *   findings: [],
 *   differences: [],
 *   steps: [{ kind: "delete-model", id: "dga_1", force: false, aliases: [] }],
 *   unchanged: [],
 *   notes: [],
 *   next: [],
 *   command: "remove_dga.ts dga_1",
 * });
 * if (!text.endsWith('1. Delete the model "dga_1"')) throw new Error(text);
 * ```
 */
export function describePlan(plan: Plan): string {
  const { kind, subject, from, serverVersion, steps, unchanged, differences, notes } = plan;
  const { title, server = "Elasticsearch" } = PLAN_TEXTS[kind];
  const lines = [
    `${title} "${subject}"${from === undefined ? "" : ` from ${from}`} on ${server} ${serverVersion}`,
    ...differences.flatMap(({ kind, id, changes }) => [
      `  The ${nameOfKind(kind)} "${shownId(id)}" is there and differs:`,
      ...changes.map((change) => `    ${change}`),
    ]),
    ...(unchanged.length === 0 ? [] : [`  Stays as it is: ${unchanged.join(", ")}`]),
    ...(steps.some(({ kind }) => kind !== "verify") ? [] : ["  Nothing has to be changed"]),
    ...steps.map((step, i) => `  ${i + 1}. ${describeStep(step)}`),
    ...notes.map((note) => `  Note: ${note}`),
  ];
  return lines.join("\n");
}

/** A step as a sentence without a full stop. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case "put-model":
      return `Store the model "${step.id}" (${step.file}, ${megabytes(step.source.size)}, sent compressed)`;
    case "fetch-model":
      return `Keep a copy of the model "${step.id}" in memory, to put it back if need be`;
    case "delete-model":
      return `Delete the model "${step.id}"${step.force ? ", although it is referred to" : ""}`;
    case "put":
      return `${step.replaces === undefined ? "Store" : "Replace"} the ${named(step)}${detailed(step)}`;
    case "delete":
      return `Delete the ${named(step)}${detailed(step)}`;
    case "switch":
      return `${STATE_VERBS[step.to]} the ${named(step)}`;
    case "prove":
      return `Try model and scripts with ${domains(step)}, before anything live changes`;
    case "verify":
      return `Send ${domains(step)} through "${step.pipeline}" as it is stored, without indexing`;
  }
}

function named(step: PutStep | DeleteStep | SwitchStep): string {
  return `${nameOfKind(step.resource)} "${shownId(step.id)}"`;
}

/** Ids of rules may be anything; here they are a part of a line. */
function shownId(id: string): string {
  return safeText(id, 200);
}

function detailed({ detail }: PutStep | DeleteStep): string {
  return detail === undefined ? "" : ` (${detail})`;
}

function domains({ documents }: Extract<Step, { kind: "prove" | "verify" }>): string {
  return documents.map(({ domain }) => domain).join(" and ");
}

/**
 * A plan as a JSON value, for programs: JSON texts are values in it, and a file is its name and size. A step's `kind`
 * names what it changes: `put-script`, `delete-pipeline`.
 */
export function planJson(plan: Plan): Readonly<Record<string, unknown>> {
  const { kind, subject, ...rest } = plan;
  return {
    kind,
    ...(kind === "setup" || kind === "removal" ? { modelId: subject } : { subject }),
    ...rest,
    steps: plan.steps.map((step) => ({ ...stepJson(step), description: describeStep(step) })),
  };
}

function stepJson(step: Step): Readonly<Record<string, unknown>> {
  switch (step.kind) {
    case "put-model":
      return { ...step, source: { size: step.source.size } };
    case "put": {
      const { kind, resource, id, text, replaces, ...rest } = step;
      const replaced = replaces === undefined ? {} : { replaces: JSON.parse(replaces) };
      return { kind: `${kind}-${resource}`, id, ...rest, body: JSON.parse(text), ...replaced };
    }
    case "delete": {
      const { kind, resource, ...rest } = step;
      return { ...rest, kind: `${kind}-${resource}`, was: JSON.parse(step.was) };
    }
    case "switch": {
      const { kind, resource, ...rest } = step;
      return { ...rest, kind: `${kind}-${resource}` };
    }
    case "prove": {
      const { text, ...rest } = step;
      return { ...rest, pipeline: JSON.parse(text), documents: documentsJson(step) };
    }
    case "verify":
      return { ...step, documents: documentsJson(step) };
    case "fetch-model":
    case "delete-model":
      return { ...step };
  }
}

function documentsJson({ documents }: Extract<Step, { kind: "prove" | "verify" }>): unknown[] {
  return documents.map(({ text, ...rest }) => ({ ...rest, document: JSON.parse(text) }));
}
