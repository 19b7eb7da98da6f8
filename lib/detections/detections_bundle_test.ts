import assert from "node:assert/strict";
import { bundleFiles } from "../bundle/bundle_files.ts";
import { readBundle } from "../bundle/read.ts";
import { memorySource } from "../json/byte_source.ts";
import { validateDetectionsBundle } from "./detections_bundle.ts";

const NONE = { permissions: "none" } as const;
const READ = { permissions: { read: true } } as const;
const NAME = "ML-experimental-detections-20261101-1";

const JOB = `{"name": "high", "type": "anomaly_detection", "body": {
  "analysis_config": {"bucket_span": "15m", "detectors": [{"function": "count"}]},
  "data_description": {"time_field": "@timestamp"}}}`;
const FEED = '{"name": "datafeed-high", "type": "datafeed",\n "body": {"job_id": "high", "indices": ["packetbeat-*"]}}';
const RULE = `[rule]
author = ["us"]
description = "Finds"
name = "Finds names"
risk_score = 21
rule_id = "f3e22c8b-ea47-45d1-b502-b57b6de950b3"
severity = "low"
type = "machine_learning"
machine_learning_job_id = "high"
anomaly_threshold = 75
`;
const SOUND: Readonly<Record<string, string>> = {
  "job.json": JOB,
  "feed.json": FEED,
  "rule.toml": RULE,
  "readme.md": "# For ML-DGA-20261101-1, not ML-DGA-20201111-1",
};

/** A change of the sound bundle: another text of a file, or no file. */
type Changes = Readonly<Record<string, string | Uint8Array | undefined>>;

function validate(changes: Changes, name = NAME) {
  const files = Object.entries({ ...SOUND, ...changes }).flatMap(([file, content]) => {
    if (content === undefined) return [];
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    return [[file, memorySource(bytes)] as const];
  });
  return validateDetectionsBundle(bundleFiles(name, files));
}

const BROKEN: Readonly<Record<string, [changes: Changes, found: string[], name?: string]>> = {
  "no readme": [{ "readme.md": undefined }, [
    'error readme-missing: Cannot find the readme: no file is called "readme.md"',
  ]],
  "a readme of another kind": [{ "readme.md": undefined, "README.txt": "" }, [
    'error readme-missing: Cannot find the readme: no file is called "readme.md" > Did you mean "README.txt"? ' +
    'Rename it to "readme.md".',
  ]],
  "a job that is not JSON": [{ "job.json": '{"name": "high",\n  type}' }, [
    'error json-syntax job.json 2:3: Cannot read the job as it is not JSON: "t" was found where a key',
  ]],
  "a job that is a list": [{ "job.json": undefined, "feed.json": "[]", "rule.toml": undefined }, [
    "error json-shape feed.json 1:1: Cannot read the job as it is no JSON object",
  ]],
  "a rule that is not TOML": [{ "rule.toml": "[rule]\nname = Finds names" }, [
    "error toml-syntax rule.toml 2:8: ",
  ]],
  "not UTF-8": [{ "rule.toml": Uint8Array.of(0x22, 0xff) }, [
    'error not-utf8 rule.toml: Cannot read "rule.toml": it is not UTF-8',
  ]],
  "a job without name": [{ "feed.json": FEED.replace('"name": "datafeed-high", ', "") }, [
    'error job-name feed.json 1:1: Cannot take this as a job as it has no "name"',
  ]],
  "a job of an unknown type": [{ "feed.json": FEED.replace('"datafeed"', '"datafed"') }, [
    'error job-type feed.json 1:35: Cannot take this as a job as its type is unknown: "datafed" > Did you mean "datafeed"?',
  ]],
  "a job without body": [{ "feed.json": '{"name": "datafeed-high", "type": "datafeed"}' }, [
    'error job-body feed.json 1:1: Cannot take this as a job as it has no "body"',
  ]],
  "a job name twice": [{ "feed.json": FEED.replace("datafeed-high", "high") }, [
    "error job-name-duplicate feed.json 1:10: Cannot release the bundle as the name of a job is there twice: " +
    '"high" stands in "job.json" too > Give each one of its own.',
  ]],
  "a rule name twice": [{ "other.toml": RULE.replace(/rule_id = ".*"/, 'rule_id = "b"') }, [
    'error rule-name-duplicate other.toml 4:1: Cannot release the bundle as the name of a rule is there twice: "Finds ' +
    'names" stands in "rule.toml" too',
  ]],
  "a rule id twice": [{ "other.toml": RULE.replace("Finds names", "Finds others") }, [
    "error rule-id-duplicate other.toml 6:1: Cannot release the bundle as the id of a rule is there twice: ",
  ]],
  "names twice in files that servers refuse": [{
    "feed.json": '{"name": "high", "name": "high", "type": "datafeed", "body": {}}',
    "other.toml": '[rule]\nname = "Finds names"\nrule_id = "f3e22c8b-ea47-45d1-b502-b57b6de950b3"',
  }, [
    "warning duplicate-key feed.json 1:18: ",
    "warning rule-type other.toml 1:1: ",
    "error job-name-duplicate feed.json 1:26: ",
    "error rule-name-duplicate other.toml 2:1: ",
    "error rule-id-duplicate other.toml 3:1: ",
  ]],
  "a name that is no id": [{ "feed.json": FEED.replace("datafeed-high", "Datafeed High") }, [
    'warning job-name feed.json 1:10: Cannot take this as a job as its name is no id: "Datafeed High"',
  ]],
  "a field that the server makes": [{ "job.json": JOB.replace('"data_desc', '"create_time": 1, "data_desc') }, [
    'warning job-body job.json 3:18: Cannot store the anomaly job "high" as "create_time" is the server\'s own: it was ' +
    "exported with the job",
  ]],
  "a rule without severity": [{ "rule.toml": RULE.replace(/severity.*\n/, "") }, [
    'warning rule-field-missing rule.toml 1:1: Cannot upload the rule as it has no "severity"',
  ]],
  "a file that is no rule": [{ "rule.toml": 'title = "x"' }, [
    "warning rule-shape rule.toml 1:1: Cannot take this as a rule as it has no [rule] table",
  ]],
  "a job from elsewhere": [{ "feed.json": FEED.replace('"job_id": "high"', '"job_id": "hihg"') }, [
    'warning job-not-in-bundle feed.json 2:21: The datafeed needs the anomaly job "hihg", which is not in the bundle > ' +
    'Did you mean "high"?',
  ]],
  "no jobs and rules": [{ "job.json": undefined, "feed.json": undefined, "rule.toml": undefined }, [
    "warning bundle-empty: The bundle has neither a job (*.json) nor a rule (*.toml)",
  ]],
  "a name that is no release": [{}, ['warning release-name: The bundle is called "mine", which is not'], "mine"],
  "a hidden file": [{ ".DS_Store": "\0" }, [
    'warning hidden-file .DS_Store: The file ".DS_Store" is hidden: it is not',
  ]],
};

Deno.test("validateDetectionsBundle() takes the test bundle, and one that is sound", READ, async () => {
  const folder = new URL(`../../testdata/${NAME}`, import.meta.url).pathname;
  for (const { value, findings } of [await validateDetectionsBundle(await readBundle(folder)), await validate({})]) {
    assert.deepEqual(findings, []);
    assert.deepEqual([value?.name, value?.dgaRelease, value?.refused], [NAME, "ML-DGA-20261101-1", []]);
    assert.deepEqual(value?.release, { family: "ML-experimental-detections", date: "20261101", version: 1 });
  }
});

Deno.test("validateDetectionsBundle() finds what is broken", NONE, async (t) => {
  for (const [what, [changes, expected, name]] of Object.entries(BROKEN)) {
    await t.step(what, async () => {
      const { value, findings } = await validate(changes, name);
      const told = findings.map(({ level, code, file, line, column, message, hint }) => {
        const place = [file, line === undefined ? undefined : `${line}:${column}`].filter((part) => part !== undefined);
        return `${[level, code, ...place].join(" ")}: ${message}${hint === undefined ? "" : ` > ${hint}`}`;
      });
      assert.deepEqual(told.map((text, i) => text.slice(0, expected[i]?.length)), expected);
      assert.equal(value === undefined, expected.some((text) => text.startsWith("error")));
    });
  }
});

Deno.test(
  "validateDetectionsBundle() keeps apart what servers would refuse, and releases it all the same",
  NONE,
  async () => {
    const { value } = await validate({
      "feed.json": FEED.replace('"indices"', '"indixes"'),
      "rule.toml": RULE.replace(/severity.*\n/, ""),
      "image.png": "",
      ".git": "",
    });
    assert.deepEqual(value?.jobs.map(({ name }) => name), ["high"]);
    assert.deepEqual(value?.rules, []);
    assert.deepEqual(value?.refused, ["feed.json", "rule.toml"]);
    assert.deepEqual([...value?.files.keys() ?? []], [
      ...["job.json", "feed.json", "rule.toml", "readme.md", "image.png"],
    ]);
  },
);

Deno.test("validateDetectionsBundle() reads the ndjson of later releases, every line a rule", NONE, async () => {
  const line = (id: string, name: string) =>
    JSON.stringify({
      ...{ rule_id: id, name, description: "Finds", severity: "low", risk_score: 21, type: "machine_learning" },
      ...{ machine_learning_job_id: ["high"], anomaly_threshold: 75 },
    });
  const rules = [line("a", "A"), line("b", "B"), '{"exported_count": 2}', ""].join("\n");
  const { value, findings } = await validate({ "rule.toml": undefined, "rules.ndjson": rules });
  assert.deepEqual(findings, []);
  assert.deepEqual(value?.rules.map(({ ruleId }) => ruleId), ["a", "b"]);
  const twice = await validate({ "rules.ndjson": `${line("a", "A")}\n${line("a", "B")}\n` });
  assert.deepEqual(twice.findings.map(({ code, line, message }) => [code, line, message.slice(-37)]), [
    ["rule-id-duplicate", 2, 'is there twice: "a" stands in line 1 too'.slice(-37)],
  ]);
});

Deno.test("validateDetectionsBundle() knows a DGA bundle when it sees one", READ, async () => {
  const files = await readBundle(new URL("../../testdata/ML-DGA-20261101-1", import.meta.url).pathname);
  const { value, findings } = await validateDetectionsBundle(files);
  assert.equal(value, undefined);
  assert.ok(findings.some(({ code }) => code === "dga-bundle"));
});

Deno.test("validateDetectionsBundle() does not read what is far too large", NONE, async () => {
  const source = { size: 11 * 1024 * 1024, bytes: () => assert.fail("read"), stream: () => assert.fail("read") };
  const { findings } = await validateDetectionsBundle(bundleFiles(NAME, [["readme.md", source], ["a.json", source]]));
  assert.deepEqual(findings.map(({ code, file }) => [code, file]), [
    ["file-too-large", "readme.md"],
    ["file-too-large", "a.json"],
  ]);
});
