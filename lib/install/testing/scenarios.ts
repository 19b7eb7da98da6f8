/** What is done to a stack, from which state to which: the cases that every fault is tried on. @module */

import assert from "node:assert/strict";
import type { Handler } from "../../stack/handler.ts";
import { applyPlan } from "../apply.ts";
import type { Plan } from "../plan.ts";
import { connectBoth, faultsInBoth, newServers } from "./both_servers.ts";
import { bundleWith, STARTER_ID } from "./bundles.ts";
import { customRequests, dnsRequests } from "./dns.ts";
import { analyticsJob, anomalyJob, datafeed, detections, packetbeatRequests } from "./jobs.ts";
import { ask, type Command, noSleep, run, type State, stateOf } from "./rehearsed.ts";

/** A command, what is there before, and what it does when nothing goes wrong. */
export interface Scenario {
  readonly name: string;
  readonly command: Command;
  /** What is run again after a failure: the plan's own command. */
  readonly again: Command;
  /** A stack in the state before. */
  readonly prepare: () => Promise<Handler>;
  /** The plan for that state. */
  readonly plan: Plan;
  /** How many requests it takes to ask for the plan, and to apply it. */
  readonly asking: number;
  readonly applying: number;
  readonly start: State;
  readonly end: State;
}

/** What models say does not matter here. */
const SMALL = { isSmall: true } as const;
const OLD = await bundleWith(SMALL);
const CHANGED = await bundleWith({ ...SMALL, scriptComment: "// changed\n", outerDescription: "Changed" });
const NEXT = await bundleWith({ ...SMALL, modelId: "dga_2_2.0", scriptComment: "// next\n" });
const SAME_ID = await bundleWith({ ...SMALL, modelDescription: "Another model of the same id" });

const INSTALL: Command = { kind: "setup", bundle: OLD };
const CASES: readonly Case[] = [
  ["setup", [], INSTALL],
  ["overwrite", [INSTALL], { kind: "setup", bundle: CHANGED, overwrite: true }],
  ["upgrade", [INSTALL], { kind: "setup", bundle: NEXT, overwrite: true }],
  ["replacement of the same id", [INSTALL], { kind: "setup", bundle: SAME_ID, overwrite: true }],
  ["removal", [INSTALL], { kind: "remove", modelId: STARTER_ID }],
];

/** A name, what was run before, the command, and what is run again if that is not the same. */
type Case = readonly [name: string, before: readonly Command[], command: Command, again?: Command];

/** Setups and removals of models. */
export function setupScenarios(): Promise<Scenario[]> {
  return scenariosOf(CASES, () => []);
}

/** Uploads and deletions of jobs. */
export function jobScenarios(): Promise<Scenario[]> {
  return scenariosOf(JOB_CASES, packetbeatRequests);
}

/** Setups of detections bundles, on Elasticsearch and Kibana. */
export function detectionsScenarios(): Promise<Scenario[]> {
  return scenariosOf(DETECTIONS_CASES, packetbeatRequests);
}

const JOBS = [datafeed(), analyticsJob(), anomalyJob()];
const OTHER_JOBS = [
  datafeed({ query_delay: "90s" }),
  analyticsJob({ description: "Other" }),
  anomalyJob({ description: "Other" }),
];
const STARTED: Command = { kind: "upload-jobs", jobs: JOBS, start: true };
const OVERWRITE: Command = { kind: "upload-jobs", jobs: OTHER_JOBS, overwrite: true };

const DETECTIONS: Command = { kind: "setup-detections", bundle: detections(JOBS, "before"), start: true };
const OTHER_DETECTIONS: Command = {
  kind: "setup-detections",
  bundle: detections(OTHER_JOBS, "after"),
  overwrite: true,
  start: true,
  enable: true,
};

const DETECTIONS_CASES: readonly Case[] = [
  ["setup of detections", [], DETECTIONS],
  ["overwrite of detections", [DETECTIONS], OTHER_DETECTIONS],
];

const JOB_CASES: readonly Case[] = [
  ["overwrite of what runs", [STARTED], OVERWRITE, { ...OVERWRITE, start: true }],
  ["deletion of what runs", [STARTED], { kind: "delete-job", name: "dga", type: "anomaly_detection", force: true }],
];

/** Wirings of an integration and of Packetbeat, without and beside what their users have. */
export async function wiringScenarios(): Promise<Scenario[]> {
  const command: Command = { kind: "wire", indexPattern: "packetbeat-*,logs-network_traffic.dns-*" };
  return [
    ...await scenariosOf([["wiring", [], command]], dnsRequests),
    ...await scenariosOf(
      [["wiring beside what users have", [], command]],
      () => [...dnsRequests(), ...customRequests()],
    ),
  ];
}

/** The cases, each done once. */
async function scenariosOf(cases: readonly Case[], world: () => Request[]): Promise<Scenario[]> {
  return await Promise.all(cases.map(async ([name, before, command, again = command]) => {
    const prepare = await preparation(before, world);
    const handler = await prepare();
    const start = await stateOf(handler);
    const counting = faultsInBoth(handler, { fault: "500", at: 0 });
    const plan = await ask(counting, command);
    const asking = counting.count;
    const report = await applyPlan(connectBoth(counting), plan, { sleep: noSleep });
    assert.equal(report.outcome, "done", JSON.stringify({ ...report, error: report.error?.message }));
    const applying = counting.count - asking;
    return { name, command, again, prepare, plan, asking, applying, start, end: await stateOf(handler) };
  }));
}

/**
 * Makes stacks on which commands have been run: their writes are recorded once, and sent again each time. `world` is
 * what is there before any command.
 */
async function preparation(
  commands: readonly Command[],
  world: () => Request[],
): Promise<() => Promise<Handler>> {
  const first = newServers();
  const writes = world();
  for (const write of writes) assert.ok((await first(write.clone())).ok);
  const recording: Handler = async (request) => {
    const { pathname } = new URL(request.url);
    const isWrite = request.method === "PUT" || /\/(?:_open|_start|_bulk_action|rules)$/.test(pathname);
    if (!isWrite) return await first(request);
    const { url, method, headers } = request;
    const body = await request.arrayBuffer();
    const copy = new Request(url, { method, headers, ...(body.byteLength === 0 ? {} : { body }) });
    writes.push(copy.clone());
    return await first(copy);
  };
  for (const command of commands) {
    const result = await run(recording, command);
    assert.ok(result.kind === "reported" && result.report.outcome === "done", JSON.stringify(result));
  }
  return async () => {
    const handler = newServers();
    for (const write of writes) assert.ok((await handler(write.clone())).ok);
    return handler;
  };
}
