/**
 * Models, pipelines and scripts that belong together.
 * @module
 */

import type { PipelineReference } from "../snapshot.ts";
import type { ModelOrigin } from "../step.ts";
import { familyOf } from "./family.ts";

/** A model as it is listed. */
export interface ListedModel {
  /** Its id. */
  readonly id: string;
  /** Aliases that stand for it. */
  readonly aliases: readonly string[];
  /** `metadata.ml_dga`, when this tool installed it. */
  readonly origin?: ModelOrigin;
}

/** A bundle on a stack. */
export interface InstalledBundle {
  /** `ML-DGA`, `ML-ProblemChild` …; undefined where neither release nor names tell. */
  readonly family?: string;
  /** Id of its model; undefined for a family without one, and for what is left of a bundle. */
  readonly modelId?: string;
  /** Whether the model is there. */
  readonly hasModel: boolean;
  /** Aliases that stand for the model. */
  readonly aliases: readonly string[];
  /** Release, fingerprint and tool, when this tool installed it. */
  readonly origin?: ModelOrigin;
  /** Pipelines that call the model, and those that call them. */
  readonly pipelines: readonly string[];
  /** Stored scripts that these pipelines call. */
  readonly scripts: readonly string[];
  /** What is called and not there: `script "dga_ngrams_create"`. */
  readonly absent: readonly string[];
}

/**
 * Groups what is on a stack by models; what is left over and has a family's name comes by family.
 *
 * ```ts
 * import { groupBundles } from "./group_bundles.ts";
 * const references = [{ pipeline: "problemchild_pipeline", kind: "model", id: "problemchild_1.0" }] as const;
 * const [bundle] = groupBundles([{ id: "problemchild_1.0", aliases: [] }], references, []);
 * if (bundle?.family !== "ML-ProblemChild" || bundle.pipelines[0] !== "problemchild_pipeline") throw new Error();
 * ```
 *
 * @param scripts ids of the called scripts that are there
 */
export function groupBundles(
  models: readonly ListedModel[],
  references: readonly PipelineReference[],
  scripts: readonly string[],
): InstalledBundle[] {
  const called = new Set(references.flatMap(({ kind, id }) => kind === "model" ? [id] : []));
  const names = new Set(models.flatMap(({ id, aliases }) => [id, ...aliases]));
  const gone = [...called].filter((id) => !names.has(id)).map((id): ListedModel => ({ id, aliases: [] }));
  const bundles = [
    ...models.map((model) => bundleOf(model, true, references, scripts)),
    ...gone.map((model) => bundleOf(model, false, references, scripts)),
  ];
  const taken = new Set(bundles.flatMap(({ pipelines }) => pipelines));
  const rest = new Map<string, string[]>();
  for (const { pipeline } of references) {
    const family = familyOf({ ids: [pipeline] });
    if (family === undefined || taken.has(pipeline)) continue;
    rest.set(family, [...new Set([...rest.get(family) ?? [], pipeline])]);
  }
  const leftovers = [...rest].map(([family, pipelines]): InstalledBundle => ({
    family,
    hasModel: false,
    aliases: [],
    pipelines,
    ...scriptsOf(pipelines, references, scripts),
  }));
  return [...bundles, ...leftovers].sort((one, other) =>
    compare(one.family ?? "~", other.family ?? "~") || compare(one.modelId ?? "", other.modelId ?? "")
  );
}

function bundleOf(
  model: ListedModel,
  hasModel: boolean,
  references: readonly PipelineReference[],
  scripts: readonly string[],
): InstalledBundle {
  const pipelines = callersOf([model.id, ...model.aliases], references);
  const release = model.origin?.release;
  const family = familyOf({ ...(release === undefined ? {} : { release }), ids: [model.id, ...pipelines] });
  const { scripts: own, absent } = scriptsOf(pipelines, references, scripts);
  return {
    ...(family === undefined ? {} : { family }),
    modelId: model.id,
    hasModel,
    aliases: model.aliases,
    ...(model.origin === undefined ? {} : { origin: model.origin }),
    pipelines,
    scripts: own,
    absent: [...(hasModel ? [] : [`model "${model.id}"`]), ...absent],
  };
}

/** Pipelines that call a model, and those that call them, the nearest first. */
function callersOf(names: readonly string[], references: readonly PipelineReference[]): string[] {
  const callers = new Set(
    references.flatMap(({ pipeline, kind, id }) => kind === "model" && names.includes(id) ? [pipeline] : []),
  );
  // A set takes what is added while it is walked.
  for (const called of callers) {
    for (const { pipeline, kind, id } of references) if (kind === "pipeline" && id === called) callers.add(pipeline);
  }
  return [...callers];
}

function scriptsOf(
  pipelines: readonly string[],
  references: readonly PipelineReference[],
  scripts: readonly string[],
): { scripts: string[]; absent: string[] } {
  const called = new Set(
    references.flatMap(({ pipeline, kind, id }) => kind === "script" && pipelines.includes(pipeline) ? [id] : []),
  );
  return {
    scripts: [...called].filter((id) => scripts.includes(id)),
    absent: [...called].filter((id) => !scripts.includes(id)).map((id) => `script "${id}"`),
  };
}

/** By code unit, whatever the language of the machine. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
