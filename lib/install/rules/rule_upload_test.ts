import assert from "node:assert/strict";
import type { Rule } from "../../detections/rule.ts";
import { createRehearsalStack, type RehearsalOptions, type RehearsalStack } from "../../rehearsal/stack.ts";
import { connect, type Stack } from "../../stack/connect.ts";
import { applyPlan } from "../apply.ts";
import { describePlan, planJson } from "../describe.ts";
import type { Plan } from "../plan.ts";
import { takeSnapshot } from "../snapshot.ts";
import { noSleep } from "../testing/rehearsed.ts";
import { planRuleUpload, type RuleUploadOptions } from "./rule_upload.ts";

/** The official client looks at these, where Elasticsearch is asked for jobs. */
const CLIENT: { permissions: Deno.PermissionOptionsObject } = { permissions: { sys: ["osRelease"], env: true } };
const NONE = { permissions: "none" } as const;
const RULES = "/api/detection_engine/rules";

function rule(ruleId: string, fields: Readonly<Record<string, unknown>> = {}): Rule {
  const name = `Rule ${ruleId}`;
  const type = fields.type === "machine_learning" ? "machine_learning" : "query";
  const own = type === "query" ? { query: "type:dns" } : { anomaly_threshold: 70, machine_learning_job_id: "dga_job" };
  const all = { rule_id: ruleId, name, type, description: "d", severity: "low", risk_score: 21, ...own, ...fields };
  return { file: `${ruleId}.toml`, ruleId, name, type, fields: all, metadata: {}, transform: {} };
}

interface World extends Stack {
  readonly rehearsal: RehearsalStack;
  /** Calls of Kibana, in order. */
  readonly calls: string[];
}

function world(options: RehearsalOptions = {}, { space, apiKey, hasElasticsearch = false }: {
  space?: string;
  apiKey?: string;
  hasElasticsearch?: boolean;
} = {}): World {
  const rehearsal = createRehearsalStack(options);
  const calls: string[] = [];
  const stack = connect({
    ...(hasElasticsearch ? { elasticsearch: { handler: rehearsal.elasticsearch } } : {}),
    kibana: {
      handler: (request) => {
        calls.push(`${request.method} ${new URL(request.url).pathname}`);
        return rehearsal.kibana(request);
      },
      ...(space === undefined ? {} : { space }),
      ...(apiKey === undefined ? {} : { apiKey }),
    },
  });
  return { ...stack, rehearsal, calls };
}

async function plan(stack: Stack, rules: readonly Rule[], options: RuleUploadOptions = {}): Promise<Plan> {
  return planRuleUpload(rules, await takeSnapshot(stack, { rules }, { sleep: noSleep }), options);
}

async function upload(stack: Stack, rules: readonly Rule[], options: RuleUploadOptions = {}): Promise<Plan> {
  const planned = await plan(stack, rules, options);
  const report = await applyPlan(stack, planned, { sleep: noSleep });
  assert.equal(report.outcome, "done", JSON.stringify({ ...report, error: report.error?.message }));
  return planned;
}

async function stored({ kibana = assert.fail() }: Stack, ruleId: string): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await kibana.request({ method: "GET", path: RULES, query: { rule_id: ruleId } });
  return typeof body === "object" && body !== null ? { ...body } : assert.fail();
}

async function change({ kibana = assert.fail() }: Stack, body: object): Promise<void> {
  await kibana.request({ method: "PATCH", path: RULES, body });
}

function codes({ findings }: Plan): string[] {
  return findings.map(({ level, code }) => `${level} ${code}`);
}

Deno.test("rules are created disabled unless asked, under their own rule_id", NONE, async () => {
  const stack = world();
  const { steps, next } = await upload(stack, [rule("a"), rule("b", { enabled: true })]);
  assert.equal(steps.length, 2);
  assert.match(next.join(), /disabled/);
  assert.deepEqual([(await stored(stack, "a")).enabled, (await stored(stack, "b")).enabled], [false, false]);
  await upload(stack, [rule("c")], { enable: true });
  assert.equal((await stored(stack, "c")).enabled, true);
});

Deno.test("rules that are there and equal stay, and are enabled where that is asked", NONE, async () => {
  const stack = world();
  await upload(stack, [rule("a")]);
  const again = await plan(stack, [rule("a", { tags: [], to: "now" })]);
  assert.deepEqual([again.steps, again.unchanged, again.findings], [[], ['rule "Rule a"'], []]);
  const enabling = await upload(stack, [rule("a")], { enable: true });
  assert.deepEqual(enabling.steps, [{ kind: "switch", resource: "rule", id: "a", from: "disabled", to: "enabled" }]);
  assert.match(describePlan(enabling), /1\. Enable the rule "a"/);
  const { enabled, revision } = await stored(stack, "a");
  assert.deepEqual([enabled, revision], [true, 0]);
});

Deno.test("rules that differ stop the plan, and every difference is named at once", NONE, async () => {
  const stack = world();
  await upload(stack, [rule("a"), rule("b")]);
  const changed = [rule("a", { risk_score: 47 }), rule("b", { note: "n" })];
  const planned = await plan(stack, changed);
  assert.deepEqual([codes(planned), planned.steps], [["error differs", "error differs"], []]);
  assert.deepEqual(planned.differences, [
    { kind: "rule", id: "a", changes: ["risk_score: 21 is there, the file has 47"] },
    { kind: "rule", id: "b", changes: ['note: nothing is there, the file has "n"'] },
  ]);
});

Deno.test(
  "a rule that is replaced keeps its id, whether it is enabled, actions, exceptions and version",
  NONE,
  async () => {
    const stack = world();
    await upload(stack, [rule("a", { note: "old", version: 3 })], { enable: true });
    const before = await stored(stack, "a");
    const around = {
      actions: [{ id: "c", action_type_id: ".email", params: {} }],
      exceptions_list: [{ id: "e", list_id: "l", type: "detection", namespace_type: "single" }],
      response_actions: [{ action_type_id: ".osquery", params: {} }],
      meta: { from: "1h" },
    };
    await change(stack, { rule_id: "a", ...around });
    const { notes } = await upload(stack, [rule("a", { name: "Other", actions: [] })], { overwrite: true });
    const after = await stored(stack, "a");
    assert.deepEqual(
      [
        after.id,
        after.enabled,
        after.version,
        after.name,
        after.note,
        after.actions,
        after.exceptions_list,
        after.response_actions,
        after.meta,
      ],
      [
        before.id,
        true,
        3,
        "Other",
        undefined,
        around.actions,
        around.exceptions_list,
        around.response_actions,
        around.meta,
      ],
    );
    assert.match(notes.join(), /keep their actions and exceptions/);
  },
);

Deno.test("what rules will run with is said when they are enabled", NONE, async () => {
  const notes = async (stack: Stack, enable: boolean) => (await plan(stack, [rule("a")], { enable })).notes.join();
  assert.match(await notes(world(), true), /rights that this user has now/);
  assert.match(await notes(world({}, { apiKey: "id:key" }), true), /rights of this API key, and stop when it expires/);
  assert.equal(await notes(world(), false), "");
});

Deno.test("rules go to the space of the connection, which must be there", NONE, async () => {
  const stack = world({ kibana: { spaces: ["soc"] } }, { space: "soc" });
  await upload(stack, [rule("a")]);
  assert.ok(stack.calls.includes(`POST /s/soc${RULES}`));
  const missing = world({}, { space: "none" });
  const planned = await plan(missing, [rule("a")]);
  assert.deepEqual(codes(planned), ["error space-missing"]);
  assert.deepEqual(missing.calls, ["GET /api/status", "GET /api/spaces/space/none"]);
});

Deno.test("a Kibana that can keep no rules is named before anything is sent", NONE, async () => {
  assert.deepEqual(codes(await plan(world({ kibana: { hasEncryptionKey: false } }), [rule("a")])), [
    "error encryption-key",
  ]);
});

Deno.test(
  "a version that Kibana does not tell this user is asked of Elasticsearch, or stops nothing",
  CLIENT,
  async () => {
    const security = { username: "elastic", password: "secret", cluster: ["manage_pipeline"] };
    const { kibana } = createRehearsalStack({ version: "9.5.3", security });
    const signed = { username: "elastic", password: "secret" };
    const alone = connect({ kibana: { handler: kibana, ...signed } });
    const unknown = await plan(alone, [rule("a")]);
    assert.deepEqual(codes(unknown), ["warning kibana-version-unknown"]);
    assert.match(describePlan(unknown), /on Kibana 8 or 9\n {2}1\. Store/);
    assert.equal((await applyPlan(alone, unknown, { sleep: noSleep })).outcome, "done");
    const { elasticsearch } = createRehearsalStack({ version: "9.5.3" });
    const both = connect({ elasticsearch: { handler: elasticsearch }, kibana: { handler: kibana, ...signed } });
    const { findings, serverVersion } = await plan(both, [rule("a")]);
    assert.deepEqual([findings, serverVersion], [[], "9.5.3"]);
  },
);

Deno.test("two rules of one rule_id stop the plan", NONE, async () => {
  assert.deepEqual(codes(await plan(world(), [rule("a"), rule("a")])), ["error rule-duplicate"]);
});

Deno.test("what this version does not take stops the plan or is named", NONE, async () => {
  const entries = [{ field: "a", type: "mapping", value: "b", negate: true }];
  const negated: Rule = { ...rule("a"), type: "threat_match" };
  const fields = { ...negated.fields, threat_mapping: [{ entries }] };
  assert.deepEqual(codes(await plan(world(), [{ ...negated, fields }])), ["error rule-version"]);
});

Deno.test("machine learning rules warn of jobs that are missing, closed or unknown", CLIENT, async () => {
  const ml = rule("a", { type: "machine_learning" });
  const [unknown] = (await plan(world(), [ml])).findings;
  assert.match(
    `${unknown?.code} ${unknown?.message} ${unknown?.hint}`,
    /^rule-job-unknown .*was not said where.*--elastics/,
  );
  const stack = world({}, { hasElasticsearch: true });
  const [missing] = (await plan(stack, [ml])).findings;
  assert.match(
    `${missing?.code} ${missing?.message}`,
    /^rule-job .*would find nothing as long as there is no anomaly job/,
  );
  await stack.elasticsearch.request({
    method: "PUT",
    path: "/_ml/anomaly_detectors/dga_job",
    body: {
      analysis_config: { bucket_span: "15m", detectors: [{ function: "count" }] },
      data_description: { time_field: "@timestamp" },
    },
  });
  const [closed] = (await plan(stack, [ml], { enable: true })).findings;
  assert.match(`${closed?.message}`, /finds nothing as long as its anomaly job "dga_job" is closed/);
  await stack.elasticsearch.request({ method: "POST", path: "/_ml/anomaly_detectors/dga_job/_open" });
  assert.deepEqual((await plan(stack, [ml])).findings, []);
});

Deno.test("a rule that Kibana refuses is named, and what was done before is undone", NONE, async () => {
  const stack = world();
  await upload(stack, [rule("b", { note: "before" })]);
  const rules = [rule("a"), rule("b", { note: "after" }), rule("c", { from: "yesterday" })];
  const report = await applyPlan(stack, await plan(stack, rules, { overwrite: true }), { sleep: noSleep });
  assert.equal(report.outcome, "undone");
  assert.match(
    report.error?.message ?? "",
    /^The rule "Rule c" \(c\): Cannot POST .* as Kibana answered 400: \[request body\]: from: Failed to parse date-math/,
  );
  assert.deepEqual(report.undone, ['Put back the rule "b"', 'Deleted the rule "a" again']);
  assert.equal((await stored(stack, "b")).note, "before");
  await assert.rejects(stored(stack, "a"), /not found/);
});

Deno.test("many rules are looked for in few requests", NONE, async () => {
  const stack = world();
  const rules = Array.from({ length: 240 }, (_, i) => rule(`rule-${i}`));
  await upload(stack, rules);
  stack.calls.length = 0;
  const again = await plan(stack, rules);
  assert.equal(again.unchanged.length, 240);
  assert.equal(stack.calls.filter((call) => call.endsWith("/_find")).length, 5);
});

Deno.test("a rule_id that is a query of its own finds itself only", NONE, async () => {
  const stack = world();
  const odd = 'a" or "b\\';
  await upload(stack, [rule("b"), rule(odd)]);
  const { steps, unchanged } = await plan(stack, [rule(odd), rule('x" or alert.attributes.name: "*')]);
  assert.deepEqual([steps.length, unchanged.length], [1, 1]);
});

Deno.test("a plan of rules is told for people and for programs", NONE, async () => {
  const planned = await plan(world({ version: "9.5.3" }), [rule("a")]);
  assert.equal(
    describePlan(planned),
    'Upload of "Rule a" on Kibana 9.5.3\n  1. Store the rule "a" ("Rule a", disabled)',
  );
  const { kind, subject, steps } = planJson(planned);
  assert.deepEqual([kind, subject, Array.isArray(steps) && steps[0].kind], ["rule-upload", "Rule a", "put-rule"]);
});

Deno.test("rules with very long ids are looked for in queries that a server reads", NONE, async () => {
  const stack = world();
  const rules = Array.from({ length: 20 }, (_, i) => rule(`${i}-${"ü".repeat(200)}`));
  const lengths: number[] = [];
  const { kibana = assert.fail() } = stack;
  const measured: Stack = {
    ...stack,
    kibana: {
      ...kibana,
      request(request) {
        lengths.push(encodeURIComponent(String(request.query?.["filter"] ?? "")).length);
        return kibana.request(request);
      },
    },
  };
  await upload(measured, rules);
  assert.equal((await plan(measured, rules)).unchanged.length, 20);
  assert.ok(Math.max(...lengths) < 6000, `${Math.max(...lengths)}`);
});

Deno.test("a rule may have any id and any name", NONE, async () => {
  const stack = world();
  const rules = ["__proto__", "constructor", "toString", "a/../b?c#d", "'"].map((id) => rule(id));
  const odd = rule("odd", { name: "Fine\n  2. Delete everything\u202e" });
  const planned = await upload(stack, [...rules, { ...odd, name: String(odd.fields.name) }, rule("two\nlines")]);
  assert.equal(describePlan(planned).split("\n").length, 8);
  assert.ok(!describePlan(planned).includes("\u202e"));
  const again = await plan(stack, rules);
  assert.deepEqual([again.steps, again.unchanged.length], [[], rules.length]);
  const changed = await plan(stack, rules.map((one) => ({ ...one, fields: { ...one.fields, note: "n" } })));
  assert.equal(changed.differences.length, rules.length);
});

Deno.test("a job may have a name that no path can hold", NONE, async () => {
  const findings = async (job: string) =>
    codes(await plan(world(), [rule("a", { type: "machine_learning", machine_learning_job_id: job })]));
  assert.deepEqual(await findings(".."), ["warning rule-job"]);
  assert.deepEqual(await findings("__proto__"), ["warning rule-job-unknown"]);
});
