import assert from "node:assert/strict";
import { hasErrors } from "../json/finding.ts";
import { validateDgaBundle } from "./dga.ts";
import { readBundle } from "./read.ts";
import { asStrict } from "./strict.ts";
import type { Breakages } from "./testing/breakage.ts";
import { broken, edited, NAME, replaced, told, withFewTrees } from "./testing/broken_bundle.ts";
import { BROKEN_FILES } from "./testing/broken_files.ts";
import { BROKEN_MODELS } from "./testing/broken_models.ts";
import { BROKEN_PIPELINES } from "./testing/broken_pipelines.ts";

const READ = { permissions: { read: true } } as const;

/** What the test bundle itself is told: true of the published ones too. */
const SECOND_RUN = `warning second-run ingest_pipeline2 processors/1/inference/target_field 26:25
A document that goes through the pipelines again ends with an array in "ml_is_dga": the model's answer is added to what the first run left there
> Begin with {"remove": {"field": "ml_is_dga", "ignore_missing": true}}, or skip documents that have the field.`;

const BREAKAGES: Breakages = { ...BROKEN_FILES, ...BROKEN_PIPELINES, ...BROKEN_MODELS };
const OF_MODELS = new Set(Object.keys(BROKEN_MODELS));

Deno.test("validateDgaBundle() takes the test bundle", READ, async () => {
  const files = await broken({});
  const { value, findings } = await validateDgaBundle(files);
  assert.deepEqual(findings.map(told), [SECOND_RUN]);
  assert.ok(value !== undefined);
  const { name, release, modelId } = value;
  assert.deepEqual({ name, release, modelId }, {
    name: NAME,
    release: { family: "ML-DGA", date: "20261101", version: 1 },
    modelId: "dga_20261101_1.0",
  });
  assert.deepEqual([...value.files].sort(), [...files].sort());
  assert.equal(value.modelFile.source, files.get("dga_20261101_1.0_model.json"));
  assert.equal(value.models["dga_20261101_1.0"]?.trees, 88);
  assert.deepEqual(Object.keys(value.scripts), ["dga_ngrams_create", "dga_ngrams_transform_delete"]);
  assert.deepEqual(Object.keys(value.pipelines), ["dns_enrich_pipeline", "dns_dga_inference_enrich_pipeline"]);
});

Deno.test("validateDgaBundle() finds what is broken", READ, async (t) => {
  for (const [what, { changes, name, found }] of Object.entries(BREAKAGES)) {
    await t.step(what, async () => {
      const bundle = await broken(OF_MODELS.has(what) ? changes : { model: withFewTrees, ...changes }, name);
      const { value, findings } = await validateDgaBundle(bundle);
      assert.deepEqual(findings.map(told).filter((text) => text !== SECOND_RUN), found);
      assert.equal(value === undefined, hasErrors(findings));
    });
  }
});

Deno.test("validateDgaBundle() is content when the first run leaves nothing to add to", READ, async () => {
  const remove = { remove: { field: "ml_is_dga", ignore_missing: true } };
  const bundle = await broken({
    ingest_pipeline2: edited((json) => json["processors"] = [remove, ...json["processors"] as unknown[]]),
  });
  assert.deepEqual((await validateDgaBundle(bundle)).findings, []);
});

Deno.test("validateDgaBundle() tells everything at once", READ, async () => {
  const { findings } = await validateDgaBundle(
    await broken({
      model: undefined,
      dga_ngrams_create: () => "[]",
      dga_ngrams_transform_delete: replaced("painless", "mustache"),
      ingest_pipeline1: () => "{}",
      ingest_pipeline2: () => "{",
    }),
  );
  assert.deepEqual(findings.map(({ level, code }) => `${level} ${code}`), [
    "error file-missing",
    "error json-syntax",
    "error script-body",
    "error script-lang",
    "error pipeline-refused",
    "warning no-on-failure",
  ]);
});

Deno.test("validateDgaBundle() tells only so much of one file", READ, async () => {
  const processors = Array.from({ length: 20_000 }, () => ({ nope: {} }));
  const { findings } = await validateDgaBundle(
    await broken({ ingest_pipeline1: () => JSON.stringify({ processors }) }),
  );
  assert.equal(findings.length, 101);
  assert.deepEqual(findings.at(-1)?.message, "There are 19901 more findings like these");
  assert.equal(findings.at(-1)?.level, "error");
});

Deno.test("validateDgaBundle() says nothing more of an archive that can't be read", READ, async () => {
  const zip = new URL("../../README.md", import.meta.url).pathname;
  const { value, findings } = await validateDgaBundle(await readBundle(zip));
  assert.equal(value, undefined);
  assert.deepEqual(findings.map(({ code }) => code), ["zip-format"]);
});

Deno.test("asStrict() makes errors of warnings", { permissions: "none" }, () => {
  assert.deepEqual(
    asStrict([{ level: "warning", code: "a", message: "b" }, { level: "error", code: "c", message: "d" }]),
    [{ level: "error", code: "a", message: "b" }, { level: "error", code: "c", message: "d" }],
  );
});

Deno.test("validateDgaBundle() cuts endless names and values, and keeps the ends of what it says", READ, async () => {
  const long = "x".repeat(300_000);
  const { findings } = await validateDgaBundle(
    await broken({
      ingest_pipeline1: edited((json) => json[long] = 1),
      model: replaced('{"description"', `{"${long}":1,"description"`),
    }),
  );
  const errors = findings.filter(({ level }) => level === "error");
  assert.deepEqual(errors.map(({ message, path }) => [message.length, path?.length]), [[2001, 2001], [2001, 2001]]);
  assert.match(errors[0]?.message ?? "", /^Elasticsearch does not take this model: .*…x*\]$/);
});

Deno.test("validateDgaBundle() names the place of a string that Windows wrote", READ, async () => {
  const { findings } = await validateDgaBundle(
    await broken({
      ingest_pipeline1: (text) => replaced('"version": 1', '"version": "1.5"')(text).replaceAll("\n", "\r\n"),
    }),
  );
  assert.deepEqual(findings.filter(({ level }) => level === "error").map(({ line, column }) => [line, column]), [[
    3,
    14,
  ]]);
});
