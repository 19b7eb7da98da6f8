/**
 * Where a DGA bundle asks its model.
 * @module
 */

import type { TrainedModel } from "../inference/trained_model.ts";
import { IngestError } from "../ingest/error.ts";
import { type ModelReference, pipelineReferences } from "../ingest/references.ts";
import type { DgaJsonFile } from "./dga_json.ts";
import { type DgaParts, nodeWith, usualDocument } from "./dga_probe.ts";
import type { DgaFileRole } from "./names.ts";

/** The place in the pipelines where the bundle's model is asked, and the pipeline through which documents get there. */
export interface InferencePlace {
  readonly file: DgaJsonFile;
  readonly reference: ModelReference;
  readonly entry: string;
}

/** Finds the place; undefined when no pipeline asks the model. */
export function inferencePlace(
  parts: DgaParts,
  files: ReadonlyMap<DgaFileRole, DgaJsonFile>,
): InferencePlace | undefined {
  for (const role of ["dns_dga_inference_enrich_pipeline", "dns_enrich_pipeline"] as const) {
    const config = parts.pipelines[role];
    const file = files.get(role);
    if (config === undefined || file === undefined) continue;
    const reference = pipelineReferences(config).models.find(({ id }) => id === parts.modelId);
    if (reference !== undefined) return { file, reference, entry: entryPipeline(parts, role) };
  }
  return undefined;
}

/** The outer pipeline, unless its condition keeps the usual document from the model. */
function entryPipeline(parts: DgaParts, role: DgaFileRole): string {
  let isReached = false;
  const model: TrainedModel = {
    ...parts.model,
    infer(document, options) {
      isReached = true;
      return parts.model.infer(document, options);
    },
  };
  try {
    nodeWith({ ...parts, model }).run("dns_enrich_pipeline", usualDocument());
  } catch (error) {
    if (!(error instanceof IngestError) || error.unsupported) throw error;
  }
  return isReached ? "dns_enrich_pipeline" : role;
}
