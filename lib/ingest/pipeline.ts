/**
 * Pipelines: read from their configuration, run on documents.
 * @module
 */

import type { JavaMap } from "../java/map.ts";
import { ConfigReader } from "./config_reader.ts";
import { IngestError } from "./error.ts";
import type { NodeState } from "./processor.ts";
import { readProcessors } from "./read_processors.ts";
import { Sequence } from "./sequence.ts";

/** A pipeline that is ready to run. */
export interface Pipeline {
  readonly id: string;
  readonly processors: Sequence;
}

/** A pipeline, or all that is wrong with its configuration. */
export interface PipelineReading {
  readonly pipeline?: Pipeline;
  readonly errors: readonly IngestError[];
}

/** Options of a pipeline that have no effect on documents. */
const INERT_OPTIONS = ["deprecated", "created_date", "created_date_millis", "modified_date", "modified_date_millis"];

/** Reads a pipeline's configuration and finds everything that the server would refuse or the rehearsal lacks. */
export function readPipeline(id: string, config: JavaMap, node: NodeState): PipelineReading {
  const reader = new ConfigReader(config, "");
  reader.optionalString("description");
  reader.optionalInt("version");
  reader.optionalMap("_meta");
  for (const name of INERT_OPTIONS) reader.optionalValue(name);
  const processors = readProcessors(reader.list("processors"), "processors", node);
  const handlers = reader.optionalList("on_failure");
  const onFailure = handlers === undefined ? undefined : readProcessors(handlers, "on_failure", node);
  const errors = [...reader.errors, ...processors.errors, ...onFailure?.errors ?? []];
  const unknown = reader.unknownOptions(
    `pipeline [${id}] doesn't support one or more provided configuration parameters`,
  );
  if (unknown !== undefined) errors.push(unknown);
  if (handlers !== undefined && handlers.items.length === 0) {
    errors.push(
      new IngestError("parse_exception", `pipeline [${id}] cannot have an empty on_failure option defined`, {
        path: "on_failure",
        hint: "Put a processor into it, or remove it.",
      }),
    );
  }
  if (errors.length > 0) return { errors };
  const handling = { ignoreFailure: false, onFailure: onFailure?.processors ?? [] };
  return { errors, pipeline: { id, processors: new Sequence(processors.processors, handling) } };
}
