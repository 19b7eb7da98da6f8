/**
 * The pipeline that an integration calls for its users.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { formatDocument, parseDocument } from "../../json/document.ts";
import { OUTER_PIPELINE } from "../dga/parts.ts";

/**
 * A pipeline that calls ours at its end; all else in it stays as it is.
 *
 * ```ts
 * import { withCall } from "./custom_pipeline.ts";
 * const text = withCall('{"processors":[{"lowercase":{"field":"a"}}]}', { ignoresMissing: true });
 * if (!/lowercase.*dns_enrich_pipeline/.test(text)) throw new Error(text);
 * ```
 *
 * @param installed the pipeline that is there, as JSON
 * @param options `ignoresMissing`: documents go on without a verdict when our pipeline is gone, as servers from 8.7 can
 */
export function withCall(installed: string | undefined, { ignoresMissing }: { ignoresMissing: boolean }): string {
  const pipeline = parseDocument(installed ?? '{"description":"Called by the integration for what its users add"}');
  const processors = pipeline.get("processors");
  const call = parseDocument(JSON.stringify({
    pipeline: { name: OUTER_PIPELINE, ...(ignoresMissing ? { ignore_missing_pipeline: true } : {}) },
  }));
  if (processors instanceof JavaList) processors.add(call);
  else pipeline.set("processors", new JavaList([call]));
  return formatDocument(pipeline);
}

/** Whether a pipeline does nothing but call ours, so that any document may be tried on it. */
export function onlyCalls(text: string): boolean {
  const processors = parseDocument(text).get("processors");
  return processors instanceof JavaList && processors.items.length === 1 && processors.items[0] instanceof JavaMap;
}
