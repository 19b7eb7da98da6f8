/**
 * How long GitHub asks to wait.
 * @module
 */

import { retryAfterSeconds } from "../../stack/retry_after.ts";

/** What GitHub recommends where it does not say how long. */
const UNSAID_SECONDS = 60;

/** A limit that was met, and when it is over. */
export interface MetLimit {
  /** The hourly one (`primary`), or the one on too much at once. */
  readonly kind: "primary" | "secondary";
  /** Seconds to wait. */
  readonly seconds: number;
}

/**
 * The rate limit that an answer is about; undefined if it is about something else.
 *
 * ```ts
 * import { metLimit } from "./rate_limit.ts";
 * const headers = new Headers({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000060" });
 * const limit = metLimit(403, headers, "API rate limit exceeded", 1_700_000_000_000);
 * if (limit?.kind !== "primary" || limit.seconds !== 61) throw new Error();
 * if (metLimit(403, new Headers(), "Resource not accessible by integration") !== undefined) throw new Error();
 * ```
 *
 * @param message What the answer says
 * @param now The time in milliseconds
 */
export function metLimit(status: number, headers: Headers, message: string, now = Date.now()): MetLimit | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const asked = retryAfterSeconds(headers.get("retry-after"), now);
  if (asked !== undefined) return { kind: "secondary", seconds: asked };
  const reset = Number(headers.get("x-ratelimit-reset"));
  if (headers.get("x-ratelimit-remaining") === "0" && reset > 0) {
    // One more: the clocks of both sides differ, and the second must be over.
    return { kind: "primary", seconds: Math.max(1, Math.ceil(reset - now / 1000) + 1) };
  }
  const isLimit = status === 429 || /secondary rate limit|abuse detection/i.test(message);
  return isLimit ? { kind: "secondary", seconds: UNSAID_SECONDS } : undefined;
}
