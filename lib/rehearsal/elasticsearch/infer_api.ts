/** `_ml/trained_models/{id}/_infer`: documents that are the fields of a model. @module */

import { InferenceError } from "../../inference/inference_error.ts";
import { type InferenceConfigUpdate, parseInferenceConfigUpdate } from "../../inference/inference_config.ts";
import { exceptionType, IngestError } from "../../ingest/error.ts";
import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import type { JavaValue } from "../../java/value.ts";
import { formatDocument } from "../../json/document.ts";
import { type Answer, ok } from "./answer.ts";
import { failure, statusFailure } from "./failure.ts";
import { allowsMachineLearning, nonCompliant } from "./license.ts";
import { missingModel } from "./model_state.ts";
import { type Call, pathPart, type Route } from "./route.ts";

/** The calls; the second is the older one. */
export const INFER_ROUTES: readonly Route[] = [
  "/_ml/trained_models/{model_id}/_infer",
  "/_ml/trained_models/{model_id}/deployment/_infer",
].map((path) => ({
  method: "POST",
  path,
  action: "cluster:monitor/xpack/ml/inference/infer",
  query: ["timeout"],
  fn: infer,
}));

async function infer(call: Call): Promise<Answer> {
  const body = await call.body.object();
  const id = pathPart(call, "model_id");
  if (!allowsMachineLearning(call.state.license)) throw nonCompliant();
  const model = call.state.models.model(id);
  if (model === undefined) throw missingModel(id);
  const documents = readDocuments(body);
  try {
    const config = updateOf(body.get("inference_config") ?? null);
    const options = config === undefined ? {} : { inferenceConfig: config };
    return ok({ inference_results: documents.map((document) => model.infer(document, options)) });
  } catch (thrown) {
    if (!(thrown instanceof InferenceError)) throw thrown;
    throw fromInference(thrown);
  }
}

function readDocuments(body: JavaMap): JavaMap[] {
  const docs = body.get("docs") ?? null;
  if (docs === null) throw badBody("Required [docs]");
  if (!(docs instanceof JavaList)) throw badBody("[docs] is not a list of objects");
  return docs.items.map((document) => {
    if (document instanceof JavaMap) return document;
    throw badBody("[docs] is not a list of objects");
  });
}

function badBody(reason: string): IngestError {
  return failure(400, "x_content_parse_exception", `[1:1] [infer_trained_model_deployment_request] ${reason}`);
}

function updateOf(config: JavaValue): InferenceConfigUpdate | undefined {
  return config === null ? undefined : parseInferenceConfigUpdate(JSON.parse(formatDocument(config)));
}

function fromInference(error: InferenceError): IngestError {
  if (error.className === "org.elasticsearch.rehearsal.NotSupported") {
    return new IngestError("not_supported", error.javaMessage, { unsupported: true });
  }
  const type = exceptionType(error.className);
  if (type === "status_exception") return statusFailure(400, error.javaMessage);
  return failure(type === "illegal_argument_exception" ? 400 : 500, type, error.javaMessage);
}
