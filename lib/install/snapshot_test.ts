import assert from "node:assert/strict";
import type { RehearsalOptions } from "../rehearsal/stack.ts";
import { createRehearsalStack } from "../rehearsal/stack.ts";
import { connect } from "../stack/connect.ts";
import type { ElasticsearchOptions } from "../stack/connect_options.ts";
import type { Handler } from "../stack/handler.ts";
import { type StackSnapshot, takeSnapshot } from "./snapshot.ts";
import { bundleWith, STARTER_ID } from "./testing/bundles.ts";
import { noSleep, run } from "./testing/rehearsed.ts";

const CLIENT: { permissions: Deno.PermissionOptionsObject } = { permissions: { sys: ["osRelease"], env: true } };
const BUNDLE = await bundleWith({ isSmall: true });
const OUTER = "dns_enrich_pipeline";
const INNER = "dns_dga_inference_enrich_pipeline";

async function snapshotOf(
  stack: RehearsalOptions | Handler,
  want: Parameters<typeof takeSnapshot>[1],
  credentials: Partial<ElasticsearchOptions> = {},
): Promise<{ snapshot: StackSnapshot; calls: string[] }> {
  const handler = typeof stack === "function" ? stack : createRehearsalStack(stack).elasticsearch;
  const calls: string[] = [];
  const recording: Handler = (request) => {
    calls.push(`${request.method} ${decodeURIComponent(new URL(request.url).pathname)}`);
    return handler(request);
  };
  const connection = connect({ elasticsearch: { handler: recording, ...credentials } });
  return { snapshot: await takeSnapshot(connection, want, { sleep: noSleep }), calls };
}

async function installed(): Promise<Handler> {
  const { elasticsearch } = createRehearsalStack({ version: "9.5.3" });
  const result = await run(elasticsearch, { kind: "setup", bundle: BUNDLE });
  assert.ok(result.kind === "reported" && result.report.outcome === "done");
  return elasticsearch;
}

async function send(handler: Handler, method: string, path: string, body?: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await handler(
    new Request(`http://rehearsal${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  assert.ok(response.ok, await response.text());
}

Deno.test("takeSnapshot() of an empty stack", CLIENT, async () => {
  const { snapshot, calls } = await snapshotOf({ version: "9.5.3" }, { bundle: BUNDLE });
  assert.equal(snapshot.version, "9.5.3");
  assert.deepEqual(snapshot.license?.type, "trial");
  assert.deepEqual(snapshot.machineLearning, { available: true, enabled: true });
  assert.deepEqual(snapshot.privileges, { kind: "security-off" });
  assert.deepEqual([snapshot.model, snapshot.scripts, snapshot.pipelines], [undefined, {}, {}]);
  assert.match(snapshot.upload?.sha256 ?? "", /^[0-9a-f]{64}$/);
  assert.ok(calls.includes(`GET /_ml/trained_models/${STARTER_ID}`));
  assert.ok(
    calls.every((call) => call !== "GET /_ml/trained_models" && call !== "GET /_ingest/pipeline"),
    calls.join(),
  );
});

Deno.test("takeSnapshot() has what is installed, exactly as it is stored", CLIENT, async () => {
  const { snapshot } = await snapshotOf(await installed(), { bundle: BUNDLE });
  assert.deepEqual(snapshot.model?.origin, {
    release: "ML-DGA-20261101-1",
    sha256: snapshot.upload?.sha256,
    tool: "ml-dga",
  });
  assert.equal(snapshot.model?.inputFields.length, 184);
  assert.deepEqual(Object.keys(snapshot.scripts), ["dga_ngrams_create", "dga_ngrams_transform_delete"]);
  assert.deepEqual(Object.keys(snapshot.pipelines), [INNER, OUTER]);
  assert.deepEqual(JSON.parse(snapshot.pipelines[OUTER]?.text ?? ""), snapshot.pipelines[OUTER]?.value);
});

Deno.test("takeSnapshot() keeps 1.0 what it is, and the server's dates out", CLIENT, async () => {
  const handler = await installed();
  const pipeline = '{"processors":[{"script":{"source":"ctx.a = params.x","params":{"x":1.0}}}]}';
  const request = new Request(`http://rehearsal/_ingest/pipeline/${OUTER}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: pipeline,
  });
  assert.equal((await handler(request)).status, 200);
  const { snapshot } = await snapshotOf(handler, { bundle: BUNDLE });
  assert.match(snapshot.pipelines[OUTER]?.text ?? "", /"x":1\.0/);
  assert.deepEqual(Object.keys(snapshot.pipelines[OUTER]?.value ?? {}), ["processors"]);
});

Deno.test("takeSnapshot() for a removal asks who would miss what goes", CLIENT, async () => {
  const handler = await installed();
  await send(handler, "PUT", "/_ingest/pipeline/logs@custom", {
    processors: [{ foreach: { field: "x", processor: { pipeline: { name: OUTER } } } }],
    on_failure: [{ script: { id: "dga_ngrams_create" } }],
  });
  await send(handler, "PUT", "/.hidden-dns", {
    settings: { "index.hidden": true, "index.default_pipeline": OUTER },
  });
  await send(handler, "PUT", "/other", { settings: { "index.final_pipeline": "logs@custom" } });
  const { snapshot } = await snapshotOf(handler, { modelId: STARTER_ID });
  assert.deepEqual(snapshot.references.filter(({ pipeline }) => pipeline === "logs@custom"), [
    { pipeline: "logs@custom", kind: "script", id: "dga_ngrams_create" },
    { pipeline: "logs@custom", kind: "pipeline", id: OUTER },
  ]);
  assert.deepEqual(snapshot.references.filter(({ kind }) => kind === "model"), [
    { pipeline: INNER, kind: "model", id: STARTER_ID },
  ]);
  assert.deepEqual(snapshot.indices, [{ index: ".hidden-dns", setting: "default_pipeline", pipeline: OUTER }]);
});

Deno.test("takeSnapshot() sees whether documents arrive", CLIENT, async () => {
  const handler = await installed();
  const document = { type: "dns", dns: { question: { registered_domain: "example.com", top_level_domain: "com" } } };
  const quiet = await snapshotOf(handler, { modelId: STARTER_ID });
  assert.deepEqual(quiet.snapshot.busyPipelines, []);
  const busy: Handler = async (request) => {
    if (request.url.includes("/_nodes/stats")) await send(handler, "POST", `/dns/_doc?pipeline=${OUTER}`, document);
    return await handler(request);
  };
  const { snapshot } = await snapshotOf(busy, { modelId: STARTER_ID });
  assert.deepEqual(snapshot.busyPipelines, [INNER, OUTER]);
});

Deno.test("takeSnapshot() names the privileges that are missing, and asks no further", CLIENT, async () => {
  const security = { username: "reader", password: "secret-password", cluster: ["monitor", "monitor_ml"] };
  const credentials = { username: "reader", password: "secret-password" };
  const { snapshot, calls } = await snapshotOf({ security }, { bundle: BUNDLE }, credentials);
  assert.deepEqual(snapshot.privileges, {
    kind: "asked",
    missing: [
      "manage_ml",
      "manage_ingest_pipelines",
      "cluster:admin/script/get",
      "cluster:admin/script/put",
      "cluster:admin/script/delete",
    ],
  });
  assert.equal(calls.at(-1), "POST /_security/user/_has_privileges");
});

Deno.test("takeSnapshot() of a server without machine learning does not ask for models", CLIENT, async () => {
  const { snapshot, calls } = await snapshotOf({ machineLearning: false }, { bundle: BUNDLE });
  assert.equal(snapshot.machineLearning?.enabled, false);
  assert.ok(calls.every((call) => !call.includes("/_ml/")));
});

Deno.test("takeSnapshot() leaves a server alone that is too old", CLIENT, async () => {
  const headers = { "x-elastic-product": "Elasticsearch", "content-type": "application/json" };
  const old: Handler = () => Promise.resolve(new Response('{"version":{"number":"7.17.29"}}', { headers }));
  const { snapshot, calls } = await snapshotOf(old, { bundle: BUNDLE });
  assert.deepEqual([snapshot.version, calls], ["7.17.29", ["GET /"]]);
});

Deno.test("takeSnapshot() counts what is sent only where it may be too much", CLIENT, async () => {
  const { elasticsearch } = createRehearsalStack();
  const headers = { "x-elastic-product": "Elasticsearch", "content-type": "application/json" };
  const limited = (limits: readonly number[]): Handler => async (request) => {
    if (new URL(request.url).pathname !== "/_nodes/http") return await elasticsearch(request);
    const nodes = limits.map((max_content_length_in_bytes, i) => [i, { http: { max_content_length_in_bytes } }]);
    return new Response(JSON.stringify({ nodes: Object.fromEntries(nodes) }), { headers });
  };
  const { size } = BUNDLE.modelFile.source;
  const large = (await snapshotOf(limited([1_000_000, 2_000_000]), { bundle: BUNDLE })).snapshot;
  assert.equal(large.maxContentLength, 1_000_000);
  assert.ok((large.upload?.bytes ?? 0) > size);
  const small = (await snapshotOf(limited([2_000_000, 10_000]), { bundle: BUNDLE })).snapshot;
  assert.equal(small.maxContentLength, 10_000);
  assert.ok((small.upload?.bytes ?? 0) < size);
  const rehearsed = createRehearsalStack({ maxBodyBytes: 12_345 }).elasticsearch;
  assert.equal((await snapshotOf(rehearsed, { bundle: BUNDLE })).snapshot.maxContentLength, 12_345);
});
