/**
 * Reading back what was uploaded: a release is published only when GitHub has exactly the files that were meant.
 * @module
 */

import { createHash } from "node:crypto";
import type { Github } from "./github.ts";
import type { GithubAsset } from "./github/answers.ts";
import type { GithubRequestOptions } from "./github/retried.ts";
import { ReleaseContentError } from "./publish_error.ts";

/** A file as it must be on GitHub. */
export interface ExpectedFile {
  /** Its name. */
  readonly name: string;
  /** Its bytes. */
  readonly size: number;
  /** sha256 in hex. */
  readonly sha256: string;
}

/**
 * Compares the assets of a release with the files that it must have: all of them, whole, and no others.
 *
 * @throws {ReleaseContentError} that says what differs
 */
export function compareAssets(assets: readonly GithubAsset[], expected: readonly ExpectedFile[]): void {
  const strange = assets.find(({ name }) => !expected.some((file) => file.name === name));
  if (strange !== undefined) {
    throw new ReleaseContentError(`The release has a file that is not ours: "${strange.name}"`);
  }
  for (const file of expected) {
    const asset = assets.find(({ name }) => name === file.name);
    if (asset === undefined) throw new ReleaseContentError(`The release has no file "${file.name}"`);
    const fault = faultOf(asset, file);
    if (fault !== undefined) throw new ReleaseContentError(`GitHub has not "${file.name}" as it was sent: ${fault}`);
  }
}

/** What of an asset is not as it must be, by what GitHub says of it; undefined if nothing. */
export function faultOf({ state, size, digest }: GithubAsset, file: ExpectedFile): string | undefined {
  if (state !== "uploaded") return `its state is "${state}"`;
  if (size !== file.size) return `it has ${size} bytes in the place of ${file.size}`;
  // GitHub Enterprise tells no digest: what counts is what is downloaded.
  if (digest !== null && digest !== `sha256:${file.sha256}`) {
    return `its digest is ${digest} in the place of sha256:${file.sha256}`;
  }
  return undefined;
}

/**
 * Reads the files of a draft back: what GitHub says of them, and then their bytes.
 *
 * @throws {ReleaseContentError} that says what differs
 */
export async function readBack(
  github: Github,
  releaseId: number,
  expected: readonly ExpectedFile[],
  options: GithubRequestOptions,
): Promise<void> {
  const assets = await github.listAssets(releaseId, options);
  compareAssets(assets, expected);
  for (const asset of assets) await compareBytes(github, asset, expected, options);
}

/**
 * Downloads an asset and compares its bytes.
 *
 * @throws {ReleaseContentError} when they differ
 */
export async function compareBytes(
  github: Github,
  asset: GithubAsset,
  expected: readonly ExpectedFile[],
  options: GithubRequestOptions,
): Promise<void> {
  const file = expected.find(({ name }) => name === asset.name);
  const sha256 = await github.downloadAsset(asset, sha256Of, options);
  if (file === undefined || sha256 === file.sha256) return;
  throw new ReleaseContentError(
    `GitHub gives other bytes for "${file.name}" than were sent: their sha256 is ${sha256} in the place of ${file.sha256}`,
  );
}

async function sha256Of(bytes: ReadableStream<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of bytes) hash.update(piece);
  return hash.digest("hex");
}
