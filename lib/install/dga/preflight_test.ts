import assert from "node:assert/strict";
import { planSetup } from "./setup.ts";
import type { StackSnapshot } from "../snapshot.ts";
import { bundleWith } from "../testing/bundles.ts";
import { EMPTY } from "../testing/snapshots.ts";

const STARTER = await bundleWith();

/** What a stack is like, what is found, and what its sentences say. */
const CASES: readonly [string, Partial<StackSnapshot>, string, RegExp?][] = [
  ["a trial", { license: { type: "trial", status: "active" } }, ""],
  ["platinum", { license: { type: "platinum", status: "active" } }, ""],
  ["enterprise", { license: { type: "enterprise", status: "active" } }, ""],
  ["basic", { license: { type: "basic", status: "active" } }, "error license", /licence is "basic"/],
  ["gold", { license: { type: "gold", status: "active" } }, "error license", /licence is "gold"/],
  [
    "an expired licence",
    { license: { type: "platinum", status: "expired", expires: "2026-01-01T00:00:00.000Z" } },
    "error license",
    /"platinum" licence is expired: it ended 2026-01-01T00:00:00.000Z/,
  ],
  [
    "machine learning switched off",
    { machineLearning: { available: true, enabled: false } },
    "error machine-learning-off",
    /xpack\.ml\.enabled/,
  ],
  [
    "missing privileges",
    { privileges: { kind: "asked", missing: ["manage_ml", "cluster:admin/script/put"] } },
    "error privilege, error privilege",
    /"manage_ml".*"cluster:admin\/script\/put".*cluster:admin\/script\/\*/,
  ],
  ["all privileges", { privileges: { kind: "asked", missing: [] } }, ""],
  ["8.19.17", { version: "8.19.17" }, "error too-many-fields", /at most 100 input fields: it has 184.*8\.19\.18/],
  ["9.3.6", { version: "9.3.6" }, "error too-many-fields", /9\.3\.7/],
  ["8.19.18", { version: "8.19.18" }, ""],
  ["9.3.7", { version: "9.3.7" }, ""],
  ["7.17.29", { version: "7.17.29" }, "error server-version", /older than 8\.0/],
  ["a version to come", { version: "10.0.0" }, "warning server-version", /newer/],
  [
    "a body that is too large",
    { maxContentLength: 1_048_576, upload: { sha256: "00", bytes: 2_097_152 } },
    "error model-size",
    /takes bodies of 1\.0 MB: compressed it is 2\.0 MB.*http\.max_content_length/,
  ],
];

Deno.test("planSetup() finds before anything is sent", { permissions: "none" }, async (t) => {
  for (const [name, changes, codes, texts] of CASES) {
    await t.step(name, () => {
      const { findings, steps } = planSetup(STARTER, { ...EMPTY, ...changes });
      assert.equal(findings.map(({ level, code }) => `${level} ${code}`).join(", "), codes);
      if (texts !== undefined) {
        assert.match(findings.map(({ message, hint }) => `${message} ${hint ?? ""}`).join(" "), texts);
      }
      assert.equal(steps.length === 0, codes.includes("error"));
    });
  }
});

Deno.test("planSetup() takes a model with few fields on a server that caps them", { permissions: "none" }, () => {
  const model = STARTER.models[STARTER.modelId];
  assert.ok(model !== undefined);
  const inputFields = model.inputFields.slice(0, 100);
  const few = { ...model, inputFields, infer: model.infer.bind(model) };
  const bundle = { ...STARTER, models: { [STARTER.modelId]: few } };
  assert.deepEqual(planSetup(bundle, { ...EMPTY, version: "9.3.6" }).findings, []);
});
