/**
 * The one door for configurations of pipelines.
 * @module
 */

import { JavaMap } from "../java/map.ts";
import { parseJson } from "../json/document.ts";
import { JsonSyntaxError } from "../json/tokenizer.ts";
import { IngestError } from "./error.ts";

/** A pipeline's configuration as an object: one that was parsed with Java's numbers, or a plain one. */
export type PipelineObject = JavaMap | { readonly processors?: readonly unknown[]; readonly [option: string]: unknown };

/** A pipeline's configuration, as an object or as its JSON. */
export type PipelineConfig = PipelineObject | string;

/** The configuration with Java's values; throws an `IngestError` for what is no JSON object. */
export function toPipelineMap(config: PipelineConfig): JavaMap {
  if (config instanceof JavaMap) return config;
  try {
    const value = parseJson(typeof config === "string" ? config : JSON.stringify(config));
    if (value instanceof JavaMap) return value;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new IngestError("parse_exception", `Cannot read the pipeline as it is not JSON: ${error.message}`);
  }
  throw new IngestError("parse_exception", "Cannot read the pipeline as it must be a JSON object");
}
