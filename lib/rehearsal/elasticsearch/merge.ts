/** Partial documents. @module */

import { JavaHashMap, JavaMap } from "../../java/map.ts";

/** A copy of a document with another one laid over it: objects are merged, everything else is replaced. */
export function merged(document: JavaMap, changes: JavaMap | undefined): JavaHashMap {
  const copy = JavaHashMap.copyOf(document);
  for (const [key, value] of changes?.entries() ?? []) {
    const before = copy.get(key);
    copy.set(key, before instanceof JavaMap && value instanceof JavaMap ? merged(before, value) : value);
  }
  return copy;
}
