import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { gramsOf } from "../../testdata/inference/make_starter_docs.ts";
import { JavaHashMap, type JavaMap } from "../java/map.ts";
import { parseDocument } from "../json/document.ts";
import { JavaDouble } from "../java/value.ts";
import { memorySource } from "../json/byte_source.ts";
import { loadTrainedModel, type TrainedModel, validateTrainedModel } from "./trained_model.ts";

const TESTDATA = new URL("../../testdata/", import.meta.url);
const MODEL = new URL("ML-DGA-20261101-1/dga_20261101_1.0_model.json", TESTDATA);
const READ = { permissions: { read: true } } as const;

function probability(model: TrainedModel, document: JavaMap): number {
  const result = model.infer(document);
  const value = result.get("prediction_probability");
  assert.ok(value instanceof JavaDouble);
  return result.get("malicious_prediction") === 1n ? value.value : 1 - value.value;
}

Deno.test("the starter model gives all domains LightGBM's probability", READ, async () => {
  const model = loadTrainedModel(await readFile(MODEL));
  const rows = (await readFile(new URL("domains.csv", TESTDATA), "utf8")).trimEnd().split("\n").slice(1);
  assert.equal(rows.length, 2089);
  for (const row of rows) {
    const [domain = "", , , expected] = row.split(",");
    const grams = new JavaHashMap();
    for (const [name, gram] of Object.entries(gramsOf(domain))) grams.set(name, gram);
    const document = new JavaHashMap();
    document.set("f", grams);
    const difference = Math.abs(probability(model, document) - Number(expected));
    assert.ok(difference <= 1e-12, `${domain}: ${difference}`);
  }
});

Deno.test("the starter model gives the recorded documents their verdict", READ, async () => {
  const model = loadTrainedModel(await readFile(MODEL));
  const docs = (await readFile(new URL("inference/starter_docs.ndjson", TESTDATA), "utf8")).trimEnd().split("\n");
  const expected = (await readFile(new URL("expected.ndjson", TESTDATA), "utf8")).trimEnd().split("\n");
  assert.equal(docs.length, 300);
  for (const [i, line] of docs.entries()) {
    const { after }: { after: { ml_is_dga: { malicious_probability: number } } } = JSON.parse(expected[i] ?? "");
    const difference = Math.abs(probability(model, parseDocument(line)) - after.ml_is_dga.malicious_probability);
    assert.ok(difference <= 1e-15, `document ${i}: ${difference}`);
  }
});

Deno.test("validateTrainedModel() has nothing to say about the starter model", READ, async () => {
  const { value, findings } = await validateTrainedModel(memorySource(await readFile(MODEL)));
  assert.deepEqual(findings, []);
  assert.equal(value?.trees, 88);
  assert.equal(value.nodes, 4488);
  assert.equal(value.preprocessors, 72);
  assert.equal(value.inputFields.length, 184);
  assert.equal(value.featureNames.length, 87);
  assert.deepEqual(value.classificationLabels, ["0", "1"]);
  assert.equal(value.form, "definition");
});
