/**
 * How requests are repeated: reads simply, writes after a look that tells whether they took effect.
 * @module
 */

import { retryLooking, type RetryOptions } from "../../stack/retry.ts";

/** How requests are sent. */
export interface GithubRequestOptions {
  /** Gives up what is on its way, and whatever would follow. */
  readonly signal?: AbortSignal;
  /** Hears why something is sent again, and in how long, before the wait. */
  readonly onRetry?: (reason: string) => void;
  /** Waits; for tests. @default a timer */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** Tries until it is answered, looking before anything is written twice. */
export function retried<Result>(
  { signal, onRetry, sleep }: GithubRequestOptions,
  maxWaitSeconds: number,
  tries: Pick<RetryOptions<Result>, "attempt" | "look">,
): Promise<Result> {
  return retryLooking<Result>({
    ...tries,
    maxWaitSeconds,
    ...(signal === undefined ? {} : { signal }),
    ...(sleep === undefined ? {} : { sleep }),
    ...(onRetry === undefined ? {} : { onWait: ({ message }) => onRetry(message) }),
  });
}
