/**
 * What a repository has released so far, in few requests: the list of releases, and the manifests side by side. Zips are
 * not downloaded.
 * @module
 */

import { tryParseReleaseName } from "../bundle/names.ts";
import type { Github } from "./github.ts";
import type { GithubAsset, GithubRelease } from "./github/answers.ts";
import type { GithubRequestOptions } from "./github/retried.ts";
import { type Manifest, manifestName, parseManifest } from "./manifest.ts";

/** What a repository has released so far. */
export interface ExistingReleases {
  /** Owner and name of the repository. */
  readonly repository: string;
  /** All releases, the newest first; drafts too if the token may see them. */
  readonly releases: readonly GithubRelease[];
  /** The manifests that could be read. */
  readonly manifests: readonly Manifest[];
  /** What could not be looked at, in words. */
  readonly notes: readonly string[];
}

/** How releases are looked at. */
export interface LookOptions extends GithubRequestOptions {
  /** Whether manifests are wanted too. @default {true} */
  readonly manifests?: boolean;
  /** Hears how many manifests have been read. */
  readonly onManifest?: (read: number, total: number) => void;
}

/** Manifests have a few kilobytes. */
const LARGEST_MANIFEST = 4 * 1024 * 1024;
/** So many are asked for at once. */
const SIDE_BY_SIDE = 6;

/**
 * Looks at the releases of a repository. Releases without a manifest, or with one that cannot be read, are noted.
 *
 * ```ts
 * import { lookAtReleases } from "./existing_releases.ts";
 * import { connectGithub } from "./github.ts";
 * const github = connectGithub({ repository: "o/r", handler: () => Promise.resolve(Response.json([])) });
 * const { releases, manifests } = await lookAtReleases(github);
 * if (releases.length !== 0 || manifests.length !== 0) throw new Error();
 * ```
 */
export async function lookAtReleases(github: Github, options: LookOptions = {}): Promise<ExistingReleases> {
  const releases = await github.listReleases(options);
  const { repository } = github;
  if (options.manifests === false) return { repository, releases, manifests: [], notes: [] };
  const published = releases.filter(({ draft, tag_name }) => !draft && tryParseReleaseName(tag_name) !== undefined);
  const withManifest = published.flatMap((release) => {
    const asset = release.assets.find(({ name }) => name === manifestName(release.tag_name));
    return asset === undefined ? [] : [{ release, asset }];
  });
  const without = published.filter((release) => !withManifest.some((one) => one.release === release));
  const notes = without.length === 0
    ? []
    : [`Not compared with releases that have no manifest: ${without.map(({ tag_name }) => tag_name).join(", ")}`];
  const manifests: Manifest[] = [];
  let read = 0;
  await sideBySide(withManifest, async ({ release, asset }) => {
    const reading = await readManifest(github, asset, options);
    if (typeof reading === "object") manifests.push(reading);
    else notes.push(`Not compared with "${release.tag_name}": ${reading}`);
    options.onManifest?.(++read, withManifest.length);
  });
  return { repository, releases, manifests, notes };
}

/** The manifest, or why it cannot be read. */
async function readManifest(
  github: Github,
  asset: GithubAsset,
  options: GithubRequestOptions,
): Promise<Manifest | string> {
  if (asset.size > LARGEST_MANIFEST) return `its manifest has ${asset.size} bytes, more than ${LARGEST_MANIFEST}`;
  try {
    return parseManifest(await github.downloadAsset(asset, (bytes) => new Response(bytes).text(), options));
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

async function sideBySide<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  }));
}
