import assert from "node:assert/strict";
import type { PipelineReference } from "../snapshot.ts";
import { groupBundles } from "./group_bundles.ts";

const PURE = { permissions: "none" } as const;

const calls = (pipeline: string, kind: PipelineReference["kind"], id: string): PipelineReference => ({
  pipeline,
  kind,
  id,
});
const DGA = [
  calls("dns_enrich_pipeline", "pipeline", "dns_dga_inference_enrich_pipeline"),
  calls("dns_dga_inference_enrich_pipeline", "script", "dga_ngrams_create"),
  calls("dns_dga_inference_enrich_pipeline", "model", "dga_2"),
];
const ORIGIN = { release: "ML-DGA-20210706-5", sha256: "ab".repeat(32), tool: "ml-dga/0.1.0" };

Deno.test("groupBundles() puts models, pipelines and scripts of several families together", PURE, () => {
  const bundles = groupBundles(
    [{ id: "problemchild_1.0", aliases: [] }, { id: "dga_2", aliases: [], origin: ORIGIN }, {
      id: "churn",
      aliases: [],
    }],
    [
      ...DGA,
      calls("logs@custom", "pipeline", "dns_enrich_pipeline"),
      calls("problem_child_inference", "model", "problemchild_1.0"),
      calls("problem_child_inference", "script", "problem_child_features"),
      calls("ml_hostriskscore_ingest_pipeline", "script", "ml_hostriskscore_levels"),
      calls("churn_pipeline", "model", "churn"),
      calls("nothing_of_ours", "script", "other"),
    ],
    ["dga_ngrams_create", "problem_child_features", "ml_hostriskscore_levels", "other"],
  );
  assert.deepEqual(
    bundles.map(({ family, modelId, pipelines, scripts, absent }) => [family, modelId, pipelines, scripts, absent]),
    [
      [
        "ML-DGA",
        "dga_2",
        ["dns_dga_inference_enrich_pipeline", "dns_enrich_pipeline", "logs@custom"],
        ["dga_ngrams_create"],
        [],
      ],
      ["ML-HostRiskScore", undefined, ["ml_hostriskscore_ingest_pipeline"], ["ml_hostriskscore_levels"], []],
      ["ML-ProblemChild", "problemchild_1.0", ["problem_child_inference"], ["problem_child_features"], []],
      [undefined, "churn", ["churn_pipeline"], [], []],
    ],
  );
  assert.deepEqual(bundles[0]?.origin, ORIGIN);
});

Deno.test("groupBundles() names what is called and not there", PURE, () => {
  const [bundle, ...others] = groupBundles([], DGA, []);
  assert.deepEqual(others, []);
  assert.deepEqual(bundle?.absent, ['model "dga_2"', 'script "dga_ngrams_create"']);
  assert.equal(bundle?.hasModel, false);
});

Deno.test("groupBundles() finds the model behind an alias", PURE, () => {
  const [bundle] = groupBundles([{ id: "dga_3", aliases: ["dga_2"] }], DGA, ["dga_ngrams_create"]);
  assert.deepEqual([bundle?.modelId, bundle?.absent, bundle?.pipelines.length], ["dga_3", [], 2]);
});
