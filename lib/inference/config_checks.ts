/**
 * What the server checks of a body as a whole, once it has read it.
 * @module
 */

import type { ConfigDraft } from "./config_shape.ts";
import type { FaultList, Place } from "./fault_list.ts";
import { isId, isWrongFieldName, isWrongTag, LONGEST_ID } from "./names.ts";
import { nearestPlace } from "./object_parser.ts";

/** How bodies are checked. */
export interface ConfigCheckOptions {
  /** Id of the model, as in the URL of the request; `model_id` of the body must be the same. */
  readonly modelId?: string;
  /** What becomes of fields that the server makes itself: refused as by a PUT, or dropped with a warning. */
  readonly generatedFields: "refuse" | "drop";
}

const LICENSES = ["missing", "trial", "basic", "standard", "gold", "platinum", "enterprise"];
const RULE =
  "can contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores; must start and end with alphanumeric";

/** Adds faults and warnings about a body; `places` has the values that were read. */
export function checkConfig(
  draft: ConfigDraft,
  places: ReadonlyMap<string, Place>,
  faults: FaultList,
  options: ConfigCheckOptions,
): void {
  const report: Report = (phase, path, serverMessage, hint) =>
    faults.add(phase, serverMessage, nearestPlace(places, path), hint === undefined ? {} : { hint });
  // What is there and could not be read is not missing.
  const isMissing = (key: string) => !places.has(key);
  checkBuild(draft, isMissing, report, options);
  checkRequest(draft, isMissing, report, options);
  if (options.generatedFields === "drop") warnAboutGenerated(draft, faults);
}

type Report = (phase: "build" | "request", path: string, serverMessage: string, hint?: string) => void;

type IsMissing = (key: string) => boolean;

function checkBuild(draft: ConfigDraft, isMissing: IsMissing, report: Report, options: ConfigCheckOptions): void {
  const urlId = options.modelId;
  if (urlId !== undefined && draft.modelId !== undefined && draft.modelId !== urlId) {
    report(
      "build",
      "model_id",
      `Inconsistent model_id; '${draft.modelId}' specified in the body differs from '${urlId}' specified as a URL argument`,
      'Remove "model_id", or make it the same.',
    );
  }
  if (draft.inputFields === undefined && isMissing("input")) {
    report("build", "input", "[input] must not be null.", 'Name the fields: {"input": {"field_names": ["f.u0", …]}}.');
  }
  for (
    const [name, value] of [
      ["model_size_bytes", draft.modelSize],
      ["estimated_operations", draft.estimatedOperations],
    ] as const
  ) {
    if ((value ?? 0) < 0) {
      report("build", name, `[${name}] must be greater than or equal to 0`, "Remove it: the server works it out.");
    }
  }
  // What is dropped is seen by no server.
  const license = options.generatedFields === "refuse" ? draft.license : undefined;
  if (license !== undefined && !LICENSES.includes(license.toLowerCase())) {
    report(
      "build",
      "license_level",
      `unrecognised license operating mode [ ${license}], supported modes are [${LICENSES.join(",")}]`,
    );
  }
}

function checkRequest(draft: ConfigDraft, isMissing: IsMissing, report: Report, options: ConfigCheckOptions): void {
  const modelId = options.modelId ?? draft.modelId;
  if (draft.inferenceConfig === undefined && isMissing("inference_config") && !modelId?.startsWith(".")) {
    report(
      "request",
      "inference_config",
      "[inference_config] must not be null.",
      'Say what the model predicts: {"inference_config": {"classification": {}}}.',
    );
  }
  const hasTrees = !isMissing("definition") || !isMissing("compressed_definition");
  if (!hasTrees && draft.modelType === undefined && isMissing("model_type")) {
    report(
      "request",
      "definition",
      "[model_type] must be set if [definition] is not defined.",
      'The trees are missing: a model has a "definition" or a "compressed_definition".',
    );
  }
  if (draft.hasDefinition && draft.generated.has("location") && options.generatedFields === "refuse") {
    report("request", "location", "[definition] and [location] are both defined but only one can be used.");
  }
  checkIds(modelId, draft, report);
  if (options.generatedFields === "refuse") {
    for (const [name, { path }] of draft.generated) {
      report("request", path, `illegal to set [${name}] at inference model creation`);
    }
  }
  checkInput(draft, report);
}

function warnAboutGenerated(draft: ConfigDraft, faults: FaultList): void {
  for (const [name, place] of draft.generated) {
    faults.warn(
      "model-generated-field",
      `Elasticsearch does not take "${name}" in a new model: it is written by the server, as in an export of a model`,
      place,
      "Export with exclude_generated=true. On install the field is dropped.",
    );
  }
}

function checkIds(modelId: string | undefined, draft: ConfigDraft, report: Report): void {
  if (modelId !== undefined && !isId(modelId) && !/^\.[a-z0-9]/.test(modelId)) {
    report("request", "model_id", `Invalid model_id; '${modelId}' ${RULE}`);
  }
  if (modelId !== undefined && modelId.length > LONGEST_ID) {
    const message = `Invalid model_id; '${modelId}' cannot contain more than ${LONGEST_ID} characters.`;
    report("request", "model_id", message);
  }
  const bad = draft.tags.filter(isWrongTag);
  if (bad.length > 0) {
    report(
      "request",
      `tags/${draft.tags.findIndex(isWrongTag)}`,
      `Invalid tags [${bad.join(", ")}]; must only can contain lowercase alphanumeric (a-z and 0-9), hyphens or ` +
        "underscores, must start and end with alphanumeric, and must be less than 64 characters.",
      "Mend or remove the tag. A dot is allowed within it.",
    );
  }
  if (modelId !== undefined && draft.tags.includes(modelId)) {
    const message = "none of the tags must equal the model_id";
    report("request", `tags/${draft.tags.indexOf(modelId)}`, message, "Remove the tag.");
  }
}

function checkInput(draft: ConfigDraft, report: Report): void {
  if (draft.inputFields === undefined) return;
  if (draft.inputFields.length === 0) {
    report(
      "request",
      "input/field_names",
      "[input.field_names] must not be empty",
      "Name the fields that the preprocessors and the trees read.",
    );
  }
  const bad = draft.inputFields.findIndex(isWrongFieldName);
  if (bad >= 0) {
    report(
      "request",
      `input/field_names/${bad}`,
      "[input.field_names] must only contain valid dot delimited field names",
      "A name has a character before, between and after its dots.",
    );
  }
}
