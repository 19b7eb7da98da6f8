/**
 * Whether a usual document gets through a DGA bundle at all.
 * @module
 */

import type { TrainedModel } from "../inference/trained_model.ts";
import { IngestError } from "../ingest/error.ts";
import type { Finding } from "../json/finding.ts";
import type { InferencePlace } from "./dga_inference_place.ts";
import { type DgaJsonFile, findingAt } from "./dga_json.ts";
import { type DgaParts, nodeWith, usualDocument, withoutHandlers } from "./dga_probe.ts";
import type { DgaFileRole } from "./names.ts";

/** A warning when the usual document fails on its way, or when the model is asked about nothing it knows. */
export function failureFindings(
  parts: DgaParts,
  files: ReadonlyMap<DgaFileRole, DgaJsonFile>,
  place: InferencePlace,
): Finding[] {
  let isAnswered = true;
  const model: TrainedModel = {
    ...parts.model,
    infer(document, options) {
      const answer = parts.model.infer(document, options);
      isAnswered = !answer.has("warning");
      return answer;
    },
  };
  let failure: IngestError | undefined;
  try {
    nodeWith(withoutHandlers({ ...parts, model })).run(place.entry, usualDocument());
  } catch (error) {
    if (!(error instanceof IngestError) || error.unsupported) throw error;
    failure = error;
  }
  if (!isAnswered) return [inputsFinding(parts.model, place)];
  return failure === undefined ? [] : [failureFinding(failure, files)];
}

function inputsFinding({ inputFields }: TrainedModel, place: InferencePlace): Finding {
  const shown = inputFields.slice(0, 3).map((name) => `"${name}"`).join(", ") + (inputFields.length > 3 ? ", …" : "");
  return findingAt(place.file, {
    level: "warning",
    code: "inputs-missing",
    path: place.reference.path.replace(/\/model_id$/, ""),
    message: `The model is asked about a usual document that has none of its ${inputFields.length} inputs (${shown})`,
    hint: 'Let the script before it write them, or name fields of the document in "field_map".',
  });
}

/** What failed; if it was a script of the bundle, where. */
function failureFinding(error: IngestError, files: ReadonlyMap<DgaFileRole, DgaJsonFile>): Finding {
  const finding: Finding = {
    level: "warning",
    code: "document-fails",
    message: `A usual document fails in the bundle: ${error.rootMessage ?? error.type}`,
  };
  const { script, position } = error.details;
  const file = [...files.values()].find(({ role }) => role === script);
  if (file === undefined || typeof position !== "object" || position === null) return finding;
  const offset = "offset" in position && typeof position.offset === "number" ? position.offset : 0;
  const { line, column } = file.json.placeInString("script/source", offset);
  return { ...finding, file: file.name, path: "script/source", line, column };
}
