/** `inference`: a trained model adds its result to the document. @module */

import { type InferenceConfigUpdate, parseInferenceConfigUpdate } from "../../inference/inference_config.ts";
import { mapFields } from "../../inference/document_fields.ts";
import { InferenceError } from "../../inference/inference_error.ts";
import type { TrainedModel } from "../../inference/trained_model.ts";
import { JavaList } from "../../java/collection.ts";
import { JavaHashMap, JavaMap } from "../../java/map.ts";
import { javaText, type JavaValue } from "../../java/value.ts";
import type { ConfigReader } from "../config_reader.ts";
import type { IngestDocument } from "../document.ts";
import { exceptionType, IngestError, notSupported } from "../error.ts";
import { parseFieldPath } from "../field_path.ts";
import type { ProcessorFactory } from "../processor.ts";

/**
 * Reads an `inference` processor of 8.x and 9.x. The model is looked up with each document; a result is added to what
 * the target field holds already, which makes a list of it. A document without any of the model's fields gets a warning.
 */
export const inference: ProcessorFactory = (reader, { node, tag }) => {
  const modelId = reader.string("model_id");
  const targetName = reader.string("target_field", tag === undefined ? "ml.inference" : `ml.inference.${tag}`);
  const fieldMap = fieldMapOption(reader);
  const config = configOption(reader);
  if (reader.optionalValue("input_output") !== null) {
    reader.add(notSupported("The option [input_output] of the processor [inference]"), "input_output");
  }
  if (reader.boolean("ignore_missing", false)) {
    reader.fail(undefined, "The ignore_missing option is only supported when using the [input_output] field");
  }
  const target = reader.errors.length > 0 ? undefined : parseFieldPath(targetName);
  return {
    execute(document) {
      if (target === undefined) return;
      const model = node.model(modelId);
      if (model === undefined) {
        throw new IngestError("resource_not_found_exception", `Could not find trained model [${modelId}]`, {
          status: 404,
        });
      }
      const result = infer(model, mapFields(inputOf(document, model), fieldMap), config);
      result.set("model_id", modelId);
      if (target.has(document)) target.append(document, result, { allowDuplicates: true });
      else target.set(document, result);
    },
  };
};

function infer(model: TrainedModel, fields: JavaMap, config: InferenceConfigUpdate | undefined): JavaMap {
  try {
    return model.infer(fields, config === undefined ? {} : { inferenceConfig: config });
  } catch (error) {
    throw error instanceof InferenceError ? fromInference(error) : error;
  }
}

function fromInference(error: InferenceError): IngestError {
  const unsupported = error.className === "org.elasticsearch.rehearsal.NotSupported";
  return unsupported
    ? new IngestError("not_supported", error.javaMessage, { unsupported })
    : new IngestError(exceptionType(error.className), error.javaMessage, { hint: error.hint });
}

/** The model sees the document and, under `_ingest`, what `foreach` shows; copied only where the model asks for it. */
function inputOf(document: IngestDocument, model: TrainedModel): JavaMap {
  if (!model.inputFields.some((name) => name === "_ingest" || name.startsWith("_ingest."))) return document.fields;
  const fields = JavaHashMap.copyOf(document.fields);
  fields.set("_ingest", document.ingest);
  return fields;
}

/** `field_map`, or the older `field_mappings`. */
function fieldMapOption(reader: ConfigReader): JavaMap {
  const old = reader.optionalMap("field_mappings");
  const map = reader.optionalMap("field_map");
  return map ?? old ?? new JavaHashMap();
}

function configOption(reader: ConfigReader): InferenceConfigUpdate | undefined {
  const config = reader.optionalMap("inference_config");
  if (config === undefined) return undefined;
  try {
    return parseInferenceConfigUpdate(plain(config));
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    reader.add(fromInference(error), ["inference_config", error.option].filter((part) => part !== undefined).join("/"));
    return undefined;
  }
}

/** A configuration as the inference library reads it; doubles stay what they are, and are refused where integers belong. */
function plain(value: JavaValue): unknown {
  if (value instanceof JavaMap) {
    return Object.fromEntries([...value.entries()].map(([key, item]) => [javaText(key), plain(item)]));
  }
  return value instanceof JavaList ? value.items.map(plain) : value;
}
