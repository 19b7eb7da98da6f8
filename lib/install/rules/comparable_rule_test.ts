import assert from "node:assert/strict";
import fc from "fast-check";
import { readdir, readFile } from "node:fs/promises";
import { ruleToKibana } from "../../detections/kibana_rule.ts";
import { parseRule } from "../../detections/rule.ts";
import { createRehearsalStack } from "../../rehearsal/stack.ts";
import { isSameRule, sendableRule } from "./comparable_rule.ts";

const READ = { permissions: { read: true } } as const;
const NONE = { permissions: "none" } as const;

Deno.test("isSameRule() knows a rule of any type again that Kibana has stored", READ, async (t) => {
  for (const file of (await readdir("testdata/rules")).filter((name) => name.endsWith(".toml"))) {
    await t.step(file, async () => {
      const { value = assert.fail() } = parseRule(await readFile(`testdata/rules/${file}`, "utf8"), file);
      for (const version of ["8.19.21", "9.5.3"] as const) {
        const sent = JSON.stringify({ ...ruleToKibana(value, version).body, enabled: false });
        const response = await createRehearsalStack({ version }).kibana(
          new Request("http://kibana/api/detection_engine/rules", {
            method: "POST",
            headers: { "kbn-xsrf": "x", "content-type": "application/json" },
            body: sent,
          }),
        );
        const stored = await response.text();
        assert.equal(response.status, 200, stored);
        assert.ok(isSameRule(stored, sent), `${stored}\n${sent}`);
        assert.ok(!isSameRule(stored, sent.replace('"risk_score":47', '"risk_score":48')));
      }
    });
  }
});

Deno.test("isSameRule() takes no default for a change, and every other value for one", NONE, () => {
  const rule = { rule_id: "a", name: "A", type: "query", query: "*", enabled: false };
  const isSame = (one: object, other: object) =>
    isSameRule(JSON.stringify({ ...rule, ...one }), JSON.stringify({ ...rule, ...other }));
  const same: [object, object][] = [
    [{ language: "kuery", tags: [], note: "", max_signals: 100, version: 1 }, {}],
    [{ id: "1", revision: 7, updated_at: "x", execution_summary: {} }, {}],
    [{ type: "machine_learning", machine_learning_job_id: ["j"] }, {
      type: "machine_learning",
      machine_learning_job_id: "j",
    }],
    [
      { type: "threshold", threshold: { field: ["a"], value: 1 } },
      { type: "threshold", threshold: { field: "a", value: 1, cardinality: [] } },
    ],
    [
      { required_fields: [{ name: "a", type: "keyword", ecs: true }] },
      { required_fields: [{ name: "a", type: "keyword" }] },
    ],
  ];
  for (const [one, other] of same) assert.ok(isSame(one, other), JSON.stringify([one, other]));
  const different: [object, object][] = [
    [{ language: "lucene" }, {}],
    [{ type: "eql", language: "kuery" }, { type: "eql" }],
    [{ enabled: true }, {}],
    [{ version: 2 }, {}],
    [{ threat: [{ framework: "x" }] }, {}],
    [{ query: "" }, {}],
    [{ unknown_to_us: 1 }, {}],
  ];
  for (const [one, other] of different) assert.ok(!isSame(one, other), JSON.stringify([one, other]));
});

const text = fc.string({ minLength: 1, maxLength: 8 });
const texts = fc.array(text, { maxLength: 2 });
const own = {
  query: fc.record({ type: fc.constant("query"), query: text, language: fc.constantFrom("kuery", "lucene") }, {
    requiredKeys: ["type"],
  }),
  threshold: fc.record({
    type: fc.constant("threshold"),
    query: text,
    threshold: fc.record({
      field: fc.oneof(text, fc.array(text, { maxLength: 3 })),
      value: fc.integer({ min: 1, max: 9 }),
      cardinality: fc.constant([]),
    }, { requiredKeys: ["field", "value"] }),
  }),
  machine_learning: fc.record({
    type: fc.constant("machine_learning"),
    anomaly_threshold: fc.integer({ min: 0, max: 100 }),
    machine_learning_job_id: fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 2 })),
  }),
  eql: fc.record({ type: fc.constant("eql"), language: fc.constant("eql"), query: text }),
};
const optional = fc.record({
  author: texts,
  enabled: fc.boolean(),
  false_positives: texts,
  from: fc.constantFrom("now-6m", "now-1h/h"),
  interval: fc.constantFrom("5m", "1h"),
  max_signals: fc.constantFrom(100, 20),
  note: fc.string(),
  references: texts,
  required_fields: fc.array(fc.record({ name: text, type: text, ecs: fc.boolean() }), { maxLength: 1 }),
  setup: fc.string(),
  tags: texts,
  to: fc.constantFrom("now", "now-1m"),
  version: fc.integer({ min: 1, max: 3 }),
}, { requiredKeys: [] });
const required = fc.record({
  rule_id: text,
  name: text,
  description: text,
  severity: fc.constantFrom("low", "critical"),
  risk_score: fc.integer({ min: 0, max: 100 }),
});

Deno.test("isSameRule() knows any rule again, and what is stored can be sent as it is", NONE, async () => {
  const bodies = fc.tuple(required, optional, fc.oneof(...Object.values(own))).map((parts) =>
    Object.assign({}, ...parts)
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const { kibana } = createRehearsalStack();
      const send = async (method: string, sent: unknown): Promise<Record<string, unknown>> => {
        const headers = { "kbn-xsrf": "x", "content-type": "application/json" };
        const url = "http://kibana/api/detection_engine/rules";
        const response = await kibana(new Request(url, { method, headers, body: JSON.stringify(sent) }));
        assert.equal(response.status, 200);
        return await response.json();
      };
      const stored = await send("POST", { enabled: false, ...body });
      assert.ok(isSameRule(JSON.stringify(stored), JSON.stringify({ enabled: false, ...body })));
      const { revision } = await send("PUT", sendableRule(stored));
      assert.equal(revision, 0);
    }),
    { numRuns: 100 },
  );
});
