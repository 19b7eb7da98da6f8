/**
 * What the pipelines of a DGA bundle call: scripts, pipelines and models, which must all be in the bundle.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import type { Finding } from "../json/finding.ts";
import { type DgaJsonFile, findingAt } from "./dga_json.ts";
import { similarTo } from "./similar.ts";

/** A processor in the configuration of a pipeline, however deep. */
export interface ConfiguredProcessor {
  readonly type: string;
  readonly options: JavaMap;
  /** `"processors/0/script"` */
  readonly path: string;
}

/** All processors of a pipeline, those for failures and within `foreach` included; what is no processor is passed over. */
export function configuredProcessors(pipeline: JavaValue): ConfiguredProcessor[] {
  if (!(pipeline instanceof JavaMap)) return [];
  return [...listed(pipeline.get("processors"), "processors"), ...listed(pipeline.get("on_failure"), "on_failure")];
}

function listed(list: JavaValue | undefined, path: string): ConfiguredProcessor[] {
  return list instanceof JavaList ? list.items.flatMap((config, i) => inside(config, `${path}/${i}`)) : [];
}

function inside(config: JavaValue | undefined, path: string): ConfiguredProcessor[] {
  if (!(config instanceof JavaMap)) return [];
  return config.keys().flatMap((type) => {
    const options = config.get(type);
    if (typeof type !== "string" || !(options instanceof JavaMap)) return [];
    const own = `${path}/${type}`;
    return [
      { type, options, path: own },
      ...listed(options.get("on_failure"), `${own}/on_failure`),
      ...(type === "foreach" ? inside(options.get("processor"), `${own}/processor`) : []),
    ];
  });
}

/** The ids of a bundle. */
export interface BundleIds {
  readonly scripts: readonly string[];
  readonly pipelines: readonly string[];
  readonly models: readonly string[];
}

/** What a call is to. */
interface Call {
  readonly kind: "script" | "pipeline" | "model";
  readonly id: string;
  readonly path: string;
}

/** One error for each call to something that is not in the bundle. */
export function callFindings(file: DgaJsonFile, ids: BundleIds): Finding[] {
  const known = { script: ids.scripts, pipeline: ids.pipelines, model: ids.models };
  return configuredProcessors(file.json.value).flatMap(calls).flatMap((call) => {
    const candidates = known[call.kind];
    // A model that is missing was named already.
    if (candidates.length === 0 || candidates.includes(call.id)) return [];
    const meant = similarTo(call.id, candidates) ?? (candidates.length === 1 ? candidates[0] : undefined);
    return [findingAt(file, {
      level: "error",
      code: `${call.kind}-not-in-bundle`,
      path: call.path,
      message:
        `Cannot install the pipeline "${file.role}" as it calls "${call.id}", which is no ${call.kind} of this bundle`,
      hint: meant === undefined
        ? `The bundle's ${call.kind}s are ${candidates.map((id) => `"${id}"`).join(", ")}.`
        : `Did you mean "${meant}"?`,
    })];
  });
}

/** What one processor calls. Names that are made from the document can't be known. */
function calls({ type, options, path }: ConfiguredProcessor): Call[] {
  const found: Call[] = [];
  const add = (kind: Call["kind"], id: JavaValue | undefined, where: string) => {
    if (typeof id === "string" && !id.includes("{{")) found.push({ kind, id, path: where });
  };
  const condition = options.get("if");
  if (condition instanceof JavaMap) add("script", condition.get("id"), `${path}/if/id`);
  if (type === "script") add("script", options.get("id"), `${path}/id`);
  if (type === "inference") add("model", options.get("model_id"), `${path}/model_id`);
  if (type === "pipeline" && options.get("ignore_missing_pipeline") !== true) {
    add("pipeline", options.get("name"), `${path}/name`);
  }
  return found;
}
