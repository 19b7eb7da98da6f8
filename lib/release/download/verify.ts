/**
 * What a release is held to.
 * @module
 */

import { createHash } from "node:crypto";
import { BundleContentError, type BundleFiles } from "../../bundle/bundle_files.ts";
import type { ByteSource } from "../../json/byte_source.ts";
import type { Finding } from "../../json/finding.ts";
import { safeText } from "../../stack/safe_text.ts";
import { DownloadError } from "../download_error.ts";
import type { GithubAsset } from "../github/answers.ts";
import type { Manifest, ManifestEntry } from "../manifest.ts";
import { sha256Hex } from "./asset_bytes.ts";

/** What is asked of a release. */
export interface Demands {
  /** SHA-256 that the zip must have. */
  readonly sha256?: string;
  /** Whether nothing need prove it. */
  readonly allowUnverified?: boolean;
}

const LONGEST_NAME = 100;
const LONGEST_FAULT = 400;
const TRY_AGAIN = "Do not use it; download it again, and if it stays so tell whoever published it";

/**
 * Whether there is enough to hold the zip to, before it is downloaded: GitHub's digest, the manifest, or a SHA-256 that was
 * asked for. What is not there is a warning.
 */
export function trustOf(
  zip: GithubAsset,
  manifest: Manifest | undefined,
  tag: string,
  { sha256, allowUnverified = false }: Demands,
): { readonly findings: readonly Finding[] } {
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new RangeError("Cannot hold a download to a SHA-256 that is not 64 hexadecimal digits");
  }
  if (manifest !== undefined) {
    requireManifestOf(tag, zip, manifest);
    return { findings: [] };
  }
  if (zip.digest === null && sha256 === undefined) {
    if (!allowUnverified) {
      throw new DownloadError(
        "unverifiable",
        `Cannot verify "${tag}" as it is from before there were digests and has no manifest: nothing says what it should be`,
        "If you have its SHA-256 from elsewhere, give it with --sha256; else take it as it comes with --allow-unverified",
      );
    }
    return {
      findings: [warning(
        "unverified-release",
        `The release "${tag}" is not verified: it has neither a digest nor a manifest, so nothing says what it should be`,
        "Whoever could change it at GitHub or on the way could have made it anything. Compare it with a copy you trust.",
      )],
    };
  }
  const by = zip.digest === null ? "the SHA-256 that was asked for" : "GitHub's digest";
  return {
    findings: [
      warning(
        "no-manifest",
        `The release "${tag}" has no manifest: its zip was compared with ${by}, its files with nothing`,
      ),
    ],
  };
}

function warning(code: string, message: string, hint?: string): Finding {
  return { level: "warning", code, message, ...(hint === undefined ? {} : { hint }) };
}

function requireManifestOf(tag: string, { name }: GithubAsset, manifest: Manifest): void {
  if (manifest.tag_name !== tag) {
    throw distrust(tag, `its manifest is that of another release, "${manifest.tag_name}"`);
  }
  if (!Object.hasOwn(manifest.assets, name)) throw distrust(tag, `its manifest does not name "${name}"`);
}

/** Throws unless the zip is what everything says that there is. GitHub's digest was compared when it came. */
export function requireZip(
  bytes: Uint8Array,
  { zip, manifest, sha256 }: Demands & { readonly zip: GithubAsset; readonly manifest: Manifest | undefined },
): void {
  const found = sha256Hex(bytes);
  if (sha256 !== undefined && found !== sha256.toLowerCase()) {
    throw new DownloadError(
      "integrity",
      `Cannot take "${zip.name}" as it is not the one that was asked for: its SHA-256 is ${found}, not ${sha256.toLowerCase()}`,
      "Check what was given with --sha256; if it is right, this release was changed",
    );
  }
  const said = manifest?.assets[zip.name]?.zipped_sha256;
  if (said !== undefined && said !== found) {
    throw distrust(zip.name, `its SHA-256 is ${found}, and the manifest of the release says ${said}`);
  }
}

/** Throws unless the zip has exactly the files that the manifest names, each as it says. */
export async function requireFiles(files: BundleFiles, zip: GithubAsset, manifest: Manifest): Promise<void> {
  const entries = manifest.assets[zip.name]?.entries ?? {};
  for (const name of Object.keys(entries)) {
    if (!files.has(name)) throw distrust(zip.name, `the manifest of the release names "${name}", which is not in it`);
  }
  for (const [name, source] of files) {
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (entry === undefined) {
      throw distrust(zip.name, `it has "${name}", which the manifest of the release does not name`);
    }
    await requireFile(source, name, entry, zip);
  }
}

async function requireFile(source: ByteSource, name: string, entry: ManifestEntry, zip: GithubAsset): Promise<void> {
  const hash = createHash("sha256");
  try {
    if (source.size === entry.size) { for await (const chunk of source.stream()) hash.update(chunk); }
  } catch (error) {
    if (error instanceof BundleContentError) throw distrust(zip.name, error.message);
    throw error;
  }
  const found = source.size === entry.size ? hash.digest("hex") : undefined;
  if (found === entry.sha256) return;
  const difference = found === undefined
    ? `it has ${source.size} bytes, and the manifest of the release says ${entry.size}`
    : `its SHA-256 is ${found}, and the manifest of the release says ${entry.sha256}`;
  throw distrust(name, difference);
}

function distrust(what: string, found: string): DownloadError {
  const told = `Cannot trust "${safeText(what, LONGEST_NAME)}" as ${safeText(found, LONGEST_FAULT)}`;
  return new DownloadError("integrity", told, TRY_AGAIN);
}
