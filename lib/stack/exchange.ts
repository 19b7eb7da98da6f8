/**
 * One request and what became of it, handed through the official client: its own errors keep neither the codes of
 * sockets nor the bytes of answers.
 * @module
 */

import type { Service } from "./address.ts";
import { abortedError, connectionError, timeoutError } from "./connection_error.ts";
import { type Answer, answerError, isElasticsearch, strangeAnswerError } from "./answer_error.ts";
import type { ElasticsearchRequest } from "./elasticsearch.ts";
import { StackError } from "./errors.ts";
import type { Handler } from "./handler.ts";

/** What an exchange needs to know of a request. */
export type ExchangedRequest =
  & Pick<ElasticsearchRequest, "path" | "stream" | "maxAnswerBytes" | "signal" | "allow">
  & { readonly method: string; readonly service?: Service };

/** An answer whose body has come whole. */
export interface WholeAnswer {
  /** HTTP status. */
  readonly status: number;
  /** The answer's headers. */
  readonly headers: Headers;
  /** The answer's body. */
  readonly text: string;
}

const LARGEST_ANSWER = 100 * 1024 * 1024;

/** What `fetch`'s standard asks of a request whose body is a stream. */
const HALF_DUPLEX: object = { duplex: "half" };

/** One request on its way. */
export class Exchange {
  readonly #request: ExchangedRequest;
  readonly #redact: (text: string) => string;
  #answer: WholeAnswer | undefined;
  #failure: unknown;
  #sentBytes = 0;

  /** A request that is about to be sent, and what takes secrets out of whatever is told of its answer. */
  constructor(request: ExchangedRequest, redact: (text: string) => string) {
    this.#request = request;
    this.#redact = redact;
  }

  /** What came back, once it has. */
  get answer(): WholeAnswer | undefined {
    return this.#answer;
  }

  /** The body in pieces, counted as they are sent; a fault in their source is no fault of the connection. */
  #counted(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = stream.getReader();
    let isCancelled = false;
    return new ReadableStream({
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (isCancelled) return;
          if (done) return controller.close();
          this.#sentBytes += value.length;
          controller.enqueue(value);
        } catch (error) {
          this.#failure ??= error;
          throw error;
        }
      },
      cancel: (reason) => {
        isCancelled = true;
        return reader.cancel(reason);
      },
    });
  }

  /** Sends the request and reads the whole answer, within the time that it may take. */
  async perform(handler: Handler, url: URL, init: RequestInit, timeoutMs: number): Promise<WholeAnswer> {
    const { method, path, signal, stream, service } = this.#request;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    const stop = AbortSignal.any([deadline.signal, ...(signal === undefined ? [] : [signal])]);
    const body = stream === undefined ? textBody(init.body) : this.#counted(stream());
    if (body instanceof Uint8Array) this.#sentBytes = body.length;
    try {
      const request = new Request(url, { ...init, body, signal: stop, redirect: "manual", ...HALF_DUPLEX });
      this.#answer = await Promise.race([this.#read(handler(request)), whenAborted(stop)]);
      return this.#answer;
    } catch (error) {
      const attempt = { method, path, url, ...(service === undefined ? {} : { service }) };
      this.#failure ??= deadline.signal.aborted
        ? timeoutError(attempt, timeoutMs)
        : stop.aborted
        ? abortedError(attempt)
        : connectionError(error, attempt) ?? error;
      throw this.#failure;
    } finally {
      clearTimeout(timer);
      // Whoever answers early leaves the rest unread, and a file behind it open.
      if (body instanceof ReadableStream && !body.locked) await body.cancel();
    }
  }

  async #read(sent: Promise<Response>): Promise<WholeAnswer> {
    const response = await sent;
    const limit = this.#request.maxAnswerBytes ?? LARGEST_ANSWER;
    const decoder = new TextDecoder();
    const texts: string[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > limit) throw this.#tooLarge(response.status, limit);
      texts.push(decoder.decode(chunk, { stream: true }));
    }
    texts.push(decoder.decode());
    return { status: response.status, headers: response.headers, text: texts.join("") };
  }

  #tooLarge(status: number, limit: number): StackError {
    const { method, path } = this.#request;
    const message = `Cannot ${method} "${path}" as the answer is larger than ${limit / 1024 / 1024} MB`;
    return new StackError("http", message, { status });
  }

  /** The answer's fault, if it has one: an error, or not from Elasticsearch. */
  fault(): StackError | undefined {
    if (this.#answer === undefined) return undefined;
    const { allow = [] } = this.#request;
    const answer = this.told(this.#answer);
    if (answer.status >= 300 && answer.status < 400) return strangeAnswerError(answer);
    if (answer.status < 400) return undefined;
    if (!allow.includes(answer.status)) return answerError(answer);
    // That a proxy has never heard of the path does not tell whether Elasticsearch has the thing.
    return isElasticsearch(answer) ? undefined : strangeAnswerError(answer);
  }

  /** What an error that came through the client was about. */
  explain(error: unknown): unknown {
    if (this.#failure !== undefined) return this.#failure;
    const fault = this.fault();
    if (fault !== undefined) return fault;
    if (this.#answer === undefined) return this.#request.signal?.aborted ? abortedError(this.#request) : error;
    // The client refuses answers without Elasticsearch's own header, and JSON that cannot be read.
    if (!(error instanceof Error && /^(?:ProductNotSupported|Deserialization)Error$/.test(error.name))) return error;
    return strangeAnswerError(this.told(this.#answer));
  }

  /** An answer for a message, which is cut: half a secret could not be found any more. */
  told(answer: WholeAnswer): Answer {
    const { method, path } = this.#request;
    return { ...answer, text: this.#redact(answer.text), method, path, sentBytes: this.#sentBytes };
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}

function textBody(body: RequestInit["body"]): Uint8Array<ArrayBuffer> | null {
  return typeof body === "string" ? new TextEncoder().encode(body) : null;
}
