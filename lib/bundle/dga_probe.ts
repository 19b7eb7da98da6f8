/**
 * Sends a usual document through a bundle whose model answers what it is told: the way to see what a bundle makes of an
 * answer without reading its scripts.
 * @module
 */

import { applyInferenceConfigUpdate, type ClassificationConfig } from "../inference/inference_config.ts";
import { classificationResult } from "../inference/result.ts";
import type { TrainedModel } from "../inference/trained_model.ts";
import { configuredProcessors } from "../ingest/configured_processors.ts";
import { copyDocument } from "../ingest/copy.ts";
import { createIngestNode, type IngestNode } from "../ingest/node.ts";
import { JavaList } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import { javaText, type JavaValue } from "../java/value.ts";
import { type Document, parseDocument } from "../json/document.ts";
import type { DgaScript } from "./dga_scripts.ts";

/** What a bundle installs. */
export interface DgaParts {
  readonly modelId: string;
  readonly model: TrainedModel;
  readonly scripts: Readonly<Record<string, DgaScript>>;
  readonly pipelines: Readonly<Record<string, Document>>;
}

/** What the model answers: the probability of its second class, perhaps told in another way than the bundle asks for. */
export interface ProbeAnswer {
  readonly probability: number;
  readonly config?: Partial<ClassificationConfig>;
}

/** A document as Packetbeat sends it. */
export function usualDocument(): Document {
  return parseDocument(JSON.stringify({
    "@timestamp": "2026-11-01T00:00:00.000Z",
    type: "dns",
    network: { protocol: "dns" },
    event: { category: ["network"], dataset: "dns" },
    dns: {
      type: "query",
      question: {
        name: "www.example.com",
        subdomain: "www",
        registered_domain: "example.com",
        etld_plus_one: "example.com",
        top_level_domain: "com",
        type: "A",
        class: "IN",
      },
      response_code: "NOERROR",
    },
  }));
}

/** A node with the bundle installed, its model answering for itself or as it is told. */
export function nodeWith(parts: DgaParts, answer?: ProbeAnswer): IngestNode {
  const model = answer === undefined ? parts.model : answering(parts.model, answer);
  const pipelines = mapValues(parts.pipelines, withPathsAsTags);
  return createIngestNode({ scripts: parts.scripts, pipelines, models: { [parts.modelId]: model } });
}

function answering(model: TrainedModel, { probability, config }: ProbeAnswer): TrainedModel {
  return {
    ...model,
    infer: (_document, { inferenceConfig } = {}) => {
      const asked = inferenceConfig === undefined
        ? model.inferenceConfig
        : applyInferenceConfigUpdate(model.inferenceConfig, inferenceConfig);
      if (asked.kind !== "classification") throw new TypeError("Cannot answer with a class: the model has none");
      const probabilities = [1 - probability, probability];
      return classificationResult(
        probabilities,
        model.classificationLabels,
        undefined,
        { ...asked, ...config },
        undefined,
      );
    },
  };
}

/** The same bundle with pipelines that handle no failure, so that one can be seen. */
export function withoutHandlers(parts: DgaParts): DgaParts {
  const pipelines = mapValues(parts.pipelines, (config) => {
    const bare = JavaHashMap.copyOf(config);
    bare.delete("on_failure");
    return bare;
  });
  return { ...parts, pipelines };
}

/** The same, and the processors that make or read an answer handle none either. */
export function withoutAnyHandlers(parts: DgaParts): DgaParts {
  const pipelines = mapValues(withoutHandlers(parts).pipelines, (config) => {
    const bare = copyDocument(config);
    for (const { type, options } of configuredProcessors(bare)) {
      if (!["script", "inference", "pipeline"].includes(type)) continue;
      options.delete("ignore_failure");
      options.delete("on_failure");
    }
    return bare;
  });
  return { ...parts, pipelines };
}

/** A pipeline whose processors have their own places as tags, so that a failure tells where it was. */
function withPathsAsTags(config: Document): Document {
  const copy = copyDocument(config);
  for (const { type, options, path } of configuredProcessors(copy)) {
    // The tag of such a processor is a part of the field that it writes.
    if (type !== "inference" || options.has("target_field")) options.set("tag", path);
  }
  return copy;
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** The values of a document by path; those in lists have none. */
export function fieldsOf(document: JavaMap, prefix = ""): Map<string, JavaValue> {
  const fields = new Map<string, JavaValue>();
  for (const [key, value] of document.entries()) {
    const path = prefix + javaText(key);
    if (value instanceof JavaMap) fieldsOf(value, `${path}.`).forEach((inner, name) => fields.set(name, inner));
    else if (!(value instanceof JavaList)) fields.set(path, value);
  }
  return fields;
}
