/**
 * Releases and their assets as the API shows them.
 * @module
 */

import type { Origins } from "./origins.ts";
import type { Asset, Release, Repository } from "./state.ts";
import { nodeId, userView } from "./user_view.ts";

/** A release with its assets. A draft's addresses have no tag in them yet, and there is no source to download. */
export function releaseView(release: Release, repository: Repository, origins: Origins): Record<string, unknown> {
  const { id, tag, isDraft } = release;
  const api = `${origins.api}/repos/${repository.owner}/${repository.name}`;
  const url = `${api}/releases/${id}`;
  const source = encodeURIComponent(tag);
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${origins.uploads}/repos/${repository.owner}/${repository.name}/releases/${id}/assets{?name,label}`,
    html_url: `${web(repository, origins)}/tag/${tagInAddress(release)}`,
    id,
    author: userView(release.author, origins),
    node_id: nodeId("RE", id),
    tag_name: tag,
    target_commitish: release.target,
    name: release.name,
    draft: isDraft,
    immutable: release.isImmutable,
    prerelease: release.isPrerelease,
    created_at: release.createdAt,
    updated_at: release.updatedAt,
    published_at: release.publishedAt,
    assets: release.assets.map((asset) => assetView(asset, release, repository, origins)),
    tarball_url: isDraft ? null : `${api}/tarball/${source}`,
    zipball_url: isDraft ? null : `${api}/zipball/${source}`,
    body: release.body,
  };
}

/** One asset. */
export function assetView(
  asset: Asset,
  release: Release,
  repository: Repository,
  origins: Origins,
): Record<string, unknown> {
  const { id, name } = asset;
  return {
    url: `${origins.api}/repos/${repository.owner}/${repository.name}/releases/assets/${id}`,
    id,
    node_id: nodeId("RA", id),
    name,
    label: asset.label,
    uploader: userView(asset.uploader, origins),
    content_type: asset.contentType,
    state: asset.state,
    size: asset.bytes.length,
    digest: asset.digest,
    download_count: asset.downloads,
    created_at: asset.createdAt,
    updated_at: asset.updatedAt,
    browser_download_url: `${web(repository, origins)}/download/${tagInAddress(release)}/${encodeURIComponent(name)}`,
  };
}

function web({ owner, name }: Repository, origins: Origins): string {
  return `${origins.web}/${owner}/${name}/releases`;
}

/** What stands for the tag in the addresses of a release. */
export function tagInAddress(release: Release): string {
  return release.isDraft ? release.untagged : release.tag.split("/").map(encodeURIComponent).join("/");
}
