import assert from "node:assert/strict";
import fc from "fast-check";
import {
  DGA_FILE_PATTERNS,
  DGA_FILE_ROLES,
  dgaFileRole,
  formatReleaseName,
  modelIdFault,
  modelIdOf,
  nextReleaseName,
  parseReleaseName,
  tryParseReleaseName,
} from "./names.ts";

const PUBLISHED = [
  "ML-DGA-20201111-1",
  "ML-DGA-20201216-1",
  "ML-DGA-20210421-2",
  "ML-DGA-20210601-3",
  "ML-DGA-20210602-3",
  "ML-DGA-20210604-4",
  "ML-DGA-20210706-5",
  "ML-experimental-detections-20201028-1",
  "ML-experimental-detections-20211130-7",
  "ML-ProblemChild-20210602-1",
];

Deno.test(
  "parseReleaseName() takes what was published, and formatReleaseName() goes back",
  { permissions: "none" },
  () => {
    for (const tag of PUBLISHED) assert.equal(formatReleaseName(parseReleaseName(tag)), tag);
    assert.deepEqual(parseReleaseName("ML-DGA-20201129-25"), { family: "ML-DGA", date: "20201129", version: 25 });
    assert.deepEqual(parseReleaseName("ML-experimental-detections-20211130-7"), {
      family: "ML-experimental-detections",
      date: "20211130",
      version: 7,
    });
    assert.deepEqual(parseReleaseName("experimental-ML-DGA-v0.1.0"), {
      family: "ML-DGA",
      prefix: "experimental",
      version: "0.1.0",
    });
    assert.equal(formatReleaseName(parseReleaseName("experimental-ML-DGA-v0.1.0")), "experimental-ML-DGA-v0.1.0");
  },
);

Deno.test("parseReleaseName() refuses", { permissions: "none" }, async (t) => {
  const refused = [
    "",
    "ML-DGA",
    "ML-DGA-latest",
    "ML-DGA-2020-25",
    "dga-20201129-25",
    "ml-dga-20201129-25",
    "ML-DGA-20201129-0",
    "ML-DGA-20201129-01",
    "ML-DGA-20201129-",
    "ML-DGA-20201129",
    "ML-DGA-20201329-1",
    "ML-DGA-20210229-1",
    "ML-DGA-20201129-25.zip",
    " ML-DGA-20201129-25",
    "ML-DGA-20201129-25\n",
    "ML-DGA-20201129-9999999999999999",
    "../x-ML-DGA-v0.1.0",
    "-ML-DGA-v0.1.0",
    "x-ML-DGA-v0.1",
  ];
  for (const text of refused) {
    await t.step(JSON.stringify(text), () => {
      assert.throws(() => parseReleaseName(text), SyntaxError);
      assert.equal(tryParseReleaseName(text), undefined);
    });
  }
});

Deno.test("parseReleaseName() says what a name looks like", { permissions: "none" }, () => {
  assert.throws(() => parseReleaseName("ML-DGA-latest"), {
    message: 'Cannot read "ML-DGA-latest" as the name of a release: ' +
      "it must look like ML-DGA-YYYYMMDD-N, with a day of the calendar",
  });
});

Deno.test("tryParseReleaseName() returns only what formats to the same text", { permissions: "none" }, () => {
  const nearNames = fc.stringMatching(/^(x-)?ML-(DGA|a-b)-(v0\.1\.\d{1,2}|20\d{6}-\d{1,3})$/);
  fc.assert(fc.property(fc.oneof(fc.string(), nearNames), (text) => {
    const name = tryParseReleaseName(text);
    assert.ok(name === undefined || formatReleaseName(name) === text);
  }));
});

Deno.test("nextReleaseName() counts a family over all dates", { permissions: "none" }, () => {
  assert.deepEqual(nextReleaseName("ML-DGA", "20210801", PUBLISHED), {
    family: "ML-DGA",
    date: "20210801",
    version: 6,
  });
  assert.equal(nextReleaseName("ML-experimental-detections", "20211201", PUBLISHED).version, 8);
  assert.equal(nextReleaseName("ML-URLSpoof", "20211201", PUBLISHED).version, 1);
  assert.equal(nextReleaseName("ML-DGA", "20211201", ["x-ML-DGA-v0.1.0", "v9.9.9", "ML-DGA-2021-9"]).version, 1);
});

Deno.test("nextReleaseName() refuses what would be no name", { permissions: "none" }, () => {
  assert.throws(() => nextReleaseName("ML-DGA", "2021-08-01", []), RangeError);
  assert.throws(() => nextReleaseName("ML-DGA", "20210832", []), RangeError);
  assert.throws(() => nextReleaseName("DGA", "20210801", []), RangeError);
});

Deno.test("dgaFileRole() finds one role for each file of a bundle", { permissions: "none" }, () => {
  const names = {
    "dga_875109_1.0_model.json": "model",
    "dga_875109_1.0_dga_ngrams_create.json": "dga_ngrams_create",
    "dga_875109_1.0_ngrams_create.json": "dga_ngrams_create",
    "dga_875109_1.0_dga_ngrams_transform_delete.json": "dga_ngrams_transform_delete",
    "dga_875109_1.0_ingest_pipeline1.json": "dns_enrich_pipeline",
    "dga_875109_1.0_ingest_pipeline2.json": "dns_dga_inference_enrich_pipeline",
    "dga__model.json": "model",
    "dga_model.json": undefined,
    "dga_ngrams_create.json": undefined,
    "DGA_1_model.json": undefined,
    "dga_1_model.json.bak": undefined,
    "xdga_1_model.json": undefined,
  };
  for (const [name, role] of Object.entries(names)) assert.equal(dgaFileRole(name), role, name);
});

Deno.test("dgaFileRole() never has two patterns to choose from", { permissions: "none" }, () => {
  assert.deepEqual([...DGA_FILE_ROLES], Object.keys(DGA_FILE_PATTERNS));
  const ends = Object.values(DGA_FILE_PATTERNS).map((pattern) => pattern.split("*")[1] ?? "");
  for (const end of ends) assert.deepEqual(ends.filter((other) => other.endsWith(end)), [end]);
});

Deno.test("modelIdOf() takes the name up to the last underscore", { permissions: "none" }, () => {
  assert.equal(modelIdOf("dga_875109_1.0_model.json"), "dga_875109_1.0");
  assert.equal(modelIdOf("dga_1611725_2.0_model.json"), "dga_1611725_2.0");
  assert.throws(() => modelIdOf("model.json"), SyntaxError);
});

Deno.test("modelIdFault() says what is wrong with an id", { permissions: "none" }, () => {
  const faults = {
    "dga_1611725_2.0": undefined,
    "a": undefined,
    [`a${"b".repeat(63)}`]: undefined,
    "": "it is empty",
    "dga_1.0_": 'it ends with "_"',
    ".dga": 'it starts with "."',
    "Dga": 'it holds "D"',
    "dga 1": 'it holds " "',
    "dga_😀": 'it holds "😀"',
    [`a${"b".repeat(64)}`]: "it has 65 characters, more than 64",
  };
  for (const [id, fault] of Object.entries(faults)) assert.equal(modelIdFault(id), fault, id);
});
