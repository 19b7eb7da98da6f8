/**
 * One request to a service and its answer, both as streams. A transfer is given up when nothing moves any more, however
 * long the whole of it takes.
 * @module
 */

import { abortedError, connectionError, timeoutError } from "../../stack/connection_error.ts";
import type { Handler } from "../../stack/handler.ts";

/** A request to be sent. */
export interface Outgoing {
  /** HTTP method. */
  readonly method: string;
  /** Where to. */
  readonly url: URL;
  /** Headers, `content-length` among them where the body is a stream. */
  readonly headers: Headers;
  /** Text, or bytes in pieces. */
  readonly body?: string | ReadableStream<Uint8Array> | undefined;
}

/** How a request is sent. */
export interface TransferOptions {
  /** Gives it up. */
  readonly signal?: AbortSignal | undefined;
  /** How long nothing may move. */
  readonly timeoutMs: number;
}

/** An answer whose body is still coming. */
export interface Incoming {
  /** HTTP status. */
  readonly status: number;
  /** The answer's headers. */
  readonly headers: Headers;
  /** The body; it ends only if all of it came. Its reader must read or cancel it. */
  readonly body: ReadableStream<Uint8Array>;
}

/** What `fetch`'s standard asks of a request whose body is a stream. */
const HALF_DUPLEX: object = { duplex: "half" };

/** Sends a request; failures on the way are a `StackError`, also those of the body that is read later. */
export async function transfer(handler: Handler, outgoing: Outgoing, options: TransferOptions): Promise<Incoming> {
  const watch = new Watch(outgoing, options);
  const { method, url } = outgoing;
  const headers = new Headers(outgoing.headers);
  const text = typeof outgoing.body === "string" ? new TextEncoder().encode(outgoing.body) : undefined;
  const body = outgoing.body instanceof ReadableStream ? watch.watched(outgoing.body) : text ?? null;
  if (text !== undefined) headers.set("content-length", String(text.length));
  const init = { method, headers, body, signal: watch.signal, redirect: "manual" as const, ...HALF_DUPLEX };
  try {
    const response = await watch.race(handler(new Request(url, init)));
    watch.requireWhole();
    const answer = response.body ?? new Blob([]).stream();
    return { status: response.status, headers: response.headers, body: watch.watched(answer, () => watch.end()) };
  } catch (error) {
    watch.end();
    throw watch.explain(error);
  } finally {
    // Whoever answers early leaves the rest unread, and a file behind it open.
    if (body instanceof ReadableStream && !body.locked) await body.cancel().catch(() => {});
  }
}

/** Looks after one transfer. */
class Watch {
  readonly #outgoing: Outgoing;
  readonly #options: TransferOptions;
  readonly #deadline = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fault: { readonly error: unknown } | undefined;
  /** Ends the transfer. */
  readonly signal: AbortSignal;

  constructor(outgoing: Outgoing, options: TransferOptions) {
    this.#outgoing = outgoing;
    this.#options = options;
    const { signal } = options;
    this.signal = AbortSignal.any([this.#deadline.signal, ...(signal === undefined ? [] : [signal])]);
    this.#moved();
  }

  /** The work, or the transfer's end. Not by `Promise.race`: one promise for all would keep every piece that came. */
  race<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const give = () => reject(signal.reason);
      if (signal.aborted) give();
      signal.addEventListener("abort", give, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
    });
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  /** The bytes of a stream, each piece of which shows that something moves. */
  watched(stream: ReadableStream<Uint8Array>, onEnd?: () => void): ReadableStream<Uint8Array> {
    const reader = stream.getReader();
    return new ReadableStream({
      pull: async (controller) => {
        try {
          const { done, value } = await this.race(reader.read());
          if (done) {
            onEnd?.();
            return controller.close();
          }
          this.#moved();
          controller.enqueue(value);
        } catch (error) {
          onEnd?.();
          // A fault in what is sent is no fault of the connection.
          if (onEnd === undefined && !this.signal.aborted) this.#fault ??= { error };
          controller.error(this.explain(error));
          await reader.cancel(error).catch(() => {});
        }
      },
      cancel: async (reason) => {
        onEnd?.();
        // What is not wanted any more may as well have failed.
        await reader.cancel(reason).catch(() => {});
      },
    }, { highWaterMark: 0 });
  }

  /** Whatever was answered to a body that could not be sent whole is beside the point. */
  requireWhole(): void {
    if (this.#fault !== undefined) throw this.#fault.error;
  }

  explain(error: unknown): unknown {
    const { method, url } = this.#outgoing;
    const attempt = { method, path: url.pathname, url, service: "GitHub" as const };
    if (this.#fault !== undefined) return this.#fault.error;
    if (this.#deadline.signal.aborted) return timeoutError(attempt, this.#options.timeoutMs);
    if (this.signal.aborted) return abortedError(attempt);
    return connectionError(error, attempt) ?? error;
  }

  #moved(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#deadline.abort(), this.#options.timeoutMs);
  }
}
