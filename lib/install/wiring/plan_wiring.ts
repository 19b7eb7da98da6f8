/**
 * The plan by which documents are led to the pipeline, and their fields get the types that jobs and rules rely on.
 * @module
 */

import { type Finding, hasErrors } from "../../json/finding.ts";
import { INNER_PIPELINE, OUTER_PIPELINE } from "../dga/parts.ts";
import type { Plan } from "../plan.ts";
import { privilegeFindings, versionFindings } from "../dga/preflight.ts";
import { type NameCommand, shellCommand } from "../shell_command.ts";
import type { PutStep, Step } from "../step.ts";
import { planMapping } from "./plan_mapping.ts";
import { planPipeline, secondWays } from "./plan_pipeline.ts";
import { NOTHING_PLANNED } from "./planned_wiring.ts";
import { proofFindings, verifyCustom } from "./wiring_proof.ts";
import type { WiringSnapshot, WiringTarget } from "./wiring_snapshot.ts";

/** How indices are wired. */
export interface WiringOptions {
  /** The command that is named where running it again helps; without secrets. @default {`wire_dga.ts --index …`} */
  readonly command?: string;
  /** Names the command that looks at the chain afterwards. @default {the script and its arguments} */
  readonly nameCommand?: NameCommand;
}

/**
 * What leading the documents of some indices to the pipeline would do to the stack of a snapshot that was taken for it.
 * Depends on nothing else.
 *
 * Existing default and final pipelines are never replaced: data streams of an integration get a call in their `@custom`
 * pipeline, and for all others it is said what to set where. Templates come before pipelines, so that no verdict is
 * stored without its types.
 */
export function planWiring(snapshot: WiringSnapshot, options: WiringOptions = {}): Plan {
  const { indexPattern, version } = snapshot;
  const command = options.command ?? shellCommand("wire_dga.ts", ["--index", indexPattern, "--apply"]);
  const frame = { kind: "wiring", subject: indexPattern, serverVersion: version, command, differences: [] } as const;
  const preflight = [...versionFindings(snapshot), ...privilegeFindings(snapshot)];
  if (hasErrors(preflight)) return { ...frame, ...NOTHING_PLANNED, findings: preflight };
  const targets = snapshot.targets.filter((target) => isMeant(target, snapshot));
  const leftOut = snapshot.targets.filter((target) => !targets.includes(target));
  const planned = [
    ...targets.map((target) => planMapping(target, snapshot)),
    ...targets.map((target) => planPipeline(target, snapshot)),
  ];
  const steps = unique(planned.flatMap(({ steps }) => steps));
  const findings = unique([
    ...preflight,
    ...proofFindings(snapshot),
    ...targetFindings(snapshot),
    ...planned.flatMap(({ findings }) => findings),
    ...secondWays(targets, steps, snapshot),
  ]);
  const all = (list: "unchanged" | "notes" | "next") => [...new Set(planned.flatMap((one) => one[list]))];
  return {
    ...frame,
    findings,
    // What could not be finished is not begun.
    steps: hasErrors(findings) ? [] : inOrder(steps, snapshot),
    unchanged: all("unchanged"),
    notes: [
      ...all("notes"),
      ...leftOut.map(({ name }) => `"${name}" is left out: it has no DNS documents, and others have.`),
    ],
    next: hasErrors(findings) ? [] : [...all("next"), verifyNext(snapshot, options.nameCommand ?? shellCommand)],
  };
}

/** A wide pattern also stands for what has nothing to do with DNS. */
function isMeant({ current, sample }: WiringTarget, { targets }: WiringSnapshot): boolean {
  const hasNone = current !== undefined && sample.kind === "known" && sample.value === undefined;
  return !hasNone || !targets.some(({ sample }) => sample.kind === "known" && sample.value !== undefined);
}

/** Components before the templates that are composed of them, pipelines last; then documents prove them. */
function inOrder(steps: readonly PutStep[], snapshot: WiringSnapshot): Step[] {
  const order = ["component-template", "index-template", "pipeline"];
  return [
    ...steps.toSorted((one, other) => order.indexOf(one.resource) - order.indexOf(other.resource)),
    ...steps.flatMap((step) => verifyCustom(step, snapshot)),
  ];
}

/** Several data streams have one pipeline, and one template. */
function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function targetFindings({ targets, moreTargets, indexPattern }: WiringSnapshot): Finding[] {
  if (targets.length === 0) {
    return [{
      level: "error",
      code: "no-index",
      message: `Cannot wire "${indexPattern}" as there is no such index or data stream, and its name is none of ` +
        "Packetbeat's or of an integration's",
      hint: "Name the indices of the DNS documents, as packetbeat-* or logs-network_traffic.dns-*.",
    }];
  }
  if (moreTargets === 0) return [];
  return [{
    level: "error",
    code: "too-many-indices",
    message: `Cannot wire "${indexPattern}" as it stands for ${targets.length + moreTargets} indices and data streams`,
    hint: "Name those that have DNS documents, as packetbeat-* or logs-network_traffic.dns-*.",
  }];
}

function verifyNext({ references, indexPattern }: WiringSnapshot, nameCommand: NameCommand): string {
  const model = references.find(({ pipeline, kind }) => pipeline === INNER_PIPELINE && kind === "model")?.id;
  return `Once documents have come through "${OUTER_PIPELINE}", look at the whole chain:\n` +
    `  ${nameCommand("verify_dga.ts", [model ?? "MODEL_ID", "--index", indexPattern])}`;
}
