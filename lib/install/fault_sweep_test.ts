import assert from "node:assert/strict";
import { FAULT_KINDS, type FaultKind, type FaultPlan, injectFaults } from "../rehearsal/faults.ts";
import { createRehearsalStack } from "../rehearsal/stack.ts";
import type { Handler } from "../stack/handler.ts";
import { bundleWith, STARTER_ID } from "./testing/bundles.ts";
import { type Command, differing, type Result, run, type State, stateOf } from "./testing/rehearsed.ts";

/** A few trees are enough to tell models apart, and are quickly stored. */
const SMALL = { trees: 3 } as const;
const OLD = await bundleWith(SMALL);
const CHANGED = await bundleWith({ ...SMALL, scriptComment: "// changed\n", outerDescription: "Changed" });
const NEXT = await bundleWith({ ...SMALL, modelId: "dga_2_2.0", scriptComment: "// next\n" });
const SAME_ID = await bundleWith({ ...SMALL, modelDescription: "Another model of the same id" });

/** What is installed before, and what is then done. */
const SCENARIOS: readonly (readonly [string, readonly Command[], Command])[] = [
  ["setup", [], { kind: "setup", bundle: OLD }],
  ["overwrite", [{ kind: "setup", bundle: OLD }], { kind: "setup", bundle: CHANGED, overwrite: true }],
  ["upgrade", [{ kind: "setup", bundle: OLD }], { kind: "setup", bundle: NEXT, overwrite: true }],
  ["same id", [{ kind: "setup", bundle: OLD }], { kind: "setup", bundle: SAME_ID, overwrite: true }],
  ["removal", [{ kind: "setup", bundle: OLD }], { kind: "remove", modelId: STARTER_ID }],
];

/** The client uses these, and reads the files of its package. */
const ALLOWED: { permissions: Deno.PermissionOptionsObject } = {
  permissions: { read: true, env: true, sys: ["osRelease"] },
};

async function prepared(before: readonly Command[]): Promise<Handler> {
  const { elasticsearch } = createRehearsalStack({ version: "9.5.3" });
  for (const command of before) assertDone(await run(elasticsearch, command));
  return elasticsearch;
}

function assertDone(result: Result): void {
  assert.ok(result.kind === "reported" && result.report.outcome === "done", JSON.stringify(result));
}

/** A command on a prepared stack with a fault, and the states around it. */
async function strike(before: readonly Command[], command: Command, plan: FaultPlan) {
  const handler = await prepared(before);
  const result = await run(injectFaults(handler, plan), command);
  return { handler, result, state: await stateOf(handler) };
}

/** How many requests a command makes when nothing goes wrong, and the states before and after it. */
async function undisturbed(before: readonly Command[], command: Command) {
  const handler = await prepared(before);
  const start = await stateOf(handler);
  const counting = injectFaults(handler, { fault: "500", at: 0 });
  assertDone(await run(counting, command));
  return { requests: counting.count, start, end: await stateOf(handler) };
}

Deno.test("applyPlan() ends in the state before or after a single fault, and says which", ALLOWED, async (t) => {
  for (const [name, before, command] of SCENARIOS) {
    const { requests, start, end } = await undisturbed(before, command);
    for (const fault of FAULT_KINDS) {
      await t.step(`${name}, ${fault} at each of ${requests} requests`, async () => {
        for (let at = 1; at <= requests; at++) {
          const { result, state } = await strike(before, command, { fault, at });
          const isDone = result.kind === "reported" && result.report.outcome === "done";
          assert.deepEqual(differing(state, isDone ? end : start), [], told(at, result));
          if (result.kind === "reported") assert.deepEqual(result.report.left, [], told(at, result));
        }
      });
    }
  }
});

Deno.test("applyPlan() lists what a lasting fault leaves, and is run again to the end", ALLOWED, async (t) => {
  for (const [name, before, command] of SCENARIOS) {
    const { requests, start, end } = await undisturbed(before, command);
    for (const fault of FAULT_KINDS) {
      await t.step(`${name}, ${fault} from each of ${requests} requests on`, async () => {
        for (let at = 1; at <= requests; at++) {
          const { handler, result, state } = await strike(before, command, { fault, at, persist: true });
          assertTrueReport(result, differing(state, start), told(at, result));
          assertDone(await run(handler, command));
          assert.deepEqual(differing(await stateOf(handler), end), [], told(at, result));
        }
      });
    }
  }
});

/** What is changed is listed; what is listed for certain is changed; what may be is said to. */
function assertTrueReport(result: Result, changed: readonly string[], message: string): void {
  if (result.kind !== "reported") return assert.deepEqual(changed, [], message);
  const { outcome, left } = result.report;
  if (outcome === "done") return;
  const listed = left.map(({ kind, id }) => `${kind} ${id}`);
  assert.deepEqual(changed.filter((name) => !listed.includes(name)), [], message);
  const certain = left.filter(({ certain }) => certain).map(({ kind, id }) => `${kind} ${id}`);
  assert.deepEqual(certain.filter((name) => !changed.includes(name)), [], message);
  assert.equal(outcome, left.length === 0 ? "undone" : "left", message);
}

function told(at: number, result: Result): string {
  return `request ${at}: ${
    result.kind === "reported"
      ? JSON.stringify({ ...result.report, error: result.report.error?.message }, null, 1)
      : result.kind === "failed"
      ? String(result.error)
      : JSON.stringify(result.plan.findings)
  }`;
}

Deno.test("applyPlan() undoes everything when it is stopped, at whatever request", ALLOWED, async (t) => {
  for (const [name, before, command] of SCENARIOS) {
    const { requests, start, end } = await undisturbed(before, command);
    await t.step(`${name}, stopped at each of ${requests} requests`, async () => {
      for (let at = 1; at <= requests; at++) {
        for (const moment of ["before", "after"] as const) {
          const handler = await prepared(before);
          const stopping = new AbortController();
          const result = await run(stoppedAt(handler, at, moment, stopping), command, { signal: stopping.signal });
          const isDone = result.kind === "reported" && result.report.outcome === "done";
          const state: State = await stateOf(handler);
          assert.deepEqual(differing(state, isDone ? end : start), [], told(at, result));
          assert.ok(!isDone || at === requests, told(at, result));
          if (result.kind === "reported" && !isDone) {
            assert.equal(result.report.outcome, "undone", told(at, result));
            assert.ok(result.report.interrupted);
          }
        }
      }
    });
  }
});

/** A handler that hears of the person's Ctrl-C just before or after it has carried out a request. */
function stoppedAt(handler: Handler, at: number, moment: "before" | "after", stopping: AbortController): Handler {
  let count = 0;
  return async (request) => {
    if (++count !== at) return await handler(request);
    if (moment === "before") stopping.abort();
    else {
      await (await handler(request)).arrayBuffer();
      stopping.abort();
    }
    throw new DOMException("stopped", "AbortError");
  };
}

Deno.test(
  "a command that was killed at any request ends in the state after when it is run again",
  ALLOWED,
  async (t) => {
    for (const [name, before, command] of SCENARIOS) {
      const { requests, end } = await undisturbed(before, command);
      await t.step(`${name}, killed at each of ${requests} requests`, async () => {
        for (let at = 1; at <= requests; at++) {
          for (const fault of ["reset-before", "reset-after"] satisfies FaultKind[]) {
            const handler = await prepared(before);
            await killed(handler, at, fault, command);
            const result = await run(handler, command);
            assertDone(result);
            assert.deepEqual(differing(await stateOf(handler), end), [], told(at, result));
          }
        }
      });
    }
  },
);

/** Nothing more is heard of a process that was killed, neither an answer nor another request. */
async function killed(handler: Handler, at: number, fault: FaultKind, command: Command): Promise<void> {
  let count = 0;
  const dying: Handler = async (request) => {
    if (++count < at) return await handler(request);
    if (count === at && fault === "reset-after") await (await handler(request)).arrayBuffer();
    throw new TypeError("the process is gone");
  };
  await run(dying, command);
}
