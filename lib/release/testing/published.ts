/**
 * Releases on a rehearsal GitHub, as publishing would have left them.
 * @module
 */

import { createHash } from "node:crypto";
import { zipBundle, type ZippableBundle, type ZippedFile } from "../../bundle/zip_bundle.ts";
import { memorySource } from "../../json/byte_source.ts";
import { createGithub } from "../../rehearsal/github.ts";
import type { GithubAssetOptions, GithubReleaseOptions } from "../../rehearsal/github/options.ts";
import type { Handler } from "../../stack/handler.ts";
import { buildManifest, formatManifest, manifestName } from "../manifest.ts";

/** The repository of the releases here. */
export const REPOSITORY = "o/r";

/** The tag of the small release. */
export const TAG = "ML-DGA-20261128-1";

/** A bundle of two small files. */
export const SMALL: ZippableBundle = {
  name: TAG,
  files: new Map([
    ["a.json", memorySource(new TextEncoder().encode('{"a": [1, 2, 3], "text": "some text that is some text"}'))],
    ["readme.md", memorySource(new TextEncoder().encode("# A readme\n"))],
  ]),
};

/** What a release's assets are made of. */
export interface PublishedFiles {
  readonly zip: Uint8Array;
  readonly manifest: Uint8Array;
}

/** Zip and manifest of a bundle. */
export async function publishedFiles(bundle: ZippableBundle = SMALL, tag = bundle.name): Promise<PublishedFiles> {
  const files: ZippedFile[] = [];
  const zip = await new Response(zipBundle(bundle, { onFile: (file) => files.push(file) })).bytes();
  const api = `https://api.github.com/repos/${REPOSITORY}`;
  const name = `${tag}.zip`;
  const release = {
    assets_url: `${api}/releases/1/assets`,
    author: { login: "octocat" },
    body: "",
    created_at: "2026-11-28T00:00:00Z",
    html_url: `https://github.com/${REPOSITORY}/releases/tag/${tag}`,
    id: 1,
    name: tag,
    published_at: "2026-11-28T00:00:00Z",
    tag_name: tag,
    url: `${api}/releases/1`,
    zipball_url: `${api}/zipball/${tag}`,
  };
  const asset = {
    name,
    label: name,
    created_at: release.created_at,
    browser_download_url: `https://github.com/${name}`,
  };
  const manifest = formatManifest(buildManifest(release, [{ ...asset, sha256: sha256(zip), files }]));
  return { zip, manifest: new TextEncoder().encode(manifest) };
}

/** The assets, the manifest first: a position says nothing. */
export function assetsOf({ zip, manifest }: PublishedFiles, tag = TAG): GithubAssetOptions[] {
  return [{ name: manifestName(tag), bytes: manifest }, { name: `${tag}.zip`, bytes: zip }];
}

/** A GitHub with one release. */
export function githubWith(
  assets: readonly GithubAssetOptions[],
  release: Partial<GithubReleaseOptions> = {},
): Handler {
  return createGithub({ repositories: [{ name: REPOSITORY, releases: [{ tag: TAG, assets, ...release }] }] });
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
