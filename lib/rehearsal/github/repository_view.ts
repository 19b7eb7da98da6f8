/**
 * A repository as the API shows it.
 * @module
 */

import { type Caller, roleIn } from "./caller.ts";
import type { Origins } from "./origins.ts";
import type { Repository } from "./state.ts";
import { nodeId, userView } from "./user_view.ts";

/** Addresses below that of the repository, by the name of their field. */
const PARTS: Readonly<Record<string, string>> = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** The whole repository; what a token may do in it is shown to whoever has one. */
export function repositoryView(repository: Repository, caller: Caller, origins: Origins): Record<string, unknown> {
  const { id, owner, name, isPrivate, createdAt } = repository;
  const fullName = `${owner}/${name}`;
  const url = `${origins.api}/repos/${fullName}`;
  const web = `${origins.web}/${fullName}`;
  return {
    id,
    node_id: nodeId("R", id),
    name,
    full_name: fullName,
    private: isPrivate,
    owner: userView(owner, origins),
    html_url: web,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(PARTS).map(([field, part]) => [field, `${url}${part}`])),
    created_at: createdAt,
    updated_at: createdAt,
    pushed_at: createdAt,
    git_url: `git://${new URL(web).host}/${fullName}.git`,
    ssh_url: `git@${new URL(web).host}:${fullName}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: 0,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: isPrivate ? "private" : "public",
    forks: 0,
    open_issues: 0,
    watchers: 0,
    default_branch: "main",
    ...(caller === undefined ? {} : { permissions: permissions(repository, caller) }),
    network_count: 0,
    subscribers_count: 0,
  };
}

function permissions(repository: Repository, caller: Caller): Record<string, boolean> {
  const role = roleIn(repository, caller);
  const isAdmin = role === "admin";
  const push = isAdmin || role === "write";
  return {
    admin: isAdmin,
    maintain: isAdmin,
    push,
    triage: push,
    pull: push || role === "read" || !repository.isPrivate,
  };
}
