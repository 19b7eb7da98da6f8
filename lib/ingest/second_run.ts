/**
 * What happens to a document that goes through a pipeline a second time, as it does on a reindex.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { JavaMap } from "../java/map.ts";
import { javaText } from "../java/value.ts";
import type { Document } from "../json/document.ts";
import { copyDocument } from "./copy.ts";
import { IngestError } from "./error.ts";
import type { IngestNode } from "./node.ts";

/**
 * The fields of a document that a second run turns into lists, as an inference processor does with a target field that
 * is there already. The document itself is not changed.
 *
 * ```ts
 * import { parseDocument } from "../json/document.ts";
 * import { createIngestNode } from "./node.ts";
 * import { fieldsTurnedIntoLists } from "./second_run.ts";
 * const node = createIngestNode({
 *   pipelines: { p: { processors: [{ set: { field: "a", value: 1, override: false } }, { append: { field: "b", value: 1 } }] } },
 * });
 * if (fieldsTurnedIntoLists(node, "p", parseDocument('{"b": 0}')).join() !== "") throw new Error();
 * ```
 */
export function fieldsTurnedIntoLists(node: IngestNode, pipelineId: string, document: Document): string[] {
  const first = attempt(node, pipelineId, copyDocument(document));
  if (first === undefined) return [];
  const before = copyDocument(first);
  const after = attempt(node, pipelineId, first) ?? first;
  return [...listsInPlaceOfOthers(before, after, "")];
}

/** The document as the pipeline leaves it, also where it fails on the way; undefined when it is dropped. */
function attempt(node: IngestNode, pipelineId: string, document: Document): Document | undefined {
  try {
    return node.run(pipelineId, document);
  } catch (error) {
    if (!(error instanceof IngestError) || error.unsupported) throw error;
    return document;
  }
}

function* listsInPlaceOfOthers(before: JavaMap, after: JavaMap, prefix: string): Generator<string> {
  for (const [key, value] of before.unorderedEntries()) {
    const now = after.get(key);
    const path = `${prefix}${javaText(key)}`;
    if (now instanceof JavaList && !(value instanceof JavaList)) yield path;
    else if (value instanceof JavaMap && now instanceof JavaMap) yield* listsInPlaceOfOthers(value, now, `${path}.`);
  }
}
