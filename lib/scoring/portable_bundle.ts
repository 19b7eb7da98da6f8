/**
 * A bundle as plain data, for a thread that opens it again.
 * @module
 */

import type { DgaBundle } from "../bundle/dga.ts";
import type { DgaScript } from "../bundle/dga_scripts.ts";
import { loadTrainedModel } from "../inference/trained_model.ts";
import { createIngestNode, type IngestNode } from "../ingest/node.ts";
import { formatDocument, parseDocument } from "../json/document.ts";

/** What a message between threads can hold of a bundle that was validated. */
export interface PortableBundle {
  readonly modelId: string;
  /** The model's file. */
  readonly model: Uint8Array;
  readonly scripts: Readonly<Record<string, DgaScript>>;
  /** The configurations of the pipelines, in JSON. */
  readonly pipelines: Readonly<Record<string, string>>;
}

/** Takes a bundle apart. */
export async function portableBundle({ modelId, modelFile, scripts, pipelines }: DgaBundle): Promise<PortableBundle> {
  return {
    modelId,
    model: await modelFile.source.bytes(),
    scripts,
    pipelines: Object.fromEntries(Object.entries(pipelines).map(([id, config]) => [id, formatDocument(config)])),
  };
}

/** The node that answers as one of the bundle does. */
export function openPortableBundle({ modelId, model, scripts, pipelines }: PortableBundle): IngestNode {
  return createIngestNode({
    models: { [modelId]: loadTrainedModel(model, { modelId, generatedFields: "drop" }) },
    scripts,
    pipelines: Object.fromEntries(Object.entries(pipelines).map(([id, config]) => [id, parseDocument(config)])),
  });
}
