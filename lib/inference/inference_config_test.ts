import assert from "node:assert/strict";
import {
  applyInferenceConfigUpdate,
  CLASSIFICATION_DEFAULTS,
  parseInferenceConfigUpdate,
  REGRESSION_DEFAULTS,
} from "./inference_config.ts";
import { InferenceError } from "./inference_error.ts";

const PURE = { permissions: "none" } as const;

Deno.test("applyInferenceConfigUpdate() replaces what is given and keeps the rest", PURE, () => {
  const config = { ...CLASSIFICATION_DEFAULTS, resultsField: "verdict", numTopClasses: 1 };
  const update = parseInferenceConfigUpdate({
    classification: { num_top_classes: -1, prediction_field_type: " Number " },
  });
  assert.deepEqual(applyInferenceConfigUpdate(config, update), {
    ...config,
    numTopClasses: -1,
    predictionFieldType: "number",
  });
});

Deno.test("applyInferenceConfigUpdate() refuses another kind", PURE, () => {
  const update = parseInferenceConfigUpdate({ regression: {} });
  assert.throws(
    () => applyInferenceConfigUpdate(CLASSIFICATION_DEFAULTS, update, { modelId: "m" }),
    /Model \[m\] has inference config of type \[classification\] which is not supported by inference request of type \[regression\]/,
  );
  assert.equal(applyInferenceConfigUpdate(REGRESSION_DEFAULTS, update).resultsField, "predicted_value");
});

Deno.test("parseInferenceConfigUpdate() refuses", PURE, async (t) => {
  const cases: [config: unknown, message: RegExp][] = [
    [5, /must be an object/],
    [{}, /one inference type/],
    [{ classification: {}, regression: {} }, /one inference type/],
    [{ classification: 1 }, /one inference type/],
    [{ guess: {} }, /unrecognized inference configuration type \[guess\]/],
    [{ classification: { top: 1, classes: 2 } }, /Unrecognized fields \[classes, top\]\./],
    [{ regression: { num_top_classes: 2 } }, /Unrecognized fields \[num_top_classes\]\./],
    [{ classification: { num_top_classes: "2" } }, /String cannot be cast to class java\.lang\.Integer/],
    [{ classification: { num_top_classes: 2.5 } }, /Double cannot be cast to class java\.lang\.Integer/],
    [{ classification: { results_field: 7 } }, /Integer cannot be cast to class java\.lang\.String/],
    [{ classification: { results_field: "warning" } }, /More than one field is configured as \[warning\]/],
    [{ classification: { results_field: "x", top_classes_results_field: "x" } }, /More than one field .* \[x\]/],
    [{ regression: { num_top_feature_importance_values: -1 } }, /must be greater than or equal to 0/],
    [{ classification: { prediction_field_type: "word" } }, /No enum constant .*PredictionFieldType\.WORD/],
  ];
  for (const [config, message] of cases) {
    await t.step(JSON.stringify(config), () => {
      assert.throws(() => parseInferenceConfigUpdate(config), (error) => {
        assert.ok(error instanceof InferenceError);
        assert.match(error.javaMessage, message);
        return true;
      });
    });
  }
});
