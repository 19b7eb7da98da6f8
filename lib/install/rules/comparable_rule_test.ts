import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { ruleToKibana } from "../../detections/kibana_rule.ts";
import { parseRule } from "../../detections/rule.ts";
import { createRehearsalStack } from "../../rehearsal/stack.ts";
import { isSameRule } from "./comparable_rule.ts";

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
