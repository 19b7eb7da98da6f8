import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { validateDetectionsBundle } from "../lib/detections/detections_bundle.ts";
import { readBundle } from "../lib/bundle/read.ts";
import { assetsOf, publishedFiles } from "../lib/release/testing/published.ts";
import { main as deleteJob } from "./delete_job.ts";
import { main } from "./setup_detections.ts";
import { startGithub } from "./testing/github_server.ts";
import { DETECTIONS, JOB } from "./testing/job_files.ts";
import { type KibanaServer, type KibanaServerOptions, startKibana } from "./testing/kibana_server.ts";
import { type Ran, run } from "./testing/run_main.ts";

const PERMISSIONS = {
  permissions: { read: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

const TAG = "ML-experimental-detections-20261101-1";
const RULE = "7b1f6c1e-93f4-4e0c-9a58-2f6a1d0b7c31";

function setUp(servers: KibanaServer, ...args: string[]): Promise<Ran> {
  return run(main, [...args, "--elasticsearch-url", servers.elasticsearch, "--kibana-url", servers.url]);
}

async function ask(servers: KibanaServer, path: string, body?: unknown) {
  const response = await fetch(`${servers.elasticsearch}${path}`, {
    ...(body === undefined ? {} : {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  return await response.json();
}

/** Servers with what the jobs read. */
async function start(options: KibanaServerOptions = {}): Promise<KibanaServer> {
  const servers = await startKibana(options);
  await ask(servers, "/packetbeat-1/_doc/1?refresh=true", {
    "@timestamp": "2026-11-01T00:00:00Z",
    source: { ip: "192.0.2.1", bytes: 1 },
    destination: { ip: "192.0.2.2", bytes: 1 },
    event: { duration: 1 },
    dns: { question: { registered_domain: "example.com" } },
    ml_is_dga: { malicious_probability: 0.1 },
  });
  return servers;
}

async function jobCount(servers: KibanaServer): Promise<number> {
  return (await ask(servers, "/_ml/anomaly_detectors/_stats")).count;
}

Deno.test("setup_detections.ts sets up jobs, then rules, and finds them there the next time", PERMISSIONS, async () => {
  await using servers = await start();
  const first = await setUp(servers, "-d", DETECTIONS, "--start");
  assert.equal(first.exit, 0, first.err);
  const kinds = [...first.out.matchAll(/^ {2}\d+\. (\w+ the (?:anomaly|data frame|datafeed|rule))/gm)].map(([, kind]) =>
    kind
  );
  assert.deepEqual(kinds, [
    "Store the anomaly",
    "Store the datafeed",
    "Store the data frame",
    "Open the anomaly",
    "Start the datafeed",
    "Start the data frame",
    "Store the rule",
    "Store the rule",
    "Store the rule",
  ]);
  assert.doesNotMatch(first.err, /is missing|is closed/);
  assert.equal((await servers.rules())[RULE]?.["enabled"], false);
  const again = await setUp(servers, "-d", DETECTIONS, "--start");
  assert.match(again.out, /\n\nEverything is there already\n/);
  const enabled = await setUp(servers, "-d", DETECTIONS, "--enable", "--json");
  const { ok, plan } = JSON.parse(enabled.out);
  assert.deepEqual([ok, plan.kind, plan.steps.map(({ kind }: { kind: string }) => kind)], [
    true,
    "detections",
    ["switch-rule", "switch-rule", "switch-rule"],
  ]);
});

Deno.test("setup_detections.ts takes a release", PERMISSIONS, async () => {
  const { value } = await validateDetectionsBundle(await readBundle(DETECTIONS));
  assert.ok(value !== undefined);
  const releases = [{ tag: TAG, assets: assetsOf(await publishedFiles(value), TAG) }];
  const github = await startGithub({ repository: { releases } });
  try {
    await using servers = await start();
    const { exit, out, err } = await setUp(servers, "-t", TAG, "--github-url", github.url);
    assert.equal(exit, 0, err);
    assert.match(out, new RegExp(`^Setup of "${TAG}" from elastic/detection-rules at .* on Elasticsearch`));
    assert.deepEqual([await jobCount(servers), Object.keys(await servers.rules()).length], [1, 3]);
  } finally {
    await github.close();
  }
});

Deno.test("setup_detections.ts undoes jobs when a rule is refused", {
  permissions: { ...PERMISSIONS.permissions, write: true },
}, async () => {
  const folder = await Deno.makeTempDir({ prefix: "ml-dga-" });
  try {
    for (const name of await readdir(DETECTIONS)) {
      const text = await readFile(join(DETECTIONS, name), "utf8");
      await writeFile(join(folder, name), text.replace('from = "now-10m"', 'from = "yesterday"'));
    }
    await using servers = await start();
    const { exit, err } = await setUp(servers, "-d", folder, "--start");
    assert.equal(exit, 1, err);
    assert.match(err, /and everything is as it was before: .*date-math/);
    assert.deepEqual([await jobCount(servers), await servers.rules()], [0, {}]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

Deno.test("setup_detections.ts needs a Kibana for rules, and says what is wrong", PERMISSIONS, async () => {
  await using servers = await start();
  const noKibana = await run(main, ["-d", DETECTIONS, "--elasticsearch-url", servers.elasticsearch]);
  assert.equal(noKibana.exit, 2);
  assert.match(noKibana.err, /without a Kibana for its rules\nhint: Give --kibana-url/);
  assert.equal((await setUp(servers)).exit, 2);
  assert.equal((await setUp(servers, "-d", "/nowhere")).exit, 1);
  assert.equal(await jobCount(servers), 0);
});

Deno.test("setup_detections.ts stops at what differs", PERMISSIONS, async () => {
  await using servers = await start();
  await ask(servers, `/_ml/anomaly_detectors/${JOB}`, {
    analysis_config: { bucket_span: "1h", detectors: [{ function: "count" }] },
    data_description: {},
  });
  const refused = await setUp(servers, "-d", DETECTIONS);
  assert.equal(refused.exit, 3);
  assert.match(
    refused.err,
    /Cannot upload the anomaly job .* analysis_config\/bucket_span: "1h" is there, the file has "15m"/,
  );
  assert.deepEqual(await servers.rules(), {});
  assert.equal((await setUp(servers, "-d", DETECTIONS, "--overwrite")).exit, 0);
});

Deno.test("delete_job.ts names the rules of a job where Kibana is named, too", PERMISSIONS, async () => {
  await using servers = await start();
  await setUp(servers, "-d", DETECTIONS);
  const args = [JOB, "anomaly_detection", "--elasticsearch-url", servers.elasticsearch, "--kibana-url", servers.url];
  const refused = await run(deleteJob, args);
  assert.equal(refused.exit, 3);
  assert.match(
    refused.err,
    /as a rule uses it: the rule "Unusually High Sum of DGA Probabilities" \(7b1f6c1e-.*, disabled\)/,
  );
  const forced = await run(deleteJob, [...args, "--force"]);
  assert.equal(forced.exit, 0, forced.err);
  assert.match(forced.err, /once that is gone, it fails whenever it runs/);
});
