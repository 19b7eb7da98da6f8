import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { formatDocument } from "../json/document.ts";
import { parseJob } from "./job.ts";

const BUNDLE = new URL("../../testdata/ML-experimental-detections-20261101-1/", import.meta.url);
const PURE = { permissions: "none" } as const;

Deno.test("parseJob() takes the jobs of a bundle as they are", { permissions: { read: true } }, async () => {
  for (const file of ["dga_high_sum_by_source_ip", "datafeed_dga_high_sum_by_source_ip", "dga_outlier_lookups"]) {
    const text = await readFile(new URL(`${file}.json`, BUNDLE), "utf8");
    const { value, findings } = parseJob(text, `${file}.json`);
    assert.deepEqual(findings, []);
    const { name, type, body } = JSON.parse(text);
    assert.deepEqual([value?.name, value?.type], [name, type]);
    assert.deepEqual(JSON.parse(formatDocument(value?.body ?? null)), body);
  }
});

Deno.test("parseJob() keeps numbers as they are written", PURE, () => {
  const text =
    '{"name":"a","type":"datafeed","body":{"job_id":"j","indices":["i"],"query":{"range":{"n":{"gte":1.0,"lt":12345678901234567890}}}}}';
  const body = parseJob(text, "a.json").value?.body;
  assert.match(formatDocument(body ?? null), /"gte":1\.0/);
  assert.match(formatDocument(body ?? null), /"lt":12345678901234567890/);
});

const JOB = `{
  "name": "a",
  "type": "anomaly_detection",
  "body": {
    "analysis_config": { "bucket_span": "15m", "detectors": [{ "function": "count" }] },
    "data_description": { "time_field": "@timestamp" }
  }
}`;
const FEED = '{"name": "f", "type": "datafeed",\n "body": {"job_id": "a", "indices": ["i"]}}';
const ANALYTIC =
  '{"name": "o", "type": "data_frame_analytic",\n "body": {"source": {"index": "i"},\n "dest": {"index": "d"}, ' +
  '"analysis": {"outlier_detection": {}}}}';

Deno.test("parseJob() says where a job is broken", PURE, async (t) => {
  const cases: [string, string, string, string, { code: string; path?: string; line: number }][] = [
    ["no JSON", JOB, '"a",', '"a"', { code: "json-syntax", line: 3 }],
    ["no name", JOB, '"name"', '"id"', { code: "job-name", path: "name", line: 1 }],
    ["a name that is no id", JOB, '"a"', '"DGA Job"', { code: "job-name", path: "name", line: 2 }],
    ["a type that is none", JOB, "anomaly_detection", "anomaly_detector", { code: "job-type", path: "type", line: 3 }],
    ["no body", JOB, '"body"', '"job"', { code: "job-body", path: "body", line: 1 }],
    ["another id in the body", JOB, '"analysis_config"', '"job_id": "b", "analysis_config"', {
      code: "job-body",
      path: "body/job_id",
      line: 5,
    }],
    ["no detectors", JOB, '{ "function": "count" }', "", {
      code: "job-body",
      path: "body/analysis_config/detectors",
      line: 5,
    }],
    ["no time field", JOB, "data_description", "description", {
      code: "job-body",
      path: "body/data_description",
      line: 4,
    }],
    ["a group of its own name", JOB, '"analysis_config"', '"groups": ["b", "a"], "analysis_config"', {
      code: "job-body",
      path: "body/groups/1",
      line: 5,
    }],
    ["exported", JOB, '"analysis_config"', '"create_time": 1, "analysis_config"', {
      code: "job-body",
      path: "body/create_time",
      line: 5,
    }],
    ["a key twice", JOB, '"name": "a"', '"name": "a", "name": "b"', { code: "duplicate-key", path: "name", line: 2 }],
    ["a datafeed of no job", FEED, '"job_id": "a", ', "", { code: "job-body", path: "body/job_id", line: 2 }],
    ["a datafeed of no index", FEED, '["i"]', "[]", { code: "job-body", path: "body/indices", line: 2 }],
    ["an analysis of no kind", ANALYTIC, '"outlier_detection": {}', "", {
      code: "job-body",
      path: "body/analysis",
      line: 3,
    }],
    ["results that go nowhere", ANALYTIC, '"dest": {"index": "d"}', '"dest": {}', {
      code: "job-body",
      path: "body/dest/index",
      line: 3,
    }],
  ];
  for (const [name, text, from, to, expected] of cases) {
    await t.step(name, () => {
      assert.ok(text.includes(from));
      assert.ok(parseJob(text, "a.json").value !== undefined);
      const { value, findings } = parseJob(text.replace(from, to), "a.json");
      assert.equal(value, undefined);
      const errors = findings.filter(({ level }) => level === "error");
      const { code, path, line } = errors[0] ?? {};
      assert.deepEqual({ code, line, ...(path === undefined ? {} : { path }) }, expected, errors[0]?.message);
      assert.ok(errors.every(({ hint }) => hint !== undefined));
    });
  }
});

Deno.test("parseJob() gives all that is wrong at once", PURE, () => {
  const several = parseJob('{"name": 1, "type": 2, "body": 3}', "a.json");
  assert.deepEqual(several.findings.map(({ code }) => code), ["job-name", "job-type", "job-body"]);
  assert.deepEqual(parseJob('{"script": 1}', "a.json").findings.map(({ code }) => code), ["json-shape"]);
  assert.deepEqual(parseJob("[]", "a.json").findings.map(({ code }) => code), ["json-shape"]);
  assert.deepEqual(parseJob("", "a.json").findings.map(({ code }) => code), ["json-syntax"]);
});
