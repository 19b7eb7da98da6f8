/**
 * What the server checks of a body as a whole, once it has read it.
 * @module
 */

import type { ConfigDraft } from "./config_shape.ts";
import type { FaultList, Place } from "./fault_list.ts";

/** How bodies are checked. */
export interface ConfigCheckOptions {
  /** Id of the model, as in the URL of the request; `model_id` of the body must be the same. */
  readonly modelId?: string;
  /** What becomes of fields that the server makes itself: refused as by a PUT, or dropped with a warning. */
  readonly generatedFields: "refuse" | "drop";
}

const ID = /^[a-z0-9](?:[a-z0-9_\-.]*[a-z0-9])?$/;
const LONGEST_ID = 64;
const LICENSES = ["missing", "trial", "basic", "standard", "gold", "platinum", "enterprise"];
const RULE =
  "can contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores; must start and end with alphanumeric";

/** Adds faults and warnings about a body. */
export function checkConfig(draft: ConfigDraft, faults: FaultList, options: ConfigCheckOptions): void {
  checkBuild(draft, faults, options);
  checkRequest(draft, faults, options);
}

function checkBuild(draft: ConfigDraft, faults: FaultList, options: ConfigCheckOptions): void {
  const urlId = options.modelId;
  if (urlId !== undefined && draft.modelId !== undefined && draft.modelId !== urlId) {
    faults.add(
      "build",
      `Inconsistent model_id; '${draft.modelId}' specified in the body differs from '${urlId}' specified as a URL argument`,
      at("model_id"),
    );
  }
  if (draft.inputFields === undefined) faults.add("build", "[input] must not be null.", at("input"));
  for (
    const [name, value] of [
      ["model_size_bytes", draft.modelSize],
      ["estimated_operations", draft.estimatedOperations],
    ] as const
  ) {
    if ((value ?? 0) < 0) faults.add("build", `[${name}] must be greater than or equal to 0`, at(name));
  }
  if (draft.license !== undefined && !LICENSES.includes(draft.license.toLowerCase())) {
    faults.add(
      "build",
      `unrecognised license operating mode [ ${draft.license}], supported modes are [${LICENSES.join(",")}]`,
      at("license_level"),
    );
  }
}

function checkRequest(draft: ConfigDraft, faults: FaultList, options: ConfigCheckOptions): void {
  const modelId = options.modelId ?? draft.modelId;
  if (draft.inferenceConfig === undefined && !modelId?.startsWith(".")) {
    faults.add("request", "[inference_config] must not be null.", at("inference_config"), {
      hint: 'Say what the model predicts, as in {"classification": {}}',
    });
  }
  if (!draft.hasDefinition && !draft.hasCompressedDefinition && draft.modelType === undefined) {
    faults.add("request", "[model_type] must be set if [definition] is not defined.", at("definition"));
  }
  if (draft.hasDefinition && draft.generated.has("location") && options.generatedFields === "refuse") {
    faults.add("request", "[definition] and [location] are both defined but only one can be used.", at("location"));
  }
  checkIds(modelId, draft, faults);
  for (const [name, place] of draft.generated) {
    const message = `illegal to set [${name}] at inference model creation`;
    if (options.generatedFields === "refuse") faults.add("request", message, place);
    else {
      faults.warn(
        "model-generated-field",
        `Elasticsearch does not take "${name}" in a new model: it is written by the server, as in an export of a model`,
        place,
        "Export with exclude_generated=true; on install the field is dropped",
      );
    }
  }
  checkInput(draft, faults);
}

function checkIds(modelId: string | undefined, draft: ConfigDraft, faults: FaultList): void {
  if (modelId !== undefined && !ID.test(modelId) && !/^\.[a-z0-9]/.test(modelId)) {
    faults.add("request", `Invalid model_id; '${modelId}' ${RULE}`, at("model_id"));
  }
  if (modelId !== undefined && modelId.length > LONGEST_ID) {
    faults.add(
      "request",
      `Invalid model_id; '${modelId}' cannot contain more than ${LONGEST_ID} characters.`,
      at("model_id"),
    );
  }
  const bad = draft.tags.filter((tag) => !ID.test(tag) || tag.length > LONGEST_ID);
  if (bad.length > 0) {
    faults.add(
      "request",
      `Invalid tags [${bad.join(", ")}]; must only can contain lowercase alphanumeric (a-z and 0-9), hyphens or ` +
        "underscores, must start and end with alphanumeric, and must be less than 64 characters.",
      at("tags"),
    );
  }
  if (modelId !== undefined && draft.tags.includes(modelId)) {
    faults.add("request", "none of the tags must equal the model_id", at("tags"));
  }
}

function checkInput(draft: ConfigDraft, faults: FaultList): void {
  if (draft.inputFields === undefined) return;
  if (draft.inputFields.length === 0) {
    faults.add("request", "[input.field_names] must not be empty", at("input/field_names"));
  }
  const bad = draft.inputFields.findIndex((name) => name.split(".").includes(""));
  if (bad >= 0) {
    faults.add(
      "request",
      "[input.field_names] must only contain valid dot delimited field names",
      at(`input/field_names/${bad}`),
    );
  }
}

function at(path: string): Place {
  return { path };
}
