/**
 * Calls: a host, a method, a path, and a function over the state.
 * @module
 */

import type { Answer } from "./answer.ts";
import { type Caller, maySee, requirePush } from "./caller.ts";
import { notFound } from "./failure.ts";
import type { Host, Origins } from "./origins.ts";
import type { RateLimiter } from "./rate_limit.ts";
import type { GithubState, Repository } from "./state.ts";

/** A request on its way into a call. */
export interface Call {
  readonly state: GithubState;
  readonly limiter: RateLimiter;
  readonly request: Request;
  readonly url: URL;
  readonly origins: Origins;
  /** The variable parts of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Who asks. */
  readonly caller: Caller;
}

/** One call. */
export interface Route {
  readonly host: Host;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As `URLPattern` has it: `/repos/:owner/:repo/releases/tags/:tag+`. */
  readonly path: string;
  readonly fn: (call: Call) => Answer | Promise<Answer>;
}

/** The value of a variable part of the path. */
export function pathPart({ parameters }: Call, name: string): string {
  return parameters[name] ?? "";
}

/** A number in the path; what is none is not found. */
export function idPart(call: Call, name: string): number {
  const text = pathPart(call, name);
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

/** The repository that the path names, if the caller may see it. */
export function repositoryOf(call: Call): Repository {
  const repository = call.state.repository(pathPart(call, "owner"), pathPart(call, "repo"));
  if (repository === undefined || !maySee(repository, call.caller)) throw notFound();
  return repository;
}

/** The repository that the path names, if the caller may change its releases. */
export function writableRepositoryOf(call: Call): Repository {
  const repository = repositoryOf(call);
  requirePush(repository, call.caller);
  return repository;
}
