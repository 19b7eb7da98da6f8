/**
 * Finding a release and the bundle in it.
 * @module
 */

import { tryParseReleaseName } from "../../bundle/names.ts";
import { safeText } from "../../stack/safe_text.ts";
import { DownloadError } from "../download_error.ts";
import type { Github } from "../github.ts";
import type { GithubAsset, GithubRelease } from "../github/answers.ts";
import type { GithubRequestOptions } from "../github/retried.ts";

/** A release with the zip of its bundle. */
export interface BundleRelease {
  /** The release. */
  readonly release: GithubRelease;
  /** The asset that holds the bundle. */
  readonly zip: GithubAsset;
}

const LONGEST_LIST = 300;
/** So many releases are named where one is not found. */
const NAMED = 5;

/** The release of a tag, and the zip in it, which is found by its name wherever it stands. */
export async function findBundleRelease(
  github: Github,
  tag: string,
  options: GithubRequestOptions,
): Promise<BundleRelease> {
  const release = await github.findRelease(tag, options);
  if (release === undefined) throw await noRelease(github, tag, options);
  if (release.tag_name !== tag) {
    const found =
      `Cannot download "${tag}" from ${github.repository} as its release "${release.tag_name}" was answered`;
    throw new DownloadError("integrity", found);
  }
  const zip = zipOf(release);
  if (zip === undefined) throw noBundle(release);
  if (zip.state === "uploaded") return { release, zip };
  throw new DownloadError(
    "no-bundle",
    `Cannot download "${zip.name}" as its upload was never finished (${zip.state})`,
    "Whoever published it must upload it again",
  );
}

/** The zip is called as the tag; only the first releases of all may call it something else, if there is but one. */
function zipOf({ tag_name: tag, assets }: GithubRelease): GithubAsset | undefined {
  const named = assets.find(({ name }) => name === `${tag}.zip`);
  const release = tryParseReleaseName(tag);
  if (named !== undefined || release === undefined || "date" in release) return named;
  const zips = assets.filter(({ name }) => /\.zip$/i.test(name));
  return zips.length === 1 ? zips[0] : undefined;
}

function noBundle({ tag_name: tag, assets }: GithubRelease): DownloadError {
  const names = safeText(assets.map(({ name }) => `"${name}"`).join(", "), LONGEST_LIST);
  return new DownloadError(
    "no-bundle",
    `Cannot download "${tag}" as it has no bundle: there is no "${tag}.zip" among its files (${names || "none"})`,
    "A release of a bundle has a zip that is called as its tag",
  );
}

async function noRelease(github: Github, tag: string, options: GithubRequestOptions): Promise<DownloadError> {
  const releases = await github.listReleases(options);
  const draft = releases.find(({ tag_name, draft }) => draft && tag_name === tag);
  const names = releases.filter((release) => !release.draft && zipOf(release) !== undefined).map(({ tag_name }) =>
    tag_name
  );
  const more = names.length > NAMED ? ` and ${names.length - NAMED} older ones` : "";
  return new DownloadError(
    "no-release",
    `Cannot download "${tag}" as ${github.repository} has ${
      draft === undefined ? "no such release" : "only a draft of it"
    }`,
    draft !== undefined
      ? "It can be downloaded once it is published"
      : names.length === 0
      ? "No release there has a bundle; check the name of the repository"
      : `Releases with a bundle there: ${names.slice(0, NAMED).join(", ")}${more}`,
  );
}
