/**
 * What a Kibana has of rules that are to be uploaded, and what they need.
 * @module
 */

import { z } from "zod";
import type { Rule } from "../../detections/rule.ts";
import { ConnectOptionsError } from "../../stack/connect_options_error.ts";
import { StackError } from "../../stack/errors.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import type { Requests } from "../requests.ts";
import { storedRule } from "../resources/rule.ts";
import type { StoredJson } from "../resources/stored_json.ts";
import { askVersion as askElasticsearchVersion } from "../server_facts.ts";
import { KIBANA_ANSWERS, narrowKibana } from "./kibana_answers.ts";

/** An anomaly job as far as a rule needs it. */
export type JobState =
  | { readonly kind: "there"; readonly state: string }
  | { readonly kind: "missing" }
  /** Elasticsearch could not be asked. */
  | { readonly kind: "unknown"; readonly reason: string; readonly hint?: string };

/** What a Kibana has of rules, as far as a plan has to know. */
export interface KibanaSnapshot {
  /** Its version, which is that of the stack; undefined where nobody tells this user. */
  readonly version?: string;
  /** Id of the space. */
  readonly space: string;
  /** Whether there is such a space: Kibana takes rules for one that is not there, where nobody sees them. */
  readonly hasSpace: boolean;
  /** False where Kibana can keep no rules, as it has no key to encrypt with; undefined where it does not tell. */
  readonly hasEncryptionKey?: boolean;
  /** Whether the connection signs in with an API key, which rules would then run with. */
  readonly usesApiKey: boolean;
  /** The rules that are there, by `rule_id`. */
  readonly rules: Readonly<Record<string, StoredJson>>;
  /** The anomaly jobs that the rules need, by id. */
  readonly jobs: Readonly<Record<string, JobState>>;
}

/** A query has so many rules, and so long a filter: its URL must fit into what servers read of a header. */
const BATCH = 50;
const LONGEST_FILTER = 4000;

/** Asks Kibana for what a plan for these rules has to know, in few requests, and Elasticsearch for their jobs. */
export async function askKibana(requests: Requests, rules: readonly Rule[]): Promise<KibanaSnapshot> {
  const { space, usesApiKey } = requests.kibana;
  const version = await askVersion(requests);
  const hasSpace = await askSpace(requests, space);
  const told = version === undefined ? {} : { version };
  const none = { ...told, space, hasSpace, usesApiKey, rules: {}, jobs: {} };
  if (!hasSpace || !isSupportedKibana(version)) return none;
  const hasEncryptionKey = await askEncryptionKey(requests);
  return {
    ...none,
    ...(hasEncryptionKey === undefined ? {} : { hasEncryptionKey }),
    rules: await askRules(requests, [...new Set(rules.map(({ ruleId }) => ruleId))]),
    jobs: await askJobs(requests, rules),
  };
}

/** Whether rules can be uploaded; what is not known is tried. */
export function isSupportedKibana(version: string | undefined): boolean {
  return version === undefined || /^[89]\./.test(version);
}

/** Elasticsearch tells it where Kibana does not: they have the same. */
async function askVersion(requests: Requests): Promise<string | undefined> {
  const { body } = await requests.readKibana({ method: "GET", path: "/api/status", anySpace: true });
  const { version } = narrowKibana("GET /api/status", KIBANA_ANSWERS.status, body);
  if (version !== undefined) return version.number;
  try {
    return await askElasticsearchVersion(requests);
  } catch (error) {
    if (error instanceof ConnectOptionsError || error instanceof StackError && error.kind !== "aborted") {
      return undefined;
    }
    throw error;
  }
}

async function askSpace(requests: Requests, space: string): Promise<boolean> {
  if (space === "default") return true;
  const path = pathOf`/api/spaces/space/${space}`;
  const { status, body } = await requests.readKibana({ method: "GET", path, anySpace: true, allow: [404] });
  if (status === 404) return false;
  return narrowKibana(`GET ${path}`, KIBANA_ANSWERS.space, body).id === space;
}

/** Older versions say it in another way or not at all: what they do not tell stops nothing. */
async function askEncryptionKey(requests: Requests): Promise<boolean | undefined> {
  const path = "/api/detection_engine/privileges";
  try {
    const { body } = await requests.readKibana({ method: "GET", path });
    return narrowKibana(`GET ${path}`, KIBANA_ANSWERS.privileges, body).has_encryption_key;
  } catch (error) {
    if (error instanceof StackError && error.kind !== "aborted") return undefined;
    throw error;
  }
}

async function askRules(requests: Requests, ruleIds: readonly string[]): Promise<Record<string, StoredJson>> {
  const path = "/api/detection_engine/rules/_find";
  const rules = new Map<string, StoredJson>();
  for (const batch of batchesOf(ruleIds)) {
    const filter = `alert.attributes.params.ruleId: (${batch.map(quoted).join(" or ")})`;
    const { body } = await requests.readKibana({
      method: "GET",
      path,
      query: { page: 1, per_page: BATCH * 2, filter },
    });
    for (const rule of narrowKibana(`GET ${path}`, KIBANA_ANSWERS.foundRules, body).data) {
      // A query may find more than what was meant.
      if (batch.includes(rule.rule_id)) rules.set(rule.rule_id, storedRule(rule));
    }
  }
  return Object.fromEntries(rules);
}

function batchesOf(ruleIds: readonly string[]): string[][] {
  const batches: string[][] = [];
  let room = 0;
  for (const id of ruleIds) {
    const length = encodeURIComponent(quoted(id)).length;
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === BATCH || length > room) {
      batches.push([id]);
      room = LONGEST_FILTER - length;
    } else {
      batch.push(id);
      room -= length;
    }
  }
  return batches;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

const JOB_STATS = z.object({ jobs: z.array(z.object({ job_id: z.string(), state: z.string() })) });

/** Whether the rules' jobs are there and open. That it cannot be told is an answer too: rules can be uploaded all the same. */
async function askJobs(requests: Requests, rules: readonly Rule[]): Promise<Record<string, JobState>> {
  const ids = rules.filter(({ type }) => type === "machine_learning")
    .flatMap(({ fields }) => [fields["machine_learning_job_id"]].flat())
    .filter((id): id is string => typeof id === "string" && id !== "");
  const states = new Map<string, JobState>();
  let nobody: JobState | undefined;
  for (const id of new Set(ids)) {
    // Where nobody could be asked, the next would not answer either.
    const state = nobody ?? await askJob(requests, id);
    if (state.kind === "unknown") nobody = state;
    states.set(id, state);
  }
  return Object.fromEntries(states);
}

async function askJob(requests: Requests, id: string): Promise<JobState> {
  try {
    const path = pathOf`/_ml/anomaly_detectors/${id}/_stats`;
    const { status, body } = await requests.read({ method: "GET", path, allow: [404] });
    if (status === 404) return { kind: "missing" };
    const { success, data } = JOB_STATS.safeParse(body);
    const job = success ? data.jobs.find((job) => job.job_id === id) : undefined;
    return job === undefined ? { kind: "missing" } : { kind: "there", state: job.state };
  } catch (error) {
    if (error instanceof ConnectOptionsError || error instanceof StackError && error.kind !== "aborted") {
      const { message, hint } = error;
      return { kind: "unknown", reason: message, ...(hint === undefined ? {} : { hint }) };
    }
    // No job has an id that no path can hold.
    if (error instanceof RangeError) return { kind: "missing" };
    throw error;
  }
}
