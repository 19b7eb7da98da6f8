/**
 * Whether a bundle is what was published under its name.
 * @module
 */

import type { Github } from "./github.ts";
import type { GithubRelease } from "./github/answers.ts";
import type { GithubRequestOptions } from "./github/retried.ts";
import type { Inspection } from "./inspect.ts";
import { type Manifest, manifestName, parseManifest } from "./manifest.ts";

/** What is published under a name. */
export interface PublishedFacts {
  /** The release. */
  readonly release: GithubRelease;
  /** Its manifest, if it has one that can be read. */
  readonly manifest: Manifest | undefined;
  /** How the manifest is written: the earliest are indented. */
  readonly form: "canonical" | "indented" | "none" | "unreadable";
}

/** Manifests have a few kilobytes. */
const LARGEST_MANIFEST = 4 * 1024 * 1024;

/** Asks what is published under a tag; undefined if nothing is. */
export async function findPublished(
  github: Github,
  tag: string,
  options: GithubRequestOptions = {},
): Promise<PublishedFacts | undefined> {
  const release = await github.findRelease(tag, options);
  if (release === undefined) return undefined;
  const asset = release.assets.find(({ name }) => name === manifestName(tag));
  if (asset === undefined) return { release, manifest: undefined, form: "none" };
  if (asset.size > LARGEST_MANIFEST) return { release, manifest: undefined, form: "unreadable" };
  const text = await github.downloadAsset(asset, (bytes) => new Response(bytes).text(), options);
  try {
    return { release, manifest: parseManifest(text), form: /^\{\s*\n/.test(text) ? "indented" : "canonical" };
  } catch (error) {
    if (error instanceof SyntaxError) return { release, manifest: undefined, form: "unreadable" };
    throw error;
  }
}

/** How a bundle and what is published compare. */
export type Comparison =
  | { readonly kind: "not-published" }
  /** There is no manifest to compare with. */
  | { readonly kind: "unknown" }
  | { readonly kind: "equal" }
  | { readonly kind: "different"; readonly differences: readonly string[] };

/**
 * Compares the files of a bundle with a release's manifest, by the hashes of their canonical form.
 *
 * ```ts
 * import { bundleFiles } from "../bundle/bundle_files.ts";
 * import { comparePublished } from "./compare_published.ts";
 * import { inspectBundle } from "./inspect.ts";
 * const inspection = await inspectBundle(bundleFiles("ML-DGA-20201111-1", []));
 * if (comparePublished(inspection, undefined).kind !== "not-published") throw new Error();
 * ```
 */
export function comparePublished(inspection: Inspection, published: PublishedFacts | undefined): Comparison {
  if (published === undefined) return { kind: "not-published" };
  if (published.manifest === undefined) return { kind: "unknown" };
  const entries = new Map(
    Object.values(published.manifest.assets).flatMap(({ entries }) =>
      Object.values(entries).map(({ name, sha256 }) => [name, sha256] as const)
    ),
  );
  const here = new Map(inspection.files.map(({ name, sha256 }) => [name, sha256] as const));
  const differences = [
    ...[...entries].filter(([name]) => !here.has(name)).map(([name]) => `"${name}" is published and not here`),
    ...[...here].filter(([name]) => !entries.has(name)).map(([name]) => `"${name}" is here and not published`),
    ...[...here].filter(([name, sha256]) => entries.has(name) && entries.get(name) !== sha256)
      .map(([name]) => `"${name}" is another file`),
  ];
  return differences.length === 0 ? { kind: "equal" } : { kind: "different", differences };
}
