import assert from "node:assert/strict";
import fc from "fast-check";
import { NotSupportedError } from "../java/throwable.ts";
import { memorySource } from "../json/byte_source.ts";
import { parseDocument } from "../json/document.ts";
import { fuzzRuns } from "../json/testing/fuzz_runs.ts";
import { InferenceError, TrainedModelError } from "./inference_error.ts";
import { loadTrainedModel, type TrainedModel, validateTrainedModel } from "./trained_model.ts";

const RUNS = fuzzRuns(500);

const PURE = { permissions: "none" } as const;

const name = fc.constantFrom("a", "b", "a.b", "c", "a0", "p.10", "p.11", "");
const number = fc.oneof(
  fc.integer({ min: -2, max: 4 }),
  fc.double(),
  fc.constantFrom<unknown>("1", "NaN", "Infinity", "x", -0, 1e308, 2 ** 31, null, true, [], {}),
);
const child = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 6 }) }, { weight: 1, arbitrary: number });

const node = fc.oneof(
  fc.record({ node_index: fc.nat(9), leaf_value: fc.oneof(number, fc.array(number, { maxLength: 3 })) }),
  fc.record({
    node_index: fc.nat(9),
    split_feature: child,
    threshold: number,
    left_child: child,
    right_child: child,
    decision_type: fc.constantFrom("lt", "lte", "gt", "gte", "LTE ", "eq"),
    default_left: fc.constantFrom<unknown>(true, false, "true", 1),
    number_samples: fc.oneof(fc.nat(100), number),
  }, { requiredKeys: ["threshold", "left_child"] }),
);

const leaf = fc.record({
  node_index: fc.nat(9),
  leaf_value: fc.oneof(fc.double(), fc.array(fc.double(), { minLength: 1, maxLength: 2 })),
});
/** Trees that hang together, so that many models get as far as documents. */
const soundStructure = fc.tuple(fc.nat(2), number, leaf, leaf, fc.boolean()).map((
  [feature, threshold, left, right, defaultLeft],
) => [
  {
    node_index: 0,
    split_feature: feature,
    threshold,
    left_child: 1,
    right_child: 2,
    default_left: defaultLeft,
    number_samples: 3,
  },
  { ...left, number_samples: 1 },
  { ...right, number_samples: 2 },
]);
const target = fc.constantFrom("regression", "classification");
const aggregator = fc.oneof(
  fc.record({ weighted_sum: fc.record({ weights: fc.array(number, { maxLength: 3 }) }, { requiredKeys: [] }) }),
  fc.record({ exponent: fc.constant({}) }),
  fc.record({ logistic_regression: fc.constant({}) }),
  fc.record({ weighted_mode: fc.record({ num_classes: fc.integer({ min: 0, max: 4 }) }) }),
);

const trainedModel = fc.letrec((tie) => ({
  model: fc.oneof({ maxDepth: 3 }, tie("tree"), tie("ensemble")),
  tree: fc.record({
    tree: fc.record({
      feature_names: fc.array(name, { minLength: 1, maxLength: 4 }),
      tree_structure: fc.oneof({ weight: 3, arbitrary: soundStructure }, {
        weight: 1,
        arbitrary: fc.array(node, { maxLength: 7 }),
      }),
      target_type: target,
      classification_labels: fc.array(fc.constantFrom("no", "1", "true"), { maxLength: 3 }),
    }, { requiredKeys: ["feature_names", "tree_structure"] }),
  }),
  ensemble: fc.record({
    ensemble: fc.record({
      trained_models: fc.array(tie("model"), { minLength: 1, maxLength: 3 }),
      aggregate_output: aggregator,
      target_type: target,
      classification_labels: fc.array(fc.constantFrom("no", "1", "true"), { maxLength: 3 }),
      classification_weights: fc.array(number, { maxLength: 3 }),
    }, { requiredKeys: ["trained_models"] }),
  }),
})).model;

const preprocessor = fc.oneof(
  fc.record({
    one_hot_encoding: fc.record({ field: name, hot_map: fc.dictionary(fc.string({ maxLength: 2 }), name) }),
  }),
  fc.record({
    target_mean_encoding: fc.record({
      field: name,
      feature_name: name,
      target_map: fc.dictionary(fc.string({ maxLength: 2 }), fc.double()),
      default_value: number,
    }),
  }),
  fc.record({
    n_gram_encoding: fc.record({
      field: name,
      feature_prefix: fc.constant("p"),
      n_grams: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
      start: fc.integer({ min: -3, max: 3 }),
      length: fc.integer({ min: 0, max: 101 }),
    }, { requiredKeys: ["field", "n_grams"] }),
  }),
);

const body = fc.record({
  input: fc.record({ field_names: fc.array(name, { minLength: 1, maxLength: 4 }) }),
  inference_config: fc.oneof(
    fc.record({ regression: fc.record({ num_top_feature_importance_values: fc.nat(3) }, { requiredKeys: [] }) }),
    fc.record({
      classification: fc.record({
        num_top_classes: fc.integer({ min: -2, max: 3 }),
        num_top_feature_importance_values: fc.nat(3),
        prediction_field_type: fc.constantFrom("string", "number", "boolean"),
      }, { requiredKeys: [] }),
    }),
  ),
  definition: fc.record({
    preprocessors: fc.array(preprocessor, { maxLength: 3 }),
    trained_model: trainedModel,
  }, { requiredKeys: ["trained_model"] }),
});

/** Models that the server takes, of features in any order, so that documents come into play. */
const soundTree = fc.record({
  feature_names: fc.shuffledSubarray(["a", "b", "a.b", "c", "a0", "p.10"], { minLength: 3 }),
  tree_structure: fc.tuple(fc.nat(2), fc.nat(2), fc.double(), fc.boolean(), fc.constantFrom("lt", "lte", "gt", "gte"))
    .map(
      ([first, second, threshold, defaultLeft, decision]) => [
        {
          split_feature: first,
          threshold: 0,
          left_child: 1,
          right_child: 2,
          default_left: defaultLeft,
          number_samples: 5,
        },
        { split_feature: second, threshold, left_child: 3, right_child: 4, decision_type: decision, number_samples: 3 },
        { leaf_value: threshold, number_samples: 2 },
        { leaf_value: 1, number_samples: 1 },
        { leaf_value: -0.5, number_samples: 2 },
      ],
    ),
}).map((tree) => ({ tree }));
const soundBody = fc.record({
  trees: fc.array(fc.oneof(soundTree, soundTree.map((tree) => ({ ensemble: { trained_models: [tree, tree] } }))), {
    minLength: 1,
    maxLength: 4,
  }),
  classification: fc.boolean(),
  fields: fc.array(name.filter((text) => text !== ""), { minLength: 1 }),
  importance: fc.nat(3),
  encoder: fc.tuple(name, name, fc.double()),
}).map(({ trees, classification, fields, importance, encoder: [field, feature, value] }) => ({
  input: { field_names: fields },
  inference_config: {
    [classification ? "classification" : "regression"]: { num_top_feature_importance_values: importance },
  },
  definition: {
    preprocessors: [
      { frequency_encoding: { field, feature_name: feature, frequency_map: { "1": value, x: -value } } },
      { n_gram_encoding: { field, feature_prefix: "p", n_grams: [1], length: 2 } },
      { one_hot_encoding: { field, hot_map: { "1": "a0", x: "c" } } },
    ],
    trained_model: {
      ensemble: {
        trained_models: trees,
        target_type: classification ? "classification" : "regression",
        aggregate_output: { [classification ? "logistic_regression" : "weighted_sum"]: {} },
      },
    },
  },
}));

const document = fc.dictionary(
  name,
  fc.oneof(
    fc.double(),
    fc.integer(),
    fc.string({ maxLength: 3 }),
    fc.boolean(),
    fc.constant(null),
    fc.constant([1, {}]),
    fc.constant({ b: 1 }),
  ),
);

function load(bytes: Uint8Array): TrainedModel | undefined {
  try {
    return loadTrainedModel(bytes);
  } catch (error) {
    assert.ok(error instanceof TrainedModelError, String(error));
    assert.ok(error.findings.some((finding) => finding.level === "error"), "an error without a finding");
    return undefined;
  }
}

/** Whether there was a result. */
function infer(model: TrainedModel, text: string): boolean {
  try {
    model.infer(parseDocument(text));
    return true;
  } catch (error) {
    assert.ok(error instanceof InferenceError || error instanceof NotSupportedError, String(error));
    return false;
  }
}

Deno.test("models and documents of any content end in a result or an error that says so", PURE, () => {
  let loaded = 0;
  let inferred = 0;
  fc.assert(
    fc.property(fc.oneof(body, soundBody), fc.array(document, { maxLength: 4 }), (config, documents) => {
      const model = load(new TextEncoder().encode(JSON.stringify(config)));
      if (model === undefined) return;
      loaded++;
      for (const fields of documents) inferred += infer(model, JSON.stringify(fields)) ? 1 : 0;
    }),
    RUNS,
  );
  // What is made here must not all be refused: that would try nothing but the refusals.
  assert.ok(loaded > RUNS.numRuns / 3, `only ${loaded} models were loaded`);
  assert.ok(inferred > RUNS.numRuns / 3, `only ${inferred} documents had a result`);
});

Deno.test("validateTrainedModel() and loadTrainedModel() agree on what can be used", PURE, async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(body, soundBody), async (config) => {
      const bytes = new TextEncoder().encode(JSON.stringify(config));
      const { value, findings } = await validateTrainedModel(memorySource(bytes));
      const loaded = load(bytes);
      const onlyWithDocuments = findings.every(({ level, code }) => level === "warning" || code === "model-infer");
      assert.equal(loaded !== undefined, value !== undefined || onlyWithDocuments);
    }),
    RUNS,
  );
});

Deno.test("damaged texts of models never crash", PURE, async () => {
  const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(body, soundBody), damage, async (config, changes) => {
      const bytes = new TextEncoder().encode(JSON.stringify(config));
      for (const [at, byte] of changes) bytes[Math.floor(at * (bytes.length - 1))] = byte;
      load(bytes);
      await validateTrainedModel(memorySource(bytes));
    }),
    RUNS,
  );
});
