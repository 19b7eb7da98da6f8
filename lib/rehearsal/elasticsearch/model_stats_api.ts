/** What models were used for: `_ml/trained_models/_stats`. @module */

import { pipelineReferences } from "../../ingest/references.ts";
import { type Answer, ok } from "./answer.ts";
import type { ClusterState } from "./cluster_state.ts";
import type { AnswerValue } from "./json_text.ts";
import type { StoredModel } from "./model_state.ts";
import { pipelineStats, sumOf } from "./node_stats_api.ts";
import type { Call, Route } from "./route.ts";

const ACTION = "cluster:monitor/xpack/ml/inference/stats/get";

/** The calls. */
export const MODEL_STATS_ROUTES: readonly Route[] = [
  "/_ml/trained_models/_stats",
  "/_ml/trained_models/{model_id}/_stats",
].map((path) => ({
  method: "GET",
  path,
  action: ACTION,
  query: ["allow_no_match", "from", "size", "tags"],
  fn: stats,
}));

function stats(call: Call): Answer {
  const { state, query } = call;
  const models = state.models.expand(call.parameters.model_id ?? "_all", query.boolean("allow_no_match", true));
  const from = query.integer("from", 0);
  const shown = models.slice(from, from + query.integer("size", 100));
  return ok({ count: models.length, trained_model_stats: shown.map((model) => modelStats(state, model)) });
}

function modelStats(state: ClusterState, model: StoredModel): AnswerValue {
  const names = new Set([model.id, ...state.models.aliasesOf(model.id)]);
  const callers = [...state.ingest.pipelines].filter(([, { config }]) =>
    pipelineReferences(config).models.some(({ id }) => names.has(id))
  );
  const { usage } = model;
  return {
    model_id: model.id,
    model_size_stats: { model_size_bytes: model.sizeInBytes, required_native_memory_bytes: 0 },
    pipeline_count: callers.length,
    ingest: callers.length === 0 ? undefined : {
      total: sumOf(callers.map(([, { counter }]) => counter)),
      pipelines: Object.fromEntries(callers.map(([id, pipeline]) => [id, pipelineStats(pipeline)])),
    },
    inference_stats: usage.inferences === 0 ? undefined : {
      failure_count: usage.failures,
      inference_count: usage.inferences,
      cache_miss_count: 1,
      missing_all_fields_count: usage.missingAllFields,
      timestamp: Date.now(),
    },
  };
}
