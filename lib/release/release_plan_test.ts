import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { bundleFiles } from "../bundle/bundle_files.ts";
import { validateDgaBundle } from "../bundle/dga.ts";
import { memorySource } from "../json/byte_source.ts";
import type { GithubReleaseOptions } from "../rehearsal/github/options.ts";
import { findDuplicates } from "./duplicates.ts";
import { lookAtReleases } from "./existing_releases.ts";
import { buildManifest, formatManifest, type Manifest, manifestName } from "./manifest.ts";
import { packBundle, type PackedBundle } from "./packed_bundle.ts";
import { publishRelease } from "./publish.ts";
import { describeReleasePlan } from "./release_plan.ts";
import { draftText } from "./release_text.ts";
import { connected, LATEST, newGithub, noSleep, packedBundle, planned, TAG } from "./testing/rehearsed.ts";

/** The official client is loaded and asks the system for nothing. */
const NONE = { permissions: "none" } as const;

const PACKED = await packedBundle();
const DGA = await packedDga("ML-DGA-20261128-6");
const MODEL = "dga_20261101_1.0_model.json";

async function packedDga(name: string): Promise<PackedBundle> {
  const folder = new URL("../../testdata/ML-DGA-20261101-1/", import.meta.url);
  const parts = ["model", "dga_ngrams_create", "dga_ngrams_transform_delete", "ingest_pipeline1", "ingest_pipeline2"];
  const files = parts.map(async (part) => {
    const file = `dga_20261101_1.0_${part}.json`;
    return [file, memorySource(await readFile(new URL(file, folder)))] as const;
  });
  const { value } = await validateDgaBundle(bundleFiles(name, await Promise.all(files)));
  const { value: packed } = value === undefined ? {} : await packBundle(value);
  assert.ok(packed !== undefined);
  return packed;
}

/** The manifest of a release with these files. */
function manifestOf(tag: string, files: PackedBundle["files"]): Manifest {
  const at = "2021-06-04T00:00:00Z";
  return buildManifest({
    ...{ assets_url: "a", author: { login: "b" }, created_at: at, html_url: "c", id: 1, name: tag, published_at: at },
    ...{ tag_name: tag, url: "d", zipball_url: "e" },
  }, [{ name: `${tag}.zip`, created_at: at, browser_download_url: "f", sha256: "00".repeat(32), files }]);
}

function withReleases(...releases: GithubReleaseOptions[]) {
  return newGithub({ repositories: [{ name: "o/r", releases }] });
}

async function foundIn(packed: PackedBundle, releases: GithubReleaseOptions[], options = {}): Promise<string[]> {
  const { findings } = await planned(withReleases(...releases), packed, options);
  return findings.map(({ level, code, message, hint }) => `${level} ${code}: ${message} > ${hint}`);
}

Deno.test("planRelease() takes the family's next number, and says by which release", NONE, async () => {
  const others = [LATEST, { tag: "ML-DGA-20210706-25" }, { tag: "v1.2.3" }, {
    tag: "ML-experimental-detections-20210602-3",
  }];
  const plan = await planned(withReleases(...others), PACKED);
  assert.deepEqual([plan.findings, plan.tag], [[], TAG]);
  assert.equal(
    plan.numbering,
    `Number 8: the latest release of ML-experimental-detections is "${LATEST.tag}"`,
  );
  assert.deepEqual(await foundIn(PACKED, [...others, { tag: "ML-experimental-detections-20251130-11" }]), [
    `error release-number: Cannot release "${TAG}" as its number must be 12: the latest release of ` +
    'ML-experimental-detections is "ML-experimental-detections-20251130-11" > Rename the folder to ' +
    '"ML-experimental-detections-20261128-12".',
  ]);
  assert.deepEqual(await foundIn(PACKED, []), [
    `error release-number: Cannot release "${TAG}" as its number must be 1: it is the first release of ` +
    'ML-experimental-detections > Rename the folder to "ML-experimental-detections-20261128-1".',
  ]);
  // Some numbers were used twice.
  const twice = await planned(withReleases({ tag: "ML-DGA-20210601-5" }, { tag: "ML-DGA-20210602-5" }), DGA);
  assert.equal(
    twice.numbering,
    'Number 6: the latest release of ML-DGA is "ML-DGA-20210602-5" and "ML-DGA-20210601-5"',
  );
});

Deno.test("planRelease() refuses a name that is not the family's", NONE, async () => {
  for (const name of ["mine", "ML-DGA-20261128-1", "ML-experimental-detections-20261128"]) {
    const [finding] = await foundIn(await packedBundle({ name }), [LATEST]);
    assert.match(
      finding ?? "",
      new RegExp(`^error release-name: Cannot release "${name}" as the folder's name is the`),
    );
  }
});

Deno.test("planRelease() refuses a zip that no download would take", NONE, async () => {
  const packed = (size: number) => ({ ...PACKED, zip: { ...PACKED.zip, size } });
  assert.deepEqual(await foundIn(packed(268_435_456), []), await foundIn(PACKED, []));
  const found = await foundIn(packed(268_435_457), []);
  assert.ok(found.some((text) => text.includes("release-size")), found.join());
});

Deno.test("planRelease() leaves what is there alone, and says what to do about it", NONE, async (t) => {
  const mark = { zipSha256: PACKED.zip.sha256, run: "before" };
  const own = { tag: TAG, draft: true, body: draftText("Text of before", mark) };
  const cases: Readonly<
    Record<string, [releases: GithubReleaseOptions[], resume: boolean, found: RegExp | undefined]>
  > = {
    "a published release": [
      [LATEST, { tag: TAG }],
      false,
      /^error release-exists: .* as it is published already: http/,
    ],
    "a person's draft": [
      [LATEST, { tag: TAG, draft: true, body: "x" }],
      false,
      /^error draft-exists: .* that somebody/,
    ],
    "a person's draft, to go on with": [
      [LATEST, { tag: TAG, draft: true, body: `${own.body}\nand more` }],
      true,
      /^error draft-exists: .* that somebody made: .* > It is left alone/,
    ],
    "an own draft": [[LATEST, own], false, /^error draft-unfinished: .* an earlier run left: .* add --resume/],
    "an own draft, to go on with": [[LATEST, own], true, undefined],
    "a draft of another tag": [[LATEST, { ...own, tag: "ML-experimental-detections-20261128-9" }], false, undefined],
    "a draft of other files": [
      [LATEST, { ...own, body: draftText("", { ...mark, zipSha256: "ab".repeat(32) }) }],
      true,
      /^error draft-differs: .* made of other files: /,
    ],
    "two own drafts": [[LATEST, own, own], true, /^error draft-exists: .* more than one draft/],
    "nothing, to go on with": [[LATEST], true, undefined],
  };
  for (const [what, [releases, resume, expected]] of Object.entries(cases)) {
    await t.step(what, async () => {
      const found = await foundIn(PACKED, releases, { resume });
      if (expected === undefined) assert.deepEqual(found, []);
      else assert.match(found.join("\n"), expected);
    });
  }
  const plan = await planned(withReleases(LATEST, own), PACKED, { resume: true });
  assert.deepEqual([plan.text, plan.draft?.body], ["Text of before", own.body]);
});

Deno.test("planRelease() makes the text that every release has had", NONE, async () => {
  const { text } = await planned(newGithub(), DGA, { description: "Trained anew.\n" });
  assert.equal(
    text,
    `model_name: dga_20261101_1.0

----


date: 2026-11-28T11:59:00Z
model_sha256: 8636189baf3fc1d5f548c0951fc280a3ff08b29efd4f562ce3f08c54504489d6
For details reference: https://github.com/elastic/detection-rules/blob/main/docs/ML_DGA.md

----

Trained anew.`,
  );
  const detections = await planned(newGithub(), PACKED);
  assert.equal(
    detections.text,
    `Experimental rules: 1
Experimental ML jobs: 1
Other files: 1

----


DGA release: ML-DGA-20261101-1
date: 2026-11-28T11:59:00Z
For details reference: https://github.com/elastic/detection-rules/blob/main/docs/ML_DGA.md`,
  );
  assert.match(
    describeReleasePlan(detections),
    /^Release of ".*-8" on o\/r\n {2}Number 8: .*\n {2}.*\.zip, 2,3\d\d bytes/,
  );
});

Deno.test("findDuplicates() finds a model of the same name or hash in any release but its own", NONE, () => {
  const other = DGA.files.map((file) => ({ ...file, sha256: "ab".repeat(32) }));
  const renamed = DGA.files.map((file) => ({ ...file, name: file.name.replace("1.0", "2.0") }));
  const told = (...manifests: Manifest[]) =>
    findDuplicates(DGA, manifests).map(({ level, code, file, message }) => `${level} ${code} ${file}: ${message}`);
  assert.deepEqual(told(manifestOf(DGA.bundle.name, DGA.files)), []);
  assert.deepEqual(told(manifestOf("ML-DGA-20210604-4", other)), [
    `warning model-name-duplicate ${MODEL}: The name of the model's file is not new: "${MODEL}" is in "ML-DGA-20210604-4"`,
  ]);
  assert.deepEqual(told(...["1", "2", "3", "4"].map((n) => manifestOf(`ML-DGA-2021060${n}-${n}`, renamed))), [
    `warning model-hash-duplicate ${MODEL}: The model is not new: "ML-DGA-20210601-1", "ML-DGA-20210602-2", ` +
    '"ML-DGA-20210603-3" and 1 more has the same one, sha256 ' +
    "8636189baf3fc1d5f548c0951fc280a3ff08b29efd4f562ce3f08c54504489d6",
  ]);
  const both = findDuplicates(DGA, [manifestOf("ML-DGA-20210604-4", DGA.files)], { sameName: "error" });
  assert.deepEqual(both.map(({ level }) => level), ["error", "warning"]);
  assert.deepEqual(findDuplicates(PACKED, [manifestOf("ML-DGA-20210604-4", DGA.files)]), []);
});

Deno.test(
  "lookAtReleases() reads manifests only, in few requests, and notes what it cannot compare",
  NONE,
  async () => {
    const asset = (tag: string, text: string) => ({ name: manifestName(tag), bytes: new TextEncoder().encode(text) });
    const zip = (tag: string) => ({ name: `${tag}.zip`, bytes: new Uint8Array(9) });
    const withManifest = (tag: string, text: string) => ({ tag, assets: [zip(tag), asset(tag, text)] });
    const good = formatManifest(manifestOf("ML-DGA-20210604-5", DGA.files));
    const many = Array.from({ length: 120 }, (_, i) => ({ tag: `v8.${i}.0` }));
    const github = withReleases(
      ...many,
      { tag: "name-ML-DGA-v0.1.0" },
      withManifest("ML-DGA-20210601-4", "<html>"),
      withManifest("ML-DGA-20210604-5", good),
      { ...withManifest("ML-DGA-20210604-9", good), draft: true },
    );
    const asked: string[] = [];
    const client = connected((request) => {
      asked.push(new URL(request.url).pathname.replace(/\d+$/, ""));
      return github(request);
    });
    const { releases, manifests, notes } = await lookAtReleases(client, { sleep: noSleep });
    assert.equal(releases.length, 124);
    assert.deepEqual(manifests.map(({ tag_name }) => tag_name), ["ML-DGA-20210604-5"]);
    assert.equal(notes[0], "Not compared with releases that have no manifest: name-ML-DGA-v0.1.0");
    assert.match(notes[1] ?? "", /^Not compared with "ML-DGA-20210601-4": Cannot read the text as a manifest/);
    assert.equal(notes.length, 2);
    assert.deepEqual(asked.filter((path) => !path.startsWith("/github-production")), [
      ...["/repos/o/r/releases", "/repos/o/r/releases", "/repos/o/r/releases/assets/", "/repos/o/r/releases/assets/"],
    ]);
    const plan = await planned(github, DGA);
    assert.deepEqual(plan.findings.map(({ level, code }) => `${level} ${code}`), [
      "error model-name-duplicate",
      "warning model-hash-duplicate",
    ]);
    await assert.rejects(publishRelease(client, plan), { name: "RangeError" });
  },
);
