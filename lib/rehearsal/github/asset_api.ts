/**
 * Assets of releases: list, look up, download, delete.
 * @module
 */

import { type Answer, ok } from "./answer.ts";
import { mayPush } from "./caller.ts";
import { GithubFailure, notFound } from "./failure.ts";
import { page } from "./pages.ts";
import { releaseOf } from "./release_api.ts";
import { assetView, tagInAddress } from "./release_view.ts";
import { type Call, idPart, pathPart, repositoryOf, type Route, writableRepositoryOf } from "./route.ts";
import type { Asset, Release, Repository } from "./state.ts";

/** Calls about assets. */
export const ASSET_ROUTES: readonly Route[] = [
  { host: "api", method: "GET", path: "/repos/:owner/:repo/releases/:id/assets", fn: list },
  { host: "api", method: "GET", path: "/repos/:owner/:repo/releases/assets/:id", fn: get },
  { host: "api", method: "DELETE", path: "/repos/:owner/:repo/releases/assets/:id", fn: remove },
  { host: "web", method: "GET", path: "/:owner/:repo/releases/download/:tag+/:name", fn: download },
  { host: "storage", method: "GET", path: "/github-production-release-asset/:repo/:id", fn: stored },
];

function list(call: Call): Answer {
  const repository = repositoryOf(call);
  const release = releaseOf(call, repository);
  return page(call, repository, release.assets, (asset) => assetView(asset, release, repository, call.origins));
}

/** A description, or the file itself for whoever asks for that. */
function get(call: Call): Answer {
  const repository = repositoryOf(call);
  const { asset, release } = assetOf(call, repository);
  const accepted = call.request.headers.get("accept") ?? "";
  if (!accepted.includes("application/octet-stream")) {
    return ok(assetView(asset, release, repository, call.origins));
  }
  return handedOver(asset, repository, call);
}

function remove(call: Call): Answer {
  const repository = writableRepositoryOf(call);
  const { asset, release } = assetOf(call, repository);
  if (release.isImmutable) throw new GithubFailure(422, "Cannot delete assets from an immutable release.");
  release.assets.splice(release.assets.indexOf(asset), 1);
  return { status: 204 };
}

/** What a browser asks for: no part of the API. */
function download(call: Call): Answer {
  const repository = repositoryOf(call);
  const tag = pathPart(call, "tag");
  const release = repository.releases.find((release) => !release.isDraft && tagInAddress(release) === tag);
  const asset = release?.assets.find(({ name }) => name === pathPart(call, "name"));
  if (asset === undefined) throw notFound();
  return handedOver(asset, repository, call);
}

function assetOf(call: Call, repository: Repository): { asset: Asset; release: Release } {
  const id = idPart(call, "id");
  for (const release of repository.releases) {
    const asset = release.assets.find((asset) => asset.id === id);
    if (asset !== undefined && (!release.isDraft || mayPush(repository, call.caller))) return { asset, release };
  }
  throw notFound();
}

/** Mostly by a redirect to the storage, whose address is signed and needs no token. */
function handedOver(asset: Asset, repository: Repository, { state, origins }: Call): Answer {
  if (asset.state !== "uploaded") throw notFound();
  if (!state.redirectsDownloads) return contents(asset);
  const location = new URL(`/github-production-release-asset/${repository.id}/${asset.id}`, origins.storage);
  location.searchParams.set("sp", "r");
  location.searchParams.set("sig", asset.signature);
  return { status: 302, headers: { location: location.href } };
}

function stored(call: Call): Answer {
  // The storage takes its own signature or a header, never both; where one address stands for all, both may come.
  if (call.origins.storage !== call.origins.api && call.request.headers.has("authorization")) {
    throw new GithubFailure(
      400,
      "InvalidAuthenticationInfo: Authentication information is not given in the correct format",
    );
  }
  const asset = call.state.assetBySignature(call.url.searchParams.get("sig") ?? "");
  if (asset === undefined || asset.id !== idPart(call, "id")) throw new GithubFailure(403, "AuthenticationFailed");
  return contents(asset);
}

function contents(asset: Asset): Answer {
  asset.downloads++;
  return {
    status: 200,
    body: asset.bytes,
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename=${asset.name}`,
    },
  };
}
