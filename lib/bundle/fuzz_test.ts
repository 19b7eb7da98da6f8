import assert from "node:assert/strict";
import fc from "fast-check";
import { hasErrors } from "../json/finding.ts";
import { validateDgaBundle } from "./dga.ts";
import { broken, type Changes } from "./testing/broken_bundle.ts";
import { fuzzRuns } from "../json/testing/fuzz_runs.ts";

const RUNS = fuzzRuns(300);

/** A model of one question, so that a run takes milliseconds. */
const SMALL_MODEL = JSON.stringify({
  input: { field_names: ["f.tld", "f.u0"] },
  inference_config: { classification: { num_top_classes: 2, prediction_field_type: "number" } },
  definition: {
    preprocessors: [{
      frequency_encoding: { field: "f.tld", feature_name: "tld", frequency_map: { com: 0.5, net: 0.1 } },
    }],
    trained_model: {
      ensemble: {
        target_type: "classification",
        classification_labels: ["0", "1"],
        aggregate_output: { logistic_regression: { weights: [1] } },
        trained_models: [{
          tree: {
            feature_names: ["tld"],
            tree_structure: [
              { node_index: 0, split_feature: 0, threshold: 0.25, left_child: 1, right_child: 2 },
              { node_index: 1, leaf_value: 0.5 },
              { node_index: 2, leaf_value: -0.5 },
            ],
          },
        }],
      },
    },
  },
});

const FILES = ["model", "dga_ngrams_create", "dga_ngrams_transform_delete", "ingest_pipeline1", "ingest_pipeline2"];

/** JSON with another value at a place, which is chosen by the numbers, step by step. */
function replacedAt(json: unknown, choices: readonly number[], value: unknown): unknown {
  const [choice, ...rest] = choices;
  if (choice === undefined || typeof json !== "object" || json === null) return value;
  if (Array.isArray(json)) {
    const at = choice % (json.length + 1);
    return [...json.slice(0, at), replacedAt(json[at], rest, value), ...json.slice(at + 1)];
  }
  const entries = Object.entries(json);
  const [key = "new", inner] = entries[choice % (entries.length + 1)] ?? [];
  return { ...json, [key]: inner === undefined ? value : replacedAt(inner, rest, value) };
}

const values = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom("{{ctx}}", "dga_ngrams_create", "ctx.f == 1", "f", -1, 1e300, "", null, [], {}),
);
const structural = fc.tuple(fc.array(fc.nat(30), { maxLength: 8 }), values).map(([choices, value]) => (text: string) =>
  JSON.stringify(replacedAt(JSON.parse(text), choices, value))
);
const bytewise = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255), fc.boolean()).map(
  ([where, byte, cut]) => (text: string) => {
    const bytes = new TextEncoder().encode(text);
    const at = Math.floor(where * (bytes.length - 1));
    if (cut) return bytes.subarray(0, at);
    bytes[at] = byte;
    return bytes;
  },
);

Deno.test("validateDgaBundle() survives any change to any file", { permissions: { read: true } }, async () => {
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...FILES), fc.oneof(structural, bytewise), async (file, change) => {
      const small: Changes = {
        model: () => SMALL_MODEL,
        ingest_pipeline2: (text) => text.replace('"results_field": "malicious_prediction",', ""),
      };
      const changes = { ...small, [file]: (text: string) => change(String(small[file]?.(text) ?? text)) };
      const { value, findings } = await validateDgaBundle(await broken(changes));
      assert.equal(value === undefined, hasErrors(findings));
      if (value !== undefined) valid++;
    }),
    RUNS,
  );
  assert.ok(valid > RUNS.numRuns / 20, `only ${valid} changes left a bundle that is valid`);
});
