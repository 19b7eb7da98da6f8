import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { bundleFiles } from "../bundle/bundle_files.ts";
import { memoryAccess } from "../bundle/random_access.ts";
import { text, zip } from "../bundle/testing/zip_builder.ts";
import { readZip } from "../bundle/zip.ts";
import { memorySource } from "../json/byte_source.ts";
import { createGithub } from "../rehearsal/github.ts";
import { comparePublished, findPublished } from "./compare_published.ts";
import { inspectBundle } from "./inspect.ts";
import { manifestName } from "./manifest.ts";
import { connected } from "./testing/rehearsed.ts";

/** The official client is loaded and asks the system for nothing. */
const NONE = { permissions: "none" } as const;

const TESTDATA = new URL("../../testdata/", import.meta.url);
const STARTER = "ML-DGA-20261101-1/dga_20261101_1.0_model.json";
const MODEL = await readFile(new URL(STARTER, TESTDATA), "utf8");
const INDENTED = await readFile(new URL("release/manifest_indented.json", TESTDATA));
const DETECTIONS = "ML-experimental-detections-20261101-1";

function bundle(name: string, files: Readonly<Record<string, string>>) {
  return bundleFiles(name, Object.entries(files).map(([file, content]) => [file, memorySource(text(content))]));
}

/** The same model as published ones have it. */
function compressed(): string {
  const { definition, ...rest } = JSON.parse(MODEL);
  return JSON.stringify({ ...rest, compressed_definition: gzipSync(JSON.stringify(definition)).toString("base64") });
}

Deno.test("inspectBundle() tells from which time a layout is", NONE, async () => {
  const files = {
    "dga_1_model.json": "{}",
    "dga_1_ngrams_create.json": "{}",
    "dga_1_ngrams_transform_delete.json": "{}",
    "dga_1_ingest_pipeline1.json": "{}",
  };
  const rule = '[rule]\nname = "a"';
  const layouts: [name: string, files: Readonly<Record<string, string>>, kind: string, layout: RegExp][] = [
    ["name-ML-DGA-v0.1.0", files, "dga", /^the very first releases: /],
    ["ML-DGA-20201111-1", files, "dga", /^a DGA bundle/],
    ["mine", files, "dga", /^a DGA bundle/],
    [DETECTIONS, { "a.toml": rule }, "detections", /^experimental detections: rules as TOML$/],
    [DETECTIONS, { "a.ndjson": "{}" }, "detections", /^experimental detections of later releases: rules as ndjson$/],
    ["ML-HostRiskScore-20210602-1", { "a.txt": "" }, "other", /^another family's bundle \(ML-HostRiskScore\)$/],
    ["mine", {}, "other", /^none that is known$/],
  ];
  for (const [name, given, kind, layout] of layouts) {
    const inspection = await inspectBundle(bundle(name, given));
    assert.equal(inspection.kind, kind, name);
    assert.match(inspection.layout, layout);
  }
});

Deno.test("inspectBundle() knows a model in either form, and one that is none", NONE, async () => {
  const { models, files } = await inspectBundle(bundle("ML-ProblemChild-20210602-1", {
    "problemchild_1_model.json": compressed(),
    "plain.json": MODEL,
    "broken_model.json": "{",
  }));
  assert.deepEqual(models.map(({ file, inputs, trees, classes, form }) => [file, inputs, trees, classes, form]), [
    ["problemchild_1_model.json", 184, 88, ["0", "1"], "compressed_definition"],
    ["plain.json", 184, 88, ["0", "1"], "definition"],
  ]);
  assert.deepEqual(files.map(({ name, kind, sha256 }) => [name, kind, sha256?.slice(0, 8)]).slice(1), [
    ["plain.json", "model", "8636189b"],
    ["broken_model.json", "model", undefined],
  ]);
});

Deno.test("inspectBundle() tells what an archive lies about, and describes the rest", NONE, async () => {
  const lying = await readZip(
    memoryAccess(zip([
      { name: `${DETECTIONS}/a.json`, content: text("{}"), checksum: 1 },
      { name: `${DETECTIONS}/readme.md`, content: text("# Read me") },
    ])),
    `${DETECTIONS}.zip`,
  );
  const { files, findings } = await inspectBundle(lying);
  assert.deepEqual(findings.map(({ code, file }) => [code, file]), [["zip-checksum", "a.json"]]);
  assert.deepEqual(files.map(({ name, kind }) => [name, kind]), [["a.json", "other"], ["readme.md", "readme"]]);
});

Deno.test("comparePublished() compares with manifests of any age", NONE, async () => {
  const asset = { name: manifestName(DETECTIONS), bytes: new Uint8Array(INDENTED) };
  const releases = [
    { tag: DETECTIONS, assets: [asset] },
    { tag: "ML-DGA-20201111-1", assets: [{ name: "ML-DGA-20201111-1.zip", bytes: new Uint8Array(9), digest: null }] },
    { tag: "ML-DGA-20201216-2", assets: [{ name: manifestName("ML-DGA-20201216-2"), bytes: text("<html>") }] },
  ];
  const github = connected(createGithub({ repositories: [{ name: "o/r", releases }] }));
  const inspection = await inspectBundle(bundle(DETECTIONS, { "readme.md": "mine", "mine.txt": "" }));
  const published = await findPublished(github, DETECTIONS);
  assert.equal(published?.form, "indented");
  const comparison = comparePublished(inspection, published);
  assert.equal(comparison.kind, "different");
  const differences = comparison.kind === "different" ? comparison.differences : [];
  assert.deepEqual(differences.slice(-2), ['"mine.txt" is here and not published', '"readme.md" is another file']);
  assert.equal(differences[0], '"datafeed_dga_high_sum_by_source_ip.json" is published and not here');
  for (const [tag, form] of [["ML-DGA-20201111-1", "none"], ["ML-DGA-20201216-2", "unreadable"]] as const) {
    const old = await findPublished(github, tag);
    assert.deepEqual([old?.form, comparePublished(inspection, old).kind], [form, "unknown"]);
  }
  assert.equal(await findPublished(github, "ML-DGA-20990101-9"), undefined);
});
