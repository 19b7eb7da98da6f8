import assert from "node:assert/strict";
import type { Rule } from "../../detections/rule.ts";
import { FAULT_KINDS, injectFaults } from "../../rehearsal/faults.ts";
import { createRehearsalStack } from "../../rehearsal/stack.ts";
import { killedAt, PASSING_FAULTS, stoppedAt } from "../../rehearsal/testing/struck.ts";
import { connect } from "../../stack/connect.ts";
import type { Handler } from "../../stack/handler.ts";
import { applyPlan } from "../apply.ts";
import { planJson } from "../describe.ts";
import type { Plan } from "../plan.ts";
import type { Report } from "../report.ts";
import { takeSnapshot } from "../snapshot.ts";
import { inWords } from "../testing/fault_sweep.ts";
import { noSleep } from "../testing/rehearsed.ts";
import { comparableRule } from "./comparable_rule.ts";
import { planRuleUpload } from "./rule_upload.ts";

const NONE = { permissions: "none" } as const;
const RULES = "/api/detection_engine/rules";

function rule(ruleId: string, note: string): Rule {
  const fields = {
    rule_id: ruleId,
    name: `Rule ${ruleId}`,
    type: "query",
    description: "d",
    severity: "low",
    risk_score: 21,
    query: "type:dns",
    note,
  };
  return { file: `${ruleId}.toml`, ruleId, name: fields.name, type: "query", fields, metadata: {}, transform: {} };
}

const BEFORE = [rule("changed", "before"), rule("same", "same")];
const WANTED = [rule("new", "new"), rule("changed", "after"), rule("same", "same")];

/** A Kibana with two rules: one that will be replaced, and one that will be enabled. */
async function prepare(): Promise<Handler> {
  const { kibana } = createRehearsalStack({ version: "9.5.3", kibana: { spaces: ["soc"] } });
  const report = await apply(kibana, await ask(kibana, BEFORE, false));
  assert.equal(report.outcome, "done");
  return kibana;
}

function stackOf(handler: Handler) {
  return connect({ kibana: { handler, space: "soc" } });
}

async function ask(handler: Handler, rules: readonly Rule[] = WANTED, enable = true): Promise<Plan> {
  const snapshot = await takeSnapshot(stackOf(handler), { rules }, { sleep: noSleep });
  return planRuleUpload(rules, snapshot, { overwrite: true, enable });
}

function apply(handler: Handler, plan: Plan, signal?: AbortSignal): Promise<Report> {
  return applyPlan(stackOf(handler), plan, { sleep: noSleep, ...(signal === undefined ? {} : { signal }) });
}

/** The rules that are there, as they are compared; their ids and times are Kibana's own. */
async function stateOf(handler: Handler): Promise<Record<string, unknown>> {
  const response = await handler(new Request(`http://kibana/s/soc${RULES}/_find?per_page=100`));
  const { data } = await response.json();
  assert.ok(Array.isArray(data));
  return Object.fromEntries(data.map((rule) => [rule.rule_id, comparableRule(rule)]));
}

function differing(one: Record<string, unknown>, other: Record<string, unknown>): string[] {
  const ids = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...ids].filter((id) => JSON.stringify(one[id]) !== JSON.stringify(other[id])).sort();
}

interface Course {
  readonly plan: Plan;
  readonly asking: number;
  readonly applying: number;
  readonly start: Record<string, unknown>;
  readonly end: Record<string, unknown>;
}

/** The whole course once, without a fault. */
async function rehearse(): Promise<Course> {
  const handler = await prepare();
  const start = await stateOf(handler);
  const counting = injectFaults(handler, { fault: "500", at: 0 }, "kibana");
  const plan = await ask(counting);
  const asking = counting.count;
  assert.equal((await apply(counting, plan)).outcome, "done");
  return { plan, asking, applying: counting.count - asking, start, end: await stateOf(handler) };
}

const COURSE = await rehearse();

Deno.test("the course has every kind of step", NONE, () => {
  assert.deepEqual(COURSE.plan.steps.map(({ kind }) => kind), ["put", "put", "switch"]);
  assert.deepEqual([COURSE.asking, COURSE.applying], [4, 3]);
});

Deno.test("a fault while a plan for rules is asked for changes nothing, and is survived or told", NONE, async () => {
  const handler = await prepare();
  for (const fault of FAULT_KINDS) {
    for (let at = 1; at <= COURSE.asking; at++) {
      for (const persist of [false, true]) {
        const told = `${fault} at ${at}${persist ? " and on" : ""}`;
        try {
          const plan = await ask(injectFaults(handler, { fault, at, persist }, "kibana"));
          const isStopped = plan.findings.some(({ level }) => level === "error");
          if (!isStopped) assert.deepEqual(planJson(plan).steps, planJson(COURSE.plan).steps, told);
        } catch (error) {
          assert.ok(error instanceof Error && error.name === "StackError", `${told}: ${error}`);
          assert.ok(persist || !PASSING_FAULTS.includes(fault), `${told} was not survived: ${error}`);
        }
        assert.deepEqual(differing(await stateOf(handler), COURSE.start), [], told);
      }
    }
  }
});

Deno.test("applyPlan() ends with all rules or none after a single fault, and says which", NONE, async () => {
  for (const fault of FAULT_KINDS) {
    for (let at = 1; at <= COURSE.applying; at++) {
      const handler = await prepare();
      const report = await apply(injectFaults(handler, { fault, at }, "kibana"), COURSE.plan);
      const told = `${fault} at ${at}: ${inWords(report)}`;
      assert.equal(report.outcome, PASSING_FAULTS.includes(fault) ? "done" : "undone", told);
      assert.deepEqual(
        differing(await stateOf(handler), report.outcome === "done" ? COURSE.end : COURSE.start),
        [],
        told,
      );
    }
  }
});

Deno.test("applyPlan() lists the rules that a lasting fault leaves, and is run again to the end", NONE, async () => {
  for (const fault of FAULT_KINDS) {
    for (let at = 1; at <= COURSE.applying; at++) {
      const handler = await prepare();
      const report = await apply(injectFaults(handler, { fault, at, persist: true }, "kibana"), COURSE.plan);
      await assertTrueAndMended(handler, report, `${fault} from ${at} on`);
    }
  }
});

Deno.test("applyPlan() lists the rules that are left when undoing meets a lasting fault", NONE, async () => {
  for (const fault of ["refused", "reset-after", "403", "503"] as const) {
    for (let undoing = 1, isUndone = false; !isUndone; undoing++) {
      const handler = await prepare();
      let count = 0;
      // The last request is refused, and from some request of the undoing on nothing goes any more.
      const faulty = injectFaults(handler, { fault, at: undoing, persist: true }, "kibana");
      const refused = injectFaults(handler, { fault: "403", at: 1 }, "kibana");
      const report = await apply((request) => {
        count++;
        return count < COURSE.applying
          ? handler(request)
          : count === COURSE.applying
          ? refused(request)
          : faulty(request);
      }, COURSE.plan);
      await assertTrueAndMended(handler, report, `${fault} from ${COURSE.applying}+${undoing} on`);
      isUndone = report.outcome === "undone";
    }
  }
});

Deno.test("applyPlan() puts all rules back when it is stopped, at whatever request", NONE, async () => {
  for (let at = 1; at <= COURSE.applying; at++) {
    for (const isCarriedOut of [false, true]) {
      const handler = await prepare();
      const stopping = new AbortController();
      const stopped = stoppedAt(handler, at, isCarriedOut, stopping);
      const report = await apply(stopped, COURSE.plan, stopping.signal);
      const told = `stopped at ${at}: ${inWords(report)}`;
      assert.deepEqual([report.outcome, report.interrupted], ["undone", true], told);
      assert.deepEqual(differing(await stateOf(handler), COURSE.start), [], told);
    }
  }
});

Deno.test("an upload of rules that was killed at any request is finished by running it again", NONE, async () => {
  for (let at = 1; at <= COURSE.applying; at++) {
    for (const isCarriedOut of [false, true]) {
      const handler = await prepare();
      await apply(killedAt(handler, at, isCarriedOut), COURSE.plan);
      await assertEndsIn(handler, `killed at ${at}`);
    }
  }
});

/** What changed is listed; what is listed as certain has changed; and running it again mends it all. */
async function assertTrueAndMended(handler: Handler, report: Report, fault: string): Promise<void> {
  const told = `${fault}: ${inWords(report)}`;
  if (report.outcome !== "done") {
    const changed = differing(await stateOf(handler), COURSE.start);
    const listed = report.left.map(({ id }) => id);
    const certain = report.left.filter(({ certain }) => certain).map(({ id }) => id);
    assert.deepEqual(changed.filter((id) => !listed.includes(id)), [], told);
    assert.deepEqual(certain.filter((id) => !changed.includes(id)), [], told);
    assert.equal(report.outcome, listed.length === 0 ? "undone" : "left", told);
  }
  await assertEndsIn(handler, told);
}

async function assertEndsIn(handler: Handler, told: string): Promise<void> {
  const report = await apply(handler, await ask(handler));
  assert.equal(report.outcome, "done", `${told}; again: ${inWords(report)}`);
  assert.deepEqual(differing(await stateOf(handler), COURSE.end), [], told);
}
