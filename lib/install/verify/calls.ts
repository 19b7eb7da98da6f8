/**
 * Which pipelines reach which others.
 * @module
 */

import { INNER_PIPELINE } from "../dga/parts.ts";
import type { PipelineReference } from "../snapshot.ts";
import type { IndexFacts } from "./facts.ts";

/**
 * In how many ways a document that enters one pipeline reaches another: 2 means that it may run twice.
 *
 * ```ts
 * import { waysTo } from "./calls.ts";
 * const calls = [
 *   { pipeline: "logs-dns", kind: "pipeline", id: "logs-dns@custom" },
 *   { pipeline: "logs-dns@custom", kind: "pipeline", id: "dns_enrich_pipeline" },
 * ] as const;
 * if (waysTo("dns_enrich_pipeline", "logs-dns", calls) !== 1) throw new Error();
 * if (waysTo("dns_enrich_pipeline", "other", calls) !== 0) throw new Error();
 * ```
 */
export function waysTo(target: string, start: string | undefined, references: readonly PipelineReference[]): number {
  const callees = new Map<string, string[]>();
  for (const { pipeline, kind, id } of references) {
    if (kind !== "pipeline") continue;
    const called = callees.get(pipeline);
    if (called === undefined) callees.set(pipeline, [id]);
    else called.push(id);
  }
  const found = new Map<string, number>();
  const waysFrom = (pipeline: string): number => {
    if (pipeline === target) return 1;
    const before = found.get(pipeline);
    if (before !== undefined) return before;
    // A circle leads nowhere: the server refuses a document on its second round.
    found.set(pipeline, 0);
    const ways = (callees.get(pipeline) ?? []).reduce((sum, id) => sum + waysFrom(id), 0);
    found.set(pipeline, ways);
    return ways;
  };
  return start === undefined ? 0 : waysFrom(start);
}

/** In how many ways documents of an index reach the pipeline that asks the model, by its own settings. */
export function waysFrom(
  { defaultPipeline, finalPipeline }: Partial<IndexFacts>,
  references: readonly PipelineReference[],
): number {
  return waysTo(INNER_PIPELINE, defaultPipeline, references) + waysTo(INNER_PIPELINE, finalPipeline, references);
}

/** The pipelines of an index, in words. */
export function settingsInWords({ defaultPipeline, finalPipeline }: Partial<IndexFacts>): string {
  return [
    ...(defaultPipeline === undefined ? [] : [`default pipeline "${defaultPipeline}"`]),
    ...(finalPipeline === undefined ? [] : [`final pipeline "${finalPipeline}"`]),
  ].join(" and ");
}
