/**
 * The repository itself, its tags, and who asks.
 * @module
 */

import { type Answer, ok } from "./answer.ts";
import { GithubFailure, notFound } from "./failure.ts";
import type { Origins } from "./origins.ts";
import { page } from "./pages.ts";
import { repositoryView } from "./repository_view.ts";
import { type Call, pathPart, repositoryOf, type Route } from "./route.ts";
import type { Repository } from "./state.ts";
import { nodeId, ownUserView } from "./user_view.ts";

/** Calls about repositories and users. */
export const REPOSITORY_ROUTES: readonly Route[] = [
  { host: "api", method: "GET", path: "/user", fn: user },
  { host: "api", method: "GET", path: "/rate_limit", fn: rateLimit },
  { host: "api", method: "GET", path: "/repos/:owner/:repo", fn: repository },
  { host: "api", method: "GET", path: "/repos/:owner/:repo/tags", fn: tags },
  { host: "api", method: "GET", path: "/repos/:owner/:repo/git/ref/tags/:tag+", fn: tagReference },
];

function user({ caller, origins }: Call): Answer {
  if (caller === undefined) throw new GithubFailure(401, "Requires authentication");
  return ok(ownUserView(caller.login, origins));
}

function rateLimit({ limiter, caller }: Call): Answer {
  const { limit, used, remaining, reset } = limiter.of(caller);
  const core = { limit, used, remaining, reset };
  const search = { limit: 30, used: 0, remaining: 30, reset };
  return ok({ resources: { core, search }, rate: core });
}

function repository(call: Call): Answer {
  return ok(repositoryView(repositoryOf(call), call.caller, call.origins));
}

function tags(call: Call): Answer {
  const repository = repositoryOf(call);
  const api = apiOf(repository, call.origins);
  return page(call, repository, [...repository.tags].toReversed(), ([name, sha]) => ({
    name,
    zipball_url: `${api}/zipball/refs/tags/${encodeURIComponent(name)}`,
    tarball_url: `${api}/tarball/refs/tags/${encodeURIComponent(name)}`,
    commit: { sha, url: `${api}/commits/${sha}` },
    node_id: nodeId("REF", repository.id),
  }));
}

function tagReference(call: Call): Answer {
  const repository = repositoryOf(call);
  const tag = pathPart(call, "tag");
  const sha = repository.tags.get(tag);
  if (sha === undefined) throw notFound();
  const api = apiOf(repository, call.origins);
  return ok({
    ref: `refs/tags/${tag}`,
    node_id: nodeId("REF", repository.id),
    url: `${api}/git/refs/tags/${tag.split("/").map(encodeURIComponent).join("/")}`,
    object: { sha, type: "commit", url: `${api}/git/commits/${sha}` },
  });
}

function apiOf({ owner, name }: Repository, { api }: Origins): string {
  return `${api}/repos/${owner}/${name}`;
}
