/**
 * Values in the options of `set` and `append`, in which every text may be a template, keys of objects too.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import type { IngestDocument } from "./document.ts";
import { type Escape, parseTemplate } from "./template.ts";

/** A value that is made anew for each document. */
export type ConfiguredValue = (document: IngestDocument) => JavaValue;

/** Compiles the templates of a value; throws an `IngestError` for one that the server does not compile. */
export function configuredValue(value: JavaValue, escape?: Escape): ConfiguredValue {
  if (typeof value === "string") {
    const template = parseTemplate(value, escape);
    return template.literal === undefined ? (document) => template.render(document) : () => value;
  }
  if (value instanceof JavaList) {
    const items = value.items.map((item) => configuredValue(item, escape));
    return (document) => new JavaList(items.map((item) => item(document)));
  }
  if (!(value instanceof JavaMap)) return () => value;
  const entries = [...value.entries()].map(([key, item]) =>
    [configuredValue(key, escape), configuredValue(item, escape)] as const
  );
  return (document) => {
    const map = new JavaHashMap();
    for (const [key, item] of entries) map.set(key(document), item(document));
    return map;
  };
}
