/**
 * What the pipelines of a DGA bundle call: scripts, pipelines and models, which must all be in the bundle.
 * @module
 */

import { configuredProcessors } from "../ingest/configured_processors.ts";
import { pipelineReferences, type Reference } from "../ingest/references.ts";
import { JavaMap } from "../java/map.ts";
import type { Finding } from "../json/finding.ts";
import type { DgaFile } from "./dga_file_set.ts";
import { type DgaJsonFile, findingAt } from "./dga_json.ts";
import { type DgaFileRole, modelIdOf } from "./names.ts";
import { closestName } from "../json/closest_name.ts";

/** The ids of a bundle. */
export interface BundleIds {
  readonly scripts: readonly string[];
  readonly pipelines: readonly string[];
  /** Empty when the model is missing, which is told elsewhere. */
  readonly models: readonly string[];
}

/** One error for each call to something that is not in the bundle. */
export function callFindings(file: DgaJsonFile, pipeline: JavaMap, ids: BundleIds): Finding[] {
  const { scripts, pipelines, models } = pipelineReferences(pipeline);
  return [
    ...strangers(file, "script", scripts, ids.scripts),
    ...strangers(file, "pipeline", pipelines, ids.pipelines),
    ...strangers(file, "model", models, ids.models),
  ];
}

/**
 * One warning for each part that nothing calls, the outer pipeline excepted, which documents are sent to. Nothing is said
 * where a document tells which pipeline is called.
 */
export function uncalledFindings(files: ReadonlyMap<DgaFileRole, DgaJsonFile>, model: DgaFile): Finding[] {
  const pipelines = PIPELINES.flatMap((role) => files.get(role)?.json.value ?? []).filter((value) =>
    value instanceof JavaMap
  );
  if (pipelines.some(callsByTemplate)) return [];
  const calls = pipelines.map((pipeline) => pipelineReferences(pipeline));
  const scripts = calls.flatMap((call) => call.scripts.map(({ id }) => id));
  const inner = calls.flatMap((call) => call.pipelines.map(({ id }) => id));
  const models = calls.flatMap((call) => call.models.map(({ id }) => id));
  const modelId = modelIdOf(model.name);
  return [
    ...models.includes(modelId)
      ? []
      : [uncalled(model, `asks the model "${modelId}"`, "inference", "model_id", modelId)],
    ...SCRIPTS.flatMap((role) => {
      const file = files.get(role);
      if (file === undefined || scripts.includes(role)) return [];
      return [uncalled(file, `calls the script "${role}"`, "script", "id", role)];
    }),
    ...PIPELINES.slice(1).flatMap((role) => {
      const file = files.get(role);
      if (file === undefined || inner.includes(role)) return [];
      return [uncalled(file, `calls the pipeline "${role}"`, "pipeline", "name", role)];
    }),
  ];
}

const SCRIPTS = ["dga_ngrams_create", "dga_ngrams_transform_delete"] as const;
const PIPELINES = ["dns_enrich_pipeline", "dns_dga_inference_enrich_pipeline"] as const;

function callsByTemplate(pipeline: JavaMap): boolean {
  return configuredProcessors(pipeline).some(({ type, options }) =>
    type === "pipeline" && `${options.get("name")}`.includes("{{")
  );
}

function uncalled(file: DgaFile, call: string, processor: string, option: string, id: string): Finding {
  return {
    level: "warning",
    code: "never-called",
    file: file.name,
    message: `No pipeline of this bundle ${call}`,
    hint: `Add the processor {"${processor}": {"${option}": "${id}", …}}.`,
  };
}

function strangers(
  file: DgaJsonFile,
  kind: string,
  references: readonly Reference[],
  ids: readonly string[],
): Finding[] {
  if (ids.length === 0) return [];
  return references.filter(({ id }) => !ids.includes(id)).map(({ id, path }) => {
    const meant = closestName(id, ids);
    return findingAt(file, {
      level: "error",
      code: `${kind}-not-in-bundle`,
      path,
      message: `Cannot install the pipeline "${file.role}" as it calls "${id}", which is no ${kind} of this bundle`,
      hint: meant === undefined
        ? `The bundle has ${ids.map((other) => `"${other}"`).join(" and ")}.`
        : `Did you mean "${meant}"?`,
    });
  });
}
