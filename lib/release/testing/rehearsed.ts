/** A rehearsal GitHub, and bundles to release on it. @module */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { bundleFiles } from "../../bundle/bundle_files.ts";
import { readZip } from "../../bundle/zip.ts";
import { memoryAccess } from "../../bundle/random_access.ts";
import { validateDetectionsBundle } from "../../detections/detections_bundle.ts";
import { memorySource } from "../../json/byte_source.ts";
import { createGithub } from "../../rehearsal/github.ts";
import type { GithubRehearsalOptions, GithubReleaseOptions } from "../../rehearsal/github/options.ts";
import type { Handler } from "../../stack/handler.ts";
import { lookAtReleases } from "../existing_releases.ts";
import { connectGithub, type Github } from "../github.ts";
import { formatManifest, manifestName, parseManifest } from "../manifest.ts";
import { packBundle, type PackedBundle } from "../packed_bundle.ts";
import { planRelease, type ReleasePlan } from "../release_plan.ts";

/** The repository of tests. */
export const REPOSITORY = "o/r";

/** The bundle's name: the next number of its family. */
export const TAG = "ML-experimental-detections-20261128-8";

/** The family's latest release, from before digests and manifests. */
export const LATEST: GithubReleaseOptions = { tag: "ML-experimental-detections-20211130-7" };

const FOLDER = new URL("../../../testdata/ML-experimental-detections-20261101-1/", import.meta.url);

/** The starter's detections bundle, read once, so that tests need no permission. */
const FILES = new Map(
  await Promise.all(
    ["readme.md", "dga_high_sum_by_source_ip.json", "dga_many_probable_domains.toml"]
      .map(async (name) => [name, await readFile(new URL(name, FOLDER))] as const),
  ),
);

/** A small detections bundle, packed; `readme` makes another one of it. */
export async function packedBundle(
  { readme, name = TAG }: { readme?: string; name?: string } = {},
): Promise<PackedBundle> {
  const files = new Map(FILES);
  if (readme !== undefined) files.set("readme.md", new TextEncoder().encode(readme) as never);
  const sources = [...files].map(([file, bytes]) => [file, memorySource(new Uint8Array(bytes))] as const);
  const { value: bundle, findings } = await validateDetectionsBundle(bundleFiles(name, sources));
  assert.ok(bundle !== undefined, JSON.stringify(findings));
  const { value: packed } = await packBundle(bundle);
  assert.ok(packed !== undefined);
  // Packed once: sweeps send it thousands of times.
  return { ...packed, zip: { ...packed.zip, ...memorySource(await packed.zip.bytes()) } };
}

/** The time of tests, which does not stand still: a second passes with every question about it. */
export function clock(): () => number {
  let now = Date.parse("2026-11-28T12:00:00Z");
  return () => now += 1000;
}

/** A GitHub with the family's latest release. */
export function newGithub(options: Partial<GithubRehearsalOptions> = {}): Handler {
  return createGithub({ repositories: [{ name: REPOSITORY, releases: [LATEST] }], now: clock(), ...options });
}

/** A client; it waits for nothing. */
export function connected(handler: Handler): Github {
  return connectGithub({ repository: REPOSITORY, token: "ghp_test", handler });
}

/** No wait. */
export function noSleep(): Promise<void> {
  return Promise.resolve();
}

/** Plans the release of a bundle as it would be now. */
export async function planned(
  handler: Handler,
  packed: PackedBundle,
  options: { readonly resume?: boolean; readonly run?: string; readonly description?: string } = {},
): Promise<ReleasePlan> {
  const existing = await lookAtReleases(connected(handler), { sleep: noSleep });
  return planRelease(packed, existing, { now: Date.parse("2026-11-28T11:59:00Z"), ...options });
}

/** What GitHub has under the tag. */
export interface GithubState {
  readonly drafts: number;
  readonly published: number;
}

/**
 * Asks GitHub, past all faults, and checks what must hold in every state: a published release is complete, its files are
 * right, and its manifest says so.
 */
export async function stateOf(handler: Handler, { zip, files, bundle }: PackedBundle): Promise<GithubState> {
  const github = connected(handler);
  const releases = (await github.listReleases()).filter(({ tag_name }) => tag_name === bundle.name);
  const published = releases.filter(({ draft }) => !draft);
  for (const release of published) {
    const names = release.assets.map(({ name }) => name).sort();
    assert.deepEqual(names, [zip.name, manifestName(bundle.name)].sort());
    const contents = new Map<string, Uint8Array>();
    for (const asset of release.assets) {
      assert.equal(asset.state, "uploaded");
      contents.set(asset.name, await github.downloadAsset(asset, (bytes) => new Response(bytes).bytes()));
    }
    const bytes = contents.get(zip.name) ?? new Uint8Array();
    assert.equal(sha256(bytes), zip.sha256);
    const unpacked = await readZip(memoryAccess(bytes), zip.name);
    assert.deepEqual(unpacked.findings, []);
    const text = new TextDecoder().decode(contents.get(manifestName(bundle.name)));
    const manifest = parseManifest(text);
    assert.equal(formatManifest(manifest), text);
    assertTrue(manifest, release, zip.sha256);
    const entries = manifest.assets[zip.name]?.entries ?? {};
    assert.deepEqual(Object.keys(entries), files.map(({ name }) => name));
    for (const [name, entry] of Object.entries(entries)) {
      const file = await unpacked.get(name)?.bytes() ?? new Uint8Array();
      assert.deepEqual([entry.name, entry.size, entry.sha256], [name, file.length, sha256(file)]);
    }
    assert.doesNotMatch(release.body ?? "", /<!--/);
  }
  return { drafts: releases.length - published.length, published: published.length };
}

type Release = Awaited<ReturnType<Github["listReleases"]>>[number];

/** The manifest says what GitHub says; of the time of publishing, what was known a little before. */
function assertTrue(manifest: ReturnType<typeof parseManifest>, release: Release, zipSha256: string): void {
  const [zip] = release.assets.filter(({ name }) => name.endsWith(".zip"));
  const asset = manifest.assets[zip?.name ?? ""];
  const { assets: _, published_at: publishedAt, description, author, ...facts } = manifest;
  const told: Record<string, unknown> = { ...release };
  assert.deepEqual(facts, Object.fromEntries(Object.keys(facts).map((key) => [key, told[key]])));
  assert.deepEqual([description, author], [release.body, release.author.login]);
  assert.deepEqual(
    [asset?.created_at, asset?.description, asset?.relative_url, asset?.zipped_sha256],
    [zip?.created_at, zip?.label, zip?.browser_download_url, zipSha256],
  );
  assert.match(publishedAt ?? "", /^2026-11-28T\d\d:\d\d:\d\dZ$/);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
