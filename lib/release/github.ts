/**
 * GitHub as far as releases go: what publishing and downloading need of one repository. The official client takes its
 * time to load: it is loaded when first used.
 * @module
 */

import type { ByteSource } from "../json/byte_source.ts";
import type { GithubAsset, GithubRelease, GithubRepository } from "./github/answers.ts";
import { GithubClient } from "./github/client.ts";
import { checkGithubOptions, type GithubOptions } from "./github/options.ts";
import type { GithubRequestOptions } from "./github/retried.ts";

/** What a new release is made of. */
export interface NewRelease {
  /** Its git tag, made when it is published. */
  readonly tag_name: string;
  /** Its title. */
  readonly name: string;
  /** Its text. */
  readonly body: string;
  /** Whether it is not published yet. */
  readonly draft: boolean;
}

/** What of a release is changed. */
export interface ReleaseChanges {
  /** False publishes it. */
  readonly draft?: boolean;
  /** Its git tag, which is made when it is published. */
  readonly tag_name?: string;
  /** Its title. */
  readonly name?: string;
  /** Its text. */
  readonly body?: string;
}

/** A file to be uploaded. */
export interface NewAsset {
  /** Its name, of letters, digits, `.`, `_` and `-`: others are renamed by GitHub. */
  readonly name: string;
  /** What the page shows in place of the name. */
  readonly label: string;
  /** Media type. */
  readonly contentType: string;
  /** Its contents, opened anew for each try. */
  readonly source: ByteSource;
  /** SHA-256 of the contents as 64 hexadecimal digits; tells a file that arrived from one that did not. */
  readonly sha256: string;
}

/** How something is sent or received. */
export interface GithubTransferOptions extends GithubRequestOptions {
  /** Hears how many bytes have gone or come. */
  readonly onBytes?: (bytes: number, total: number) => void;
}

/**
 * One repository on GitHub. Each function repeats its request where that may help, a write only after a look whether it
 * took effect; failures are a `StackError`.
 */
export interface Github {
  /** Owner and name: `elastic/detection-rules`. */
  readonly repository: string;
  /** Host of the API: `api.github.com`, unless it is another GitHub. */
  readonly host: string;
  /** Whether requests carry a token. */
  readonly hasToken: boolean;
  /** The repository, and what the token's user may do in it. */
  getRepository(options?: GithubRequestOptions): Promise<GithubRepository>;
  /** All releases, the newest first, a hundred a request; drafts too if the token may see them. */
  listReleases(options?: GithubRequestOptions): Promise<GithubRelease[]>;
  /** A release by its number; undefined if there is none. */
  getRelease(id: number, options?: GithubRequestOptions): Promise<GithubRelease | undefined>;
  /** A published release by its tag; undefined if there is none. Drafts are found by {@linkcode Github.listReleases}. */
  findRelease(tag: string, options?: GithubRequestOptions): Promise<GithubRelease | undefined>;
  /** Makes a release. */
  createRelease(release: NewRelease, options?: GithubRequestOptions): Promise<GithubRelease>;
  /** Changes or publishes a release. */
  updateRelease(id: number, changes: ReleaseChanges, options?: GithubRequestOptions): Promise<GithubRelease>;
  /** Deletes a release; one that is gone is no error. Its git tag stays. */
  deleteRelease(id: number, options?: GithubRequestOptions): Promise<void>;
  /** The assets of a release, also those whose upload broke. */
  listAssets(releaseId: number, options?: GithubRequestOptions): Promise<GithubAsset[]>;
  /** Uploads a file, and deletes what a try that broke has left of it. */
  uploadAsset(release: GithubRelease, asset: NewAsset, options?: GithubTransferOptions): Promise<GithubAsset>;
  /** Deletes an asset; one that is gone is no error. */
  deleteAsset(id: number, options?: GithubRequestOptions): Promise<void>;
  /**
   * Downloads an asset. The stream has as many bytes as the asset is said to have, or fails; `read` is called again for
   * each new try, and what it returns is returned.
   */
  downloadAsset<Result>(
    asset: GithubAsset,
    read: (bytes: ReadableStream<Uint8Array>) => Promise<Result>,
    options?: GithubTransferOptions,
  ): Promise<Result>;
}

/**
 * A connection that sends nothing before its first request.
 *
 * ```ts
 * import { connectGithub } from "./github.ts";
 *
 * const handler = () => Promise.resolve(Response.json([]));
 * const github = connectGithub({ repository: "elastic/detection-rules", handler });
 * if ((await github.listReleases()).length !== 0) throw new Error();
 * ```
 *
 * @param options Which repository, where GitHub is and who asks
 * @returns The connection; a {@linkcode ConnectOptionsError} is thrown for options that none can be made from
 */
export function connectGithub(options: GithubOptions = {}): Github {
  return new GithubClient(checkGithubOptions(options));
}
