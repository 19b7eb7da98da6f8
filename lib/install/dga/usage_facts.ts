/**
 * Who uses what a bundle installs: pipelines that call it, indices that send documents, and whether any arrive.
 * @module
 */

import { pipelineReferences } from "../../ingest/references.ts";
import { ANSWERS, narrow } from "../answers.ts";
import type { Requests } from "../requests.ts";
import type { IndexPipeline, PipelineReference } from "../snapshot.ts";

/** Only names come back: of all pipelines, what they call, and nothing else of them. */
const NAMES_ONLY = "**.inference.model_id,**.script.id,**.if.id,**.pipeline.name";

/** Which pipelines call the wanted models, scripts and pipelines. */
export async function askReferences(requests: Requests): Promise<PipelineReference[]> {
  const { body } = await requests.read({
    method: "GET",
    path: "/_ingest/pipeline",
    query: { filter_path: NAMES_ONLY },
    // Without a single pipeline it is an empty object with this status.
    allow: [404],
  });
  const pipelines = narrow("GET /_ingest/pipeline", ANSWERS.pipelines, body ?? {});
  return Object.entries(pipelines).flatMap(([pipeline, config]) => {
    const { models, scripts, pipelines } = pipelineReferences(config);
    return [
      ...models.map(({ id }) => ({ pipeline, kind: "model", id }) as const),
      ...scripts.map(({ id }) => ({ pipeline, kind: "script", id }) as const),
      ...pipelines.map(({ id }) => ({ pipeline, kind: "pipeline", id }) as const),
    ];
  });
}

/**
 * Indices, hidden ones and those behind data streams too, whose default or final pipeline is one of these; undefined
 * where the caller may not see them.
 */
export async function askIndices(
  requests: Requests,
  pipelines: readonly string[],
): Promise<IndexPipeline[] | undefined> {
  const { body, status } = await requests.read({
    method: "GET",
    path: "/*/_settings/index.default_pipeline,index.final_pipeline",
    query: { expand_wildcards: "all", flat_settings: true },
    allow: [403],
  });
  if (status === 403) return undefined;
  const indices = narrow("GET /*/_settings", ANSWERS.indexSettings, body ?? {});
  return Object.entries(indices).flatMap(([index, { settings }]) =>
    (["default_pipeline", "final_pipeline"] as const).flatMap((setting) => {
      const pipeline = settings[`index.${setting}`];
      return pipeline !== undefined && pipelines.includes(pipeline) ? [{ index, setting, pipeline }] : [];
    })
  );
}

/** How many documents have come to each of these pipelines, on all nodes together. */
export async function askCounts(requests: Requests, pipelines: readonly string[]): Promise<Map<string, number>> {
  const { body } = await requests.read({
    method: "GET",
    path: "/_nodes/stats/ingest",
    query: { filter_path: pipelines.map((id) => `nodes.*.ingest.pipelines.${id}.count`).join(",") },
  });
  const counts = new Map(pipelines.map((id) => [id, 0]));
  for (const { ingest } of Object.values(narrow("GET /_nodes/stats/ingest", ANSWERS.ingestCounts, body ?? {}).nodes)) {
    for (const id of pipelines) counts.set(id, (counts.get(id) ?? 0) + (ingest.pipelines[id]?.count ?? 0));
  }
  return counts;
}
