/**
 * What pipelines and models count.
 * @module
 */

import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { INNER_PIPELINE, OUTER_PIPELINE, PIPELINES } from "../dga/parts.ts";
import { pause, type RequestOptions, type Requests } from "../requests.ts";
import type { ModelCounts, PipelineCounts, TrafficFacts } from "./facts.ts";

/** What both pipelines count, and what comes meanwhile; 0 milliseconds are no watch. */
export async function askTraffic(
  requests: Requests,
  watchMs: number,
  { sleep = pause, signal }: RequestOptions,
): Promise<TrafficFacts> {
  const before = await askPipelineCounts(requests);
  if (watchMs > 0) await sleep(watchMs, signal);
  const after = watchMs > 0 ? await askPipelineCounts(requests) : before;
  const { count } = countsOf(after, OUTER_PIPELINE);
  return {
    outer: countsOf(after, OUTER_PIPELINE),
    inner: countsOf(after, INNER_PIPELINE),
    // A node that has gone takes its counts with it.
    arrived: Math.max(0, count - countsOf(before, OUTER_PIPELINE).count),
    watchedMs: watchMs,
  };
}

function countsOf(counts: ReadonlyMap<string, PipelineCounts>, pipeline: string): PipelineCounts {
  return counts.get(pipeline) ?? { count: 0, failed: 0 };
}

async function askPipelineCounts(requests: Requests): Promise<Map<string, PipelineCounts>> {
  const call = "/_nodes/stats/ingest";
  const { body } = await requests.read({
    method: "GET",
    path: call,
    query: { filter_path: PIPELINES.map((id) => `nodes.*.ingest.pipelines.${id}`).join(",") },
  });
  const counts = new Map<string, PipelineCounts>();
  for (const { ingest } of Object.values(narrow(`GET ${call}`, ANSWERS.ingestTraffic, body ?? {}).nodes)) {
    for (const id of PIPELINES) {
      const pipeline = ingest.pipelines[id];
      if (pipeline === undefined) continue;
      const before = countsOf(counts, id);
      // A failure that on_failure took care of counts for its processor only; calls of pipelines repeat their own.
      const failures = pipeline.processors.flatMap((processor) =>
        Object.entries(processor).map(([name, { stats }]) => name.startsWith("pipeline") ? 0 : stats.failed)
      );
      counts.set(id, {
        count: before.count + pipeline.count,
        failed: before.failed + Math.max(pipeline.failed, failures.reduce((sum, failed) => sum + failed, 0)),
      });
    }
  }
  return counts;
}

/** What a model counts; undefined before the server has written it down, which it does every hundred documents or so. */
export async function askModelCounts(requests: Requests, modelId: string): Promise<ModelCounts | undefined> {
  const path = pathOf`/_ml/trained_models/${modelId}/_stats`;
  const { body } = await requests.read({ method: "GET", path });
  const [model] = narrow(`GET ${path}`, ANSWERS.modelStats, body).trained_model_stats;
  const stats = model?.inference_stats;
  if (stats === undefined) return undefined;
  const { inference_count, failure_count, missing_all_fields_count } = stats;
  return { inferences: inference_count, failures: failure_count, missingAllFields: missing_all_fields_count };
}
