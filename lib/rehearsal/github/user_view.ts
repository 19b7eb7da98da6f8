/**
 * Users as the API shows them.
 * @module
 */

import { createHash } from "node:crypto";
import type { Origins } from "./origins.ts";

/** A user as a part of something else. */
export function userView(login: string, { api, web }: Origins): Record<string, unknown> {
  const id = userId(login);
  const url = `${api}/users/${login}`;
  return {
    login,
    id,
    node_id: nodeId("U", id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: "",
    url,
    html_url: `${web}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: "User",
    user_view_type: "public",
    site_admin: false,
  };
}

/** A user who asks for himself. */
export function ownUserView(login: string, origins: Origins): Record<string, unknown> {
  return {
    ...userView(login, origins),
    name: null,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  };
}

/** The name of a thing in GitHub's other API. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_kw${btoa(String(id)).replace(/=+$/, "")}`;
}

function userId(login: string): number {
  return createHash("sha256").update(login).digest().readUInt32BE(0) >> 1;
}
