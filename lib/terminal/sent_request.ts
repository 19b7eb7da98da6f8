/**
 * Requests as they came over a socket.
 * @module
 */

import type { IncomingMessage } from "node:http";

/**
 * A request as it was sent: the web's own has no body where its method is GET, and Elasticsearch reads the body of a
 * search whose method is GET.
 */
class SentRequest extends Request {
  readonly #method: string;

  constructor(url: URL, method: string, init: Omit<RequestInit, "method">) {
    super(url, { ...init, method: init.body === null ? "GET" : "POST" });
    this.#method = method;
  }

  override get method(): string {
    return this.#method;
  }
}

/**
 * The request of a message that a server at `base` got.
 *
 * @throws {TypeError} when its address is none, or a header cannot be
 */
export function requestOf(message: IncomingMessage, base: string): Request {
  const { url = "/", method = "GET", rawHeaders } = message;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  const hasBody = headers.has("content-length") || headers.has("transfer-encoding");
  return new SentRequest(new URL(url, base), method, { headers, body: hasBody ? bodyOf(message) : null });
}

function bodyOf(message: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(chunksOf(message));
}

async function* chunksOf(message: IncomingMessage): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for await (const chunk of message) yield new Uint8Array(chunk);
}
