/**
 * Sends requests over sockets. By node:http, since `fetch` neither takes a certificate authority without a runtime's
 * own means nor tells by a code what went wrong.
 * @module
 */

import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { connect as connectTls } from "node:tls";
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
  const options = { method: request.method, headers: Object.fromEntries(request.headers), signal: request.signal };
  const outgoing = url.protocol === "https:"
    ? https.request(url, { ...options, createConnection: () => secureSocket(url, caCertificate) })
    : http.request(url, { ...options, agent: false });
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

/**
 * A connection of our own: the one that node:https would make asks for all of the system's settings to find its
 * authorities, where this one takes those of the runtime, as `fetch` does.
 */
function secureSocket(url: URL, caCertificate: string | undefined) {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return connectTls({
    host,
    port: Number(url.port || 443),
    ALPNProtocols: ["http/1.1"],
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(caCertificate === undefined ? {} : { ca: caCertificate }),
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
