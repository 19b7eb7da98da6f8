/**
 * Pipelines without `on_failure`, judged with the whole bundle: a pipeline that calls another one catches its failures.
 * @module
 */

import { configuredProcessors } from "../ingest/configured_processors.ts";
import { pipelineReferences } from "../ingest/references.ts";
import { JavaMap } from "../java/map.ts";
import type { Finding } from "../json/finding.ts";
import { type DgaJsonFile, findingAt } from "./dga_json.ts";

/** One warning for each pipeline that handles no failure, with what becomes of a document that fails. */
export function handlerFindings(pipelines: readonly DgaJsonFile[]): Finding[] {
  const bare = pipelines.filter((pipeline) => pipeline.json.value instanceof JavaMap && !handles(pipeline));
  return bare.map((pipeline) =>
    findingAt(pipeline, {
      level: "warning",
      code: "no-on-failure",
      path: "",
      message: `The pipeline "${pipeline.role}" has no on_failure: ${fateOfFailures(pipeline, pipelines)}`,
      hint: 'Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}].',
    })
  );
}

function fateOfFailures(pipeline: DgaJsonFile, all: readonly DgaJsonFile[]): string {
  const others = all.filter((other) => other !== pipeline);
  const caller = others.find((other) => catchesFailuresOf(other, pipeline.role));
  if (caller !== undefined) {
    return `a document that fails in it is caught by "${caller.role}", but one that is sent to it directly is not indexed`;
  }
  const called = others.find((other) => handles(other) && callsOf(pipeline, other.role).length > 0);
  return "a document that fails in it is not indexed" +
    (called === undefined ? "" : `, but for failures within "${called.role}"`);
}

function handles({ json }: DgaJsonFile): boolean {
  return json.value instanceof JavaMap && json.value.has("on_failure");
}

/** Paths of the processors that call a pipeline. */
function callsOf({ json }: DgaJsonFile, id: string): string[] {
  if (!(json.value instanceof JavaMap)) return [];
  const calls = pipelineReferences(json.value).pipelines.filter((reference) => reference.id === id);
  return calls.map(({ path }) => path.replace(/\/name$/, ""));
}

/** Whether a failure in the called pipeline does not end the calling one: by its own handler or by one of a processor. */
function catchesFailuresOf(caller: DgaJsonFile, id: string): boolean {
  const config = caller.json.value;
  if (!(config instanceof JavaMap)) return false;
  const calls = callsOf(caller, id);
  const guards = [...configuredProcessors(config)].filter(({ options }) =>
    options.get("ignore_failure") === true || options.has("on_failure")
  );
  const isCaught = (call: string) =>
    handles(caller) && call.startsWith("processors/") ||
    guards.some(({ path }) => call === path || call.startsWith(`${path}/processor/`));
  return calls.length > 0 && calls.every(isCaught);
}
