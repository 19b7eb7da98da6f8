/**
 * The processors of a pipeline's configuration, those of handlers and of `foreach` too.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";

/** A processor as it is configured. */
export interface ConfiguredProcessor {
  readonly type: string;
  readonly options: JavaMap;
  /** Where in the pipeline's JSON: `"processors/0/script"`. */
  readonly path: string;
}

/** All processors of a pipeline in the order in which they are written; what is not well formed is passed by. */
export function* configuredProcessors(pipeline: JavaMap): Generator<ConfiguredProcessor> {
  for (const name of ["processors", "on_failure"]) yield* ofList(pipeline.get(name), name);
}

function* ofList(list: JavaValue | undefined, path: string): Generator<ConfiguredProcessor> {
  if (!(list instanceof JavaList)) return;
  for (const [i, object] of list.items.entries()) {
    if (object instanceof JavaMap) yield* ofObject(object, `${path}/${i}`);
  }
}

function* ofObject(object: JavaMap, path: string): Generator<ConfiguredProcessor> {
  for (const type of object.keys()) {
    if (typeof type !== "string") continue;
    const options = optionsOf(type, object.get(type));
    if (options === undefined) continue;
    const inner = `${path}/${type}`;
    yield { type, options, path: inner };
    yield* ofList(options.get("on_failure"), `${inner}/on_failure`);
    const processor = options.get("processor");
    if (type === "foreach" && processor instanceof JavaMap) yield* ofObject(processor, `${inner}/processor`);
  }
}

/** A script processor may be written as just its source. */
function optionsOf(type: string, value: JavaValue | undefined): JavaMap | undefined {
  if (type !== "script" || typeof value !== "string") return value instanceof JavaMap ? value : undefined;
  const options = new JavaHashMap();
  options.set("source", value);
  return options;
}
