/**
 * What the pipelines of a DGA bundle call: scripts, pipelines and models, which must all be in the bundle.
 * @module
 */

import { pipelineReferences, type Reference } from "../ingest/references.ts";
import type { JavaMap } from "../java/map.ts";
import type { Finding } from "../json/finding.ts";
import { type DgaJsonFile, findingAt } from "./dga_json.ts";
import { similarTo } from "./similar.ts";

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

function strangers(
  file: DgaJsonFile,
  kind: string,
  references: readonly Reference[],
  ids: readonly string[],
): Finding[] {
  if (ids.length === 0) return [];
  return references.filter(({ id }) => !ids.includes(id)).map(({ id, path }) => {
    const meant = similarTo(id, ids);
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
