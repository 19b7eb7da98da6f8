/**
 * Types for the fields of a verdict: in the component template that its writer's index template is composed of.
 * @module
 */

import type { Finding } from "../../json/finding.ts";
import { componentsOf, withComponent } from "./composed_template.ts";
import { NOTHING_PLANNED, type PlannedWiring } from "./planned_wiring.ts";
import { VERDICT_MAPPING, withVerdictMapping } from "./verdict_mapping.ts";
import type { WiringSnapshot, WiringTarget } from "./wiring_snapshot.ts";

/** Our own component template, for writers that have none for their users. */
export const COMPONENT = "ml-dga@mappings";

/** What it takes that new indices of a target have the types, and what becomes of the current one. */
export function planMapping(target: WiringTarget, snapshot: WiringSnapshot): PlannedWiring {
  if (target.writer === "other") {
    return { ...NOTHING_PLANNED, next: hasTypes(target) ? [] : [mappingByHand(target)] };
  }
  if (target.writer === "packetbeat" && knownTemplates(target, snapshot).length === 0) return NO_TEMPLATE;
  const component = target.custom ?? COMPONENT;
  const installed = snapshot.componentTemplates[component]?.text;
  const mapped = withVerdictMapping(installed);
  if (mapped.kind === "conflict") return { ...NOTHING_PLANNED, findings: [conflict(component, mapped)] };
  const composed = target.writer === "agent" ? composedByIntegration(target, snapshot) : compose(target, snapshot);
  const name = `component template "${component}"`;
  return {
    ...composed,
    steps: [
      ...mapped.kind === "same" ? [] : [
        {
          kind: "put",
          resource: "component-template",
          id: component,
          text: mapped.text,
          ...(installed === undefined ? {} : { replaces: installed, detail: "with two fields more" }),
        } as const,
      ],
      ...composed.steps,
    ],
    unchanged: [...(mapped.kind === "same" ? [name] : []), ...composed.unchanged],
    next: hasTypes(target) ? [] : rollover(target),
  };
}

function conflict(component: string, { field, type }: { field: string; type: string }): Finding {
  return {
    level: "error",
    code: "differs",
    message: `Cannot add the types to the component template "${component}" as it maps ${field} to ${type}`,
    hint: "Take that field out of it, unless something else needs it; then name other indices.",
  };
}

/** An integration's template names the component of its users by itself. */
function composedByIntegration(target: WiringTarget, snapshot: WiringSnapshot): PlannedWiring {
  const { custom = "" } = target;
  const without = knownTemplates(target, snapshot).filter(({ text }) => !componentsOf(text).includes(custom));
  return {
    ...NOTHING_PLANNED,
    findings: without.map(({ name }) => ({
      level: "error",
      code: "not-composed",
      message: `Cannot give the fields their types as the index template "${name}" is not composed of "${custom}"`,
      hint: `Add "${custom}" to its composed_of, or update the integration, whose templates have it.`,
    })),
  };
}

const NO_TEMPLATE: PlannedWiring = {
  ...NOTHING_PLANNED,
  notes: [
    "There is no index template of Packetbeat to put the types into: setup.template.append_fields in packetbeat.yml does.",
  ],
};

interface KnownTemplate {
  readonly name: string;
  readonly text: string;
}

function knownTemplates({ templates }: WiringTarget, { indexTemplates }: WiringSnapshot): KnownTemplate[] {
  return templates.flatMap((name) => {
    const text = indexTemplates[name]?.text;
    return text === undefined ? [] : [{ name, text }];
  });
}

/** Packetbeat's own template takes our component as well. */
function compose(target: WiringTarget, snapshot: WiringSnapshot): PlannedWiring {
  const known = knownTemplates(target, snapshot)
    .map((template) => ({ ...template, changed: withComponent(template.text, COMPONENT) }));
  return {
    ...NOTHING_PLANNED,
    steps: known.flatMap(({ name, text, changed }) =>
      changed === undefined ? [] : [
        {
          kind: "put",
          resource: "index-template",
          id: name,
          text: changed,
          replaces: text,
          detail: `also composed of "${COMPONENT}"`,
        } as const,
      ]
    ),
    unchanged: known.flatMap(({ name, changed }) => changed === undefined ? [`index template "${name}"`] : []),
    notes: [
      "The index template of another version of Packetbeat does not have the types: run this again after an update, or " +
      "let Packetbeat put them there, with setup.template.append_fields in packetbeat.yml.",
    ],
  };
}

/** Whether the index that documents go to now has the types. */
function hasTypes({ types }: WiringTarget): boolean {
  return types.kind === "known" && types.value.prediction.join() === "long" &&
    ["float", "double"].includes(types.value.probability.join());
}

/** What is there keeps its mapping. */
function rollover({ current, name, isDataStream, types }: WiringTarget): string[] {
  if (current === undefined) return [];
  const found = types.kind === "known" ? [...types.value.prediction, ...types.value.probability] : [];
  const why = found.length === 0 ? "does not map the fields yet" : `maps the fields as ${found.join(" and ")}`;
  const how = isDataStream
    ? `let the next one begin:\n  POST /${name}/_rollover`
    : "let the next one begin (with its alias in the place of ALIAS), or wait for it:\n  POST /ALIAS/_rollover";
  return [`The index "${current.index}" ${why}, and templates are for new indices; ${how}`];
}

function mappingByHand({ name }: WiringTarget): string {
  return `Give the fields their types in "${name}", and in its template if it has one:\n` +
    `  PUT /${name}/_mapping\n  ${JSON.stringify(VERDICT_MAPPING)}`;
}
