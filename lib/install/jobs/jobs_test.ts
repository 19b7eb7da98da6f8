import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { type Job, parseJob } from "../../detections/job.ts";
import { createRehearsalStack, type RehearsalOptions } from "../../rehearsal/stack.ts";
import { connect } from "../../stack/connect.ts";
import type { Handler } from "../../stack/handler.ts";
import { applyPlan } from "../apply.ts";
import { describePlan, planJson } from "../describe.ts";
import type { Plan } from "../plan.ts";
import { takeSnapshot } from "../snapshot.ts";
import { analyticsJob, anomalyBody, anomalyJob, datafeed, packetbeatRequests } from "../testing/jobs.ts";
import { EMPTY } from "../testing/snapshots.ts";
import type { JobRule } from "./job_rules.ts";
import { noSleep } from "../testing/rehearsed.ts";
import { stepLabels } from "../testing/step_labels.ts";
import { planJobRemoval } from "./removal.ts";
import { type JobUploadOptions, planJobUpload } from "./upload.ts";

const CLIENT: { permissions: Deno.PermissionOptionsObject } = { permissions: { sys: ["osRelease"], env: true } };
const PURE = { permissions: "none" } as const;
const BUNDLE = new URL("../../../testdata/ML-experimental-detections-20261101-1/", import.meta.url);

async function newStack(options: RehearsalOptions = {}): Promise<Handler> {
  const { elasticsearch } = createRehearsalStack({ version: "9.5.3", ...options });
  for (const request of packetbeatRequests()) assert.ok((await elasticsearch(request)).ok);
  return elasticsearch;
}

async function planFor(handler: Handler, jobs: readonly Job[], options: JobUploadOptions = {}): Promise<Plan> {
  const snapshot = await takeSnapshot(connect({ elasticsearch: { handler } }), { jobs }, { sleep: noSleep });
  return planJobUpload(jobs, snapshot, options);
}

async function planDeleting(handler: Handler, name: string, type: Job["type"], force = false): Promise<Plan> {
  const snapshot = await takeSnapshot(connect({ elasticsearch: { handler } }), { jobs: [{ name, type }] }, {
    sleep: noSleep,
  });
  return planJobRemoval(name, type, snapshot, { force });
}

async function carriedOut(handler: Handler, plan: Plan) {
  assert.deepEqual(plan.findings.filter(({ level }) => level === "error"), []);
  return await applyPlan(connect({ elasticsearch: { handler } }), plan, { sleep: noSleep });
}

async function upload(handler: Handler, jobs: readonly Job[], options: JobUploadOptions = {}): Promise<Plan> {
  const plan = await planFor(handler, jobs, options);
  const report = await carriedOut(handler, plan);
  assert.equal(report.outcome, "done", JSON.stringify({ ...report, error: report.error?.message }));
  return plan;
}

async function statesOf(handler: Handler): Promise<Record<string, string>> {
  const get = async (path: string) => (await handler(new Request(`http://rehearsal${path}`))).json();
  const { jobs } = await get("/_ml/anomaly_detectors/_stats");
  const { datafeeds } = await get("/_ml/datafeeds/_stats");
  const { data_frame_analytics: analytics } = await get("/_ml/data_frame/analytics/_stats");
  const states: [string, string][] = [
    ...jobs.map(({ job_id, state }: Record<string, string>) => [job_id, state]),
    ...datafeeds.map(({ datafeed_id, state }: Record<string, string>) => [datafeed_id, state]),
    ...analytics.map(({ id, state }: Record<string, string>) => [id, state]),
  ];
  return Object.fromEntries(states);
}

const ALL = [datafeed(), analyticsJob(), anomalyJob()];

Deno.test("planJobUpload() stores a datafeed after its job, and finds all equal the next time", CLIENT, async (t) => {
  for (const version of ["8.19.21", "9.5.3"] as const) {
    await t.step(version, async () => {
      const handler = await newStack({ version });
      assert.deepEqual(stepLabels(await upload(handler, ALL)), [
        "put-anomaly-job dga",
        "put-datafeed datafeed-dga",
        "put-analytics-job outliers",
      ]);
      const again = await upload(handler, ALL);
      assert.deepEqual([stepLabels(again), again.unchanged.length, again.findings], [[], 3, []]);
    });
  }
});

Deno.test("planJobUpload() finds a bundle's jobs equal once they are stored", {
  permissions: { ...CLIENT.permissions as object, read: true },
}, async () => {
  const jobs: Job[] = [];
  for (const file of (await readdir(BUNDLE)).filter((name) => name.endsWith(".json"))) {
    const { value } = parseJob(await readFile(new URL(file, BUNDLE), "utf8"), file);
    if (value !== undefined) jobs.push(value);
  }
  const handler = await newStack();
  assert.equal((await upload(handler, jobs)).steps.length, 3);
  assert.equal((await upload(handler, jobs)).steps.length, 0);
});

Deno.test("planJobUpload() tells what the server writes in another way from what is another", CLIENT, async (t) => {
  const handler = await newStack();
  await upload(handler, ALL);
  const same: [string, Job][] = [
    ["a span", anomalyJob({ analysis_config: { ...config(), bucket_span: "900s" } })],
    ["a size", anomalyJob({ analysis_limits: { model_memory_limit: "65536kb" } })],
    ["the order of groups", anomalyJob({ groups: ["packetbeat", "dns"] })],
    ["what is off anyway", anomalyJob({ allow_lazy_open: false })],
    ["another name of a field", datafeed({ indices: undefined, indexes: ["packetbeat-*"] })],
    ["a default that is named", datafeed({ scroll_size: 1000 })],
    ["a list of one", analyticsJob({ source: { index: ["packetbeat-*"] } })],
  ];
  for (const [name, job] of same) {
    await t.step(`same: ${name}`, async () => assert.deepEqual((await planFor(handler, [job])).differences, []));
  }
  const different: [string, Job, RegExp][] = [
    [
      "a span",
      anomalyJob({ analysis_config: { ...config(), bucket_span: "30m" } }),
      /^analysis_config\/bucket_span: "15m" is there, the file has "30m"$/,
    ],
    ["an influencer less", anomalyJob({ analysis_config: { ...config(), influencers: [] } }), /influencers/],
    ["a text less", anomalyJob({ description: undefined }), /^description: .* is there, the file has/],
    ["a query", datafeed({ query: { match_all: {} } }), /^query/],
    ["a query with less in it", datafeed({ query: { bool: {} } }), /^query\/bool\/filter/],
    ["a query less", datafeed({ query: undefined }), /^query/],
    ["an index", datafeed({ indices: ["logs-*"] }), /^indices\/0: "packetbeat-\*" is there, the file has "logs-\*"$/],
    ["fields", analyticsJob({ analyzed_fields: ["source.ip"] }), /^analyzed_fields/],
    ["an analysis", analyticsJob({ analysis: { outlier_detection: { n_neighbors: 4 } } }), /n_neighbors/],
  ];
  for (const [name, job, change] of different) {
    await t.step(`different: ${name}`, async () => {
      const { differences, findings, steps } = await planFor(handler, [job]);
      assert.match(differences[0]?.changes[0] ?? "", change);
      const errors = findings.filter(({ level }) => level === "error");
      assert.deepEqual([errors.map(({ code }) => code), steps], [["differs"], []]);
    });
  }
});

function config() {
  return anomalyBody()["analysis_config"] as Record<string, unknown>;
}

Deno.test("--open and --start do what is not done yet", CLIENT, async () => {
  const handler = await newStack();
  assert.deepEqual(stepLabels(await upload(handler, [anomalyJob()], { open: true })), [
    "put-anomaly-job dga",
    "switch-anomaly-job dga",
  ]);
  assert.deepEqual(stepLabels(await upload(handler, ALL, { start: true })), [
    "put-datafeed datafeed-dga",
    "put-analytics-job outliers",
    "switch-datafeed datafeed-dga",
    "switch-analytics-job outliers",
  ]);
  assert.deepEqual(await statesOf(handler), { "dga": "opened", "datafeed-dga": "started", "outliers": "started" });
  assert.deepEqual(stepLabels(await upload(handler, ALL, { start: true })), []);
});

Deno.test("--start opens the job of a datafeed", CLIENT, async () => {
  const handler = await newStack();
  await upload(handler, ALL);
  assert.deepEqual(stepLabels(await upload(handler, [datafeed()], { start: true })), [
    "switch-anomaly-job dga",
    "switch-datafeed datafeed-dga",
  ]);
});

Deno.test("--overwrite replaces, and what ran runs again", CLIENT, async (t) => {
  const handler = await newStack();
  await upload(handler, ALL, { start: true });
  const running = await statesOf(handler);
  await t.step("an anomaly job: its datafeed goes and comes back as it was", async () => {
    const plan = await upload(handler, [anomalyJob({ description: "Other" })], { overwrite: true });
    assert.deepEqual(stepLabels(plan), [
      "switch-datafeed datafeed-dga",
      "delete-datafeed datafeed-dga",
      "switch-anomaly-job dga",
      "delete-anomaly-job dga",
      "put-anomaly-job dga",
      "put-datafeed datafeed-dga",
      "switch-anomaly-job dga",
      "switch-datafeed datafeed-dga",
    ]);
    assert.match(plan.notes.join(), /goes with its model and its results/);
    assert.match(describePlan(plan), /Delete the anomaly job "dga" \(what it has learned and found goes with it\)/);
    assert.deepEqual(await statesOf(handler), running);
    assert.deepEqual((await planFor(handler, [datafeed()])).differences, []);
  });
  await t.step("a datafeed alone leaves the job open", async () => {
    const plan = await upload(handler, [datafeed({ query_delay: "90s" })], { overwrite: true });
    assert.deepEqual(stepLabels(plan), [
      "switch-datafeed datafeed-dga",
      "delete-datafeed datafeed-dga",
      "put-datafeed datafeed-dga",
      "switch-datafeed datafeed-dga",
    ]);
    assert.deepEqual([plan.notes, await statesOf(handler)], [[], running]);
  });
  await t.step("both at once", async () => {
    const jobs = [anomalyJob({ groups: [] }), datafeed({ query_delay: "95s" })];
    const plan = await upload(handler, jobs, { overwrite: true });
    assert.equal(stepLabels(plan).filter((label) => label === "put-datafeed datafeed-dga").length, 1);
    assert.deepEqual(await statesOf(handler), running);
    assert.equal((await planFor(handler, jobs)).steps.length, 0);
  });
  await t.step("analytics", async () => {
    const plan = await upload(handler, [analyticsJob({ description: "Other" })], { overwrite: true });
    assert.deepEqual(stepLabels(plan), [
      "switch-analytics-job outliers",
      "delete-analytics-job outliers",
      "put-analytics-job outliers",
      "switch-analytics-job outliers",
    ]);
    assert.deepEqual(await statesOf(handler), running);
  });
});

Deno.test("a datafeed that was started up to some end is not started again", CLIENT, async () => {
  const handler = await newStack();
  await upload(handler, ALL, { open: true });
  await handler(new Request("http://rehearsal/_ml/datafeeds/datafeed-dga/_start?end=2026-12-01", { method: "POST" }));
  const plan = await upload(handler, [datafeed({ query_delay: "90s" })], { overwrite: true });
  assert.match(plan.notes.join(), /is not started again/);
  assert.equal((await statesOf(handler))["datafeed-dga"], "stopped");
});

Deno.test("a datafeed within its job is stored beside it", CLIENT, async () => {
  const handler = await newStack();
  const { job_id: _, ...feed } = { job_id: "dga", indices: ["packetbeat-*"] };
  const job = anomalyJob({ datafeed_config: feed });
  assert.deepEqual(stepLabels(await upload(handler, [job])), ["put-anomaly-job dga", "put-datafeed dga"]);
  assert.deepEqual(stepLabels(await upload(handler, [job])), []);
});

Deno.test("planJobUpload() finds before anything is sent", CLIENT, async (t) => {
  const handler = await newStack();
  await upload(handler, ALL);
  const cases: [string, Job[], string][] = [
    ["a datafeed without its job", [datafeed({ job_id: "missing" }, "other")], "error job-missing"],
    ["a second datafeed", [datafeed({}, "other")], "error job-has-datafeed"],
    ["a job twice", [anomalyJob({}, "twice"), anomalyJob({}, "twice")], "error job-twice"],
  ];
  for (const [name, jobs, expected] of cases) {
    await t.step(name, async () => {
      const { findings } = await planFor(handler, jobs);
      assert.ok(findings.map(({ level, code }) => `${level} ${code}`).includes(expected), JSON.stringify(findings));
    });
  }
  await t.step("no index to read", async () => {
    const withoutIndices: Handler = (request) =>
      request.url.includes("/_field_caps")
        ? Promise.resolve(
          Response.json({ indices: [], fields: {} }, { headers: { "x-elastic-product": "Elasticsearch" } }),
        )
        : handler(request);
    const { findings, steps } = await planFor(withoutIndices, [analyticsJob({}, "more")]);
    assert.deepEqual([findings.map(({ level, code }) => `${level} ${code}`), steps.length], [["warning no-index"], 1]);
  });
  await t.step("a licence without machine learning", async () => {
    const { findings, steps } = await planFor(await newStack({ license: { type: "basic" } }), ALL);
    assert.deepEqual([findings.map(({ code }) => code), steps], [["license"], []]);
    assert.match(findings[0]?.message ?? "", /^Cannot store a job as machine learning needs/);
  });
});

Deno.test("planJobRemoval() says what has to be done first, and does it when told", CLIENT, async (t) => {
  const prepare = async () => {
    const handler = await newStack();
    await upload(handler, ALL, { start: true });
    return handler;
  };
  await t.step("an anomaly job", async () => {
    const handler = await prepare();
    const refused = await planDeleting(handler, "dga", "anomaly_detection");
    assert.deepEqual(refused.steps, []);
    const errors = refused.findings.filter(({ level }) => level === "error");
    assert.deepEqual(errors.map(({ message }) => message.replace(/^.* as /, "")), [
      'its datafeed "datafeed-dga" is started',
      'the datafeed "datafeed-dga" feeds it and would go with it',
      "it is opened",
    ]);
    const plan = await planDeleting(handler, "dga", "anomaly_detection", true);
    assert.deepEqual(stepLabels(plan), [
      "switch-datafeed datafeed-dga",
      "delete-datafeed datafeed-dga",
      "switch-anomaly-job dga",
      "delete-anomaly-job dga",
    ]);
    assert.equal((await carriedOut(handler, plan)).outcome, "done");
    assert.deepEqual(await statesOf(handler), { outliers: "started" });
    const gone = await planDeleting(handler, "dga", "anomaly_detection");
    assert.deepEqual([gone.findings, gone.steps, gone.unchanged], [[], [], ['anomaly job "dga" (not there)']]);
  });
  await t.step("a datafeed, and analytics", async () => {
    const handler = await prepare();
    for (const [name, type] of [["datafeed-dga", "datafeed"], ["outliers", "data_frame_analytic"]] as const) {
      const refused = await planDeleting(handler, name, type);
      assert.deepEqual(refused.findings.map(({ code }) => code), ["job-in-use"]);
      assert.equal((await carriedOut(handler, await planDeleting(handler, name, type, true))).outcome, "done");
    }
    assert.deepEqual(await statesOf(handler), { dga: "opened" });
    await handler(new Request("http://rehearsal/_ml/anomaly_detectors/dga/_close", { method: "POST" }));
    assert.equal((await carriedOut(handler, await planDeleting(handler, "dga", "anomaly_detection"))).outcome, "done");
    assert.deepEqual(await statesOf(handler), {});
  });
});

Deno.test("planJobRemoval() names the rules that use a job", PURE, () => {
  const config = { value: anomalyBody(), text: JSON.stringify(anomalyBody()) };
  const jobs = { jobs: { dga: { config, state: "closed" } }, datafeeds: {}, analytics: {}, emptyPatterns: [] };
  const rule = { name: "R", ruleId: "r", isEnabled: true, jobs: ["other", "dga"] };
  const plan = (rulesOfJobs: readonly JobRule[], force: boolean) =>
    planJobRemoval("dga", "anomaly_detection", { ...EMPTY, jobs, rulesOfJobs }, { force });
  const refused = plan([rule, { ...rule, jobs: ["other"] }], false);
  assert.deepEqual(refused.findings.map(({ level, code }) => [level, code]), [["error", "job-of-rule"]]);
  assert.match(refused.findings[0]?.message ?? "", /as a rule uses it: the rule "R" \(r, enabled\)$/);
  const forced = plan([rule], true);
  assert.deepEqual(forced.findings.map(({ level, code }) => [level, code]), [["warning", "job-of-rule"]]);
  assert.deepEqual(stepLabels(forced), ["delete-anomaly-job dga"]);
  assert.deepEqual(plan([], false).findings, []);
});

Deno.test("the name of a group finds no job", CLIENT, async () => {
  const handler = await newStack();
  await upload(handler, ALL);
  const plan = await planDeleting(handler, "packetbeat", "anomaly_detection", true);
  assert.deepEqual([plan.steps, plan.unchanged], [[], ['anomaly job "packetbeat" (not there)']]);
});

Deno.test("plans of jobs are plain JSON", CLIENT, async () => {
  const handler = await newStack();
  const json = planJson(await planFor(handler, ALL, { start: true }));
  assert.deepEqual(JSON.parse(JSON.stringify(json)), json);
});
