import assert from "node:assert/strict";
import type { Plan } from "../plan.ts";
import { planRemoval } from "./removal.ts";
import type { StackSnapshot } from "../snapshot.ts";
import { bundleWith, STARTER_ID } from "../testing/bundles.ts";
import { EMPTY, installedModel, withInstalled } from "../testing/snapshots.ts";
import { stepLabels } from "../testing/step_labels.ts";

const NONE = { permissions: "none" } as const;
const STARTER = await bundleWith();
const INSTALLED = withInstalled(STARTER);
const INNER = "dns_dga_inference_enrich_pipeline";
const OUTER = "dns_enrich_pipeline";

function codes({ findings }: Plan): string[] {
  return findings.map(({ level, code }) => `${level} ${code}`);
}

function without(snapshot: StackSnapshot, ...ids: string[]): StackSnapshot {
  const keep = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => !ids.includes(id)));
  const { model, ...rest } = snapshot;
  const kept = model !== undefined && !ids.includes(model.id) ? { model } : {};
  return { ...rest, ...kept, scripts: keep(snapshot.scripts), pipelines: keep(snapshot.pipelines) };
}

Deno.test("planRemoval() removes callers before what they call", NONE, () => {
  assert.deepEqual(stepLabels(planRemoval(STARTER_ID, INSTALLED)), [
    `fetch-model ${STARTER_ID}`,
    `delete-pipeline ${OUTER}`,
    `delete-pipeline ${INNER}`,
    `delete-model ${STARTER_ID}`,
    "delete-script dga_ngrams_create",
    "delete-script dga_ngrams_transform_delete",
  ]);
});

Deno.test("planRemoval() counts what is missing as gone", NONE, () => {
  const plan = planRemoval(STARTER_ID, without(INSTALLED, OUTER, STARTER_ID, "dga_ngrams_create"));
  assert.deepEqual(codes(plan), []);
  assert.deepEqual(stepLabels(plan), [`delete-pipeline ${INNER}`, "delete-script dga_ngrams_transform_delete"]);
  assert.deepEqual(stepLabels(planRemoval(STARTER_ID, EMPTY)), []);
});

Deno.test("planRemoval() goes on where a removal was interrupted", NONE, () => {
  assert.deepEqual(stepLabels(planRemoval(STARTER_ID, without(INSTALLED, OUTER, INNER, STARTER_ID))), [
    "delete-script dga_ngrams_create",
    "delete-script dga_ngrams_transform_delete",
  ]);
});

Deno.test("planRemoval() removes only a model that the pipelines do not call", NONE, () => {
  const plan = planRemoval("dga_0_1.0", { ...INSTALLED, model: { ...installedModel(STARTER), id: "dga_0_1.0" } });
  assert.deepEqual(stepLabels(plan), ["fetch-model dga_0_1.0", "delete-model dga_0_1.0"]);
  assert.match(plan.notes.join(), /call "dga_20261101_1\.0" and not "dga_0_1\.0"/);
});

Deno.test("planRemoval() stops before its first step when an index sends documents", NONE, () => {
  const indices = [
    { index: ".ds-logs-dns-2026.11.01-000001", setting: "default_pipeline", pipeline: OUTER },
    { index: "packetbeat", setting: "final_pipeline", pipeline: OUTER },
  ] as const;
  for (const force of [false, true]) {
    const plan = planRemoval(STARTER_ID, { ...INSTALLED, indices }, { force });
    assert.deepEqual(codes(plan), ["error pipeline-of-index"]);
    assert.match(plan.findings[0]?.message ?? "", /"\.ds-logs-dns-2026\.11\.01-000001", "packetbeat"/);
    assert.deepEqual(plan.steps, []);
  }
});

Deno.test("planRemoval() does not take a model, pipeline or script from others unless forced", NONE, async (t) => {
  for (
    const reference of [
      { pipeline: "mine", kind: "model", id: STARTER_ID },
      { pipeline: "logs@custom", kind: "pipeline", id: OUTER },
      { pipeline: "mine", kind: "script", id: "dga_ngrams_create" },
    ] as const
  ) {
    await t.step(reference.kind, () => {
      const snapshot = { ...INSTALLED, references: [reference] };
      const plan = planRemoval(STARTER_ID, snapshot);
      assert.deepEqual(codes(plan), ["error referenced"]);
      assert.match(plan.findings[0]?.message ?? "", new RegExp(`"${reference.pipeline}" calls it`));
      assert.deepEqual(plan.steps, []);
      const forced = planRemoval(STARTER_ID, snapshot, { force: true });
      assert.deepEqual(codes(forced), ["warning referenced"]);
      assert.ok(forced.steps.some((step) => step.kind === "delete-model" && step.force));
    });
  }
});

Deno.test("planRemoval() does not mind the references within a bundle", NONE, () => {
  const references = [
    { pipeline: OUTER, kind: "pipeline", id: INNER },
    { pipeline: INNER, kind: "model", id: STARTER_ID },
    { pipeline: INNER, kind: "script", id: "dga_ngrams_create" },
  ] as const;
  const plan = planRemoval(STARTER_ID, { ...INSTALLED, references }, { force: true });
  assert.deepEqual(codes(plan), []);
  assert.ok(plan.steps.some((step) => step.kind === "delete-model" && !step.force));
});

Deno.test("planRemoval() minds aliases", NONE, () => {
  const snapshot = { ...INSTALLED, model: { ...installedModel(STARTER), aliases: ["dga_live"] } };
  assert.deepEqual(codes(planRemoval(STARTER_ID, snapshot)), ["error model-alias"]);
  assert.deepEqual(codes(planRemoval(STARTER_ID, snapshot, { force: true })), ["warning model-alias"]);
  const byAlias = planRemoval("dga_live", snapshot, { force: true });
  assert.deepEqual(codes(byAlias), ["error model-alias"]);
  assert.match(byAlias.findings[0]?.hint ?? "", new RegExp(STARTER_ID));
});

Deno.test("planRemoval() warns while documents arrive", NONE, () => {
  const plan = planRemoval(STARTER_ID, { ...INSTALLED, busyPipelines: [OUTER] });
  assert.deepEqual(codes(plan), ["warning documents-arrive"]);
  assert.equal(plan.steps.length, 6);
});

Deno.test("planRemoval() says when a model is too large to be put back", NONE, () => {
  const plan = planRemoval(STARTER_ID, { ...INSTALLED, model: { ...installedModel(STARTER), sizeBytes: 2 ** 31 } });
  assert.ok(plan.steps.every(({ kind }) => kind !== "fetch-model"));
  assert.match(plan.notes.join(), /2048\.0 MB .* not put back/);
});

Deno.test("planRemoval() needs no licence", NONE, () => {
  const plan = planRemoval(STARTER_ID, { ...INSTALLED, license: { type: "basic", status: "active" } });
  assert.deepEqual(codes(plan), []);
});
