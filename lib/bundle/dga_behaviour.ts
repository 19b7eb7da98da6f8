/**
 * What a DGA bundle does with a usual document: faults that no file shows by itself, found by running the bundle.
 * @module
 */

import type { PredictionFieldType } from "../inference/inference_config.ts";
import { IngestError } from "../ingest/error.ts";
import { failureText } from "../ingest/failure_text.ts";
import { fieldsTurnedIntoLists } from "../ingest/second_run.ts";
import { javaEquals, javaText, type JavaValue } from "../java/value.ts";
import type { Finding } from "../json/finding.ts";
import { failureFindings, locateFailure } from "./dga_failure.ts";
import { type InferencePlace, inferencePlace } from "./dga_inference_place.ts";
import { type DgaJsonFile, findingAt } from "./dga_json.ts";
import { type DgaParts, fieldsOf, nodeWith, type ProbeAnswer, usualDocument, withoutAnyHandlers } from "./dga_probe.ts";
import type { DgaFileRole } from "./names.ts";

/** Runs a bundle that every file of is sound, and tells what hurts. */
export function behaviourFindings(parts: DgaParts, files: ReadonlyMap<DgaFileRole, DgaJsonFile>): Finding[] {
  try {
    const place = inferencePlace(parts, files);
    if (place === undefined) return [];
    const answers = hasTwoClasses(parts) ? answerFindings(withoutAnyHandlers(parts), place) : [];
    // An answer of another form than the script expects is the reason for a failure, if there is one.
    const failures = answers.length > 0 ? [] : failureFindings(parts, files, place);
    return [...answers, ...failures, ...(failures.length > 0 ? [] : secondRunFindings(parts, place))];
  } catch (error) {
    if (!(error instanceof IngestError) || !error.unsupported) throw error;
    const { where, place } = locateFailure(error, files, "dns_enrich_pipeline");
    return [{
      level: "warning",
      code: "not-supported",
      ...place,
      message: `Cannot judge what ${where ?? "the bundle"} does with a usual document: ${failureText(error.toBody())}`,
      hint: "The server may well do it, but the rehearsal can't.",
    }];
  }
}

function hasTwoClasses({ model }: DgaParts): boolean {
  return model.inferenceConfig.kind === "classification" && model.classificationLabels?.length === 2;
}

/** Two answers of one class that differ in probability: what depends on the probability differs too. */
const FIRST_WINS = [0.25, 0.125];
const SECOND_WINS = [0.75, 0.875];
const ALL_CLASSES = { numTopClasses: -1 };
const TYPES: readonly PredictionFieldType[] = ["number", "boolean", "string"];

/** A field of the document, and what it always reads. */
interface ConstantField {
  readonly field: string;
  readonly value: JavaValue | undefined;
}

/** Ways to ask the model that keep a probability from the document. */
function answerFindings(parts: DgaParts, place: InferencePlace): Finding[] {
  const findings: Finding[] = [];
  let type: { predictionFieldType?: PredictionFieldType } = {};
  for (const predictionFieldType of TYPES) {
    const lost = lostField(parts, place, SECOND_WINS, { ...ALL_CLASSES, predictionFieldType }, ALL_CLASSES);
    if (lost === undefined) continue;
    findings.push(typeFinding(parts, place, lost, predictionFieldType));
    type = { predictionFieldType };
    break;
  }
  const lost = lostField(parts, place, FIRST_WINS, { ...type, ...ALL_CLASSES }, type);
  if (lost !== undefined) {
    const always = lostField(parts, place, SECOND_WINS, { ...type, ...ALL_CLASSES }, type) !== undefined;
    findings.push(topClassesFinding(parts, place, lost, always));
  }
  return findings;
}

/** A field that tells one probability from another if the model is asked in one way, but not if it is in another way. */
function lostField(
  parts: DgaParts,
  place: InferencePlace,
  probabilities: readonly number[],
  full: ProbeAnswer["config"],
  asked: ProbeAnswer["config"],
): ConstantField | undefined {
  const [good, otherGood] = probabilities.map((probability) => fieldsAfter(parts, place, probability, full));
  const [bad, otherBad] = probabilities.map((probability) => fieldsAfter(parts, place, probability, asked));
  for (const [field, value] of good ?? []) {
    const isTold = otherGood?.has(field) && !javaEquals(value, otherGood.get(field) ?? null);
    const isLost = javaEquals(bad?.get(field) ?? null, otherBad?.get(field) ?? null);
    if (isTold && isLost) return { field, value: bad?.get(field) };
  }
  return undefined;
}

function fieldsAfter(
  parts: DgaParts,
  { entry }: InferencePlace,
  probability: number,
  config: ProbeAnswer["config"],
): Map<string, JavaValue> | undefined {
  const node = nodeWith(parts, { probability, ...(config === undefined ? {} : { config }) });
  try {
    const document = node.run(entry, usualDocument());
    return document === undefined ? undefined : fieldsOf(document);
  } catch (error) {
    if (!(error instanceof IngestError) || error.unsupported) throw error;
    return undefined;
  }
}

function typeFinding(
  { model }: DgaParts,
  place: InferencePlace,
  { field, value }: ConstantField,
  type: PredictionFieldType,
): Finding {
  const [, second] = model.classificationLabels ?? [];
  return findingAt(place.file, {
    level: "warning",
    code: "prediction-field-type",
    path: configPath(place, "prediction_field_type"),
    message: `The field "${field}" ${value === undefined ? "is missing" : `reads ${javaText(value)}`} ` +
      `even when class "${second}" wins: the script compares the names of classes with values of another type`,
    hint: `Set "prediction_field_type" to "${type}".`,
  });
}

function topClassesFinding(
  { model }: DgaParts,
  place: InferencePlace,
  { field, value }: ConstantField,
  always: boolean,
): Finding {
  const [first] = model.classificationLabels ?? [];
  const state = value === undefined
    ? always ? "is always missing" : "is missing"
    : `${always ? "always " : ""}reads ${javaText(value)}`;
  return findingAt(place.file, {
    level: "warning",
    code: "num-top-classes",
    path: configPath(place, "num_top_classes"),
    message: `The field "${field}" ${state}${always ? "" : ` whenever class "${first}" wins`}: ` +
      "the script looks for a class that the answer does not list",
    hint: 'Set "num_top_classes" to 2.',
  });
}

function configPath({ reference }: InferencePlace, option: string): string {
  return reference.path.replace(/model_id$/, `inference_config/classification/${option}`);
}

function secondRunFindings(parts: DgaParts, place: InferencePlace): Finding[] {
  return fieldsTurnedIntoLists(nodeWith(parts), place.entry, usualDocument()).map((field) => {
    const isTarget = field === place.reference.targetField;
    return findingAt(place.file, {
      level: "warning",
      code: "second-run",
      path: isTarget ? place.reference.path.replace(/model_id$/, "target_field") : "",
      message: `A document that goes through the pipelines again ends with an array in "${field}"` +
        (isTarget ? ": the model's answer is added to what the first run left there" : ""),
      hint: isTarget
        ? `Begin with {"remove": {"field": "${field}", "ignore_missing": true}}, or skip documents that have the field.`
        : "Reindexing does that. Remove the field first, or skip documents that have it.",
    });
  });
}
