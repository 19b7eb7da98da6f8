/**
 * Sends requests over sockets. By node:http, since `fetch` neither takes a certificate authority without a runtime's
 * own means nor tells by a code what went wrong.
 * @module
 */

import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Handler } from "./handler.ts";

/** How to send. */
export interface SenderOptions {
  /** Certificates of the authorities to trust, as PEM text. @default the system's own */
  readonly caCertificate?: string;
}

/**
 * A handler that forwards to the server in the request's URL, follows no redirect and keeps no connection open: a
 * connection that the server closed meanwhile would look like one that was cut off during a write.
 */
export function createSender({ caCertificate }: SenderOptions = {}): Handler {
  return (request) => send(request, caCertificate);
}

function send(request: Request, caCertificate: string | undefined): Promise<Response> {
  const url = new URL(request.url);
  const options = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    agent: false,
    signal: request.signal,
  };
  const outgoing = url.protocol === "https:"
    ? https.request(url, caCertificate === undefined ? options : { ...options, ca: caCertificate })
    : http.request(url, options);
  return new Promise((resolve, reject) => {
    outgoing.once("response", (incoming) => resolve(responseOf(incoming)));
    // Stays for the whole exchange: an answer that comes early cuts off what is still being sent.
    outgoing.on("error", reject);
    if (request.body === null) {
      outgoing.end();
    } else {
      pipeline(bytesOf(request.body), outgoing).catch((error: unknown) => {
        outgoing.destroy();
        reject(error);
      });
    }
  });
}

async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* stream;
}

function responseOf(incoming: http.IncomingMessage): Response {
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? "");
  }
  const status = incoming.statusCode ?? 500;
  const bodyless = status === 204 || status === 205 || status === 304;
  if (bodyless) incoming.resume();
  return new Response(bodyless ? null : ReadableStream.from(chunksOf(incoming)), { status, headers });
}

async function* chunksOf(incoming: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of incoming) {
    if (chunk instanceof Uint8Array) yield new Uint8Array(chunk);
  }
}
