/**
 * The calls of one repository, repeated where that may help.
 * @module
 */

import type { Octokit } from "@octokit/rest";
import { z } from "zod";
import { StackError } from "../../stack/errors.ts";
import type { Github, GithubTransferOptions, NewAsset, NewRelease, ReleaseChanges } from "../github.ts";
import {
  ASSET,
  type GithubAsset,
  type GithubRelease,
  type GithubRepository,
  NOTHING,
  RELEASE,
  REPOSITORY,
} from "./answers.ts";
import { downloaded } from "./download_asset.ts";
import type { CheckedGithubOptions } from "./options.ts";
import { type GithubRequestOptions, retried } from "./retried.ts";
import { type Call, type CallParameters, GithubSession } from "./session.ts";
import { countedBytes, isUploaded, requireKeptName } from "./upload.ts";

const PAGE = 100;
/** GitHub itself lists no more than 10,000 releases. */
const MOST_PAGES = 100;

const THE_REPOSITORY: Call<GithubRepository> = {
  send: ({ rest }, where) => rest.repos.get(where),
  answer: REPOSITORY,
};

/** A connection to one repository. */
export class GithubClient implements Github {
  readonly #session: GithubSession;
  readonly #maxWaitSeconds: number;
  readonly repository: string;
  readonly host: string;
  readonly hasToken: boolean;

  constructor(options: CheckedGithubOptions) {
    this.#session = new GithubSession(options);
    this.#maxWaitSeconds = options.maxWaitSeconds;
    this.repository = `${options.owner}/${options.repo}`;
    this.host = new URL(options.url).host;
    this.hasToken = options.token !== undefined;
  }

  getRepository(options: GithubRequestOptions = {}): Promise<GithubRepository> {
    return this.#retried(options, () => this.#send(THE_REPOSITORY, options));
  }

  listReleases(options: GithubRequestOptions = {}): Promise<GithubRelease[]> {
    return this.#pages(releasePage, RELEASE, options, (attempt) => this.#retried(options, attempt));
  }

  getRelease(id: number, options: GithubRequestOptions = {}): Promise<GithubRelease | undefined> {
    return this.#retried(options, () => this.#release(id, options));
  }

  findRelease(tag: string, options: GithubRequestOptions = {}): Promise<GithubRelease | undefined> {
    return this.#retried(options, () =>
      this.#found({
        send: ({ rest }, where) => rest.repos.getReleaseByTag({ ...where, tag }),
        answer: RELEASE,
      }, options));
  }

  createRelease(release: NewRelease, options: GithubRequestOptions = {}): Promise<GithubRelease> {
    const create: Call<GithubRelease> = {
      send: ({ rest }, where) => rest.repos.createRelease({ ...where, ...release }),
      answer: RELEASE,
    };
    return this.#retried(options, () => this.#send(create, options), async () => {
      const releases = await this.#pages(releasePage, RELEASE, options, once);
      return releases.find((there) => hasFields(there, release));
    });
  }

  updateRelease(id: number, changes: ReleaseChanges, options: GithubRequestOptions = {}): Promise<GithubRelease> {
    const update: Call<GithubRelease> = {
      send: ({ rest }, where) => rest.repos.updateRelease({ ...where, release_id: id, ...changes }),
      answer: RELEASE,
    };
    return this.#retried(options, () => this.#send(update, options), async () => {
      const there = await this.#release(id, options);
      return there !== undefined && hasFields(there, changes) ? there : undefined;
    });
  }

  deleteRelease(id: number, options: GithubRequestOptions = {}): Promise<void> {
    const remove: Call<undefined> = {
      send: ({ rest }, where) => rest.repos.deleteRelease({ ...where, release_id: id }),
      answer: NOTHING,
    };
    return this.#remove(remove, () => this.#release(id, options), options);
  }

  listAssets(releaseId: number, options: GithubRequestOptions = {}): Promise<GithubAsset[]> {
    return this.#pages(assetPage(releaseId), ASSET, options, (attempt) => this.#retried(options, attempt));
  }

  async uploadAsset(
    release: GithubRelease,
    asset: NewAsset,
    options: GithubTransferOptions = {},
  ): Promise<GithubAsset> {
    requireKeptName(asset.name);
    this.#session.requireTrusted(release.upload_url);
    const upload: Call<GithubAsset> = {
      send: (octokit, where) => octokit.request(uploadParameters(release, asset, where, options)),
      answer: ASSET,
    };
    const uploaded = await this.#retried(options, () => this.#send(upload, options), async () => {
      const assets = await this.#pages(assetPage(release.id), ASSET, options, once);
      const there = assets.find((other) => other.name === asset.name);
      if (there === undefined || isUploaded(there, asset)) return there;
      // Any other file may be somebody's: the next try is told that it is there.
      if (there.state === "starter") await this.#send(assetRemoval(there.id), options);
      return undefined;
    });
    if (isUploaded(uploaded, asset)) return uploaded;
    throw new StackError(
      "not-github",
      `Cannot upload "${asset.name}" as GitHub has other bytes than were meant: ${uploaded.size} bytes with the digest ` +
        `${uploaded.digest} in place of ${asset.source.size} bytes with sha256:${asset.sha256}`,
      { hint: "A file may have changed since it was looked at, or a proxy changes what is uploaded; try again" },
    );
  }

  deleteAsset(id: number, options: GithubRequestOptions = {}): Promise<void> {
    const look: Call<GithubAsset> = {
      send: ({ rest }, where) => rest.repos.getReleaseAsset({ ...where, asset_id: id }),
      answer: ASSET,
    };
    return this.#remove(assetRemoval(id), () => this.#found(look, options), options);
  }

  downloadAsset<Result>(
    asset: GithubAsset,
    read: (bytes: ReadableStream<Uint8Array>) => Promise<Result>,
    options: GithubTransferOptions = {},
  ): Promise<Result> {
    return this.#retried(options, async () => {
      const { body } = await this.#session.open(asset.id, options.signal);
      const bytes = downloaded(body, asset, options.onBytes);
      try {
        return await read(bytes);
      } finally {
        if (!bytes.locked) await bytes.cancel().catch(() => {});
      }
    });
  }

  #retried<Result>(
    options: GithubRequestOptions,
    attempt: () => Promise<Result>,
    look?: () => Promise<Result | undefined>,
  ): Promise<Result> {
    const tries = look === undefined ? { attempt } : { attempt, look };
    return retried(options, this.#maxWaitSeconds, tries);
  }

  /**
   * That there is nothing to delete is only believed when a look says so too, and the repository itself can be seen: to
   * whoever may not see it, nothing in it is there.
   */
  #remove(
    remove: Call<undefined>,
    look: () => Promise<unknown>,
    options: GithubRequestOptions,
  ): Promise<void> {
    const isGone = async () => {
      if (await look() !== undefined) return false;
      await this.#send(THE_REPOSITORY, options);
      return true;
    };
    const attempt = async () => {
      try {
        await this.#send(remove, options);
      } catch (error) {
        if (!isNotFound(error) || !await isGone()) throw error;
      }
      return true;
    };
    return this.#retried(options, attempt, async () => await isGone() || undefined).then(() => {});
  }

  async #pages<Item>(
    send: (octokit: Octokit, where: PageParameters) => Promise<unknown>,
    item: z.ZodType<Item>,
    { signal }: GithubRequestOptions,
    repeat: Repeat,
  ): Promise<Item[]> {
    const answer = z.array(item);
    const items: Item[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { value, headers } = await repeat(() =>
        this.#session.call({
          send: (octokit, where) => send(octokit, { ...where, per_page: PAGE, page }),
          answer,
          signal,
        })
      );
      items.push(...value);
      if (!/;\s*rel="next"/.test(headers.get("link") ?? "")) break;
    }
    return items;
  }

  #release(id: number, options: GithubRequestOptions): Promise<GithubRelease | undefined> {
    return this.#found({
      send: ({ rest }, where) => rest.repos.getRelease({ ...where, release_id: id }),
      answer: RELEASE,
    }, options);
  }

  async #found<Value>(call: Call<Value>, options: GithubRequestOptions): Promise<Value | undefined> {
    try {
      return await this.#send(call, options);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async #send<Value>(call: Call<Value>, { signal }: GithubRequestOptions): Promise<Value> {
    return (await this.#session.call({ ...call, signal })).value;
  }
}

type PageParameters = CallParameters & { readonly per_page: number; readonly page: number };

/** Makes one request of several: repeated by itself, or only once. */
type Repeat = <Result>(attempt: () => Promise<Result>) => Promise<Result>;

function once<Result>(attempt: () => Promise<Result>): Promise<Result> {
  return attempt();
}

function releasePage({ rest }: Octokit, where: PageParameters): Promise<unknown> {
  return rest.repos.listReleases(where);
}

function assetPage(releaseId: number) {
  return ({ rest }: Octokit, where: PageParameters): Promise<unknown> =>
    rest.repos.listReleaseAssets({ ...where, release_id: releaseId });
}

function assetRemoval(id: number): Call<undefined> {
  return { send: ({ rest }, where) => rest.repos.deleteReleaseAsset({ ...where, asset_id: id }), answer: NOTHING };
}

/** By hand, as the client's own call takes a text for the contents. */
function uploadParameters(
  { upload_url: url }: GithubRelease,
  { name, label, contentType, source }: NewAsset,
  where: CallParameters,
  { onBytes }: GithubTransferOptions,
) {
  return {
    ...where,
    method: "POST" as const,
    url,
    name,
    label,
    headers: { "content-type": contentType, "content-length": String(source.size) },
    data: countedBytes(source, onBytes),
  };
}

function isNotFound(error: unknown): boolean {
  return error instanceof StackError && error.kind === "http" && error.status === 404;
}

function hasFields(release: GithubRelease, fields: NewRelease | ReleaseChanges): boolean {
  return Object.entries(fields).every(([name, value]) =>
    Object.entries(release).some(([own, there]) => own === name && plain(there) === plain(value))
  );
}

/** Ends of lines, and of the text, are not what tells texts apart: a web page writes others. */
function plain(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\r\n", "\n").trimEnd() : value;
}
