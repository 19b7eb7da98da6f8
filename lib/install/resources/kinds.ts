/**
 * The kinds of resources that plans can have steps for. A model is one more: it comes from a file that is too large for
 * a step, so it has steps of its own.
 * @module
 */

import { ANALYTICS_JOB } from "./analytics_job.ts";
import { ANOMALY_JOB } from "./anomaly_job.ts";
import { DATAFEED } from "./datafeed.ts";
import { PIPELINE } from "./pipeline.ts";
import type { Resource, ResourceStates } from "./resource.ts";
import { RULE } from "./rule.ts";
import { SCRIPT } from "./script.ts";
import { COMPONENT_TEMPLATE, INDEX_TEMPLATE } from "./templates.ts";

/** A kind of resource that plans have generic steps for. */
export type ResourceKind =
  | "script"
  | "pipeline"
  | "anomaly-job"
  | "datafeed"
  | "analytics-job"
  | "component-template"
  | "index-template"
  | "rule";

const RESOURCES: Readonly<Record<ResourceKind, Resource>> = {
  rule: RULE,
  script: SCRIPT,
  pipeline: PIPELINE,
  "anomaly-job": ANOMALY_JOB,
  datafeed: DATAFEED,
  "analytics-job": ANALYTICS_JOB,
  "component-template": COMPONENT_TEMPLATE,
  "index-template": INDEX_TEMPLATE,
};

/** What is done with resources of a kind. */
export function resourceOf(kind: ResourceKind): Resource {
  return RESOURCES[kind];
}

/** What a sentence calls a kind. */
export function nameOfKind(kind: ResourceKind | "model"): string {
  return kind === "model" ? kind : resourceOf(kind).name;
}

/** How resources of a kind are opened and closed, or started and stopped. */
export function statesOf(kind: ResourceKind): ResourceStates {
  const { name, states } = resourceOf(kind);
  if (states === undefined) throw new TypeError(`Cannot switch a ${name} as it has no states`);
  return states;
}
