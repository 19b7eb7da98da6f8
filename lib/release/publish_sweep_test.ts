import assert from "node:assert/strict";
import { FAULT_KINDS, injectFaults } from "../rehearsal/faults.ts";
import { killedAt, PASSING_FAULTS, stoppedAt } from "../rehearsal/testing/struck.ts";
import type { Handler } from "../stack/handler.ts";
import { PublishError } from "./publish_error.ts";
import { type PublishOptions, publishRelease } from "./publish.ts";
import type { ReleasePlan } from "./release_plan.ts";
import { connected, newGithub, noSleep, packedBundle, planned, stateOf } from "./testing/rehearsed.ts";

/** The official client is loaded and asks the system for nothing. */
const NONE = { permissions: "none" } as const;

const PACKED = await packedBundle();

/** What became of a run. */
type Ended = "done" | PublishError["outcome"];

async function publish(handler: Handler, plan: ReleasePlan, options: PublishOptions = {}): Promise<Ended> {
  try {
    await publishRelease(connected(handler), plan, { sleep: noSleep, ...options });
    return "done";
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    assert.equal(error.left.length > 0, error.outcome !== "undone", String(error.left));
    return error.outcome;
  }
}

/** A way to begin: a GitHub, and the plan that is carried out on it. */
interface Scenario {
  readonly name: string;
  /** Which faults it is swept with; the requests of the others are among these. */
  readonly sweeps: readonly ("single" | "lasting")[];
  readonly resume: boolean;
  /** How many requests of a first run are carried out before it is killed. */
  readonly killedAfter: number;
}

const SCENARIOS: readonly Scenario[] = [
  { name: "create", sweeps: ["single", "lasting"], resume: false, killedAfter: 0 },
  { name: "resume with a draft", sweeps: [], resume: true, killedAfter: 1 },
  { name: "resume with a zip", sweeps: ["lasting"], resume: true, killedAfter: 4 },
  { name: "resume with all files", sweeps: ["single"], resume: true, killedAfter: 6 },
];

async function begin({ resume, killedAfter }: Scenario): Promise<{ github: Handler; plan: ReleasePlan }> {
  const github = newGithub();
  if (killedAfter > 0) await publish(killedAt(github, killedAfter + 1, false), await planned(github, PACKED));
  return { github, plan: await planned(github, PACKED, { resume }) };
}

/** How many requests a run has. */
async function requestsOf(scenario: Scenario): Promise<number> {
  const { github, plan } = await begin(scenario);
  let count = 0;
  const counting: Handler = (request) => {
    count++;
    return github(request);
  };
  assert.equal(await publish(counting, plan), "done");
  assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 1 });
  return count;
}

/** The state is what the run says of it. */
async function assertTrue(github: Handler, ended: Ended, told: string, wasResumed: boolean): Promise<void> {
  const { drafts, published } = await stateOf(github, PACKED);
  assert.ok(drafts + published <= 1, `${told}: ${drafts} drafts, ${published} published`);
  if (ended === "done") assert.deepEqual([drafts, published], [0, 1], told);
  if (ended === "undone") assert.deepEqual([drafts, published], [0, 0], told);
  if (ended === "kept") assert.deepEqual([drafts, published], [1, 0], told);
  assert.notEqual(ended, "published", told);
  if (wasResumed) assert.notEqual(ended, "undone", told);
}

/** Once the fault is gone, the same command with `--resume` ends as it should. */
async function assertMended(github: Handler, told: string): Promise<void> {
  const plan = await planned(github, PACKED, { resume: true });
  assert.deepEqual(plan.findings, [], told);
  assert.equal(await publish(github, plan), "done", told);
  assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 1 }, told);
}

for (const scenario of SCENARIOS.filter(({ sweeps }) => sweeps.includes("single"))) {
  Deno.test(`${scenario.name}: a single fault at any request is survived, or undone and told`, NONE, async () => {
    const requests = await requestsOf(scenario);
    for (const fault of FAULT_KINDS) {
      for (let at = 1; at <= requests; at++) {
        const { github, plan } = await begin(scenario);
        const ended = await publish(injectFaults(github, { fault, at }, "github"), plan);
        const told = `${fault} at ${at}: ${ended}`;
        await assertTrue(github, ended, told, scenario.resume);
        if (PASSING_FAULTS.includes(fault)) assert.equal(ended, "done", told);
        if (ended !== "done") await assertMended(github, told);
      }
    }
  });
}

for (const scenario of SCENARIOS.filter(({ sweeps }) => sweeps.includes("lasting"))) {
  Deno.test(`${scenario.name}: what a lasting fault leaves is told truly, and mended by --resume`, NONE, async () => {
    const requests = await requestsOf(scenario);
    for (const [i, fault] of FAULT_KINDS.entries()) {
      for (let at = 1; at <= requests; at++) {
        const { github, plan } = await begin(scenario);
        const faulty = injectFaults(github, { fault, at, persist: true }, "github");
        // Every request meets both, with other faults.
        const keepDraft = (i + at) % 2 === 0;
        const ended = await publish(faulty, plan, { keepDraft });
        const told = `${fault} from ${at} on: ${ended}`;
        await assertTrue(github, ended, told, scenario.resume);
        await assertMended(github, told);
      }
    }
  });
}

for (const scenario of SCENARIOS) {
  const { name, resume } = scenario;

  Deno.test(`${name}: a run that is killed at any request is finished by --resume`, NONE, async () => {
    const requests = await requestsOf(scenario);
    for (let at = 1; at <= requests; at++) {
      for (const isCarriedOut of [false, true]) {
        const { github, plan } = await begin(scenario);
        await publish(killedAt(github, at, isCarriedOut), plan);
        const told = `killed at ${at}`;
        const { drafts, published } = await stateOf(github, PACKED);
        assert.ok(drafts + published <= 1, told);
        const without = await planned(github, PACKED);
        assert.equal(without.findings.length > 0, drafts + published > 0, `${told}: a second draft would be made`);
        await assertMended(github, told);
      }
    }
  });

  Deno.test(`${name}: a run that is interrupted at any request leaves nothing, or tells what`, NONE, async () => {
    const requests = await requestsOf(scenario);
    for (let at = 1; at <= requests; at++) {
      const { github, plan } = await begin(scenario);
      const stopping = new AbortController();
      const ended = await publish(stoppedAt(github, at, true, stopping), plan, { signal: stopping.signal });
      const told = `interrupted at ${at}: ${ended}`;
      await assertTrue(github, ended, told, resume);
      assert.notEqual(ended, "done", told);
      await assertMended(github, told);
    }
  });
}
