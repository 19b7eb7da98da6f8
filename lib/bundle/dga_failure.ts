/**
 * Whether a usual document gets through a DGA bundle at all.
 * @module
 */

import type { TrainedModel } from "../inference/trained_model.ts";
import { IngestError } from "../ingest/error.ts";
import { failedPosition, failureText } from "../ingest/failure_text.ts";
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
  return failure === undefined ? [] : [failureFinding(failure, files, place)];
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

function failureFinding(
  error: IngestError,
  files: ReadonlyMap<DgaFileRole, DgaJsonFile>,
  { entry }: InferencePlace,
): Finding {
  const { where, place } = locateFailure(error, files, entry);
  return {
    level: "warning",
    code: "document-fails",
    ...place,
    message: `A usual document fails in ${where ?? "the bundle"}: ${failureText(error.toBody())}`,
    hint: "The document is what Packetbeat sends of a look-up of www.example.com.",
  };
}

/** Where a document failed: in a script of the bundle, or in a processor. */
export function locateFailure(
  error: IngestError,
  files: ReadonlyMap<DgaFileRole, DgaJsonFile>,
  entry: string,
): { where?: string; place: Partial<Finding> } {
  const position = failedPosition(error.toBody());
  const all = [...files.values()];
  const script = position === undefined ? undefined : all.find(({ role }) => role === error.details["script"]);
  if (script !== undefined && position !== undefined) {
    const path = "script/source";
    const place = { file: script.name, path, ...script.json.placeInString(path, position.offset) };
    return { where: `the script "${script.role}"`, place };
  }
  const { pipeline = entry, tag, type } = error.failedProcessor ?? {};
  const file = all.find(({ role }) => role === pipeline);
  if (file === undefined) return { place: {} };
  // The probe gave each processor its path as a tag.
  const processor = typeof tag === "string" ? tag : "";
  const path = position === undefined ? processor : `${processor}/${type === "conditional" ? "if" : "source"}`;
  const { line, column } = position === undefined
    ? file.json.placeOf(path)
    : file.json.placeInString(path, position.offset);
  return {
    where: `the pipeline "${file.role}"`,
    place: { file: file.name, ...(path === "" ? {} : { path }), line, column },
  };
}
