import assert from "node:assert/strict";
import type { Plan } from "../plan.ts";
import { planSetup } from "./setup.ts";
import { bundleWith, STARTER_ID } from "../testing/bundles.ts";
import { EMPTY, installedModel, withInstalled } from "../testing/snapshots.ts";
import { stepLabels } from "../testing/step_labels.ts";

const NONE = { permissions: "none" } as const;
const STARTER = await bundleWith();

function codes({ findings }: Plan): string[] {
  return findings.map(({ level, code }) => `${level} ${code}`);
}

Deno.test("planSetup() stores the model first, proves it, and switches scripts and pipelines last", NONE, () => {
  const plan = planSetup(STARTER, EMPTY, { tool: "ml-dga/1.2.3" });
  assert.deepEqual(codes(plan), []);
  assert.deepEqual(stepLabels(plan), [
    `put-model ${STARTER_ID}`,
    "prove",
    "put-script dga_ngrams_create",
    "put-script dga_ngrams_transform_delete",
    "put-pipeline dns_dga_inference_enrich_pipeline",
    "put-pipeline dns_enrich_pipeline",
    "verify",
  ]);
  const [model] = plan.steps;
  assert.ok(model?.kind === "put-model");
  assert.deepEqual(model.origin, { release: "ML-DGA-20261101-1", sha256: "ab".repeat(32), tool: "ml-dga/1.2.3" });
  assert.deepEqual(plan.notes, []);
});

Deno.test("planSetup() proves with no stored script, and with the verdicts of the engines", NONE, () => {
  const plan = planSetup(STARTER, EMPTY);
  const prove = plan.steps.find(({ kind }) => kind === "prove");
  assert.ok(prove?.kind === "prove");
  const { processors } = JSON.parse(prove.text);
  assert.equal(processors[0].script.id, undefined);
  assert.equal(processors[0].script.source, STARTER.scripts.dga_ngrams_create?.source);
  assert.equal(processors[0].script.params.dynamic_domains["mooo.com"], true);
  assert.deepEqual(prove.documents.map(({ domain, expected }) => [domain, expected?.prediction]), [
    ["www.wikipedia.org", 0],
    ["xjqzkvbwpfhmtrgd.com", 1],
  ]);
});

Deno.test("planSetup() leaves alone what is the same, however its JSON is written", NONE, () => {
  const installed = withInstalled(STARTER);
  const inner = installed.pipelines.dns_dga_inference_enrich_pipeline;
  const turned = JSON.stringify(Object.fromEntries(Object.entries(inner?.value ?? {}).reverse()), null, 2);
  const plan = planSetup(STARTER, {
    ...installed,
    pipelines: {
      ...installed.pipelines,
      dns_dga_inference_enrich_pipeline: { text: turned, value: JSON.parse(turned) },
    },
  });
  assert.deepEqual(codes(plan), []);
  assert.deepEqual(stepLabels(plan), ["verify"]);
  assert.equal(plan.unchanged.length, 5);
});

Deno.test("planSetup() takes 1 and 1.0 for different, as scripts do", NONE, () => {
  const installed = withInstalled(STARTER);
  const outer = installed.pipelines.dns_enrich_pipeline?.text.replace('"version":1', '"version":1.0') ?? "";
  const plan = planSetup(STARTER, {
    ...installed,
    pipelines: { ...installed.pipelines, dns_enrich_pipeline: { text: outer, value: JSON.parse(outer) } },
  });
  assert.deepEqual(codes(plan), ["error differs"]);
  assert.match(plan.findings[0]?.message ?? "", /numbers are written in another way/);
});

Deno.test("planSetup() shows what differs, with the way out, and has no steps", NONE, async () => {
  const changed = await bundleWith({ scriptComment: "// new\n", outerDescription: "Another" });
  const plan = planSetup(changed, withInstalled(STARTER));
  assert.deepEqual(codes(plan), ["error differs", "error differs"]);
  assert.deepEqual(plan.steps, []);
  assert.match(plan.findings[0]?.message ?? "", /script "dga_ngrams_create" .* from line 1 on/);
  assert.match(
    plan.findings[1]?.message ?? "",
    /description: "Sends DNS documents .* is there, the bundle has "Another"/,
  );
  assert.match(plan.findings[0]?.hint ?? "", /--overwrite/);
});

Deno.test("planSetup() replaces what differs when told to, and keeps what was there", NONE, async () => {
  const changed = await bundleWith({ scriptComment: "// new\n" });
  const installed = withInstalled(STARTER);
  const plan = planSetup(changed, installed, { overwrite: true });
  assert.deepEqual(codes(plan), []);
  assert.deepEqual(stepLabels(plan), ["prove", "put-script dga_ngrams_create", "verify"]);
  const put = plan.steps[1];
  assert.ok(put?.kind === "put");
  assert.equal(put.replaces, installed.scripts.dga_ngrams_create?.text);
  assert.deepEqual(plan.notes, []);
  const both = await bundleWith({ scriptComment: "// new\n", outerDescription: "Another" });
  assert.match(planSetup(both, installed, { overwrite: true }).notes.join(), /these 2 requests .* a mixed set/);
});

Deno.test("planSetup() stores a new model beside an old one, and names what removes that", NONE, async () => {
  const next = await bundleWith({ modelId: "dga_2_2.0" });
  const { model: _, ...installed } = withInstalled(STARTER);
  assert.deepEqual(codes(planSetup(next, installed)), ["error differs"]);
  const plan = planSetup(next, installed, { overwrite: true });
  assert.deepEqual(stepLabels(plan), [
    "put-model dga_2_2.0",
    "prove",
    "put-pipeline dns_dga_inference_enrich_pipeline",
    "verify",
  ]);
  assert.match(plan.next[0] ?? "", new RegExp(`remove_dga.ts ${STARTER_ID}`));
});

Deno.test("planSetup() keeps a copy of a model that it replaces under the same id", NONE, () => {
  const installed = withInstalled(STARTER, { model: installedModel(STARTER, "cd".repeat(32)) });
  const differing = planSetup(STARTER, installed);
  assert.deepEqual(codes(differing), ["error differs"]);
  assert.match(differing.findings[0]?.hint ?? "", /new id/);
  const plan = planSetup(STARTER, installed, { overwrite: true });
  assert.deepEqual(stepLabels(plan).slice(0, 4), [
    `fetch-model ${STARTER_ID}`,
    `delete-model ${STARTER_ID}`,
    `put-model ${STARTER_ID}`,
    "prove",
  ]);
  assert.match(plan.notes[0] ?? "", /get no verdict/);
});

Deno.test("planSetup() does not replace a model that it could not put back", NONE, async (t) => {
  for (
    const [name, change, code] of [
      ["with aliases", { aliases: ["dga"] }, "error model-alias"],
      ["too large", { sizeBytes: 2 ** 31 }, "error model-copy"],
    ] as const
  ) {
    await t.step(name, () => {
      const model = { ...installedModel(STARTER, "cd".repeat(32)), ...change };
      const plan = planSetup(STARTER, withInstalled(STARTER, { model }), { overwrite: true });
      assert.deepEqual(codes(plan), [code]);
      assert.deepEqual(plan.steps, []);
    });
  }
});

Deno.test("planSetup() compares a model without a fingerprint by what it says of itself", NONE, () => {
  const same = planSetup(STARTER, withInstalled(STARTER, { model: installedModel(STARTER, "") }));
  assert.deepEqual(codes(same), []);
  assert.match(same.notes[0] ?? "", /definition itself was not compared/);
  const other = { ...installedModel(STARTER, ""), inputFields: ["f.u0"] };
  const plan = planSetup(STARTER, withInstalled(STARTER, { model: other }));
  assert.deepEqual(codes(plan), ["error differs"]);
  assert.match(plan.findings[0]?.message ?? "", /others \(1 there, 184 in the bundle\)/);
});

Deno.test("planSetup() does not store a model whose id is an alias", NONE, () => {
  const model = { ...installedModel(STARTER), id: "another" };
  assert.deepEqual(codes(planSetup(STARTER, withInstalled(STARTER, { model }))), ["error model-alias"]);
});

Deno.test("planSetup() wants a snapshot that was taken for a bundle", NONE, () => {
  const { upload: _, ...snapshot } = EMPTY;
  assert.throws(() => planSetup(STARTER, snapshot), TypeError);
});
