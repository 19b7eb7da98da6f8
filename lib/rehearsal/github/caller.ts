/**
 * Who asks, and what they may.
 * @module
 */

import { GithubFailure, notFound } from "./failure.ts";
import type { GithubRole, GithubTokenOptions } from "./options.ts";
import type { GithubState, Repository } from "./state.ts";

/** Who asks; undefined for nobody in particular. */
export type Caller = GithubTokenOptions | undefined;

/** The caller that the `Authorization` header names; throws 401 for a token that is unknown. */
export function authenticate(headers: Headers, state: GithubState): Caller {
  const header = headers.get("authorization");
  if (header === null) return undefined;
  const caller = state.tokenOf(tokenIn(header));
  if (caller === undefined) throw new GithubFailure(401, "Bad credentials");
  return caller;
}

function tokenIn(header: string): string {
  const [scheme = "", value = ""] = header.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() !== "basic") return value;
  try {
    return atob(value).split(":").slice(1).join(":");
  } catch {
    return "";
  }
}

/** What the caller may do in a repository. */
export function roleIn(repository: Repository, caller: Caller): GithubRole {
  return caller?.role ?? (caller === undefined ? (repository.isPrivate ? "none" : "read") : "admin");
}

/** Whether the caller may see the repository. */
export function maySee(repository: Repository, caller: Caller): boolean {
  return !repository.isPrivate || roleIn(repository, caller) !== "none";
}

/** Whether the caller may change releases, and so see drafts. */
export function mayPush(repository: Repository, caller: Caller): boolean {
  return caller !== undefined && ["admin", "write"].includes(roleIn(repository, caller));
}

/** Throws what GitHub answers to whoever may not change releases: each kind of token hears it differently. */
export function requirePush(repository: Repository, caller: Caller): void {
  if (mayPush(repository, caller)) return;
  if (caller === undefined) throw new GithubFailure(401, "Requires authentication");
  const headers = { "x-accepted-github-permissions": "contents=write" };
  switch (caller.kind ?? "classic") {
    case "classic":
      throw notFound();
    case "fine-grained":
      throw new GithubFailure(403, "Resource not accessible by personal access token", { headers });
    case "app":
      throw new GithubFailure(403, "Resource not accessible by integration", { headers });
  }
}
