/**
 * The whole of an asset in memory, held to GitHub's digest.
 * @module
 */

import { createHash } from "node:crypto";
import { safeText } from "../../stack/safe_text.ts";
import { DownloadError } from "../download_error.ts";
import type { Github, GithubTransferOptions } from "../github.ts";
import type { GithubAsset } from "../github/answers.ts";

/** The bytes of an asset; its size must have been found bearable. Throws where GitHub's digest is another one. */
export async function assetBytes(
  github: Github,
  asset: GithubAsset,
  options: GithubTransferOptions,
): Promise<Uint8Array> {
  const bytes = await github.downloadAsset(asset, async (stream) => {
    const bytes = new Uint8Array(asset.size);
    let at = 0;
    for await (const chunk of stream) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }, options);
  requireDigest(bytes, asset);
  return bytes;
}

function requireDigest(bytes: Uint8Array, { name, digest }: GithubAsset): void {
  if (digest === null) return;
  const found = `sha256:${sha256Hex(bytes)}`;
  if (found === digest.toLowerCase()) return;
  throw new DownloadError(
    "integrity",
    `Cannot trust "${name}" as what came is not what was uploaded: GitHub's digest of it is ${
      safeText(digest, 100)
    }, ` +
      `and what came has ${found}`,
    "Something on the way changed it: try again on another network",
  );
}

/** SHA-256 as 64 hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
