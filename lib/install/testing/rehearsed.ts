/** Commands on the rehearsal stack, and what is on it afterwards. @module */

import type { DgaBundle } from "../../bundle/dga.ts";
import { canonicalJson } from "../../json/canonical.ts";
import type { Handler } from "../../stack/handler.ts";
import { applyPlan } from "../apply.ts";
import type { Job } from "../../detections/job.ts";
import type { DetectionsBundle } from "../../detections/detections_bundle.ts";
import { type DetectionsOptions, planDetections } from "../detections/detections_setup.ts";
import { comparableRule } from "../rules/comparable_rule.ts";
import { connectBoth } from "./both_servers.ts";
import { type JobRemovalOptions, planJobRemoval } from "../jobs/removal.ts";
import { type JobUploadOptions, planJobUpload } from "../jobs/upload.ts";
import type { Plan } from "../plan.ts";
import { planRemoval } from "../dga/removal.ts";
import type { Progress, Report } from "../report.ts";
import { planSetup } from "../dga/setup.ts";
import { takeSnapshot } from "../snapshot.ts";
import { takeWiringSnapshot } from "../wiring/ask_wiring.ts";
import { planWiring } from "../wiring/plan_wiring.ts";

/** What a person would type. */
export type Command =
  | { readonly kind: "setup"; readonly bundle: DgaBundle; readonly overwrite?: boolean }
  | { readonly kind: "remove"; readonly modelId: string; readonly force?: boolean }
  | ({ readonly kind: "upload-jobs"; readonly jobs: readonly Job[] } & JobUploadOptions)
  | { readonly kind: "wire"; readonly indexPattern: string }
  | ({ readonly kind: "setup-detections"; readonly bundle: DetectionsBundle } & DetectionsOptions)
  | ({ readonly kind: "delete-job" } & Pick<Job, "name" | "type"> & JobRemovalOptions);

/** What came of a command. */
export type Result =
  | { readonly kind: "reported"; readonly plan: Plan; readonly report: Report }
  /** The plan has errors among its findings. */
  | { readonly kind: "found"; readonly plan: Plan }
  /** The stack could not be asked. */
  | { readonly kind: "failed"; readonly error: unknown };

/** How a command is run. */
export interface RunOptions {
  /** Stops it. */
  readonly signal?: AbortSignal;
  /** Told of everything. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Nobody waits in tests. */
export const noSleep = () => Promise.resolve();

/** Runs a command on what answers. */
export async function run(handler: Handler, command: Command, options: RunOptions = {}): Promise<Result> {
  let plan: Plan;
  try {
    plan = await ask(handler, command, options);
  } catch (error) {
    return { kind: "failed", error };
  }
  if (plan.findings.some(({ level }) => level === "error")) return { kind: "found", plan };
  const stack = connectBoth(handler);
  return { kind: "reported", plan, report: await applyPlan(stack, plan, { ...options, sleep: noSleep }) };
}

/** The plan of a command for what answers. */
export async function ask(handler: Handler, command: Command, { signal }: RunOptions = {}): Promise<Plan> {
  const stack = connectBoth(handler);
  const asking = { sleep: noSleep, ...(signal === undefined ? {} : { signal }) };
  switch (command.kind) {
    case "remove": {
      const { modelId, force = false } = command;
      return planRemoval(modelId, await takeSnapshot(stack, { modelId }, asking), { force });
    }
    case "setup": {
      const { bundle, overwrite = false } = command;
      return planSetup(bundle, await takeSnapshot(stack, { bundle }, asking), { overwrite });
    }
    case "upload-jobs": {
      const { jobs, kind: _, ...how } = command;
      return planJobUpload(jobs, await takeSnapshot(stack, { jobs }, asking), how);
    }
    case "wire": {
      const { indexPattern } = command;
      return planWiring(await takeWiringSnapshot(stack, { indexPattern }, asking));
    }
    case "setup-detections": {
      const { bundle, kind: _, ...how } = command;
      const { jobs, rules } = bundle;
      return planDetections(bundle, await takeSnapshot(stack, { jobs, rules }, asking), how);
    }
    case "delete-job": {
      const { name, type, kind: _, ...how } = command;
      return planJobRemoval(name, type, await takeSnapshot(stack, { jobs: [{ name, type }] }, asking), how);
    }
  }
}

/** Everything that is installed, by kind and id. */
export type State = ReadonlyMap<string, string>;

const SCRIPTS = ["dga_ngrams_create", "dga_ngrams_transform_delete"];

/** What is on a stack now: the same text means the same. */
export async function stateOf(handler: Handler): Promise<State> {
  const state = new Map<string, string>();
  const { trained_model_configs: models } = await get(handler, "/_ml/trained_models?size=1000");
  for (const { model_id: id } of models) {
    const path = `/_ml/trained_models/${id}?include=definition&decompress_definition=false&exclude_generated=true`;
    state.set(`model ${id}`, canonical((await get(handler, path)).trained_model_configs[0]));
  }
  for (const id of SCRIPTS) {
    const { found, script } = await get(handler, `/_scripts/${id}`);
    if (found) state.set(`script ${id}`, canonical(script));
  }
  for (const [id, pipeline] of Object.entries(await get(handler, "/_ingest/pipeline"))) {
    state.set(`pipeline ${id}`, canonical(pipeline));
  }
  for (
    const { name, component_template: template } of (await get(handler, "/_component_template")).component_templates
  ) {
    state.set(`component-template ${name}`, canonical(template));
  }
  for (const { name, index_template: template } of (await get(handler, "/_index_template")).index_templates) {
    state.set(`index-template ${name}`, canonical(template));
  }
  await addJobs(handler, state);
  const { data: rules = [] } = await get(handler, "/api/detection_engine/rules/_find?per_page=100");
  for (const rule of rules) state.set(`rule ${rule.rule_id}`, canonical(comparableRule(rule)));
  return state;
}

/** Jobs with what they are doing. */
async function addJobs(handler: Handler, state: Map<string, string>): Promise<void> {
  for (
    const [kind, path, list, id] of [
      ["anomaly-job", "/_ml/anomaly_detectors", "jobs", "job_id"],
      ["datafeed", "/_ml/datafeeds", "datafeeds", "datafeed_id"],
      ["analytics-job", "/_ml/data_frame/analytics", "data_frame_analytics", "id"],
    ] as const
  ) {
    const configs = (await get(handler, path))[list];
    const stats = (await get(handler, `${path}/_stats`))[list];
    for (const [i, { finished_time: _, datafeed_config: __, ...config }] of configs.entries()) {
      state.set(`${kind} ${config[id]}`, canonical({ config, state: stats[i].state }));
    }
  }
}

/** The names of what is not the same in two states. */
export function differing(one: State, other: State): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name)).sort();
}

async function get(handler: Handler, path: string) {
  return (await handler(new Request(`http://rehearsal${path}`))).json();
}

/** Dates are the server's own. */
function canonical(value: unknown): string {
  const text = JSON.stringify(value, (key, inner) => /_date(_millis)?$|^create_time$/.test(key) ? undefined : inner);
  return new TextDecoder().decode(canonicalJson(new TextEncoder().encode(text)));
}
