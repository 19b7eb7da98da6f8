import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { createRehearsalStack, type RehearsalOptions } from "./stack.ts";
import { ask, leafModel } from "./testing/requests.ts";

const NONE = { permissions: "none" } as const;

Deno.test("createElasticsearch() takes the media types of its version, and no others", NONE, async (t) => {
  const version = (number: number) => `application/vnd.elasticsearch+json; compatible-with=${number}`;
  const script = { script: { lang: "painless", source: "1" } };
  const cases: readonly [string, RehearsalOptions, Record<string, string>, number, string][] = [
    ["plain JSON", {}, {}, 200, "application/json"],
    ["8 to 8", {}, { accept: version(8), "content-type": version(8) }, 200, `${version(8).replace(" ", "")}`],
    [
      "8 to 9",
      { version: "9.5.3" },
      { accept: version(8), "content-type": version(8) },
      200,
      version(8).replace(" ", ""),
    ],
    [
      "9 to 9",
      { version: "9.5.3" },
      { accept: version(9), "content-type": version(9) },
      200,
      version(9).replace(" ", ""),
    ],
    ["9 to 8", {}, { accept: version(9), "content-type": version(9) }, 400, "media_type_header_exception"],
    ["7 to 9", { version: "9.5.3" }, { accept: version(7), "content-type": version(7) }, 400, "either version 9 or 8"],
    ["8 in one header only", {}, { "content-type": version(8) }, 400, "compatible version is required on both"],
    ["a form", {}, { "content-type": "application/x-www-form-urlencoded" }, 406, "is not supported"],
    ["text", {}, { "content-type": "text/plain" }, 406, "Content-Type header [text/plain] is not supported"],
  ];
  for (const [name, options, headers, status, expected] of cases) {
    await t.step(name, async () => {
      const { elasticsearch } = createRehearsalStack(options);
      const answer = await ask(elasticsearch, "PUT /_scripts/s", script, headers);
      assert.equal(answer.status, status, answer.text);
      assert.ok(`${answer.headers.get("content-type")} ${answer.text}`.includes(expected), answer.text);
      assert.equal(answer.headers.get("x-elastic-product"), "Elasticsearch");
    });
  }
});

Deno.test("createElasticsearch() says so of a call that it lacks", NONE, async () => {
  const { elasticsearch } = createRehearsalStack();
  const { status, text } = await ask(elasticsearch, "GET /_cat/indices");
  assert.equal(status, 501);
  assert.equal(JSON.parse(text).status, 501);
  assert.match(text, /has no \[GET \/_cat\/indices\]/);
});

Deno.test("createElasticsearch() takes 100 MB and not a byte more, with a length and without", NONE, async () => {
  const { elasticsearch } = createRehearsalStack({ maxBodyBytes: 1000 });
  const script = (size: number) => JSON.stringify({ script: { lang: "painless", source: "1" } }).padEnd(size);
  assert.equal((await ask(elasticsearch, "PUT /_scripts/s", script(1000))).status, 200);
  const tooLarge = await ask(elasticsearch, "PUT /_scripts/s", script(1001));
  assert.deepEqual([tooLarge.status, tooLarge.text], [413, ""]);
  const declared = await ask(elasticsearch, "PUT /_scripts/s", script(50), { "content-length": "104857601" });
  assert.deepEqual([declared.status, declared.text], [413, ""]);
});

Deno.test("createElasticsearch() reads compressed bodies", NONE, async () => {
  const { elasticsearch } = createRehearsalStack();
  const response = await elasticsearch(
    new Request("http://rehearsal/_scripts/s", {
      method: "PUT",
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
      body: new Uint8Array(gzipSync('{"script":{"lang":"painless","source":"1"}}')),
    }),
  );
  assert.equal(response.status, 200, await response.text());
});

Deno.test("createElasticsearch() asks who calls, and names the privilege that is missing", NONE, async () => {
  const basic = (name: string, password: string) => ({ authorization: `Basic ${btoa(`${name}:${password}`)}` });
  const security = { username: "installer", password: "a secret", cluster: ["monitor", "manage_pipeline"] };
  const { elasticsearch } = createRehearsalStack({
    security: { ...security, apiKey: { id: "key", key: "another secret" } },
  });
  const nobody = await ask(elasticsearch, "GET /");
  assert.equal(nobody.status, 401);
  assert.match(nobody.headers.get("www-authenticate") ?? "", /Basic realm="security"/);
  const stranger = await ask(elasticsearch, "GET /", undefined, basic("installer", "wrong"));
  assert.match(stranger.text, /unable to authenticate user \[installer\]/);
  assert.ok(!stranger.text.includes("wrong"));
  const known = basic("installer", "a secret");
  assert.equal((await ask(elasticsearch, "GET /", undefined, known)).status, 200);
  const refused = await ask(elasticsearch, "PUT /_ml/trained_models/m", leafModel(), known);
  assert.equal(refused.status, 403);
  assert.match(refused.text, /\[cluster:admin\/xpack\/ml\/inference\/put\] is unauthorized for user \[installer\]/);
  assert.match(refused.text, /granted by the cluster privileges \[manage_ml,manage,all\]/);
  const byKey = { authorization: `ApiKey ${btoa("key:another secret")}` };
  assert.equal(
    JSON.parse((await ask(elasticsearch, "GET /_security/_authenticate", undefined, byKey)).text).api_key.id,
    "key",
  );
  const asked = {
    cluster: ["manage_ml", "manage_pipeline", "cluster:admin/script/*"],
    index: [{ names: ["a"], privileges: ["read"] }],
  };
  const { text } = await ask(elasticsearch, "POST /_security/user/_has_privileges", asked, known);
  const { has_all_requested, cluster, index } = JSON.parse(text);
  assert.equal(has_all_requested, false);
  assert.deepEqual(cluster, { manage_ml: false, manage_pipeline: true, "cluster:admin/script/*": false });
  assert.deepEqual(index, { a: { read: true } });
});

Deno.test(
  "createElasticsearch() refuses models where the licence does, or there is no machine learning",
  NONE,
  async () => {
    for (const license of ["basic", { type: "platinum", status: "expired" }] as const) {
      const { elasticsearch } = createRehearsalStack({ license });
      const { status, text } = await ask(elasticsearch, "PUT /_ml/trained_models/m", leafModel());
      assert.equal(status, 403);
      assert.match(text, /current license is non-compliant for \[ml\]/);
      assert.equal(JSON.parse((await ask(elasticsearch, "GET /_xpack")).text).features.ml.available, false);
    }
    const { elasticsearch } = createRehearsalStack({ machineLearning: false });
    assert.equal((await ask(elasticsearch, "PUT /_ml/trained_models/m", leafModel())).status, 400);
    assert.equal(JSON.parse((await ask(elasticsearch, "GET /_xpack")).text).features.ml.enabled, false);
  },
);

Deno.test("createElasticsearch() caps input fields in the two versions that do", NONE, async () => {
  const names = Array.from({ length: 101 }, (_, i) => `f${i}`);
  const model = leafModel({ input: { field_names: ["length", ...names.slice(1)] } });
  for (const [version, status] of [["8.19.17", 400], ["8.19.21", 200], ["9.3.6", 400], ["9.5.3", 200]] as const) {
    const answer = await ask(createRehearsalStack({ version }).elasticsearch, "PUT /_ml/trained_models/m", model);
    assert.equal(answer.status, status);
    assert.equal(
      answer.text.includes("[input.field_names] must contain not more than 100 field names."),
      status === 400,
    );
  }
});

Deno.test("createElasticsearch() runs no inline script where only stored ones are allowed", NONE, async () => {
  const { elasticsearch } = createRehearsalStack({ inlineScripts: false });
  await ask(elasticsearch, "PUT /_scripts/s", { script: { lang: "painless", source: "ctx.a = 1" } });
  const stored = { processors: [{ script: { id: "s" } }] };
  assert.equal((await ask(elasticsearch, "PUT /_ingest/pipeline/p", stored)).status, 200);
  for (const processor of [{ script: { source: "ctx.a = 1" } }, { set: { field: "a", value: 1, if: "true" } }]) {
    const body = { pipeline: { processors: [processor] }, docs: [{ _source: {} }] };
    const { status, text } = await ask(elasticsearch, "POST /_ingest/pipeline/_simulate", body);
    assert.equal(status, 400);
    assert.match(text, /cannot execute \[inline\] scripts/);
  }
});

Deno.test("createElasticsearch() gives back the definition it was given, in both forms", NONE, async () => {
  const { elasticsearch } = createRehearsalStack();
  const { definition, ...rest } = leafModel();
  const compressed = gzipSync(JSON.stringify(definition)).toString("base64");
  await ask(elasticsearch, "PUT /_ml/trained_models/plain", { ...rest, definition });
  await ask(elasticsearch, "PUT /_ml/trained_models/packed", { ...rest, compressed_definition: compressed });
  for (const id of ["plain", "packed"]) {
    const get = `GET /_ml/trained_models/${id}?include=definition&exclude_generated=true`;
    const [shown] = JSON.parse((await ask(elasticsearch, get)).text).trained_model_configs;
    assert.deepEqual(shown.definition, definition);
    const [again] =
      JSON.parse((await ask(elasticsearch, `${get}&decompress_definition=false`)).text).trained_model_configs;
    const { model_id: _, ...config } = again;
    const { status, text } = await ask(elasticsearch, `PUT /_ml/trained_models/${id}-again`, config);
    assert.equal(status, 200, text);
  }
  const packed = await ask(
    elasticsearch,
    "GET /_ml/trained_models/packed?include=definition&decompress_definition=false",
  );
  assert.equal(JSON.parse(packed.text).trained_model_configs[0].compressed_definition, compressed);
  const several = await ask(elasticsearch, "GET /_ml/trained_models/*?include=definition");
  assert.equal(several.status, 400);
});

Deno.test(
  "createElasticsearch() stores what only its use shows to be wrong, and then fails with each use",
  NONE,
  async () => {
    const { elasticsearch } = createRehearsalStack();
    const { definition: _, ...rest } = leafModel({ compressed_definition: "bm8=", model_size_bytes: 10 });
    const put = "PUT /_ml/trained_models/m";
    const refused = await ask(elasticsearch, put, rest);
    assert.equal(refused.status, 400);
    assert.match(refused.text, /Failed to parse definition for \[m\]/);
    assert.equal((await ask(elasticsearch, `${put}?defer_definition_decompression=true`, rest)).status, 200);
    const infer = await ask(elasticsearch, "POST /_ml/trained_models/m/_infer", { docs: [{ length: 1 }] });
    assert.equal(infer.status, 500);
  },
);

Deno.test("createElasticsearch() infers, and counts what pipelines did", NONE, async () => {
  const { elasticsearch } = createRehearsalStack();
  await ask(elasticsearch, "PUT /_ml/trained_models/m", leafModel());
  const { text } = await ask(elasticsearch, "POST /_ml/trained_models/m/_infer", {
    docs: [{ length: 5 }, { length: 50 }],
  });
  assert.equal(text, '{"inference_results":[{"predicted_value":0.25},{"predicted_value":0.75}]}');
  const pipeline = { processors: [{ inference: { model_id: "m", target_field: "r" } }] };
  await ask(elasticsearch, "PUT /_ingest/pipeline/p", pipeline);
  await ask(elasticsearch, "PUT /i/_doc/1?pipeline=p", { length: 50 });
  assert.equal(JSON.parse((await ask(elasticsearch, "GET /i/_source/1")).text).r.predicted_value, 0.75);
  const [stats] = JSON.parse((await ask(elasticsearch, "GET /_ml/trained_models/m/_stats")).text).trained_model_stats;
  assert.equal(stats.pipeline_count, 1);
  assert.equal(stats.ingest.pipelines.p.count, 1);
  assert.equal(stats.inference_stats.inference_count, 3);
});

Deno.test("createElasticsearch() reads a large model as it comes, and keeps it small", NONE, async () => {
  const { elasticsearch } = createRehearsalStack({ maxBodyBytes: 2 ** 40 });
  const pieces = 300;
  const member = JSON.stringify(leafModel().definition).slice('{"trained_model":'.length, -1);
  const encoder = new TextEncoder();
  let sent = 0;
  let kept = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = sent === 0
        ? '{"input":{"field_names":["length"]},"inference_config":{"regression":{}},"definition":{"trained_model":{"ensemble":' +
          '{"target_type":"regression","trained_models":['
        : `${member},`.repeat(10);
      controller.enqueue(encoder.encode(sent < pieces ? piece : `${member}]}}}}`));
      if (sent++ === pieces) controller.close();
      // What has been sent is asked for in pieces: nobody waits for the end.
      kept = Math.max(kept, -(controller.desiredSize ?? 0));
    },
  });
  const response = await elasticsearch(
    new Request("http://rehearsal/_ml/trained_models/large", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body,
    }),
  );
  assert.equal(response.status, 200, await response.text());
  assert.ok(kept <= 1);
  const shown = await ask(
    elasticsearch,
    "GET /_ml/trained_models/large?include=definition&decompress_definition=false",
  );
  assert.ok(shown.text.length < member.length * 10 * pieces / 20);
});
