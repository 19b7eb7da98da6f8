/**
 * Manifests: what a release says of its own files, in an asset named `manifest-<tag>.json`. The format is that of
 * elastic/detection-rules' `ReleaseManifest`, so that their releases and ours can be told apart by neither of the tools.
 * @module
 */

import { z } from "zod";
import type { ZippedFile } from "../bundle/zip_bundle.ts";
import { canonicalJson } from "../json/canonical.ts";

/** A file within a zip. */
export interface ManifestEntry {
  /** Bytes in the zip. */
  readonly compress_size: number;
  /** Time of the zip's entry: `"2020-11-11T13:32:14Z"`. */
  readonly created_at: string;
  /** Name without the folder. */
  readonly name: string;
  /** sha256 of the file's bytes, in hex. */
  readonly sha256: string;
  /** Bytes of the file. */
  readonly size: number;
}

/** A zip of a release. */
export interface ManifestAsset {
  /** When it was uploaded. */
  readonly created_at: string;
  /** The asset's label. */
  readonly description: string | null;
  /** Its files, by name. */
  readonly entries: Readonly<Record<string, ManifestEntry>>;
  /** Where it is downloaded from. */
  readonly relative_url: string;
  /** sha256 of the zip, in hex. */
  readonly zipped_sha256: string;
}

/** A manifest, key by key as it is published. */
export interface Manifest {
  /** The release's zips, by name. */
  readonly assets: Readonly<Record<string, ManifestAsset>>;
  /** Address of the release's list of assets in GitHub's API. */
  readonly assets_url: string;
  /** Login of who made the release. */
  readonly author: string;
  /** Date of the commit that the release is of. */
  readonly created_at: string;
  /** Text of the release. */
  readonly description: string | null;
  /** Address of the release's page. */
  readonly html_url: string;
  /** GitHub's number of the release. */
  readonly id: number;
  /** Title of the release. */
  readonly name: string | null;
  /** When it was published. */
  readonly published_at: string | null;
  /** Its git tag. */
  readonly tag_name: string;
  /** Its address in GitHub's API. */
  readonly url: string;
  /** Address of the repository's files at the tag. */
  readonly zipball_url: string | null;
}

/** A release as GitHub's API has it: what a manifest says of it. */
export interface ManifestRelease {
  /** Address of the release's list of assets in GitHub's API. */
  readonly assets_url: string;
  /** Who made the release. */
  readonly author: { readonly login: string };
  /** Text of the release. */
  readonly body?: string | null | undefined;
  /** Date of the commit that the release is of. */
  readonly created_at: string;
  /** Address of the release's page. */
  readonly html_url: string;
  /** GitHub's number of the release. */
  readonly id: number;
  /** Title of the release. */
  readonly name: string | null;
  /** When it was published. */
  readonly published_at: string | null;
  /** Its git tag. */
  readonly tag_name: string;
  /** Its address in GitHub's API. */
  readonly url: string;
  /** Address of the repository's files at the tag. */
  readonly zipball_url: string | null;
}

/** A zip of a release: as GitHub's API has it, and what is known of its contents. */
export interface ManifestZip {
  /** Name of the zip. */
  readonly name: string;
  /** What GitHub shows in place of the name. */
  readonly label?: string | null | undefined;
  /** When it was uploaded. */
  readonly created_at: string;
  /** Where it is downloaded from. */
  readonly browser_download_url: string;
  /** sha256 of the zip, in hex. */
  readonly sha256: string;
  /** The files in it. */
  readonly files: readonly ZippedFile[];
}

/** Name of the asset that holds a release's manifest. */
export function manifestName(tag: string): string {
  return `manifest-${tag}.json`;
}

/**
 * The manifest of a release with these zips.
 *
 * ```ts
 * import { buildManifest, formatManifest, parseManifest } from "./manifest.ts";
 * const api = "https://api.github.com/repos/o/r";
 * const manifest = buildManifest({
 *   assets_url: `${api}/releases/1/assets`, author: { login: "octocat" }, body: "model_name: dga_1_1.0",
 *   created_at: "2020-11-11T13:32:14Z", html_url: "https://github.com/o/r/releases/tag/ML-DGA-20201111-1", id: 1,
 *   name: "ML-DGA-20201111-1", published_at: "2020-11-11T13:32:15Z", tag_name: "ML-DGA-20201111-1",
 *   url: `${api}/releases/1`, zipball_url: `${api}/zipball/ML-DGA-20201111-1`,
 * }, []);
 * if (manifest.author !== "octocat") throw new Error();
 * if (parseManifest(formatManifest(manifest)).tag_name !== "ML-DGA-20201111-1") throw new Error();
 * ```
 */
export function buildManifest(release: ManifestRelease, assets: readonly ManifestZip[]): Manifest {
  return {
    assets: Object.fromEntries(assets.map((asset) => [asset.name, manifestAsset(asset)])),
    assets_url: release.assets_url,
    author: release.author.login,
    created_at: release.created_at,
    description: release.body ?? null,
    html_url: release.html_url,
    id: release.id,
    name: release.name,
    published_at: release.published_at,
    tag_name: release.tag_name,
    url: release.url,
    zipball_url: release.zipball_url,
  };
}

function manifestAsset({ label, created_at, browser_download_url, sha256, files }: ManifestZip): ManifestAsset {
  return {
    created_at,
    description: label ?? null,
    entries: Object.fromEntries(files.map((file) => [file.name, {
      compress_size: file.packedSize,
      created_at: file.time,
      name: file.name,
      sha256: file.sha256,
      size: file.size,
    }])),
    relative_url: browser_download_url,
    zipped_sha256: sha256,
  };
}

/** The text of a manifest, as it is published: canonical JSON, which is ASCII. */
export function formatManifest(manifest: Manifest): string {
  return new TextDecoder().decode(canonicalJson(new TextEncoder().encode(JSON.stringify(manifest))));
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "Invalid sha256: expected 64 hexadecimal digits in lower case");
const bytes = z.int().nonnegative();
/** The old tool left out what it did not know. */
const optionalText = z.string().nullish().transform((text) => text ?? null);

const MANIFEST = z.object({
  assets: z.record(
    z.string(),
    z.object({
      created_at: z.string(),
      description: optionalText,
      entries: z.record(
        z.string(),
        z.object({ compress_size: bytes, created_at: z.string(), name: z.string(), sha256, size: bytes }),
      ),
      relative_url: z.string(),
      zipped_sha256: sha256,
    }),
  ),
  assets_url: z.string(),
  author: z.string(),
  created_at: z.string(),
  description: optionalText,
  html_url: z.string(),
  id: z.int(),
  name: optionalText,
  published_at: optionalText,
  tag_name: z.string(),
  url: z.string(),
  zipball_url: optionalText,
});

/**
 * Reads a manifest; early ones are indented. Keys that are not of the format are passed over.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseManifest } from "./manifest.ts";
 * assert.throws(() => parseManifest('{"assets": []}'), { name: "SyntaxError" });
 * ```
 *
 * @throws {SyntaxError} when the text is no manifest, with the first few reasons
 */
export function parseManifest(text: string): Manifest {
  const reading = MANIFEST.safeParse(jsonOf(text));
  if (reading.success) return reading.data;
  const { issues } = reading.error;
  const reasons = issues.slice(0, 3).map(({ path, message }) =>
    `${path.map(String).join("/").slice(0, 200) || "the value"}: ${message}`
  );
  const more = issues.length > reasons.length ? `; and ${issues.length - reasons.length} more` : "";
  throw new SyntaxError(`Cannot read the text as a manifest of a release: ${reasons.join("; ")}${more}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`Cannot read the text as a manifest of a release as it is not JSON: ${reason}`);
  }
}
