/**
 * Requests as installing sends them: reads are simply repeated; before a write is repeated, a look tells whether it took
 * effect.
 * @module
 */

import type { Stack } from "../stack/connect.ts";
import { ConnectOptionsError } from "../stack/connect_options_error.ts";
import type { ElasticsearchRequest, ElasticsearchResponse } from "../stack/elasticsearch.ts";
import { StackError } from "../stack/errors.ts";
import type { Kibana, KibanaRequest, KibanaResponse } from "../stack/kibana.ts";
import { mayHaveTakenEffect, retryLooking } from "../stack/retry.ts";

/** How requests are sent. */
export interface RequestOptions {
  /** Gives up what is on its way, and whatever would follow. */
  readonly signal?: AbortSignal;
  /** Hears why something is sent again, before the wait. */
  readonly onRetry?: (reason: string) => void;
  /** Waits; for tests. @default a timer */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** What became of a write. */
export type Written =
  | { readonly kind: "done"; readonly warnings: readonly string[] }
  /** It failed; where the server did not answer, it may have been carried out all the same. */
  | { readonly kind: "failed"; readonly error: unknown; readonly mayBeThere: boolean };

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

  /** The same to Kibana. */
  readKibana(request: KibanaRequest): Promise<KibanaResponse> {
    return retryLooking({ attempt: () => this.#sendKibana(request), ...this.#retry() });
  }

  /**
   * Sends a request that changes something. `look` tells whether it took effect, which it may have without an answer;
   * then it is not sent again. That something is not found is only believed when the look says so too.
   */
  write(request: ElasticsearchRequest, look: () => Promise<boolean>): Promise<Written> {
    return this.#write("Elasticsearch", request, () => this.#send(request), look);
  }

  /** The same to Kibana. */
  writeKibana(request: KibanaRequest, look: () => Promise<boolean>): Promise<Written> {
    const send = async () => ({ ...await this.#sendKibana(request), warnings: [] });
    return this.#write("Kibana", request, send, look);
  }

  async #write(
    service: string,
    { method, path }: { readonly method: string; readonly path: string },
    send: () => Promise<{ readonly status: number; readonly warnings: readonly string[] }>,
    look: () => Promise<boolean>,
  ): Promise<Written> {
    let mayBeThere = false;
    try {
      const { warnings } = await retryLooking<{ readonly warnings: readonly string[] }>({
        attempt: async () => {
          try {
            const response = await send();
            if (response.status !== 404 || await look()) return response;
            throw new StackError("http", `Cannot ${method} "${path}" as ${service} answered 404, and it is there`, {
              status: 404,
            });
          } catch (error) {
            mayBeThere ||= mayHaveTakenEffect(error);
            throw error;
          }
        },
        look: async () => await look() ? { warnings: [] } : undefined,
        ...this.#retry(),
      });
      return { kind: "done", warnings };
    } catch (error) {
      return { kind: "failed", error, mayBeThere };
    }
  }

  #send(request: ElasticsearchRequest): Promise<ElasticsearchResponse> {
    const { signal } = this.#options;
    return this.#stack.elasticsearch.request(signal === undefined ? request : { ...request, signal });
  }

  #sendKibana(request: KibanaRequest): Promise<KibanaResponse> {
    const { signal } = this.#options;
    return this.kibana.request(signal === undefined ? request : { ...request, signal });
  }

  /** The connection to Kibana; throws where there is none. */
  get kibana(): Kibana {
    const { kibana } = this.#stack;
    if (kibana !== undefined) return kibana;
    throw new ConnectOptionsError(
      "Cannot ask Kibana as it was not said where it is",
      "Give --kibana-url or --cloud-id, or set KIBANA_URL or ELASTIC_CLOUD_ID",
    );
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
