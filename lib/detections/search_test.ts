import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import fc from "fast-check";
import { KqlError, parseKql } from "./kql.ts";
import { mayMatch, type SearchableRule, searchRules } from "./search.ts";
import { readSearchableRules } from "./searchable_rules.ts";

const RULES = new URL("../../testdata/rules/", import.meta.url);
const PURE = { permissions: "none" } as const;
const READ = { permissions: { read: true } } as const;

async function texts(): Promise<[file: string, text: string][]> {
  const names = (await readdir(RULES)).filter((name) => name.endsWith(".toml")).sort();
  return await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, RULES), "utf8")] as const))
    .then(
      (pairs) => pairs.map(([name, text]) => [name, text]),
    );
}

function rulesOf(files: readonly (readonly [string, string])[]): SearchableRule[] {
  return files.flatMap(([file, text]) => readSearchableRules(text, file).value ?? []);
}

Deno.test("searchRules() finds by what people ask", READ, async (t) => {
  const rules = rulesOf(await texts());
  const all = rules.map(({ file }) => file.replace(".toml", ""));
  const withThreat = ["eql", "machine_learning", "query", "saved_query", "threshold"];
  const cases: [query: string, files: string[]][] = [
    ["", all],
    ["tags:ML-DGA", all],
    ["tags:ml-dga", all],
    ["tags:ML", []],
    ["tags:ML-*", all],
    ["tags:*quotes*", all],
    ['tags:"with \\"quotes\\""', all],
    ["type:machine_learning", ["machine_learning"]],
    ['type:machine_learning and not tags:"ML-DGA"', []],
    ["not type:query and risk_score >= 47 and not threat:*", ["esql", "new_terms", "threat_match"]],
    ["type:(query or eql)", ["eql", "query"]],
    ["type:(not query and *q*)", ["eql", "esql", "saved_query"]],
    ["(type:eql or type:esql) and language:esql", ["esql"]],
    ["TYPE:eql", []],
    ['threat.tactic.name:"Command and Control"', withThreat],
    ["threat.technique.subtechnique.id:T1568.002", withThreat],
    ["threat:{ tactic.id:TA0011 and technique.id:T1568 }", withThreat],
    ["threat:{ tactic.id:TA0011 and not technique.id:T1568 }", []],
    ["threat.*.id:TA0011", withThreat],
    ['tactics:"command and control" and techniques:T1568', withThreat],
    ["subtechniques:T1568.0*", withThreat],
    ["new_terms_fields:host.id", ["new_terms"]],
    ["threshold.value:10", ["threshold"]],
    ["threshold.value > 9 and threshold.cardinality.value <= 20", ["threshold"]],
    ["risk_score > 47", []],
    ["risk_score:47.0", all],
    ['updated_date >= "2026/11/02"', all],
    ["updated_date < 2026/11/02", []],
    ["metadata.maturity:production and rule.type:esql", ["esql"]],
    ["file:new*", ["new_terms"]],
    ['name:"type eql"', ["eql"]],
    ["name:ql", []],
    ["query:maxspan", ["eql"]],
    ["count_distinct", ["esql"]],
    ["count_dist", []],
    ["count_dist*", ["esql"]],
    ["data_view_id:*", ["threshold"]],
    ["no_such_field:x", []],
  ];
  for (const [query, files] of cases) {
    await t.step(query || "(empty)", () => {
      assert.deepEqual(searchRules(rules, query).map(({ file }) => file.replace(".toml", "")), files);
    });
  }
});

Deno.test("parseKql() shows the place of what it can't read", PURE, async (t) => {
  const cases: [query: string, column: number, problem: RegExp][] = [
    ["tags:", 6, /a value is missing at the end/],
    ["tags:x type:y", 8, /"and" or "or" missing/],
    ["(a or b", 8, /"\)" is missing/],
    ["a)", 2, /"\)" stands where/],
    ["threat:{a:1", 12, /"\}" is missing/],
    ["a and and b", 7, /"and" stands where a field or a value/],
    ['é:"x', 3, /the quote is not closed/],
    ["x\\", 2, /escapes nothing/],
    [": x", 1, /":" stands where/],
    ["a > > 1", 5, /">" stands where a value/],
    [`${"(".repeat(200)}a`, 101, /100 levels/],
    ["a".repeat(20_000), 1, /10000 characters/],
  ];
  for (const [query, column, problem] of cases) {
    await t.step(query.slice(0, 20), () => {
      assert.throws(() => parseKql(query), (error) => {
        assert.ok(error instanceof KqlError);
        assert.match(error.message, problem);
        assert.equal(error.column, column);
        const caret = error.message.split("\n").at(-1) ?? "";
        assert.equal(caret, `  ${" ".repeat(column - 1)}^`);
        return true;
      });
    });
  }
});

Deno.test("mayMatch() never passes over a file with a rule that is found", READ, async () => {
  const files = await texts();
  const values = [
    "ML-DGA",
    "T1568.002",
    "eql",
    "47",
    '"command and control"',
    "*quotes*",
    "2026/11/0*",
    "Üñí",
    "10",
    "nothing",
  ];
  const fields = [
    "tags",
    "type",
    "threat.technique.subtechnique.id",
    "risk_score",
    "t*",
    "file",
    "name",
    "threshold.value",
  ];
  const leaf = fc.oneof(
    fc.tuple(fc.constantFrom(...fields), fc.constantFrom(...values)).map(([field, value]) => `${field}:${value}`),
    fc.constantFrom(...values),
  );
  const { query } = fc.letrec<{ query: string }>((tie) => ({
    query: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.tuple(tie("query"), tie("query")).map(([a, b]) => `(${a} and ${b})`),
      fc.tuple(tie("query"), tie("query")).map(([a, b]) => `(${a} or ${b})`),
      tie("query").map((a) => `not ${a}`),
    ),
  }));
  fc.assert(
    fc.property(query, (text) => {
      const node = parseKql(text);
      assert.ok(node !== undefined);
      for (const file of files) {
        if (searchRules(rulesOf([file]), text).length > 0) assert.ok(mayMatch(node, file[1]), `${text} in ${file[0]}`);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("mayMatch() sees what is written in another way", PURE, () => {
  const query = parseKql("tags:ML-DGA");
  assert.ok(query !== undefined);
  assert.ok(mayMatch(query, 'tags = ["ml-dga"]'));
  assert.ok(mayMatch(query, 'tags = ["\\u004dL-DGA"]'));
  assert.ok(mayMatch(query, 'tags = ["""ML-\\\n  DGA"""]'));
  assert.ok(!mayMatch(query, 'tags = ["DGA"]'));
});

Deno.test("wildcards take no longer than the text is", PURE, () => {
  const text = "a".repeat(50_000);
  const rules = [{ file: "a", fields: { name: text }, metadata: {} }];
  const start = performance.now();
  assert.deepEqual(searchRules(rules, `name:${"*a".repeat(500)}*b`), []);
  assert.deepEqual(searchRules(rules, `${"*a".repeat(500)}*b`), []);
  assert.ok(performance.now() - start < 2000);
});
