/**
 * Releases: list, look up, create, change, publish, delete.
 * @module
 */

import { type Answer, ok } from "./answer.ts";
import { type Fields, readFields } from "./body.ts";
import { mayPush } from "./caller.ts";
import { invalidRequest, notFound, validationFailed } from "./failure.ts";
import { page } from "./pages.ts";
import { releaseView } from "./release_view.ts";
import { type Call, idPart, pathPart, repositoryOf, type Route, writableRepositoryOf } from "./route.ts";
import { newRelease, type Release, type Repository } from "./state.ts";

/** Calls about releases. */
export const RELEASE_ROUTES: readonly Route[] = [
  { host: "api", method: "GET", path: "/repos/:owner/:repo/releases", fn: list },
  { host: "api", method: "POST", path: "/repos/:owner/:repo/releases", fn: create },
  { host: "api", method: "GET", path: "/repos/:owner/:repo/releases/latest", fn: latest },
  { host: "api", method: "GET", path: "/repos/:owner/:repo/releases/tags/:tag+", fn: byTag },
  { host: "api", method: "GET", path: "/repos/:owner/:repo/releases/:id", fn: byId },
  { host: "api", method: "PATCH", path: "/repos/:owner/:repo/releases/:id", fn: update },
  { host: "api", method: "DELETE", path: "/repos/:owner/:repo/releases/:id", fn: remove },
];

/** A release that the caller may see: drafts are for those who may push. */
export function releaseOf(call: Call, repository: Repository): Release {
  const id = idPart(call, "id");
  const release = repository.releases.find((release) => release.id === id);
  if (release === undefined || (release.isDraft && !mayPush(repository, call.caller))) throw notFound();
  return release;
}

function list(call: Call): Answer {
  const repository = repositoryOf(call);
  const seesDrafts = mayPush(repository, call.caller);
  const releases = repository.releases.filter(({ isDraft }) => seesDrafts || !isDraft).toReversed();
  return page(call, repository, releases, (release) => releaseView(release, repository, call.origins));
}

function latest(call: Call): Answer {
  const repository = repositoryOf(call);
  const found = repository.releases.findLast(({ isDraft, isPrerelease }) => !isDraft && !isPrerelease);
  return shown(found, repository, call);
}

function byTag(call: Call): Answer {
  const repository = repositoryOf(call);
  const tag = pathPart(call, "tag");
  return shown(repository.releases.find((release) => !release.isDraft && release.tag === tag), repository, call);
}

function byId(call: Call): Answer {
  const repository = repositoryOf(call);
  return shown(releaseOf(call, repository), repository, call);
}

function shown(release: Release | undefined, repository: Repository, { origins }: Call): Answer {
  if (release === undefined) throw notFound();
  return ok(releaseView(release, repository, origins));
}

async function create(call: Call): Promise<Answer> {
  const { state, caller, origins } = call;
  const repository = writableRepositoryOf(call);
  const fields = await readFields(call.request);
  const tag = fields.text("tag_name");
  if (tag === undefined) throw invalidRequest('"tag_name" wasn\'t supplied.');
  const release = newRelease(state.nextId(), caller?.login ?? "", state.timestamp());
  change(release, fields);
  // A release is published at once unless it says otherwise.
  if (fields.flag("draft") !== true) publish(release, repository, call);
  else requireValidTag(release.tag);
  repository.releases.push(release);
  const view = releaseView(release, repository, origins);
  return { status: 201, body: view, headers: { location: String(view.url) } };
}

async function update(call: Call): Promise<Answer> {
  const { state, origins } = call;
  const repository = writableRepositoryOf(call);
  const release = releaseOf(call, repository);
  const fields = await readFields(call.request);
  const draft = fields.flag("draft");
  const changed = structuredClone({ ...release, assets: [] });
  change(changed, fields);
  requireValidTag(changed.tag);
  const isUnpublished = draft === true && !release.isDraft;
  if (release.isImmutable && (isUnpublished || changed.tag !== release.tag || changed.target !== release.target)) {
    throw validationFailed({ resource: "Release", code: "custom", message: "Cannot update an immutable release" });
  }
  if (!release.isDraft && changed.tag !== release.tag) requireFreeTag(changed, repository);
  if (draft === false && release.isDraft) publish(changed, repository, call);
  const { assets: _, ...kept } = changed;
  Object.assign(release, kept, { updatedAt: state.timestamp() }, isUnpublished ? { isDraft: true } : {});
  return ok(releaseView(release, repository, origins));
}

function remove(call: Call): Answer {
  const repository = writableRepositoryOf(call);
  const release = releaseOf(call, repository);
  repository.releases.splice(repository.releases.indexOf(release), 1);
  return { status: 204 };
}

function change(release: Release, fields: Fields): void {
  release.tag = fields.text("tag_name") ?? release.tag;
  release.target = fields.text("target_commitish") ?? release.target;
  release.name = fields.text("name") ?? release.name;
  release.body = fields.text("body") ?? release.body;
  release.isPrerelease = fields.flag("prerelease") ?? release.isPrerelease;
}

/** From here on everybody sees it, under a git tag that is made unless it is there. */
function publish(release: Release, repository: Repository, { state }: Call): void {
  requireValidTag(release.tag);
  requireFreeTag(release, repository);
  if (repository.burntTags.has(release.tag)) {
    throw validationFailed(
      {
        resource: "Release",
        code: "custom",
        field: "tag_name",
        message: "tag_name was used by an immutable release",
      },
      { resource: "Release", code: "custom", message: "Published releases must have a valid tag" },
    );
  }
  if (!repository.tags.has(release.tag)) {
    if (release.target !== "main" && release.target !== repository.head) {
      throw validationFailed({ resource: "Release", code: "invalid", field: "target_commitish" });
    }
    repository.tags.set(release.tag, repository.head);
  }
  release.isDraft = false;
  release.publishedAt ??= state.timestamp();
  if (!repository.hasImmutableReleases) return;
  release.isImmutable = true;
  repository.burntTags.add(release.tag);
}

function requireFreeTag({ id, tag }: Release, { releases }: Repository): void {
  if (!releases.some((other) => !other.isDraft && other.tag === tag && other.id !== id)) return;
  throw validationFailed({ resource: "Release", code: "already_exists", field: "tag_name" });
}

/** What git allows as a name, as far as it matters here. */
function requireValidTag(tag: string): void {
  // deno-lint-ignore no-control-regex -- git refuses control characters
  if (tag !== "" && !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[/.-]|[/.]$|\.lock$/.test(tag)) return;
  throw validationFailed({
    resource: "Release",
    code: "custom",
    field: "tag_name",
    message: "tag_name is not a valid tag",
  });
}
