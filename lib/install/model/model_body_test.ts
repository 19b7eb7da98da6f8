import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { Buffer } from "node:buffer";
import { loadTrainedModel } from "../../inference/trained_model.ts";
import { memorySource } from "../../json/byte_source.ts";
import { parseDocument } from "../../json/document.ts";
import { modelBody } from "./model_body.ts";
import { bundleWith } from "../testing/bundles.ts";

const NONE = { permissions: "none" } as const;
const ORIGIN = { release: "ML-DGA-20201129-25", sha256: "00ff", tool: "ml-dga/1.2.3" };
const STARTER = await bundleWith();

async function bodyOf(file: string): Promise<string> {
  return await new Response(modelBody(memorySource(new TextEncoder().encode(file)), ORIGIN)).text();
}

Deno.test("modelBody() compresses a definition, byte for byte", NONE, async () => {
  const definition = '{"trained_model": {"tree": {"threshold": 1.0, "name": "}\\"é"}}}';
  const body = JSON.parse(await bodyOf(`{ "definition": ${definition}, "tags":["dga"] }`));
  assert.deepEqual(Object.keys(body), ["compressed_definition", "tags", "metadata"]);
  assert.equal(gunzipSync(Buffer.from(body.compressed_definition, "base64")).toString(), definition);
});

Deno.test("modelBody() leaves out what the server makes itself", NONE, async () => {
  const body = JSON.parse(
    await bodyOf(JSON.stringify({
      model_id: "dga_1",
      create_time: 1,
      created_by: "me",
      version: "7.9.1",
      license_level: "platinum",
      model_package: {},
      location: {},
      model_type: "tree_ensemble",
      definition: {},
      metadata: { total_feature_importance: [], model_aliases: ["a"], kept: { deep: [1] } },
    })),
  );
  assert.deepEqual(Object.keys(body), ["model_id", "model_type", "compressed_definition", "metadata"]);
  assert.deepEqual(body.metadata, { kept: { deep: [1] }, ml_dga: ORIGIN });
});

Deno.test("modelBody() writes metadata as it was, but for where the model comes from", NONE, async () => {
  const text = await bodyOf('{"metadata": {"auc": 1.0, "ml_dga": {"release": "another"}}, "definition": {}}');
  assert.match(text, /"auc":1\.0/);
  assert.deepEqual(JSON.parse(text).metadata.ml_dga, ORIGIN);
  assert.deepEqual(JSON.parse(await bodyOf('{"definition":{},"metadata":null}')).metadata, { ml_dga: ORIGIN });
  assert.deepEqual(JSON.parse(await bodyOf("{}")), { metadata: { ml_dga: ORIGIN } });
});

Deno.test("modelBody() passes a compressed definition through", NONE, async () => {
  const compressed = Buffer.from("not looked at").toString("base64");
  const body = JSON.parse(await bodyOf(`{"compressed_definition":"${compressed}","tags":[]}`));
  assert.equal(body.compressed_definition, compressed);
});

Deno.test("modelBody() makes a body that the server takes for the same model", NONE, async () => {
  const { source } = STARTER.modelFile;
  let taken = 0;
  const body = modelBody(source, ORIGIN, { onBytes: (bytes) => taken += bytes });
  const sent = loadTrainedModel(new Uint8Array(await new Response(body).arrayBuffer()));
  assert.equal(taken, source.size);
  assert.equal(sent.form, "compressed_definition");
  const own = STARTER.models[STARTER.modelId];
  assert.ok(own !== undefined);
  assert.deepEqual([sent.trees, sent.nodes, sent.inputFields], [own.trees, own.nodes, own.inputFields]);
  const document = parseDocument('{"f": {"u0": "x", "u1": "q", "b0": "xq", "tld": "com"}}');
  assert.equal(sent.infer(document).toText(), own.infer(document).toText());
});

Deno.test("modelBody() lets go of the file when nobody reads on", NONE, async () => {
  let isClosed = false;
  async function* chunks() {
    try {
      yield new TextEncoder().encode('{"definition": [');
      for (;;) yield crypto.getRandomValues(new Uint8Array(65_536)).map((byte) => 0x30 + byte % 10);
    } finally {
      isClosed = true;
    }
  }
  const source = {
    size: 1,
    stream: () => ReadableStream.from(chunks()),
    bytes: () => Promise.resolve(new Uint8Array()),
  };
  const reader = modelBody(source, ORIGIN).getReader();
  await reader.read();
  await reader.cancel();
  assert.ok(isClosed);
});
