/**
 * What a pipeline refers to: stored scripts, other pipelines, trained models.
 * @module
 */

import { JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import { configuredProcessors } from "./configured_processors.ts";
import { type PipelineConfig, toPipelineMap } from "./pipeline_config.ts";

/** A name that a pipeline uses, and where. */
export interface Reference {
  readonly id: string;
  /** Where in the pipeline's JSON: `"processors/0/script/id"`. */
  readonly path: string;
}

/** A model that a pipeline uses. */
export interface ModelReference extends Reference {
  /** Where the result goes. */
  readonly targetField: string;
  /** The options of the inference processor. */
  readonly options: JavaMap;
}

/** Everything that a pipeline refers to by name. */
export interface PipelineReferences {
  readonly scripts: readonly Reference[];
  /** Names that are templates are left out: they depend on the document. */
  readonly pipelines: readonly Reference[];
  readonly models: readonly ModelReference[];
}

/**
 * Finds what a pipeline refers to; works on pipelines with mistakes too.
 *
 * ```ts
 * import { pipelineReferences } from "./references.ts";
 * const { scripts } = pipelineReferences({ processors: [{ script: { id: "grams" } }] });
 * if (scripts[0]?.id !== "grams" || scripts[0].path !== "processors/0/script/id") throw new Error();
 * ```
 */
export function pipelineReferences(config: PipelineConfig): PipelineReferences {
  const scripts: Reference[] = [];
  const pipelines: Reference[] = [];
  const models: ModelReference[] = [];
  for (const { type, options, path } of configuredProcessors(toPipelineMap(config))) {
    const condition = options.get("if");
    if (condition instanceof JavaMap) add(scripts, condition.get("id"), `${path}/if/id`);
    if (type === "script") add(scripts, options.get("id"), `${path}/id`);
    const name = options.get("name");
    if (type === "pipeline" && typeof name === "string" && !name.includes("{{")) add(pipelines, name, `${path}/name`);
    const modelId = options.get("model_id");
    if (type === "inference" && typeof modelId === "string") {
      models.push({ id: modelId, path: `${path}/model_id`, targetField: targetField(options), options });
    }
  }
  return { scripts, pipelines, models };
}

function add(references: Reference[], id: JavaValue | undefined, path: string): void {
  if (typeof id === "string") references.push({ id, path });
}

/** As the inference processor has it. */
function targetField(options: JavaMap): string {
  const target = options.get("target_field");
  const tag = options.get("tag");
  if (typeof target === "string") return target;
  return typeof tag === "string" ? `ml.inference.${tag}` : "ml.inference";
}
