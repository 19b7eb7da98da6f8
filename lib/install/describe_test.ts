import assert from "node:assert/strict";
import { describePlan, planJson } from "./describe.ts";
import { planRemoval } from "./dga/removal.ts";
import { planSetup } from "./dga/setup.ts";
import { bundleWith, STARTER_ID } from "./testing/bundles.ts";
import { EMPTY, withInstalled } from "./testing/snapshots.ts";

const NONE = { permissions: "none" } as const;
const STARTER = await bundleWith();
const CHANGED = await bundleWith({ outerDescription: "Changed" });

Deno.test("describePlan() lists the steps of a setup", NONE, () => {
  assert.equal(
    describePlan(planSetup(STARTER, EMPTY)),
    `Setup of "${STARTER_ID}" on Elasticsearch 9.5.3
  1. Store the model "${STARTER_ID}" (${STARTER_ID}_model.json, 1.0 MB, sent compressed)
  2. Try model and scripts with www.wikipedia.org and xjqzkvbwpfhmtrgd.com, before anything live changes
  3. Store the script "dga_ngrams_create"
  4. Store the script "dga_ngrams_transform_delete"
  5. Store the pipeline "dns_dga_inference_enrich_pipeline"
  6. Store the pipeline "dns_enrich_pipeline"
  7. Send www.wikipedia.org and xjqzkvbwpfhmtrgd.com through "dns_enrich_pipeline" as it is stored, without indexing`,
  );
});

Deno.test("describePlan() says when there is nothing to change, and what differs", NONE, () => {
  assert.match(
    describePlan(planSetup(STARTER, withInstalled(STARTER))),
    /Stays as it is: .*\n {2}Nothing has to be changed/,
  );
  assert.match(
    describePlan(planSetup(CHANGED, withInstalled(STARTER), { overwrite: true })),
    /The pipeline "dns_enrich_pipeline" is there and differs:\n {4}description: "Sends .*"Changed"/,
  );
  assert.match(describePlan(planRemoval(STARTER_ID, EMPTY)), /Nothing has to be changed/);
});

Deno.test("planJson() is plain JSON with values in the place of texts", NONE, () => {
  for (const plan of [planSetup(STARTER, EMPTY), planRemoval(STARTER_ID, withInstalled(STARTER))]) {
    const json = planJson(plan);
    assert.deepEqual(JSON.parse(JSON.stringify(json)), json);
  }
  const steps = planJson(planSetup(STARTER, EMPTY)).steps;
  assert.ok(Array.isArray(steps));
  assert.deepEqual(steps[0].source, { size: STARTER.modelFile.source.size });
  assert.equal(steps[2].body.lang, "painless");
  assert.equal(steps[4].body.processors.length, 3);
  assert.equal(steps[1].documents[0].document.dns.question.name, "www.wikipedia.org");
});
