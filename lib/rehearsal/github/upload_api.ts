/**
 * Uploads of assets. One that breaks leaves an asset in the state `starter`, which occupies the name.
 * @module
 */

import type { Answer } from "./answer.ts";
import { assetName } from "./asset_name.ts";
import { GithubFailure, validationFailed } from "./failure.ts";
import { releaseOf } from "./release_api.ts";
import { assetView } from "./release_view.ts";
import { type Call, type Route, writableRepositoryOf } from "./route.ts";
import { complete, newAsset } from "./state.ts";

const LARGEST_ASSET = 2 * 1024 ** 3;
const MOST_ASSETS = 1000;

/** Calls of the upload host. */
export const UPLOAD_ROUTES: readonly Route[] = [
  { host: "uploads", method: "POST", path: "/repos/:owner/:repo/releases/:id/assets", fn: upload },
];

async function upload(call: Call): Promise<Answer> {
  const { state, request, url, caller, origins } = call;
  const repository = writableRepositoryOf(call);
  const release = releaseOf(call, repository);
  const size = declaredSize(request.headers);
  if (release.isImmutable) throw new GithubFailure(422, "Cannot upload assets to an immutable release.");
  const name = assetName(url.searchParams.get("name") ?? "");
  if (!url.searchParams.has("name")) {
    throw validationFailed({ resource: "ReleaseAsset", code: "missing_field", field: "name" });
  }
  if (size < 1) throw wrongSize("size must be greater than or equal to 1");
  if (size >= LARGEST_ASSET) throw wrongSize(`size must be less than ${LARGEST_ASSET}`);
  if (release.assets.some((asset) => asset.name === name)) {
    throw validationFailed({ resource: "ReleaseAsset", code: "already_exists", field: "name" });
  }
  if (release.assets.length >= MOST_ASSETS) {
    throw validationFailed({
      resource: "ReleaseAsset",
      code: "custom",
      message: `file count exceeds ${MOST_ASSETS}`,
    });
  }
  const contentType = request.headers.get("content-type") ?? "application/octet-stream";
  const label = url.searchParams.get("label") ?? "";
  const asset = newAsset(state.nextId(), caller?.login ?? "", state.timestamp(), { name, label, contentType });
  release.assets.push(asset);
  const bytes = await wholeBody(request, size);
  if (bytes === undefined || state.breaksUpload()) throw new GithubFailure(502, "Server Error");
  complete(asset, bytes, state.timestamp());
  return { status: 201, body: assetView(asset, release, repository, origins) };
}

function declaredSize(headers: Headers): number {
  const length = headers.get("content-length") ?? "";
  if (!/^\d+$/.test(length)) throw new GithubFailure(400, `Bad Content-Length: ${length}`);
  return Number(length);
}

/** As many bytes as were declared; undefined if more or fewer come. */
async function wholeBody(request: Request, size: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(size);
  let at = 0;
  try {
    for await (const chunk of request.body ?? []) {
      if (at + chunk.length > size) return undefined;
      bytes.set(chunk, at);
      at += chunk.length;
    }
  } catch {
    return undefined;
  }
  return at === size ? bytes : undefined;
}

function wrongSize(message: string): GithubFailure {
  return validationFailed({ resource: "ReleaseAsset", code: "custom", field: "size", message });
}
