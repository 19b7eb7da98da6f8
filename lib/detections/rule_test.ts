import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { parseRule, parseRules } from "./rule.ts";
import { RULE_TYPES } from "./rule_fields.ts";
import { parseToml } from "./toml.ts";

const RULES = new URL("../../testdata/rules/", import.meta.url);
const DETECTIONS = new URL("../../testdata/ML-experimental-detections-20261101-1/", import.meta.url);
const READ = { permissions: { read: true } } as const;
const PURE = { permissions: "none" } as const;

async function tomlFiles(folder: URL): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".toml"));
}

Deno.test("parseToml() reads what Python's parser reads", READ, async () => {
  const expected: Record<string, unknown> = JSON.parse(await readFile(new URL("expected.json", RULES), "utf8"));
  for (const name of await tomlFiles(RULES)) {
    const { value, findings } = parseToml(await readFile(new URL(name, RULES), "utf8"), name);
    assert.deepEqual(findings, []);
    assert.deepEqual(value?.value, expected[name], name);
  }
});

Deno.test("parseRule() takes rules of every type without a finding", READ, async () => {
  const types: string[] = [];
  for (const folder of [RULES, DETECTIONS]) {
    for (const name of await tomlFiles(folder)) {
      const { value, findings } = parseRule(await readFile(new URL(name, folder), "utf8"), name);
      assert.deepEqual(findings, [], name);
      assert.ok(value !== undefined);
      assert.equal(value.fields["rule_id"], value.ruleId);
      assert.ok(!("creation_date" in value.fields), "metadata is apart");
      types.push(value.type);
    }
  }
  assert.deepEqual(new Set(types), new Set(RULE_TYPES));
});

Deno.test("parseRule() gives the fields as Kibana takes them", READ, async () => {
  const { value } = parseRule(await readFile(new URL("new_terms.toml", RULES), "utf8"), "new_terms.toml");
  assert.deepEqual(value?.fields["new_terms_fields"], ["host.id", "dns.question.registered_domain"]);
  assert.equal(value.fields["history_window_start"], "now-14d");
  assert.ok(!("new_terms" in value.fields));
  const query = parseRule(await readFile(new URL("query.toml", RULES), "utf8"), "query.toml").value;
  assert.equal(
    query?.fields["query"],
    "event.category:dns and\n" +
      '  ml_is_dga.malicious_prediction:1 and not dns.question.registered_domain:"a\\b.example"',
  );
  assert.deepEqual(Object.keys(query.transform), ["osquery", "investigate"]);
  assert.equal(query.metadata["maturity"], "production");
});

const RULE = `[metadata]
maturity = "development"

[rule]
rule_id = "a"
name = "A"
description = "d"
severity = "low"
risk_score = 21
type = "query"
query = '''
type:dns
'''
tags = [
  "one",
  "two", # not "three
]

[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0011"
name = "n"
reference = "r"
`;

Deno.test("parseRule() says where a rule is broken", PURE, async (t) => {
  const cases: [string, string, string, { code: string; line: number; column: number; path?: string }][] = [
    ["a value that is none", "risk_score = 21", "risk_score = high", { code: "toml-syntax", line: 9, column: 14 }],
    ["a key twice", 'name = "A"', 'name = "A"\nname = "B"', { code: "toml-syntax", line: 7, column: 1 }],
    ["a string without an end", 'name = "A"', 'name = "A', { code: "toml-syntax", line: 6, column: 10 }],
    ["too much", "= 21", "= 121", { code: "rule-field", line: 9, column: 1, path: "rule/risk_score" }],
    ["a word that is none", '"low"', '"lwo"', { code: "rule-field", line: 8, column: 1, path: "rule/severity" }],
    ["no rule_id", 'rule_id = "a"\n', "", { code: "rule-field-missing", line: 4, column: 1, path: "rule/rule_id" }],
    ["a type that is none", '"query"', '"quety"', { code: "rule-type", line: 10, column: 1, path: "rule/type" }],
    ["tags of another kind", '"two"', "2", { code: "rule-field", line: 14, column: 1, path: "rule/tags/1" }],
    ["a threat without id", 'id = "TA0011"\n', "", {
      code: "rule-field",
      line: 21,
      column: 1,
      path: "rule/threat/0/tactic/id",
    }],
    ["a number beyond JSON", "= 21", "= 12345678901234567890", {
      code: "toml-number",
      line: 9,
      column: 1,
      path: "rule/risk_score",
    }],
    ["not a number", "= 21", "= nan", { code: "toml-number", line: 9, column: 1, path: "rule/risk_score" }],
    ["a key of JavaScript's", 'name = "A"', '__proto__ = "A"', { code: "toml-syntax", line: 6, column: 1 }],
  ];
  for (const [name, from, to, expected] of cases) {
    await t.step(name, () => {
      assert.ok(RULE.includes(from));
      const { value, findings } = parseRule(
        RULE.replace(from, to),
        "a.toml",
      );
      assert.equal(value, undefined);
      const [finding] = findings;
      assert.ok(finding !== undefined);
      const { level, code, line, column, path, file, message } = finding;
      assert.deepEqual({ level, code, line, column, file, ...(path === undefined ? {} : { path }) }, {
        level: "error",
        file: "a.toml",
        ...expected,
      }, message);
    });
  }
});

Deno.test("parseRule() needs a [rule]", PURE, () => {
  for (
    const [text, hint] of [['[rules]\nname = "A"', /Write \[rule\] for \[rules\]/], [
      "risk_score = 1",
      /above the rule's keys/,
    ]] as const
  ) {
    const [finding, ...others] = parseRule(text, "a.toml").findings;
    assert.equal(finding?.code, "rule-shape");
    assert.match(finding.hint ?? "", hint);
    assert.deepEqual(others, []);
  }
});

Deno.test("parseRule() needs the fields of the type", PURE, async (t) => {
  const needs = {
    query: [],
    saved_query: ["saved_id"],
    eql: ["language"],
    esql: ["language"],
    threshold: ["threshold"],
    threat_match: ["threat_query", "threat_mapping", "threat_index"],
    machine_learning: ["anomaly_threshold", "machine_learning_job_id"],
    new_terms: ["new_terms_fields", "history_window_start"],
  };
  for (const [type, fields] of Object.entries(needs)) {
    await t.step(type, () => {
      const { findings } = parseRule(RULE.replace('"query"', JSON.stringify(type)), "a.toml");
      const missing = findings.filter(({ code }) => code === "rule-field-missing").map(({ path }) => path);
      assert.deepEqual(missing, fields.map((field) => `rule/${field}`));
    });
  }
});

Deno.test("parseRule() warns of fields that Kibana may refuse", PURE, () => {
  const { value, findings } = parseRule(
    RULE.replace("risk_score", "threshhold = 1\nanomaly_threshold = 5\nrisk_score"),
    "a",
  );
  assert.ok(value !== undefined);
  assert.deepEqual(findings.map(({ level, code, line }) => [level, code, line]), [
    ["warning", "rule-field-unknown", 9],
    ["warning", "rule-field-unknown", 10],
  ]);
  assert.match(findings[1]?.message ?? "", /belongs to rules of type "machine_learning"/);
});

const LINE = {
  id: "5ad7ec4e-2f4c-4d64-9a9b-3d3c2ff60a7e",
  updated_at: "2026-11-01T00:00:00.000Z",
  created_by: "elastic",
  immutable: false,
  revision: 3,
  rule_id: "a",
  name: "A",
  description: "d",
  severity: "low",
  risk_score: 21,
  type: "query",
  query: "type:dns",
};

Deno.test("parseRules() reads what Kibana exports, without what the server made", PURE, () => {
  const text =
    [LINE, { ...LINE, rule_id: "b" }, { _version: "x", list_id: "l", type: "detection" }, { exported_count: 2 }]
      .map((line) => JSON.stringify(line)).join("\n") + "\n";
  const { value, findings } = parseRules(text, "rules.ndjson");
  assert.deepEqual(findings, []);
  assert.deepEqual(value?.map(({ ruleId }) => ruleId), ["a", "b"]);
  const { rule_id, name, description, severity, risk_score, type, query } = LINE;
  assert.deepEqual(value[0]?.fields, { rule_id, name, description, severity, risk_score, type, query });
});

Deno.test("parseRules() names the line of an ndjson file", PURE, () => {
  const text = `${JSON.stringify(LINE)}\n${JSON.stringify({ ...LINE, risk_score: "high" })}\n{"rule_id": "c",\n`;
  const { value, findings } = parseRules(text, "rules.ndjson");
  assert.equal(value, undefined);
  assert.deepEqual(findings.map(({ code, line, path }) => [code, line, path]), [
    ["rule-field", 2, "risk_score"],
    ["json-syntax", 3, undefined],
  ]);
});

Deno.test("dates of a TOML file become the text that was written", PURE, () => {
  const { value } = parseToml("a = 2026-11-01\nb = 2026-11-01T10:20:30Z\nc = 10:20:30\nd = 1.0\ne = 1", "a.toml");
  assert.deepEqual(value?.value, { a: "2026-11-01", b: "2026-11-01T10:20:30Z", c: "10:20:30", d: 1, e: 1 });
});

Deno.test("files that are no rules are findings, whatever they hold", PURE, () => {
  for (
    const text of ["", "\u0000", "{", "[", "[[rule]]", "rule = 1", "[rule]", "[rule]\ntype = 1", "a".repeat(11_000_000)]
  ) {
    const { value, findings } = parseRule(text, "a.toml");
    assert.equal(value, undefined);
    assert.ok(findings.some(({ level }) => level === "error"), text.slice(0, 20));
  }
  assert.ok(parseRule(`[rule]\na = ${"[".repeat(5000)}${"]".repeat(5000)}`, "a.toml").findings.length > 0);
});
