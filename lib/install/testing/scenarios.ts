/** What is done to a stack, from which state to which: the cases that every fault is tried on. @module */

import assert from "node:assert/strict";
import { injectFaults } from "../../rehearsal/faults.ts";
import { createRehearsalStack } from "../../rehearsal/stack.ts";
import { connect } from "../../stack/connect.ts";
import type { Handler } from "../../stack/handler.ts";
import { applyPlan } from "../apply.ts";
import type { Plan } from "../plan.ts";
import { bundleWith, STARTER_ID } from "./bundles.ts";
import { ask, type Command, noSleep, run, type State, stateOf } from "./rehearsed.ts";

/** A command, what is there before, and what it does when nothing goes wrong. */
export interface Scenario {
  readonly name: string;
  readonly command: Command;
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
const CASES: readonly (readonly [string, readonly Command[], Command])[] = [
  ["setup", [], INSTALL],
  ["overwrite", [INSTALL], { kind: "setup", bundle: CHANGED, overwrite: true }],
  ["upgrade", [INSTALL], { kind: "setup", bundle: NEXT, overwrite: true }],
  ["replacement of the same id", [INSTALL], { kind: "setup", bundle: SAME_ID, overwrite: true }],
  ["removal", [INSTALL], { kind: "remove", modelId: STARTER_ID }],
];

/** The cases, each done once. */
export async function scenarios(): Promise<Scenario[]> {
  return await Promise.all(CASES.map(async ([name, before, command]) => {
    const prepare = await preparation(before);
    const handler = await prepare();
    const start = await stateOf(handler);
    const counting = injectFaults(handler, { fault: "500", at: 0 });
    const plan = await ask(counting, command);
    const asking = counting.count;
    const report = await applyPlan(connect({ elasticsearch: { handler: counting } }), plan, { sleep: noSleep });
    assert.equal(report.outcome, "done", JSON.stringify(report));
    const applying = counting.count - asking;
    return { name, command, prepare, plan, asking, applying, start, end: await stateOf(handler) };
  }));
}

/** Makes stacks on which commands have been run: their writes are recorded once, and sent again each time. */
async function preparation(commands: readonly Command[]): Promise<() => Promise<Handler>> {
  const first = newStack();
  const writes: Request[] = [];
  const recording: Handler = async (request) => {
    if (request.method !== "PUT") return await first(request);
    const { url, method, headers } = request;
    const copy = new Request(url, { method, headers, body: await request.arrayBuffer() });
    writes.push(copy.clone());
    return await first(copy);
  };
  for (const command of commands) {
    const result = await run(recording, command);
    assert.ok(result.kind === "reported" && result.report.outcome === "done", JSON.stringify(result));
  }
  return async () => {
    const handler = newStack();
    for (const write of writes) assert.equal((await handler(write.clone())).status, 200);
    return handler;
  };
}

function newStack(): Handler {
  return createRehearsalStack({ version: "9.5.3" }).elasticsearch;
}
