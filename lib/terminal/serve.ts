/**
 * A handler as a server on this machine, for nobody else.
 * @module
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Handler } from "../stack/handler.ts";
import { ScriptError } from "./script_error.ts";
import { requestOf } from "./sent_request.ts";

/** How a handler is served. */
export interface ServeOptions {
  /** Port on 127.0.0.1; 0 for any that is free. @default {0} */
  readonly port?: number;
  /** Told of every answer: method, path without its query, and status. */
  readonly onAnswer?: (method: string, path: string, status: number) => void;
}

/** A server that listens. */
export interface Serving {
  /** Where: `http://127.0.0.1:9200`. */
  readonly url: string;
  /** Ends it; requests under way are cut off. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 until it is closed. A request that was not addressed to this machine by name is refused: a web
 * page could lead its own name here and read what only its own host may answer.
 *
 * @throws {ScriptError} when something else listens on the port
 */
export async function serveOnLoopback(handler: Handler, options: ServeOptions = {}): Promise<Serving> {
  const { onAnswer } = options;
  // As Elasticsearch does, it leaves idle connections open, and takes as long for an upload as that needs.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (message, response) => {
    respond(handler, message, response).then(
      (status) => onAnswer?.(message.method ?? "GET", pathOf(message), status),
      // A handler that fails, or an answer that breaks off, is a connection that fails.
      () => response.destroy(),
    );
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(isAddressInUse(error) ? portTaken(port) : error));
    server.listen({ host: "127.0.0.1", port }, () => {
      const address = server.address();
      resolve(address === null || typeof address === "string" ? port : address.port);
    });
  });
}

function isAddressInUse(error: Error): boolean {
  return "code" in error && error.code === "EADDRINUSE";
}

function portTaken(port: number): ScriptError {
  return new ScriptError(`Cannot listen on 127.0.0.1:${port} as something else does`, {
    hint: "Give another port with --port, or 0 for any that is free",
  });
}

/** Answers, and tells the status. */
async function respond(handler: Handler, message: IncomingMessage, response: ServerResponse): Promise<number> {
  const { status, headers, body } = await answered(handler, message);
  response.writeHead(status, [...headers].flat());
  if (body === null || message.method === "HEAD") {
    await body?.cancel();
    response.end();
  } else await pipeline(Readable.from(body, { objectMode: false }), response);
  return status;
}

async function answered(handler: Handler, message: IncomingMessage): Promise<Response> {
  let request: Request;
  try {
    request = requestOf(message, `http://${message.headers.host ?? "127.0.0.1"}`);
  } catch {
    return Response.json({ error: "This is no request that a server could understand" }, { status: 400 });
  }
  if (!isMeantForLoopback(request)) {
    return Response.json({ error: "This server is for its own machine: the Host header names another" }, {
      status: 403,
    });
  }
  return await handler(request);
}

function pathOf(message: IncomingMessage): string {
  return URL.parse(message.url ?? "/", "http://127.0.0.1")?.pathname ?? "";
}

/** By the header, where there is one, and by the URL; the port may be another where it was forwarded. */
function isMeantForLoopback(request: Request): boolean {
  const authority = URL.parse(request.url)?.host ?? "";
  return [authority, request.headers.get("host") ?? authority].every((host) =>
    /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(host)
  );
}
