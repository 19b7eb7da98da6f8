/**
 * The way of documents to the pipeline.
 * @module
 */

import { OUTER_PIPELINE } from "../dga/parts.ts";
import type { Finding } from "../../json/finding.ts";
import type { PipelineReference } from "../snapshot.ts";
import type { PutStep } from "../step.ts";
import { settingsInWords, waysFrom, waysTo } from "../verify/calls.ts";
import { withCall } from "./custom_pipeline.ts";
import { NOTHING_PLANNED, type PlannedWiring } from "./planned_wiring.ts";
import { sampleFindings } from "./wiring_proof.ts";
import type { WiringSnapshot, WiringTarget } from "./wiring_snapshot.ts";

/** What it takes that documents of a target reach the pipeline, once. */
export function planPipeline(target: WiringTarget, snapshot: WiringSnapshot): PlannedWiring {
  const { name, enriched } = target;
  const ways = waysFrom(target.current ?? {}, snapshot.references);
  if (ways > 1) return { ...NOTHING_PLANNED, findings: [runsTwice(target, ways)] };
  if (ways === 1) return { ...NOTHING_PLANNED, unchanged: [`the way of "${name}" to "${OUTER_PIPELINE}"`] };
  if (enriched.kind === "known" && enriched.value > 0) {
    return {
      ...NOTHING_PLANNED,
      unchanged: [`the way of "${name}" to "${OUTER_PIPELINE}"`],
      notes: [
        `Documents of "${name}" carry verdicts though none of its settings leads to "${OUTER_PIPELINE}": whoever sends ` +
        "them names the pipeline. One way is enough; a second one would put a verdict beside the first.",
      ],
    };
  }
  const findings = sampleFindings(target, snapshot);
  switch (target.writer) {
    case "agent":
      return { ...callFromCustom(target, snapshot, findings) };
    case "packetbeat":
      return { ...NOTHING_PLANNED, findings: [...findings, ...takenPlace(target)], next: [PACKETBEAT] };
    case "other":
      return { ...NOTHING_PLANNED, findings: [...findings, ...takenPlace(target)], next: [settingByHand(target)] };
  }
}

/** Data streams share a pipeline: a call that one of them needs gives a second way to one that has another. */
export function secondWays(
  targets: readonly WiringTarget[],
  steps: readonly PutStep[],
  { references }: WiringSnapshot,
): Finding[] {
  const calls = steps.flatMap(({ resource, id }): PipelineReference[] =>
    resource === "pipeline" ? [{ pipeline: id, kind: "pipeline", id: OUTER_PIPELINE }] : []
  );
  return targets.flatMap((target): Finding[] => {
    const ways = waysFrom(target.current ?? {}, [...references, ...calls]);
    if (waysFrom(target.current ?? {}, references) !== 1 || ways === 1) return [];
    return [{
      level: "error",
      code: "runs-twice",
      message:
        `Cannot wire others by "${target.custom}" as documents of "${target.name}" reach "${OUTER_PIPELINE}" by ` +
        `another way already (${settingsInWords(target.current ?? {})}), and would then be judged twice`,
      hint: "Take that way out, and run this again.",
    }];
  });
}

/** What to write into packetbeat.yml. */
const PACKETBEAT =
  "Let Packetbeat send its documents to the pipeline, and give the fields their types in templates that it " +
  "makes. In packetbeat.yml:\n" +
  "  output.elasticsearch:\n" +
  `    pipeline: ${OUTER_PIPELINE}\n` +
  "  setup.template.append_fields:\n" +
  "    - name: ml_is_dga.malicious_prediction\n" +
  "      type: long\n" +
  "    - name: ml_is_dga.malicious_probability\n" +
  "      type: float";

function callFromCustom(target: WiringTarget, snapshot: WiringSnapshot, findings: readonly Finding[]): PlannedWiring {
  const { custom = "", current, name } = target;
  const installed = snapshot.pipelines[custom]?.text;
  const isCalled = [current?.defaultPipeline, current?.finalPipeline]
    .some((pipeline) => waysTo(custom, pipeline, snapshot.references) > 0);
  const calls = snapshot.references.some(({ pipeline, id }) => pipeline === custom && id === OUTER_PIPELINE);
  const unreached: Finding[] = current === undefined || isCalled ? [] : [{
    level: "error",
    code: "custom-not-called",
    message: `Cannot lead documents of "${name}" to "${OUTER_PIPELINE}" as its default pipeline ` +
      `${
        current.defaultPipeline === undefined ? "is not set" : `"${current.defaultPipeline}" does not call "${custom}"`
      }`,
    hint: `Let the default pipeline call it: {"pipeline": {"name": "${custom}", "ignore_missing_pipeline": true}}`,
  }];
  return {
    ...NOTHING_PLANNED,
    findings: [...findings, ...unreached],
    steps: calls ? [] : [{
      kind: "put",
      resource: "pipeline",
      id: custom,
      text: withCall(installed, { ignoresMissing: isAtLeast(snapshot.version, 8, 7) }),
      ...(installed === undefined
        ? {}
        : { replaces: installed, detail: `with a call of "${OUTER_PIPELINE}" at its end` }),
    }],
    unchanged: calls ? [`pipeline "${custom}"`] : [],
    notes: [
      ...(calls ? [] : [`Template and pipeline "${custom}" are for the data streams of all namespaces.`]),
      ...(current === undefined
        ? [`There is no data stream of "${name}" yet: the first document makes it, with the template and the pipeline.`]
        : []),
    ],
  };
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [there = 0, behind = 0] = version.split(".").map(Number);
  return there > major || there === major && behind >= minor;
}

function runsTwice(target: WiringTarget, ways: number): Finding {
  return {
    level: "error",
    code: "runs-twice",
    message: `Cannot wire "${target.name}" as its documents reach "${OUTER_PIPELINE}" in ${ways} ways already ` +
      `(${settingsInWords(target.current ?? {})}), so that a second verdict is put beside the first`,
    hint: "Take it out of all but one of these pipelines.",
  };
}

/** A pipeline that a sender names takes the place of the default pipeline, whose processors then do not run. */
function takenPlace({ name, current }: WiringTarget): Finding[] {
  if (current?.defaultPipeline === undefined) return [];
  return [{
    level: "error",
    code: "default-pipeline",
    message: `Cannot wire "${name}" as "${current.defaultPipeline}" is its default pipeline, which is not replaced`,
    hint: `Let that pipeline call ours, at its end: {"pipeline": {"name": "${OUTER_PIPELINE}"}}`,
  }];
}

function settingByHand({ name }: WiringTarget): string {
  return `Let documents of "${name}" go through the pipeline, here and in its template if it has one:\n` +
    `  PUT /${name}/_settings\n  {"index.default_pipeline": "${OUTER_PIPELINE}"}`;
}
