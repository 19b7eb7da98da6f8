/**
 * What is on a stack, as far as a plan has to know.
 * @module
 */

import type { DgaBundle } from "../bundle/dga.ts";
import type { Rule } from "../detections/rule.ts";
import type { Stack } from "../stack/connect.ts";
import { askRulesOfJobs, type JobRule } from "./jobs/job_rules.ts";
import { askJobs, type JobFacts, type JobRequest } from "./jobs/job_facts.ts";
import { PIPELINES, SCRIPTS } from "./dga/parts.ts";
import { DEFAULT_MAX_CONTENT_LENGTH, isSupportedVersion } from "./dga/preflight.ts";
import { pause, type RequestOptions, Requests } from "./requests.ts";
import { PIPELINE } from "./resources/pipeline.ts";
import { SCRIPT } from "./resources/script.ts";
import { storedById } from "./resources/stored_by_id.ts";
import type { StoredJson } from "./resources/stored_json.ts";
import { askKibana, type KibanaSnapshot } from "./rules/rule_snapshot.ts";
import {
  askLicense,
  askMachineLearning,
  askMaxContentLength,
  askPrivileges,
  askVersion,
  BUNDLE_PRIVILEGES,
  JOB_PRIVILEGES,
} from "./server_facts.ts";
import type { ModelOrigin } from "./step.ts";
import { getModel } from "./model/stored_model.ts";
import { type UploadFacts, uploadFacts } from "./dga/upload_facts.ts";
import { askCounts, askIndices, askReferences } from "./dga/usage_facts.ts";

/** What a plan is to be made for. */
export interface SnapshotRequest {
  /** A bundle that is to be set up. */
  readonly bundle?: DgaBundle;
  /** A model that is to be removed. */
  readonly modelId?: string;
  /** Jobs that are to be uploaded or deleted. */
  readonly jobs?: readonly JobRequest[];
  /** Whether Kibana is asked which rules use jobs. @default {false} */
  readonly rulesOfJobs?: boolean;
  /** Rules that are to be uploaded. */
  readonly rules?: readonly Rule[];
}

/** An installed model without its definition. */
export interface InstalledModel {
  /** The model's own id. */
  readonly id: string;
  /** The server's estimate of its memory. */
  readonly sizeBytes?: number;
  /** `tags` */
  readonly tags: readonly string[];
  /** Aliases that stand for it. */
  readonly aliases: readonly string[];
  /** `metadata.ml_dga`, when this tool installed it. */
  readonly origin?: ModelOrigin;
  /** `description` */
  readonly description?: string;
  /** `input.field_names` */
  readonly inputFields: readonly string[];
}

/** What the licence says. */
export interface LicenseState {
  /** `trial`, `basic`, `platinum` … */
  readonly type: string;
  /** `active`, `expired` … */
  readonly status: string;
  /** When it ends or ended, if it does. */
  readonly expires?: string;
}

/** What the caller may do: all is allowed where security is off. */
export type PrivilegeState =
  | { readonly kind: "security-off" }
  | { readonly kind: "asked"; readonly missing: readonly string[] }
  | { readonly kind: "unknown"; readonly reason: string };

/** A pipeline that calls something of a bundle. */
export interface PipelineReference {
  /** The pipeline's id. */
  readonly pipeline: string;
  /** What it calls. */
  readonly kind: "model" | "script" | "pipeline";
  /** The called one's id. */
  readonly id: string;
}

/** An index through whose settings documents reach a pipeline. */
export interface IndexPipeline {
  /** Name of the index. */
  readonly index: string;
  /** Which of its settings. */
  readonly setting: "default_pipeline" | "final_pipeline";
  /** The pipeline. */
  readonly pipeline: string;
}

/** What is on a stack, as far as a plan has to know. */
export interface StackSnapshot {
  /** The server's version: `8.19.21`. */
  readonly version: string;
  /** The licence; undefined where it could not be asked. */
  readonly license?: LicenseState;
  /** Whether the server has machine learning; undefined where it could not be asked. */
  readonly machineLearning?: { readonly available: boolean; readonly enabled: boolean };
  /** What the caller may do. */
  readonly privileges: PrivilegeState;
  /** Largest body that every node takes; undefined where it could not be asked. */
  readonly maxContentLength?: number;
  /** The model that was asked for. */
  readonly model?: InstalledModel;
  /** The stored scripts of a bundle, by id. */
  readonly scripts: Readonly<Record<string, StoredJson>>;
  /** The pipelines of a bundle, by id. */
  readonly pipelines: Readonly<Record<string, StoredJson>>;
  /** Which pipelines call models, the scripts or the pipelines of a bundle. */
  readonly references: readonly PipelineReference[];
  /** Indices that send documents to the pipelines; asked for a removal only; undefined where they may not be seen. */
  readonly indices?: readonly IndexPipeline[];
  /** Pipelines whose counters moved meanwhile; asked for a removal only. */
  readonly busyPipelines: readonly string[];
  /** What Kibana has of rules; asked for rules only. */
  readonly kibana?: KibanaSnapshot;
  /** What is to be uploaded, for a setup. */
  readonly upload?: UploadFacts;
  /** The jobs that were asked for, and what hangs together with them. */
  readonly jobs?: JobFacts;
  /** Rules that use anomaly jobs; undefined where Kibana was not or could not be asked. */
  readonly rulesOfJobs?: readonly JobRule[];
}

/** How a snapshot is taken. */
export interface SnapshotOptions extends RequestOptions {
  /** How long counters of documents are watched before a removal, in milliseconds. @default {1000} */
  readonly watchMs?: number;
}

/** Asks a stack for what a plan has to know: by id, as little as will do. Changes nothing. */
export async function takeSnapshot(
  stack: Stack,
  want: SnapshotRequest,
  options: SnapshotOptions = {},
): Promise<StackSnapshot> {
  const requests = new Requests(stack, options);
  const kibana = want.rules === undefined ? undefined : await askKibana(requests, want.rules);
  // Rules alone need no Elasticsearch.
  if (kibana !== undefined && want.bundle === undefined && want.modelId === undefined && want.jobs === undefined) {
    return { ...NOTHING_FOUND, version: kibana.version ?? "", kibana };
  }
  const version = await askVersion(requests);
  const found: Draft = { ...NOTHING_FOUND, version, ...(kibana === undefined ? {} : { kibana }) };
  if (!isSupportedVersion(version)) return found;
  const machineLearning = await askMachineLearning(requests);
  if (machineLearning !== undefined) found.machineLearning = machineLearning;
  const license = await askLicense(requests);
  if (license !== undefined) found.license = license;
  found.privileges = await askPrivileges(requests, neededFor(want));
  // Whoever may not ask would only get refusals from here on; the missing privileges say it by name.
  if (found.privileges.kind === "asked" && found.privileges.missing.length > 0) return found;
  const hasLearning = found.machineLearning === undefined ||
    (found.machineLearning.available && found.machineLearning.enabled);
  if (want.bundle !== undefined || want.modelId !== undefined) {
    const modelId = want.bundle?.modelId ?? want.modelId;
    const model = modelId === undefined || !hasLearning ? undefined : await getModel(requests, modelId);
    if (model !== undefined) found.model = model;
    found.scripts = await storedById(requests, SCRIPT, SCRIPTS);
    found.pipelines = await storedById(requests, PIPELINE, PIPELINES);
    if (want.bundle === undefined) await askUsage(requests, found, options);
    else await askUpload(requests, found, want.bundle);
  }
  if (want.jobs !== undefined && hasLearning) found.jobs = await askJobs(requests, want.jobs);
  const rulesOfJobs = want.rulesOfJobs === true ? await askRulesOfJobs(requests) : undefined;
  if (rulesOfJobs !== undefined) found.rulesOfJobs = rulesOfJobs;
  return found;
}

function neededFor({ bundle, modelId, jobs }: SnapshotRequest): string[] {
  return [
    ...new Set([
      ...(bundle === undefined && modelId === undefined ? [] : BUNDLE_PRIVILEGES),
      ...(jobs === undefined ? [] : JOB_PRIVILEGES),
    ]),
  ];
}

/** A snapshot while it is being taken. */
type Draft = { -readonly [Key in keyof StackSnapshot]: StackSnapshot[Key] };

const NOTHING_FOUND = {
  privileges: { kind: "unknown", reason: "they were not asked for" },
  scripts: {},
  pipelines: {},
  references: [],
  busyPipelines: [],
} as const;

const WATCH_MS = 1000;

/** Who would miss what is removed. */
async function askUsage(requests: Requests, found: Draft, options: SnapshotOptions): Promise<void> {
  const installed = Object.keys(found.pipelines);
  found.references = await askReferences(requests);
  if (installed.length === 0) return;
  const indices = await askIndices(requests, installed);
  if (indices !== undefined) found.indices = indices;
  const before = await askCounts(requests, installed);
  if (installed.every((id) => before.get(id) === 0)) return;
  await (options.sleep ?? pause)(options.watchMs ?? WATCH_MS, options.signal);
  const after = await askCounts(requests, installed);
  found.busyPipelines = installed.filter((id) => after.get(id) !== before.get(id));
}

/** What is to be sent, and what the server takes. */
async function askUpload(requests: Requests, found: Draft, bundle: DgaBundle): Promise<void> {
  const limit = await askMaxContentLength(requests);
  if (limit !== undefined) found.maxContentLength = limit;
  found.upload = await uploadFacts(bundle, limit ?? DEFAULT_MAX_CONTENT_LENGTH);
}
