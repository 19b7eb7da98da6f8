/** `PUT _ml/trained_models/{id}`: read as a stream, checked by the engine, kept compressed. @module */

import { TrainedModelError } from "../../inference/inference_error.ts";
import { loadTrainedModelStream, type TrainedModel } from "../../inference/trained_model.ts";
import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { javaText } from "../../java/value.ts";
import type { IngestError } from "../../ingest/error.ts";
import { type Answer, ok } from "./answer.ts";
import { badArgument, failure, invalidRequest, statusFailure, toFailure, unsupported } from "./failure.ts";
import { allowsMachineLearning, nonCompliant } from "./license.ts";
import { type ModelBody, ModelBodySplitter } from "./model_body.ts";
import { modelBody } from "./model_view.ts";
import { brokenModel, newUsage, type StoredModel, watchedModel } from "./model_state.ts";
import { type Call, pathPart, type Route } from "./route.ts";

/** The call. */
export const MODEL_PUT_ROUTES: readonly Route[] = [{
  method: "PUT",
  path: "/_ml/trained_models/{model_id}",
  action: "cluster:admin/xpack/ml/inference/put",
  query: ["defer_definition_decompression", "wait_for_completion", "timeout"],
  fn: put,
}];

async function put(call: Call): Promise<Answer> {
  const id = pathPart(call, "model_id");
  const { state, query } = call;
  const defer = query.boolean("defer_definition_decompression", false);
  if (!allowsMachineLearning(state.license)) throw nonCompliant();
  const { body, model } = await read(call, id, defer);
  refuseDeferredWithoutSize(body, defer);
  refuseCapped(body.fields, state.version.inputFieldCap);
  refuseTaken(call, id, body.fields);
  const usage = newUsage();
  const stored: StoredModel = {
    id,
    fields: body.fields,
    type: "tree_ensemble",
    form: body.form,
    definition: body.definition,
    sizeInBytes: defer ? sizeOf(body.fields) : heapEstimate(model),
    operations: operationsOf(model),
    createTime: Date.now(),
    createdBy: "api_user",
    model: watchedModel(model, usage),
    usage,
  };
  state.models.models.set(id, stored);
  return ok(modelBody(stored, []));
}

/** One pass over the body feeds both readers. */
async function read(call: Call, id: string, defer: boolean): Promise<{ body: ModelBody; model: TrainedModel }> {
  const splitter = new ModelBodySplitter();
  let splitFailure: unknown;
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of call.body.stream()) {
      yield chunk;
      // The engine has the better words for what is no JSON.
      if (splitFailure === undefined) await splitter.write(chunk).catch((error) => splitFailure = error);
    }
  }
  try {
    const model = await loadTrainedModelStream(watched(), { modelId: id }).catch((error: unknown) =>
      storedNevertheless(error, id, defer)
    );
    if (splitFailure !== undefined) throw toFailure(splitFailure);
    return { body: await splitter.end(), model };
  } finally {
    splitter.close();
  }
}

/** What the server notices only when it uses the model is stored; everything else is thrown as the server answers it. */
function storedNevertheless(thrown: unknown, id: string, defer: boolean): TrainedModel {
  if (!(thrown instanceof TrainedModelError)) throw thrown;
  const [first] = thrown.findings.filter((finding) => finding.level === "error");
  const inCompressed = thrown.phase === "compressed";
  if (thrown.stage === "load" || (defer && (inCompressed || thrown.stage === "validate"))) {
    return brokenModel(id, thrown.serverMessage);
  }
  const reason = thrown.serverMessage;
  if (reason.endsWith("is not supported by the rehearsal")) throw unsupportedModel(reason);
  if (reason.startsWith("Validation Failed: ")) throw failure(400, "action_request_validation_exception", reason);
  if (thrown.stage === "validate") {
    if (reason.startsWith("Model [")) throw statusFailure(400, reason);
    throw statusFailure(
      400,
      `Definition for [${id}] has validation failures.`,
      failure(400, "validation_exception", `Validation Failed: 1: ${reason};`),
    );
  }
  if (inCompressed) {
    throw statusFailure(
      400,
      `Failed to parse definition for [${id}]`,
      failure(400, "x_content_parse_exception", reason),
    );
  }
  if (first?.line === undefined || thrown.phase === "build") throw badArgument(reason);
  throw failure(400, "x_content_parse_exception", `[${first.line}:${first.column ?? 1}] ${reason}`);
}

function unsupportedModel(reason: string): IngestError {
  return unsupported(reason.replace(/ is not supported by the rehearsal$/, ""));
}

function refuseDeferredWithoutSize({ fields, form }: ModelBody, defer: boolean): void {
  if (!defer || form !== "compressed_definition" || sizeOf(fields) > 0) return;
  throw invalidRequest(
    "when [defer_definition_decompression] is true and a compressed definition is provided, model_size_bytes must be set",
  );
}

function refuseCapped(fields: JavaMap, most: number | undefined): void {
  const names = inputNames(fields);
  if (most === undefined || names <= most) return;
  throw invalidRequest(`[input.field_names] must contain not more than ${most} field names.`);
}

function inputNames(fields: JavaMap): number {
  const input = fields.get("input");
  const names = input instanceof JavaMap ? input.get("field_names") : undefined;
  return names instanceof JavaList ? names.items.length : 0;
}

/** Ids, aliases and tags share one set of names. */
function refuseTaken({ state: { models } }: Call, id: string, fields: JavaMap): void {
  if (models.models.has(id)) {
    throw failure(
      400,
      "resource_already_exists_exception",
      `Trained machine learning model [${id}] already exists`,
    );
  }
  if (models.aliases.has(id)) {
    throw statusFailure(
      400,
      `requested model_id [${id}] is the same as an existing model_alias. Model model_aliases and ids must be unique`,
    );
  }
  if ([...models.models.values()].some((other) => tagsOf(other.fields).includes(id))) {
    throw statusFailure(400, `The provided model_id [${id}] must not match existing tags`);
  }
  const taken = tagsOf(fields).filter((tag) => models.models.has(tag));
  if (taken.length > 0) {
    throw statusFailure(400, `The provided tags [${taken.join(", ")}] must not match existing model_ids`);
  }
}

/** The tags of a stored model. */
export function tagsOf(fields: JavaMap): string[] {
  const tags = fields.get("tags");
  return tags instanceof JavaList ? tags.items.map(javaText) : [];
}

function sizeOf(fields: JavaMap): number {
  const size = fields.get("model_size_bytes") ?? fields.get("estimated_heap_memory_usage_bytes") ?? 0;
  return typeof size === "number" ? size : typeof size === "bigint" ? Number(size) : 0;
}

/** The server's estimate of a model's size in Java's memory is near this; nobody should compare with it. */
function heapEstimate(model: TrainedModel): number {
  return 1_024 + 88 * model.nodes + 128 * model.trees + 64 * model.featureNames.length;
}

/** As the server counts them: how deep a tree may be and what it reads, and the adding up. */
function operationsOf({ nodes, trees, featureNames }: TrainedModel): number {
  if (trees === 0) return 0;
  return Math.ceil(Math.log(nodes / trees)) + featureNames.length + 2 * (trees - 1);
}
