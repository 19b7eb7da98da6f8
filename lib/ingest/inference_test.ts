import assert from "node:assert/strict";
import { loadTrainedModel } from "../inference/trained_model.ts";
import { formatDocument, parseDocument } from "../json/document.ts";
import { IngestError } from "./error.ts";
import { createIngestNode } from "./node.ts";

/** One split: x <= 1 is class "no", otherwise "yes". */
const MODEL = {
  model_id: "m",
  input: { field_names: ["x", "nested.x"] },
  inference_config: { classification: { num_top_classes: 1 } },
  definition: {
    trained_model: {
      tree: {
        feature_names: ["x"],
        target_type: "classification",
        classification_labels: ["no", "yes"],
        tree_structure: [
          { node_index: 0, split_feature: 0, threshold: 1, left_child: 1, right_child: 2 },
          { node_index: 1, leaf_value: 0 },
          { node_index: 2, leaf_value: 1 },
        ],
      },
    },
  },
};
const RESULT =
  '{"predicted_value":"yes","top_classes":[{"class_name":"yes","class_probability":1.0,"class_score":1.0}],' +
  '"prediction_probability":1.0,"prediction_score":1.0,"model_id":"m"}';

/** The document after one inference processor, as JSON with sorted keys. */
function inferred(options: Record<string, unknown>, json: string): unknown {
  const model = loadTrainedModel(new TextEncoder().encode(JSON.stringify(MODEL)));
  const node = createIngestNode({
    pipelines: { p: { processors: [{ inference: { model_id: "m", ...options } }] } },
    models: { m: model },
  });
  const document = node.run("p", parseDocument(json));
  return document === undefined ? undefined : JSON.parse(formatDocument(document));
}

Deno.test("an inference processor writes below ml.inference, or what its tag adds", { permissions: "none" }, () => {
  assert.deepEqual(inferred({}, '{"x": 2}'), { x: 2, ml: { inference: JSON.parse(RESULT) } });
  assert.deepEqual(inferred({ tag: "t" }, '{"x": 2}'), { x: 2, ml: { inference: { t: JSON.parse(RESULT) } } });
  assert.deepEqual(inferred({ target_field: "a.b" }, '{"x": 2}'), { x: 2, a: { b: JSON.parse(RESULT) } });
});

Deno.test("an inference processor adds to a target field that is there", { permissions: "none" }, () => {
  assert.deepEqual(inferred({ target_field: "a" }, '{"x": 2, "a": 1}'), { x: 2, a: [1, JSON.parse(RESULT)] });
  assert.deepEqual(inferred({ target_field: "a" }, '{"x": 2, "a": null}'), { x: 2, a: [null, JSON.parse(RESULT)] });
});

Deno.test("an inference processor maps fields, but not over others", { permissions: "none" }, () => {
  const mapped = { field_map: { "b.c": "x" }, target_field: "r" };
  assert.deepEqual(inferred(mapped, '{"b": {"c": 2}}'), { b: { c: 2 }, r: JSON.parse(RESULT) });
  const own = inferred(mapped, '{"b": {"c": 2}, "x": 0}');
  assert.ok(typeof own === "object" && own !== null && "r" in own);
  assert.equal((own.r as { predicted_value: string }).predicted_value, "no");
  const old = inferred({ field_mappings: { b: "x" }, target_field: "r" }, '{"b": 2}');
  assert.deepEqual(old, { b: 2, r: JSON.parse(RESULT) });
});

Deno.test("an inference processor may change how the result is asked for", { permissions: "none" }, () => {
  const config = { classification: { num_top_classes: 0, results_field: "verdict" } };
  assert.deepEqual(inferred({ inference_config: config, target_field: "r" }, '{"x": 2}'), {
    x: 2,
    r: { verdict: "yes", prediction_probability: 1, prediction_score: 1, model_id: "m" },
  });
  assert.throws(() => inferred({ inference_config: { regression: {} } }, '{"x": 2}'), IngestError);
});

Deno.test("an inference processor warns when all fields are missing", { permissions: "none" }, () => {
  assert.deepEqual(inferred({ target_field: "r" }, '{"y": 2}'), {
    y: 2,
    r: { warning: "Model [m] could not be inferred as all fields were missing", model_id: "m" },
  });
});

Deno.test("an inference processor fails when the model is not there", { permissions: "none" }, () => {
  const node = createIngestNode({ pipelines: { p: { processors: [{ inference: { model_id: "gone" } }] } } });
  const [result] = node.simulate("p", [parseDocument("{}")]);
  assert.equal(result?.error?.type, "resource_not_found_exception");
  assert.equal(result?.error?.reason, "Could not find trained model [gone]");
});
