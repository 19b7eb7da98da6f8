/**
 * Releases from GitHub to here: what was published, or nothing.
 * @module
 */

import { type BundleFiles, bundleFiles } from "../bundle/bundle_files.ts";
import { memoryAccess } from "../bundle/random_access.ts";
import { readZip } from "../bundle/zip.ts";
import { assetBytes, sha256Hex } from "./download/asset_bytes.ts";
import { findBundleRelease } from "./download/find_release.ts";
import { requireFiles, requireZip, trustOf } from "./download/verify.ts";
import { DownloadError } from "./download_error.ts";
import type { Github, GithubTransferOptions } from "./github.ts";
import { type Manifest, manifestName, parseManifest } from "./manifest.ts";
import type { GithubRelease } from "./github/answers.ts";

/** What a download turned out to be, and what it was held to. */
export interface VerifiedZip {
  /** Name of the zip. */
  readonly name: string;
  /** Number of its bytes. */
  readonly size: number;
  /** SHA-256 of the zip, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** What said the same: GitHub's digest, the release's manifest, the SHA-256 that was asked for. None if nothing did. */
  readonly by: readonly ("digest" | "manifest" | "sha256")[];
}

/** How a release is downloaded. */
export interface DownloadOptions extends GithubTransferOptions {
  /** SHA-256 that the zip must have, as 64 hexadecimal digits. @default {whatever was published} */
  readonly sha256?: string;
  /** Whether a release is taken that is too old to have a digest or a manifest. @default {false} */
  readonly allowUnverified?: boolean;
  /** Largest zip that is taken, in bytes; it is held in memory. @default {268_435_456} */
  readonly maxBytes?: number;
  /** Hears what came, once it is verified. */
  readonly onVerified?: (zip: VerifiedZip) => void;
}

/** Largest zip that a download takes by default, in bytes. */
export const LARGEST_ZIP = 256 * 1024 * 1024;
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;

/**
 * The files of a release, verified before anybody sees a byte of them: the zip by GitHub's digest, by the manifest and by
 * the SHA-256 that was asked for, whichever there are; each file in it by the manifest. What is missing of that is a
 * warning among the files' findings.
 *
 * This proves that what came is what was published, not who published it.
 *
 * ```ts
 * import { downloadRelease } from "./download.ts";
 * import { connectGithub } from "./github.ts";
 * import { createGithub } from "../rehearsal/github.ts";
 *
 * const github = connectGithub({ handler: createGithub() });
 * const error = await downloadRelease(github, "ML-DGA-20261101-1").catch((error: unknown) => error);
 * if (!(error instanceof Error) || !error.message.startsWith("Cannot download")) throw new Error();
 * ```
 *
 * @param tag The release's git tag
 * @throws {DownloadError} when there is no such release, or it is not what it should be
 * @throws {StackError} when GitHub cannot be asked
 */
export async function downloadRelease(
  github: Github,
  tag: string,
  options: DownloadOptions = {},
): Promise<BundleFiles> {
  const { maxBytes = LARGEST_ZIP } = options;
  const { release, zip } = await findBundleRelease(github, tag, options);
  const manifest = await downloadManifest(github, release, options);
  const { findings } = trustOf(zip, manifest, tag, options);
  if (zip.size > maxBytes) {
    throw new DownloadError(
      "too-large",
      `Cannot download "${zip.name}" as it has ${zip.size} bytes, and at most ${maxBytes} are taken`,
    );
  }
  const bytes = await assetBytes(github, zip, options);
  requireZip(bytes, { zip, manifest, ...options });
  const files = await readZip(memoryAccess(bytes), zip.name);
  if (manifest !== undefined) await requireFiles(files, zip, manifest);
  options.onVerified?.({
    ...{ name: zip.name, size: zip.size, sha256: sha256Hex(bytes) },
    by: [
      ...(zip.digest === null ? [] : ["digest" as const]),
      ...(manifest === undefined ? [] : ["manifest" as const]),
      ...(options.sha256 === undefined ? [] : ["sha256" as const]),
    ],
  });
  // By whatever name it was packed, it is the bundle of this release.
  return bundleFiles(tag, files, [...findings, ...files.findings]);
}

/** The release's manifest, which is held to GitHub's digest itself; undefined for releases that are too old for one. */
async function downloadManifest(
  github: Github,
  { tag_name: tag, assets }: GithubRelease,
  options: DownloadOptions,
): Promise<Manifest | undefined> {
  const asset = assets.find(({ name }) => name === manifestName(tag));
  if (asset === undefined) return undefined;
  if (asset.size > MAX_MANIFEST_BYTES) {
    throw new DownloadError(
      "integrity",
      `Cannot trust "${tag}" as its manifest has ${asset.size} bytes, which none has`,
    );
  }
  const { onBytes: _, ...quietly } = options;
  const bytes = await assetBytes(github, asset, quietly);
  try {
    return parseManifest(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DownloadError("integrity", `Cannot trust "${tag}" as its manifest cannot be read: ${reason}`);
  }
}
