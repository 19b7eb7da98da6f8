/** Every fault at every request of a command: what holds whatever the command is. @module */

import assert from "node:assert/strict";
import { FAULT_KINDS, type FaultPlan } from "../../rehearsal/faults.ts";
import { killedAt, PASSING_FAULTS, stoppedAt } from "../../rehearsal/testing/struck.ts";
import type { Handler } from "../../stack/handler.ts";
import { applyPlan } from "../apply.ts";
import { planJson } from "../describe.ts";
import type { Report } from "../report.ts";
import { connectBoth, faultsInBoth } from "./both_servers.ts";
import { ask, type Command, differing, noSleep, run, stateOf } from "./rehearsed.ts";
import type { Scenario } from "./scenarios.ts";

/** The official client looks at these. */
const CLIENT: { permissions: Deno.PermissionOptionsObject } = { permissions: { sys: ["osRelease"], env: true } };

/** Registers the tests of some scenarios; asking for a plan is tried for those of another list, if one is given. */
export function sweepFaults(scenarios: readonly Scenario[], asked: readonly Scenario[] = scenarios): void {
  Deno.test("a fault while a plan is asked for changes nothing, and is survived or told", CLIENT, async (t) => {
    for (const { name, command, prepare, plan, asking } of asked) {
      await t.step(`${name}: each fault at each of ${asking} requests`, async () => {
        const handler = await prepare();
        for (const { fault, at, persist } of faultsAt(asking)) {
          const seen: string[] = [];
          const faulty = faultsInBoth((request) => {
            seen.push(`${request.method} ${new URL(request.url).pathname}`);
            return handler(request);
          }, { fault, at, persist });
          try {
            const { findings, ...made } = await ask(faulty, command);
            const isStopped = findings.some(({ level }) => level === "error");
            // What a plan can do without is not asked for twice, and leaves a warning at most.
            if (!isStopped) {
              assert.deepEqual(planJson({ findings, ...made }).steps, planJson(plan).steps, `${fault} at ${at}`);
            }
          } catch (error) {
            assert.ok(error instanceof Error && error.name === "StackError", `${fault} at ${at}: ${error}`);
            assert.ok(persist || !PASSING_FAULTS.includes(fault), `${fault} at ${at} was not survived: ${error}`);
          }
          assert.deepEqual(seen.filter((call) => !isHarmless(call)), [], `${fault} at ${at}`);
        }
      });
    }
  });

  Deno.test("applyPlan() ends in the state before or after a single fault, and says which", CLIENT, async (t) => {
    for (const scenario of scenarios) {
      const { name, prepare, applying, start, end } = scenario;
      await t.step(`${name}: each fault at each of ${applying} requests`, async () => {
        for (const fault of FAULT_KINDS) {
          for (let at = 1; at <= applying; at++) {
            const handler = await prepare();
            const report = await apply(faultsInBoth(handler, { fault, at }), scenario);
            const told = `${fault} at ${at}: ${inWords(report)}`;
            assert.equal(report.outcome, PASSING_FAULTS.includes(fault) ? "done" : "undone", told);
            assert.deepEqual(differing(await stateOf(handler), report.outcome === "done" ? end : start), [], told);
          }
        }
      });
    }
  });

  Deno.test("applyPlan() lists what a lasting fault leaves, and is run again to the end", CLIENT, async (t) => {
    for (const scenario of scenarios) {
      const { name, prepare, applying } = scenario;
      await t.step(`${name}: each fault from each of ${applying} requests on`, async () => {
        for (const fault of FAULT_KINDS) {
          for (let at = 1; at <= applying; at++) {
            const handler = await prepare();
            const report = await apply(faultsInBoth(handler, { fault, at, persist: true }), scenario);
            await assertTrueAndMended(handler, report, scenario, `${fault} from ${at} on`);
          }
        }
      });
    }
  });

  Deno.test("applyPlan() lists what is left when undoing meets a lasting fault", CLIENT, async (t) => {
    for (const scenario of scenarios) {
      const { name, prepare, applying } = scenario;
      await t.step(`${name}: refused at its last request, and a fault from each of the next requests on`, async () => {
        for (const fault of ["refused", "reset-after", "403", "503"] as const) {
          for (let undoing = 1, isUndone = false; !isUndone; undoing++) {
            const handler = await prepare();
            const undone = faultsInBoth(handler, { fault, at: applying + undoing, persist: true });
            const refused = faultsInBoth(undone, { fault: "403", at: applying });
            // The outer counter hears of every request; the inner one must hear of the refused one as well.
            const report = await apply(bothCounting(refused, undone, applying), scenario);
            await assertTrueAndMended(handler, report, scenario, `${fault} from ${applying}+${undoing} on`);
            isUndone = report.outcome === "undone";
          }
        }
      });
    }
  });

  Deno.test("applyPlan() undoes everything when it is stopped, at whatever request", CLIENT, async (t) => {
    for (const scenario of scenarios) {
      const { name, prepare, applying, start } = scenario;
      await t.step(`${name}: stopped at each of ${applying} requests`, async () => {
        for (let at = 1; at <= applying; at++) {
          for (const isCarriedOut of [false, true]) {
            const handler = await prepare();
            const stopping = new AbortController();
            const report = await apply(stoppedAt(handler, at, isCarriedOut, stopping), scenario, stopping.signal);
            const told = `stopped at ${at}: ${inWords(report)}`;
            assert.equal(report.outcome, "undone", told);
            assert.ok(report.interrupted, told);
            assert.deepEqual(differing(await stateOf(handler), start), [], told);
          }
        }
      });
    }
  });

  Deno.test(
    "a command that was killed at any request ends in the state after when it is run again",
    CLIENT,
    async (t) => {
      for (const scenario of scenarios) {
        const { name, again, prepare, applying, end } = scenario;
        await t.step(`${name}: killed at each of ${applying} requests`, async () => {
          for (let at = 1; at <= applying; at++) {
            for (const isCarriedOut of [false, true]) {
              const handler = await prepare();
              await apply(killedAt(handler, at, isCarriedOut), scenario);
              await assertEndsIn(handler, again, end, `killed at ${at}`);
            }
          }
        });
      }
    },
  );
}

function* faultsAt(requests: number): Generator<Required<FaultPlan>> {
  for (const fault of FAULT_KINDS) {
    for (let at = 1; at <= requests; at++) {
      for (const persist of [false, true]) yield { fault, at, persist };
    }
  }
}

function isHarmless(call: string): boolean {
  return call.startsWith("GET ") || /^POST .*\/(?:_has_privileges|_simulate|_count|_search)$/.test(call);
}

/** The request that the outer faults swallow is counted by the inner ones with a question that changes nothing. */
function bothCounting(outer: Handler, inner: Handler, swallowed: number): Handler {
  let count = 0;
  return async (request) => {
    if (++count === swallowed) await (await inner(new Request("http://rehearsal/"))).arrayBuffer();
    return await outer(request);
  };
}

function apply(handler: Handler, { plan }: Scenario, signal?: AbortSignal): Promise<Report> {
  const options = { sleep: noSleep, ...(signal === undefined ? {} : { signal }) };
  return applyPlan(connectBoth(handler), plan, options);
}

/** What changed is listed; what is listed as certain has changed; and the command mends it all. */
async function assertTrueAndMended(
  handler: Handler,
  report: Report,
  { again, start, end }: Scenario,
  fault: string,
): Promise<void> {
  const told = `${fault}: ${inWords(report)}`;
  if (report.outcome !== "done") {
    const changed = differing(await stateOf(handler), start);
    const listed = report.left.map(({ kind, id }) => `${kind} ${id}`);
    const certain = report.left.filter(({ certain }) => certain).map(({ kind, id }) => `${kind} ${id}`);
    assert.deepEqual(changed.filter((name) => !listed.includes(name)), [], told);
    assert.deepEqual(certain.filter((name) => !changed.includes(name)), [], told);
    assert.equal(report.outcome, listed.length === 0 ? "undone" : "left", told);
  }
  await assertEndsIn(handler, again, end, told);
}

async function assertEndsIn(handler: Handler, command: Command, end: Scenario["end"], told: string): Promise<void> {
  const result = await run(handler, command);
  assert.ok(
    result.kind === "reported" && result.report.outcome === "done",
    `${told}; again: ${JSON.stringify(result)}`,
  );
  assert.deepEqual(differing(await stateOf(handler), end), [], told);
}

/** A report as a failed assertion quotes it. */
export function inWords(report: Report): string {
  return JSON.stringify({ ...report, error: report.error?.message }, null, 1);
}
