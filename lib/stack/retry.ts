/**
 * Trying again. A write whose answer did not come may have taken effect: what decides is a look at the server.
 * @module
 */

import { StackError } from "./errors.ts";

/** What is said before a wait. */
export interface RetryWait {
  /** How long, in seconds. */
  readonly seconds: number;
  /** A line for people: why, and how long. */
  readonly message: string;
  /** What went wrong. */
  readonly error: StackError;
}

/** How to try again. */
export interface RetryOptions<Result> {
  /** The request, sent once. */
  readonly attempt: () => Promise<Result>;
  /** Asks by GET whether a write took effect: its result if so. Left out for reads, which may simply be repeated. */
  readonly look?: () => Promise<Result | undefined>;
  /** Hears of each wait before it begins. */
  readonly onWait?: (wait: RetryWait) => void;
  /** Ends a wait, and what follows. */
  readonly signal?: AbortSignal;
  /** How often to attempt at most. @default {4} */
  readonly attempts?: number;
  /** The longest single wait; a server that asks for more is not waited for. @default {120} */
  readonly maxWaitSeconds?: number;
  /** Waits; for tests. @default a timer */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** What to do after a failed attempt. */
export type RetryDecision =
  /** The failure stands. */
  | { readonly kind: "give-up" }
  /** The failure stands unless a look shows that the write took effect. */
  | { readonly kind: "look" }
  /** Wait, look, and attempt again unless it took effect. */
  | { readonly kind: "wait"; readonly seconds: number };

const ATTEMPTS = 4;
const MAX_WAIT_SECONDS = 120;

/** Statuses of a server or proxy that may be able to do it a little later. */
const PASSING = new Set([429, 500, 502, 503, 504]);

/**
 * Whether a request that failed so may have been carried out all the same.
 *
 * ```ts
 * import { StackError } from "./errors.ts";
 * import { mayHaveTakenEffect } from "./retry.ts";
 * if (!mayHaveTakenEffect(new StackError("timeout", "no answer"))) throw new Error();
 * if (mayHaveTakenEffect(new StackError("http", "no such thing", { status: 404 }))) throw new Error();
 * ```
 */
export function mayHaveTakenEffect(error: unknown): boolean {
  if (!(error instanceof StackError)) return true;
  switch (error.kind) {
    case "refused":
    case "tls":
      return false;
    case "reset":
    case "timeout":
    case "aborted":
    case "not-elasticsearch":
    case "not-kibana":
    case "not-github":
      return true;
    case "http":
      // A status below 400 is an answer that came but could not be taken.
      return error.status === undefined || error.status < 400 || error.status >= 500;
  }
}

/**
 * What follows a failure, from nothing but the failure and how often it was tried.
 *
 * ```ts
 * import { StackError } from "./errors.ts";
 * import { decideRetry } from "./retry.ts";
 * const busy = new StackError("http", "too many requests", { status: 429, retryAfterSeconds: 7 });
 * const decision = decideRetry(busy, 1);
 * if (decision.kind !== "wait" || decision.seconds !== 7) throw new Error();
 * ```
 */
export function decideRetry(
  error: unknown,
  attempt: number,
  { attempts = ATTEMPTS, maxWaitSeconds = MAX_WAIT_SECONDS }: { attempts?: number; maxWaitSeconds?: number } = {},
): RetryDecision {
  if (!(error instanceof StackError) || error.kind === "aborted") return { kind: "give-up" };
  const seconds = error.retryAfterSeconds ?? 2 ** (attempt - 1);
  if (isPassing(error) && attempt < attempts && seconds <= maxWaitSeconds) return { kind: "wait", seconds };
  // The answer to a repeated request may be about the first one, carried out late: "already exists", "not found".
  return mayHaveTakenEffect(error) || attempt > 1 ? { kind: "look" } : { kind: "give-up" };
}

function isPassing(error: StackError): boolean {
  if (error.kind === "refused" || error.kind === "reset" || error.kind === "timeout") return true;
  // Whoever says how long to wait says that it passes: GitHub's limits answer 403.
  return PASSING.has(error.status ?? 0) || (error.kind === "http" && error.retryAfterSeconds !== undefined);
}

/**
 * Sends a request until it is answered, looking before it is repeated whether that is still needed.
 *
 * ```ts
 * import { StackError } from "./errors.ts";
 * import { retryLooking } from "./retry.ts";
 *
 * let stored = false;
 * const result = await retryLooking({
 *   attempt: () => {
 *     stored = true;
 *     return Promise.reject(new StackError("timeout", "no answer came"));
 *   },
 *   look: () => Promise.resolve(stored ? "stored" : undefined),
 *   sleep: () => Promise.resolve(),
 * });
 * if (result !== "stored") throw new Error();
 * ```
 *
 * @returns What the attempt or the look gave
 */
export async function retryLooking<Result>(options: RetryOptions<Result>): Promise<Result> {
  const { onWait, signal, sleep = wait } = options;
  for (let tries = 1;; tries++) {
    let error: unknown;
    try {
      return await options.attempt();
    } catch (thrown) {
      error = thrown;
    }
    // Blindly, nothing is written twice: as long as no look is answered, only looks are repeated.
    for (let mayRepeat = false; !mayRepeat;) {
      const decision = decideRetry(error, tries, options);
      if (decision.kind === "give-up" || !(error instanceof StackError)) throw error;
      if (decision.kind === "wait") {
        onWait?.({ seconds: decision.seconds, message: waitMessage(error, decision.seconds), error });
        await sleep(decision.seconds * 1000, signal);
        if (signal?.aborted) throw error;
      }
      const seen = await seenBy(options.look);
      if (seen.kind === "done") return seen.result;
      if (decision.kind === "look") throw error;
      mayRepeat = seen.kind === "not-done" || !mayHaveTakenEffect(error);
      if (!mayRepeat) tries++;
    }
  }
}

type Seen<Result> = { kind: "done"; result: Result } | { kind: "not-done" } | { kind: "unanswered" };

async function seenBy<Result>(look: (() => Promise<Result | undefined>) | undefined): Promise<Seen<Result>> {
  if (look === undefined) return { kind: "not-done" };
  try {
    const result = await look();
    return result === undefined ? { kind: "not-done" } : { kind: "done", result };
  } catch (error) {
    if (error instanceof StackError) return { kind: "unanswered" };
    throw error;
  }
}

function waitMessage(error: StackError, seconds: number): string {
  const reason = error.retryAfterSeconds === undefined ? "Trying again" : "The server asks to wait: trying again";
  return `${error.message}. ${reason} in ${seconds} s`;
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal?.aborted) done();
    else signal?.addEventListener("abort", done, { once: true });
  });
}
