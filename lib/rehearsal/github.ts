/**
 * The rehearsal GitHub: a function from requests to responses, with releases in memory. It stands for the API, the host
 * of uploads, the web page's downloads, and the storage that downloads are redirected to.
 * @module
 */

import type { Handler } from "../stack/handler.ts";
import { injectFaults } from "./faults.ts";
import { type Answer, respond } from "./github/answer.ts";
import { ASSET_ROUTES } from "./github/asset_api.ts";
import { authenticate, type Caller } from "./github/caller.ts";
import { GithubFailure, missingCall } from "./github/failure.ts";
import type { GithubRehearsalOptions } from "./github/options.ts";
import { isAt, originsFor } from "./github/origins.ts";
import { RateLimiter, rateLimitHeaders } from "./github/rate_limit.ts";
import { RELEASE_ROUTES } from "./github/release_api.ts";
import { REPOSITORY_ROUTES } from "./github/repository_api.ts";
import type { Route } from "./github/route.ts";
import { GithubState } from "./github/state.ts";
import { UPLOAD_ROUTES } from "./github/upload_api.ts";
import { decodedPart } from "./path_part.ts";

const ROUTES = [...REPOSITORY_ROUTES, ...RELEASE_ROUTES, ...ASSET_ROUTES, ...UPLOAD_ROUTES]
  .map((route) => ({ route, pattern: new URLPattern({ pathname: route.path }) }));

/**
 * Makes the handler.
 *
 * ```ts
 * import { createGithub } from "./github.ts";
 * const github = createGithub({ repositories: [{ name: "o/r", releases: [{ tag: "ML-DGA-20261101-1" }] }] });
 * const response = await github(new Request("https://api.github.com/repos/o/r/releases", { headers: { "user-agent": "x" } }));
 * const [release] = await response.json();
 * if (release.tag_name !== "ML-DGA-20261101-1") throw new Error();
 * ```
 */
export function createGithub(options: GithubRehearsalOptions = {}): Handler {
  const state = new GithubState(options);
  const limiter = new RateLimiter(options.rateLimit ?? {}, () => state.now());
  const github: Handler = (request) => answerTo(state, limiter, request);
  return options.faults === undefined ? github : injectFaults(github, options.faults, "github");
}

async function answerTo(state: GithubState, limiter: RateLimiter, request: Request): Promise<Response> {
  const url = addressOf(request, state);
  const found = routeFor(request.method, url);
  let caller: Caller;
  let answer: Answer;
  try {
    // The storage knows no tokens.
    if (found?.route.host !== "storage") {
      requireUserAgent(request.headers);
      caller = authenticate(request.headers, state);
      if (isCounted(found)) limiter.count(caller, !["GET", "HEAD"].includes(request.method));
    }
    if (found === undefined) throw missingCall(request.method, url.pathname);
    const { route, parameters } = found;
    answer = await route.fn({ state, limiter, request, url, origins: originsFor(url), parameters, caller });
  } catch (thrown) {
    if (!(thrown instanceof GithubFailure)) throw thrown;
    answer = thrown.answer(found?.route.host === "uploads");
  }
  const response = respond(answer, request, { server: "github.com" });
  if (response.status === 304 && caller !== undefined) limiter.uncount(caller);
  if (isCounted(found)) setAll(response.headers, rateLimitHeaders(limiter.of(caller)));
  // What was not read of a body is not waited for.
  await request.body?.cancel().catch(() => {});
  return response;
}

/** Requests to the API count, the question about the limit itself does not; what browsers load is not limited. */
function isCounted(found: Found | undefined): boolean {
  if (found === undefined) return true;
  return ["api", "uploads"].includes(found.route.host) && found.route.path !== "/rate_limit";
}

function setAll(headers: Headers, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) headers.set(name, value);
}

/** GitHub's own links name a repository by its number. */
function addressOf(request: Request, state: GithubState): URL {
  const url = new URL(request.url);
  const [, id, rest = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(url.pathname) ?? [];
  const repository = id === undefined ? undefined : state.repositoryById(Number(id));
  if (repository !== undefined) url.pathname = `/repos/${repository.owner}/${repository.name}${rest}`;
  return url;
}

interface Found {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

function routeFor(method: string, url: URL): Found | undefined {
  for (const { route, pattern } of ROUTES) {
    if (!isAt(route.host, url) || route.method !== (method === "HEAD" ? "GET" : method)) continue;
    const groups = pattern.exec({ pathname: url.pathname })?.pathname.groups;
    if (groups === undefined) continue;
    const parameters = Object.entries(groups).map(([name, value]) => [name, decodedPart(value ?? "")]);
    return { route, parameters: Object.fromEntries(parameters) };
  }
  return undefined;
}

function requireUserAgent(headers: Headers): void {
  if ((headers.get("user-agent") ?? "") !== "") return;
  throw new GithubFailure(
    403,
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent header",
  );
}
