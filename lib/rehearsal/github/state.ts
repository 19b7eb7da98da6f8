/**
 * What the rehearsal GitHub remembers.
 * @module
 */

import { createHash } from "node:crypto";
import type {
  GithubAssetOptions,
  GithubRehearsalOptions,
  GithubReleaseOptions,
  GithubRepositoryOptions,
  GithubTokenOptions,
} from "./options.ts";

/** A file of a release. */
export interface Asset {
  readonly id: number;
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly uploader: string;
  readonly createdAt: string;
  /** Signs the address of its download. */
  readonly signature: string;
  updatedAt: string;
  /** `starter` until the upload is whole. */
  state: "uploaded" | "starter";
  bytes: Uint8Array;
  digest: string | null;
  downloads: number;
}

/** A release. */
export interface Release {
  readonly id: number;
  /** In the place of the tag in the addresses of a draft. */
  readonly untagged: string;
  readonly author: string;
  readonly createdAt: string;
  readonly assets: Asset[];
  updatedAt: string;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  isDraft: boolean;
  isPrerelease: boolean;
  isImmutable: boolean;
  publishedAt: string | null;
}

/** A repository. */
export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly hasImmutableReleases: boolean;
  readonly createdAt: string;
  /** The oldest first. */
  readonly releases: Release[];
  /** Git tags, each with the commit that it points at. */
  readonly tags: Map<string, string>;
  /** Tags that a release which cannot be changed had. */
  readonly burntTags: Set<string>;
  /** Newest commit of the branch `main`. */
  readonly head: string;
}

const DEFAULT_REPOSITORY: GithubRepositoryOptions = { name: "elastic/detection-rules" };
const OCTOCAT: GithubTokenOptions = { login: "octocat", role: "admin" };
const FIRST_ID = 100_000_001;

/** One GitHub. */
export class GithubState {
  readonly redirectsDownloads: boolean;
  readonly #repositories: ReadonlyMap<string, Repository>;
  readonly #tokens: GithubRehearsalOptions["tokens"];
  readonly #now: () => number;
  #brokenUploads: number;
  #lastId = FIRST_ID;

  constructor(options: GithubRehearsalOptions = {}) {
    this.redirectsDownloads = options.redirectDownloads ?? true;
    this.#tokens = options.tokens;
    this.#now = options.now ?? Date.now;
    this.#brokenUploads = options.brokenUploads ?? 0;
    const repositories = (options.repositories ?? [DEFAULT_REPOSITORY]).map((given) => this.#repository(given));
    this.#repositories = new Map(repositories.map((made) => [`${made.owner}/${made.name}`.toLowerCase(), made]));
  }

  /** The time, in milliseconds. */
  now(): number {
    return this.#now();
  }

  /** The time as GitHub writes it: to the second. */
  timestamp(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}Z`;
  }

  /** Every thing has a number of its own. */
  nextId(): number {
    return this.#lastId++;
  }

  /** A repository by its name, whose case does not count. */
  repository(owner: string, name: string): Repository | undefined {
    return this.#repositories.get(`${owner}/${name}`.toLowerCase());
  }

  /** A repository by its number, which is how GitHub's own links name it. */
  repositoryById(id: number): Repository | undefined {
    return [...this.#repositories.values()].find((repository) => repository.id === id);
  }

  /** The asset that the address of a download names. */
  assetBySignature(signature: string): Asset | undefined {
    const releases = [...this.#repositories.values()].flatMap(({ releases }) => releases);
    return releases.flatMap(({ assets }) => assets).find((asset) => asset.signature === signature);
  }

  /** Whose a token is; undefined if it is unknown. */
  tokenOf(token: string): GithubTokenOptions | undefined {
    if (this.#tokens === undefined) return OCTOCAT;
    return Object.hasOwn(this.#tokens, token) ? this.#tokens[token] : undefined;
  }

  /** Whether the upload that begins is one of those that break. */
  breaksUpload(): boolean {
    if (this.#brokenUploads <= 0) return false;
    this.#brokenUploads--;
    return true;
  }

  #repository({ name, ...given }: GithubRepositoryOptions): Repository {
    const [owner = "", ownName = "", ...more] = name.split("/");
    if (owner === "" || ownName === "" || more.length > 0) {
      throw new RangeError(`Cannot play the repository "${name}" as its name must look like owner/name`);
    }
    const id = this.nextId();
    const head = sha1(`${name} main`);
    const releases = (given.releases ?? []).map((release) => this.#release(release));
    const published = releases.filter(({ isDraft }) => !isDraft);
    const hasImmutableReleases = given.immutableReleases ?? false;
    if (hasImmutableReleases) { for (const release of published) release.isImmutable = true; }
    return {
      id,
      owner,
      name: ownName,
      isPrivate: given.private ?? false,
      hasImmutableReleases,
      createdAt: "2020-06-30T00:00:00Z",
      releases,
      tags: new Map(published.map(({ tag }) => [tag, head])),
      burntTags: new Set(hasImmutableReleases ? published.map(({ tag }) => tag) : []),
      head,
    };
  }

  #release(given: GithubReleaseOptions): Release {
    const isDraft = given.draft ?? false;
    const at = given.publishedAt ?? this.timestamp();
    const author = given.author ?? OCTOCAT.login;
    return {
      ...newRelease(this.nextId(), author, at),
      assets: (given.assets ?? []).map((asset) => this.#asset(asset, author, at)),
      tag: given.tag,
      name: given.name ?? given.tag,
      body: given.body ?? "",
      isDraft,
      publishedAt: isDraft ? null : at,
    };
  }

  #asset(given: GithubAssetOptions, uploader: string, at: string): Asset {
    const asset = newAsset(this.nextId(), uploader, at, {
      name: given.name,
      label: given.label ?? "",
      contentType: given.contentType ?? "application/octet-stream",
    });
    complete(asset, given.bytes, at);
    if (given.digest !== undefined) asset.digest = given.digest;
    return asset;
  }
}

/** A draft without a tag. */
export function newRelease(id: number, author: string, at: string): Release {
  return {
    id,
    untagged: `untagged-${sha1(`release ${id}`).slice(0, 20)}`,
    author,
    createdAt: at,
    assets: [],
    updatedAt: at,
    tag: "",
    target: "main",
    name: null,
    body: null,
    isDraft: true,
    isPrerelease: false,
    isImmutable: false,
    publishedAt: null,
  };
}

/** An asset whose bytes have not come yet. */
export function newAsset(
  id: number,
  uploader: string,
  at: string,
  { name, label, contentType }: Pick<Asset, "name" | "label" | "contentType">,
): Asset {
  return {
    id,
    name,
    label,
    contentType,
    uploader,
    createdAt: at,
    signature: createHash("sha256").update(`asset ${id}`).digest("hex"),
    updatedAt: at,
    state: "starter",
    bytes: new Uint8Array(),
    digest: null,
    downloads: 0,
  };
}

/** The upload is whole. */
export function complete(asset: Asset, bytes: Uint8Array, at: string): void {
  asset.bytes = bytes;
  asset.digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  asset.state = "uploaded";
  asset.updatedAt = at;
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
