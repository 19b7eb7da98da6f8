import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isOlder, parseStackVersion } from "./field_versions.ts";
import { ruleToKibana } from "./kibana_rule.ts";
import { parseRule, type Rule } from "./rule.ts";
import { renderNote } from "./rule_transform.ts";

const NONE = { permissions: "none" } as const;
const READ = { permissions: { read: true } } as const;

async function ruleFile(name: string): Promise<Rule> {
  const { value, findings } = parseRule(await readFile(`testdata/rules/${name}`, "utf8"), name);
  return value ?? assert.fail(JSON.stringify(findings));
}

function ruleWith(fields: Readonly<Record<string, unknown>>, transform: Rule["transform"] = {}): Rule {
  const { type = "query", name = "A" } = fields;
  if (type !== "query" && type !== "threshold" && type !== "threat_match" && type !== "esql" && type !== "eql") {
    assert.fail();
  }
  const all = { rule_id: "a", name, type, description: "b", severity: "low", risk_score: 21, ...fields };
  return {
    file: "a.toml",
    ruleId: "a",
    name: String(name),
    type,
    fields: all,
    metadata: { maturity: "beta" },
    transform,
  };
}

function codesAndPaths(rule: Rule, version: string): string[] {
  return ruleToKibana(rule, version).findings.map(({ level, code, path }) => `${level} ${code} ${path}`);
}

Deno.test("ruleToKibana() sends of a file of every type what Python makes of it", READ, async (t) => {
  const expected: Record<string, unknown> = JSON.parse(await readFile("testdata/rules/kibana.json", "utf8"));
  assert.equal(Object.keys(expected).length, 8);
  for (const [file, sent] of Object.entries(expected)) {
    await t.step(file, async () => {
      for (const version of ["8.19.21", "9.5.3"]) {
        const { body, findings } = ruleToKibana(await ruleFile(file), version);
        assert.deepEqual([body, findings], [sent, []], version);
      }
    });
  }
});

Deno.test("ruleToKibana() sends no metadata, no enabled, and nobody's word on ECS", NONE, () => {
  const fields = { enabled: true, required_fields: [{ name: "dns.question.name", type: "keyword", ecs: true }] };
  const { body } = ruleToKibana(ruleWith(fields), "9.5.3");
  assert.deepEqual(
    [body.metadata, body.maturity, body.enabled, body.required_fields],
    [undefined, undefined, undefined, [{ name: "dns.question.name", type: "keyword" }]],
  );
});

Deno.test("ruleToKibana() leaves out what came later than the stack, and names it", NONE, async (t) => {
  const suppression = { group_by: ["host.name"], missing_fields_strategy: "suppress" };
  const cases: [fields: Readonly<Record<string, unknown>>, since: string, field: string][] = [
    [{ alert_suppression: suppression }, "8.8", "alert_suppression"],
    [{ type: "threshold", alert_suppression: suppression }, "8.12", "alert_suppression"],
    [{ type: "threat_match", alert_suppression: suppression }, "8.13", "alert_suppression"],
    [{ type: "eql", alert_suppression: suppression }, "8.14", "alert_suppression"],
    [{ type: "esql", alert_suppression: suppression }, "8.15", "alert_suppression"],
    [{ investigation_fields: { field_names: ["host.name"] } }, "8.11", "investigation_fields"],
    [{ setup: "Install it" }, "8.14", "setup"],
    [{ related_integrations: [{ package: "a", version: "1" }] }, "8.15", "related_integrations"],
    [{ required_fields: [{ name: "a", type: "keyword" }] }, "8.15", "required_fields"],
  ];
  for (const [fields, since, field] of cases) {
    await t.step(`${field} of ${fields.type ?? "query"} since ${since}`, () => {
      const [major, minor] = since.split(".").map(Number);
      const before = ruleToKibana(ruleWith(fields), `${major}.${(minor ?? 0) - 1}.9`);
      assert.ok(!(field in before.body));
      assert.deepEqual(
        before.findings.filter(({ path }) => path === `rule/${field}`).map(({ level, code }) => `${level} ${code}`),
        ["warning rule-field-version"],
      );
      assert.ok(field in ruleToKibana(ruleWith(fields), `${since}.0`).body);
      assert.ok(field in ruleToKibana(ruleWith(fields), "9.0.0").body);
    });
  }
});

Deno.test("ruleToKibana() says nothing of fields that are empty", NONE, () => {
  assert.deepEqual(codesAndPaths(ruleWith({ setup: "", related_integrations: [], required_fields: [] }), "8.2.0"), []);
});

Deno.test("ruleToKibana() refuses what an older stack would refuse, or take for something else", NONE, () => {
  const esql = ruleWith({ type: "esql" });
  assert.deepEqual([codesAndPaths(esql, "8.10.4"), codesAndPaths(esql, "8.11.0")], [
    ["error rule-version rule/type"],
    [],
  ]);
  const threshold = ruleWith({ type: "threshold", threshold: { field: ["a", "b", "c", "d"], value: 1 } });
  assert.deepEqual(
    [codesAndPaths(threshold, "9.1.5"), codesAndPaths(threshold, "9.2.0")],
    [["error rule-version rule/threshold/field"], []],
  );
  const entry = { field: "a", type: "mapping", value: "b" };
  const negated = ruleWith({
    type: "threat_match",
    threat_mapping: [{ entries: [entry, { ...entry, negate: true }] }],
  });
  assert.deepEqual(
    [codesAndPaths(negated, "8.19.21"), codesAndPaths(negated, "9.2.0")],
    [["error rule-version rule/threat_mapping"], []],
  );
});

Deno.test("ruleToKibana() makes no guesses about a version that is none", NONE, () => {
  assert.deepEqual(codesAndPaths(ruleWith({ type: "esql", setup: "x" }), "main"), []);
});

Deno.test("ruleToKibana() names what of [transform] is not sent", NONE, () => {
  const transform = { osquery: [{ label: "a", query: "b" }], timeline: [] };
  const { body, findings } = ruleToKibana(ruleWith({ note: "nothing here" }, transform), "9.5.3");
  assert.equal(body.note, "nothing here");
  assert.deepEqual(findings.map(({ message }) => message), [
    'A part of [transform] of the rule "A" is not sent: the note does not have "$osquery_0"',
    'A part of [transform] of the rule "A" is not sent: a note cannot embed "timeline"',
  ]);
  assert.equal(ruleToKibana(ruleWith({}, transform), "9.5.3").body.note, undefined);
});

Deno.test("ruleToKibana() names the jobs of machine learning rules, one or many", READ, async () => {
  const rule = await ruleFile("machine_learning.toml");
  assert.ok(ruleToKibana(rule, "9.5.3").jobs.length > 0);
  const one = { ...rule, fields: { ...rule.fields, machine_learning_job_id: "job" } };
  assert.deepEqual(ruleToKibana(one, "9.5.3").jobs, ["job"]);
  assert.deepEqual(ruleToKibana(ruleWith({ machine_learning_job_id: "job" }), "9.5.3").jobs, []);
});

Deno.test("renderNote() replaces as Python's string.Template does", NONE, () => {
  // python3 -c "from string import Template; print(repr(Template('a $osquery_0 ${osquery_0} $$x $no $1 $ $OSQUERY_0').safe_substitute(osquery_0='Q')))"
  const { note, unused } = renderNote("a $osquery_0 ${osquery_0} $$x $no $1 $ $OSQUERY_0", { osquery: [1] });
  assert.deepEqual([note, unused], ["a !{osquery1} !{osquery1} $x $no $1 $ $OSQUERY_0", []]);
  assert.equal(renderNote("costs $$5", {}).note, "costs $$5");
});

Deno.test("isOlder() compares numbers, not texts", NONE, () => {
  const version = (text: string) => parseStackVersion(text) ?? assert.fail();
  assert.deepEqual(
    ["8.9.0", "8.11.0", "8.12.1", "9.0.0", "7.17.20"].map((text) => isOlder(version(text), "8.11")),
    [true, false, false, false, true],
  );
});
