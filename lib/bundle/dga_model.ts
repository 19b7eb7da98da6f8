/**
 * The model of a DGA bundle.
 * @module
 */

import { type TrainedModel, validateTrainedModel } from "../inference/trained_model.ts";
import { hasErrors, type Validation } from "../json/finding.ts";
import type { DgaFile } from "./dga_file_set.ts";
import { readFinding } from "./dga_json.ts";
import { modelIdFault, modelIdOf } from "./names.ts";

/** Checks the file of a model. The model is there when the server would store, load and use it. */
export async function checkModel(file: DgaFile): Promise<Validation<TrainedModel>> {
  try {
    const modelId = modelIdOf(file.name);
    // An id that can't be one was told with the name of the file.
    const options = modelIdFault(modelId) === undefined ? { modelId } : {};
    const validation = await validateTrainedModel(file.source, options);
    // Contents that are not what the archive says are the reason for everything else that is wrong with them.
    if (hasErrors(validation.findings)) await readThrough(file);
    return { ...validation, findings: validation.findings.map((finding) => ({ ...finding, file: file.name })) };
  } catch (error) {
    return { findings: [readFinding(file, error)] };
  }
}

async function readThrough(file: DgaFile): Promise<void> {
  const reader = file.source.stream().getReader();
  while (!(await reader.read()).done);
}
