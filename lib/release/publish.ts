/**
 * Publishing: a draft, its files, a look at all of them, and only then the release.
 *
 * ```text
 * create draft ─▶ upload zip ─▶ upload manifest ─▶ read back, compare ─▶ publish ─▶ compare
 *       └───────────────┴──────────────┴────────────────────┴──▶ on failure: delete the draft, or keep it to go on with
 * ```
 * @module
 */

import { createHash } from "node:crypto";
import { memorySource } from "../json/byte_source.ts";
import { hasErrors } from "../json/finding.ts";
import { mayHaveTakenEffect } from "../stack/retry.ts";
import type { Github, NewAsset } from "./github.ts";
import type { GithubAsset, GithubRelease } from "./github/answers.ts";
import type { GithubRequestOptions } from "./github/retried.ts";
import { buildManifest, formatManifest, type Manifest, manifestName, parseManifest } from "./manifest.ts";
import { PublishError, ReleaseContentError } from "./publish_error.ts";
import { compareAssets, compareBytes, type ExpectedFile, faultOf, readBack } from "./read_back.ts";
import type { ReleasePlan } from "./release_plan.ts";
import { type Remains, withdraw } from "./withdraw.ts";

/** What happens while a release is published. */
export type PublishProgress =
  /** Something begins. */
  | { readonly kind: "step"; readonly text: string }
  /** A file is on its way. */
  | { readonly kind: "bytes"; readonly file: string; readonly sent: number; readonly total: number };

/** How a release is published. */
export interface PublishOptions extends GithubRequestOptions {
  /** Hears what happens. */
  readonly onProgress?: (progress: PublishProgress) => void;
  /** Keeps the draft of a run that fails, to go on with; else it is deleted. @default {false} */
  readonly keepDraft?: boolean;
  /** The time in milliseconds. @default {Date.now} */
  readonly now?: () => number;
}

/** A release that is published, and was looked at. */
export interface PublishedRelease {
  /** Its git tag. */
  readonly tag: string;
  /** Its page. */
  readonly url: string;
  /** Its zip. */
  readonly zip: ExpectedFile;
  /** Its manifest. */
  readonly manifest: Manifest;
  /** Whether this run published it, or only found it published as it should be. */
  readonly isNew: boolean;
}

/**
 * Carries out a plan without errors. Ends with a published release whose files are known to be right, or with a
 * {@linkcode PublishError}: then nothing is published, but where the error says so.
 *
 * ```ts
 * import { type Github, planRelease, publishRelease, type PackedBundle } from "../../mod.ts";
 * export async function release(github: Github, packed: PackedBundle): Promise<string> {
 *   const existing = { repository: github.repository, releases: await github.listReleases(), manifests: [], notes: [] };
 *   return (await publishRelease(github, planRelease(packed, existing))).url;
 * }
 * ```
 *
 * @throws {RangeError} for a plan with errors
 */
export async function publishRelease(
  github: Github,
  plan: ReleasePlan,
  options: PublishOptions = {},
): Promise<PublishedRelease> {
  if (hasErrors(plan.findings)) throw new RangeError(`Cannot publish "${plan.tag}" as its plan has errors`);
  if (plan.published !== undefined) return await lookAtPublished(github, plan, plan.published, options);
  let draft = plan.draft;
  try {
    draft ??= await createDraft(github, plan, options);
    await requireOnlyDraft(github, plan, draft, options);
    const zip = await uploadZip(github, plan, draft, options);
    const manifest = await uploadManifest(github, plan, draft, zip, options);
    const files = [plan.packed.zip, manifest.file];
    tell(options, "Reading back what was uploaded");
    await readBack(github, draft.id, files, options);
    tell(options, "Publishing");
    // The tag as well: somebody may have renamed the draft since it was looked at, and a tag is made once.
    const changes = { draft: false, tag_name: plan.tag, name: plan.tag, body: plan.text };
    await github.updateRelease(draft.id, changes, options);
  } catch (error) {
    // A request to create that was refused for certain has left nothing.
    if (draft === undefined && !mayHaveTakenEffect(error)) throw new PublishError("undone", [], error);
    const isKept = options.keepDraft === true || plan.draft !== undefined;
    const remains = await withdraw(github, plan, draft, { isKept, options: unstoppable(options) });
    if (remains.kind !== "published") throw failureOf(remains, error);
    draft = remains.release;
  }
  return await lookAtPublished(github, plan, draft, options, true);
}

function tell({ onProgress }: PublishOptions, text: string): void {
  onProgress?.({ kind: "step", text });
}

/** What was begun is put in order also when whoever waits has given up. */
function unstoppable({ signal: _, ...options }: PublishOptions): GithubRequestOptions {
  return options;
}

function failureOf(remains: Exclude<Remains, { kind: "published" }>, error: unknown): PublishError {
  return remains.kind === "nothing"
    ? new PublishError("undone", [], error)
    : new PublishError(remains.kind, remains.left, error);
}

async function createDraft(github: Github, plan: ReleasePlan, options: PublishOptions): Promise<GithubRelease> {
  const { tag, draftText } = plan;
  tell(options, "Creating the draft");
  return await github.createRelease({ tag_name: tag, name: tag, body: draftText, draft: true }, options);
}

/** Somebody else may have had the same idea since the plan was made. */
async function requireOnlyDraft(
  github: Github,
  { tag }: ReleasePlan,
  draft: GithubRelease,
  options: PublishOptions,
): Promise<void> {
  const releases = await github.listReleases(options);
  const other = releases.find(({ id, tag_name }) => id !== draft.id && tag_name === tag);
  if (other === undefined) return;
  throw new ReleaseContentError(
    `Somebody made another ${other.draft ? "draft" : "release"} of "${tag}" meanwhile: ${other.html_url}`,
  );
}

async function uploadZip(
  github: Github,
  plan: ReleasePlan,
  draft: GithubRelease,
  options: PublishOptions,
): Promise<GithubAsset> {
  const { zip } = plan.packed;
  const there = await foundOf(github, draft, zip.name, options);
  if (there !== undefined) {
    const fault = faultOf(there, zip);
    if (fault === undefined) return there;
    throw new ReleaseContentError(`The draft has another "${zip.name}": ${fault}. Its page is ${draft.html_url}`);
  }
  const asset = { name: zip.name, label: "", contentType: "application/zip", source: zip, sha256: zip.sha256 };
  return await upload(github, draft, asset, options);
}

/** A manifest that is on its release. */
interface SentManifest {
  readonly manifest: Manifest;
  readonly file: ExpectedFile;
}

async function uploadManifest(
  github: Github,
  plan: ReleasePlan,
  draft: GithubRelease,
  zip: GithubAsset,
  options: PublishOptions,
): Promise<SentManifest> {
  const { now = Date.now } = options;
  const manifest = manifestOf(plan, draft, zip, `${new Date(now()).toISOString().slice(0, 19)}Z`);
  const name = manifestName(plan.tag);
  const there = await foundOf(github, draft, name, options);
  if (there !== undefined) {
    const text = await github.downloadAsset(there, (bytes) => new Response(bytes).text(), options);
    if (isSame(text, manifest)) return sentManifest(name, parseManifest(text));
    throw new ReleaseContentError(
      `The draft has another "${name}" than the files ask for. Its page is ${draft.html_url}`,
    );
  }
  const sent = sentManifest(name, manifest);
  const source = memorySource(new TextEncoder().encode(formatManifest(manifest)));
  const asset = { name, label: "", contentType: "application/json", source, sha256: sent.file.sha256 };
  await upload(github, draft, asset, options);
  return sent;
}

/**
 * What the release will be once it is published: GitHub's addresses of a draft have a placeholder for the tag, and the
 * time of publishing is now, or a little later.
 */
function manifestOf(plan: ReleasePlan, draft: GithubRelease, zip: GithubAsset, publishedAt: string): Manifest {
  const { tag, text, packed } = plan;
  const release = {
    ...draft,
    body: text,
    html_url: draft.html_url.replace(/[^/]*$/, tag),
    published_at: publishedAt,
    zipball_url: `${draft.url.replace(/\/releases\/\d+$/, "")}/zipball/${tag}`,
  };
  const browserUrl = zip.browser_download_url.replace(/[^/]*\/([^/]*)$/, `${tag}/$1`);
  return buildManifest(release, [{
    ...zip,
    browser_download_url: browserUrl,
    sha256: packed.zip.sha256,
    files: packed.files,
  }]);
}

/** Whether a text is this manifest, written by an earlier run at another time. */
function isSame(text: string, manifest: Manifest): boolean {
  try {
    const { published_at, ...there } = parseManifest(text);
    return formatManifest({ ...there, published_at }) === formatManifest({ ...manifest, published_at });
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function sentManifest(name: string, manifest: Manifest): SentManifest {
  const text = formatManifest(manifest);
  return { manifest, file: { name, size: text.length, sha256: createHash("sha256").update(text).digest("hex") } };
}

/** A file that an earlier run uploaded; what is left of an upload that broke is deleted. */
async function foundOf(
  github: Github,
  draft: GithubRelease,
  name: string,
  options: PublishOptions,
): Promise<GithubAsset | undefined> {
  const there = (await github.listAssets(draft.id, options)).find((asset) => asset.name === name);
  if (there === undefined || there.state !== "starter") return there;
  await github.deleteAsset(there.id, options);
  return undefined;
}

async function upload(
  github: Github,
  draft: GithubRelease,
  asset: NewAsset,
  options: PublishOptions,
): Promise<GithubAsset> {
  const { onProgress } = options;
  tell(options, `Uploading ${asset.name}`);
  return await github.uploadAsset(draft, asset, {
    ...options,
    onBytes: (sent, total) => onProgress?.({ kind: "bytes", file: asset.name, sent, total }),
  });
}

/** Whether a published release is what it was to be; the last look of every run. */
async function lookAtPublished(
  github: Github,
  plan: ReleasePlan,
  { id, html_url }: GithubRelease,
  options: PublishOptions,
  isNew = false,
): Promise<PublishedRelease> {
  const { tag, packed: { zip } } = plan;
  try {
    tell(options, "Looking at what is published");
    const release = await github.getRelease(id, options);
    if (release === undefined) throw new Error(`GitHub says that there is no release with the number ${id}`);
    if (release.draft || release.tag_name !== tag) {
      throw new ReleaseContentError(
        `The release with the number ${id} is ${release.draft ? "a draft" : `"${release.tag_name}"`}`,
      );
    }
    const assets = await github.listAssets(id, options);
    const name = manifestName(tag);
    const [zipAsset, manifestAsset] = [zip.name, name].map((wanted) => assets.find((asset) => asset.name === wanted));
    if (zipAsset === undefined) throw new ReleaseContentError(`The release has no file "${zip.name}"`);
    if (manifestAsset === undefined) throw new ReleaseContentError(`The release has no file "${name}"`);
    const text = await github.downloadAsset(manifestAsset, (bytes) => new Response(bytes).text(), options);
    if (!isSame(text, manifestOf(plan, release, zipAsset, ""))) {
      throw new ReleaseContentError(`The published "${name}" is not the one that the files ask for`);
    }
    const sent = sentManifest(name, parseManifest(text));
    compareAssets(assets, [zip, sent.file]);
    // Without a digest there are only the bytes to go by.
    for (const asset of assets) if (asset.digest === null) await compareBytes(github, asset, [zip, sent.file], options);
    const { size, sha256 } = zip;
    return {
      ...{ tag, url: release.html_url, manifest: sent.manifest, isNew },
      zip: { name: zip.name, size, sha256 },
    };
  } catch (error) {
    const isWrong = error instanceof ReleaseContentError;
    const left = isWrong
      ? `the published release "${tag}", which is not as this folder would be published: ${html_url}`
      : `the release "${tag}", which is published and could not be looked at: ${html_url}`;
    throw new PublishError(isWrong ? "published" : "left", [left], error);
  }
}
