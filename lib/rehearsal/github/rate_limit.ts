/**
 * How often one may ask: so many requests an hour, and not too many writes at once.
 * @module
 */

import type { Caller } from "./caller.ts";
import { GithubFailure } from "./failure.ts";
import type { GithubRateLimitOptions } from "./options.ts";

/** How much of a limit is left. */
export interface RateLimit {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** When the count begins anew, in seconds since 1970. */
  readonly reset: number;
}

/** Counts requests. */
export class RateLimiter {
  readonly #options: GithubRateLimitOptions;
  readonly #now: () => number;
  readonly #windows = new Map<string, { used: number; reset: number }>();
  #writes = 0;

  constructor(options: GithubRateLimitOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  /** What the caller has left. */
  of(caller: Caller): RateLimit {
    const limit = this.#options.limit ?? (caller === undefined ? 60 : 5000);
    const { used, reset } = this.#window(caller);
    return { limit, used, remaining: Math.max(0, limit - used), reset };
  }

  /** Counts one request; throws what GitHub answers when it is one too many. */
  count(caller: Caller, isWrite: boolean): void {
    const { remaining } = this.of(caller);
    if (remaining === 0) {
      const whose = caller === undefined ? "your address" : `user ${caller.login}`;
      throw new GithubFailure(403, `API rate limit exceeded for ${whose}.`);
    }
    this.#window(caller).used++;
    if (!isWrite || ++this.#writes !== this.#options.secondaryAt) return;
    const seconds = this.#options.retryAfterSeconds === undefined ? 60 : this.#options.retryAfterSeconds;
    throw new GithubFailure(
      403,
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
      { headers: seconds === null ? {} : { "retry-after": String(seconds) } },
    );
  }

  /** A request whose answer had not changed does not count. */
  uncount(caller: Caller): void {
    const window = this.#window(caller);
    window.used = Math.max(0, window.used - 1);
  }

  #window(caller: Caller): { used: number; reset: number } {
    const key = caller?.login ?? "";
    const now = Math.floor(this.#now() / 1000);
    const known = this.#windows.get(key);
    if (known !== undefined && known.reset > now) return known;
    const window = { used: 0, reset: now + (this.#options.resetSeconds ?? 3600) };
    this.#windows.set(key, window);
    return window;
  }
}

/** The headers that every answer of the API has. */
export function rateLimitHeaders({ limit, used, remaining, reset }: RateLimit): Record<string, string> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(reset),
    "x-ratelimit-used": String(used),
    "x-ratelimit-resource": "core",
  };
}
