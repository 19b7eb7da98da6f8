/**
 * Requests as installing sends them: reads are simply repeated; before a write is repeated, a look tells whether it took
 * effect.
 * @module
 */

import type { Stack } from "../stack/connect.ts";
import type { ElasticsearchRequest, ElasticsearchResponse } from "../stack/elasticsearch.ts";
import { retryLooking } from "../stack/retry.ts";

/** How requests are sent. */
export interface RequestOptions {
  /** Gives up what is on its way, and whatever would follow. */
  readonly signal?: AbortSignal;
  /** Hears why something is sent again, before the wait. */
  readonly onRetry?: (reason: string) => void;
  /** Waits; for tests. @default a timer */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** Sends requests to one stack. */
export class Requests {
  readonly #stack: Stack;
  readonly #options: RequestOptions;

  /** Requests to a stack. */
  constructor(stack: Stack, options: RequestOptions = {}) {
    this.#stack = stack;
    this.#options = options;
  }

  /** Sends a request that changes nothing, several times if need be. */
  read(request: ElasticsearchRequest): Promise<ElasticsearchResponse> {
    return retryLooking({ attempt: () => this.#send(request), ...this.#retry() });
  }

  /**
   * Sends a request that changes something. `look` tells whether it took effect; the answer is undefined when only the
   * look said so.
   */
  async write(
    request: ElasticsearchRequest,
    look: () => Promise<boolean>,
  ): Promise<ElasticsearchResponse | undefined> {
    const { answer } = await retryLooking<{ answer?: ElasticsearchResponse }>({
      attempt: async () => ({ answer: await this.#send(request) }),
      look: async () => await look() ? {} : undefined,
      ...this.#retry(),
    });
    return answer;
  }

  #send(request: ElasticsearchRequest): Promise<ElasticsearchResponse> {
    const { signal } = this.#options;
    return this.#stack.elasticsearch.request(signal === undefined ? request : { ...request, signal });
  }

  #retry() {
    const { signal, onRetry, sleep } = this.#options;
    return {
      ...(signal === undefined ? {} : { signal }),
      ...(sleep === undefined ? {} : { sleep }),
      ...(onRetry === undefined ? {} : { onWait: ({ message }: { message: string }) => onRetry(message) }),
    };
  }
}

/** Waits so long, or until the signal ends it. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
