/** What was ingested: `_nodes/stats/ingest`. @module */

import { type Answer, ok } from "./answer.ts";
import { NODE_ID } from "./cluster_state.ts";
import { IngestCounter } from "./counters.ts";
import type { StoredPipeline } from "./ingest_state.ts";
import type { AnswerValue } from "./json_text.ts";
import type { Call, Route } from "./route.ts";

/** The calls. */
export const NODE_STATS_ROUTES: readonly Route[] = ["/_nodes/stats/ingest", "/_nodes/{node_id}/stats/ingest"]
  .map((path) => ({
    method: "GET",
    path,
    action: "cluster:monitor/nodes/stats",
    query: ["timeout", "level", "include_segment_file_sizes", "include_unloaded_segments", "types"],
    fn: stats,
  }));

function stats({ state }: Call): Answer {
  return ok({
    _nodes: { total: 1, successful: 1, failed: 0 },
    cluster_name: state.clusterName,
    nodes: {
      [NODE_ID]: {
        timestamp: Date.now(),
        name: state.nodeName,
        transport_address: "127.0.0.1:9300",
        host: "127.0.0.1",
        ip: "127.0.0.1:9300",
        roles: ["data", "ingest", "master", "ml"],
        ingest: {
          total: state.ingest.total.toBody(),
          pipelines: Object.fromEntries(
            [...state.ingest.pipelines].map(([id, pipeline]) => [id, pipelineStats(pipeline)]),
          ),
        },
      },
    },
  });
}

/** The counts of a pipeline and of its processors. */
export function pipelineStats({ counter, processors }: StoredPipeline): AnswerValue {
  return {
    ...counter.toBody(),
    processors: processors.map(({ name, type, counter }) => ({ [name]: { type, stats: counter.toBody() } })),
  };
}

/** Several counts as one. */
export function sumOf(counters: readonly IngestCounter[]): AnswerValue {
  const sum = new IngestCounter();
  for (const counter of counters) {
    sum.count += counter.count;
    sum.failed += counter.failed;
    sum.timeInMillis += counter.timeInMillis;
  }
  return sum.toBody();
}
