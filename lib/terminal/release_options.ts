/**
 * The options by which a script is told a bundle: a folder or zip here, or a release on GitHub.
 * @module
 */

import { group, object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { Parser } from "@optique/core/parser";
import { option } from "@optique/core/primitives";
import { string, type ValueParser } from "@optique/core/valueparser";
import { pathArgument } from "./options.ts";
import { UsageError } from "./script_error.ts";
import { text } from "./values.ts";

/** What was said of a release on the command line. */
export interface AskedRelease {
  readonly tag: string | undefined;
  readonly repo: string | undefined;
  readonly sha256: string | undefined;
  readonly save: string | undefined;
  readonly allowUnverified: boolean;
  readonly githubUrl: string | undefined;
}

/** Options whose values are never repeated: what was meant for one lands in another. */
export const RELEASE_SECRETS: readonly string[] = [
  ...["-t", "--tag", "--model-tag", "--repo", "--sha256", "--github-url"],
];

/** The options of a release, as a part of a script's own. */
export function releaseOptions(): Parser<"sync", AskedRelease, unknown> {
  return group(
    "Release",
    object({
      tag: optional(option("-t", "--model-tag", "--tag", text("TAG"), {
        description: message`Download the bundle of this release from GitHub, and verify it`,
      })),
      repo: optional(option("--repo", text("OWNER/NAME"), {
        description: message`Repository of the release (default: elastic/detection-rules)`,
      })),
      sha256: optional(option("--sha256", sha256(), {
        description: message`Take the zip only if this is its SHA-256`,
      })),
      save: optional(option("--save", pathArgument("DIR"), {
        description: message`Keep the verified files too, in a folder of the release's name in this one`,
      })),
      allowUnverified: option("--allow-unverified", {
        description: message`Take a release that is too old to have a digest or a manifest as it comes`,
      }),
      githubUrl: optional(option("--github-url", text("URL"), {
        description:
          message`Address of GitHub's API, as https://HOST/api/v3 (GITHUB_API_URL; the token is GITHUB_TOKEN)`,
      })),
    }),
  );
}

/** Where a bundle comes from. */
export type BundlePlace =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "release"; readonly tag: string };

/**
 * The one place that was named.
 *
 * @throws {UsageError} where there are two or none, and for options of a release that come without one
 */
export function bundlePlace(dir: string | undefined, release: AskedRelease): BundlePlace {
  const { tag } = release;
  if (tag !== undefined && dir !== undefined) {
    throw new UsageError("Cannot tell which bundle is meant: there are both --tag and --dir", "Give one of them");
  }
  if (tag !== undefined) return { kind: "release", tag };
  const idle = [
    release.repo !== undefined && "--repo",
    release.sha256 !== undefined && "--sha256",
    release.save !== undefined && "--save",
    release.allowUnverified && "--allow-unverified",
    release.githubUrl !== undefined && "--github-url",
  ].find((name) => name !== false);
  if (idle !== undefined) {
    throw new UsageError(`Cannot use ${idle} without --tag, as it is about a release`, "Name the release with -t TAG");
  }
  if (dir !== undefined) return { kind: "path", path: dir };
  throw new UsageError(
    "Cannot tell which bundle is meant as none is named",
    "Give its folder or zip with -d, or the tag of its release with -t",
  );
}

/** The arguments that name the same bundle again. */
export function bundleArguments(
  place: BundlePlace,
  { repo, sha256, allowUnverified, githubUrl }: AskedRelease,
): string[] {
  if (place.kind === "path") return ["-d", place.path];
  return [
    ...["-t", place.tag],
    ...(repo === undefined ? [] : ["--repo", repo]),
    ...(sha256 === undefined ? [] : ["--sha256", sha256]),
    ...(allowUnverified ? ["--allow-unverified"] : []),
    ...(githubUrl === undefined ? [] : ["--github-url", githubUrl]),
  ];
}

function sha256(): ValueParser<"sync", string> {
  return {
    ...string({ metavar: "HEX" }),
    parse: (input) =>
      /^[0-9a-f]{64}$/i.test(input)
        ? { success: true, value: input.toLowerCase() }
        : { success: false, error: message`Expected 64 hexadecimal digits, as sha256sum prints them.` },
  };
}
