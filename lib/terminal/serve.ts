/**
 * A handler as a server on this machine, for nobody else.
 * @module
 */

import type { Handler } from "../stack/handler.ts";
import { ScriptError } from "./script_error.ts";

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
  const { port = 0, onAnswer } = options;
  const stop = new AbortController();
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = URL.parse(request.url) ?? { pathname: "" };
    const response = await answered(handler, request);
    onAnswer?.(request.method, pathname, response.status);
    return response;
  };
  const { promise: listening, resolve } = Promise.withResolvers<number>();
  const server = listen(
    { hostname: "127.0.0.1", port, signal: stop.signal, onListen: (at) => resolve(at.port) },
    answer,
  );
  return {
    url: `http://127.0.0.1:${await listening}`,
    close: async () => {
      stop.abort();
      await server.finished;
    },
  };
}

function listen(options: Deno.ServeTcpOptions, answer: Handler): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve(options, answer);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new ScriptError(`Cannot listen on 127.0.0.1:${options.port} as something else does`, {
      hint: "Give another port with --port, or 0 for any that is free",
    });
  }
}

async function answered(handler: Handler, request: Request): Promise<Response> {
  if (!isMeantForLoopback(request)) {
    return Response.json({ error: "This server is for its own machine: the Host header names another" }, {
      status: 403,
    });
  }
  return await handler(asSent(request));
}

/** Deno gives every request but GET and HEAD a body, also where none was sent. */
function asSent(request: Request): Request {
  const { url, method, headers } = request;
  if (request.body === null || headers.has("content-length") || headers.has("transfer-encoding")) return request;
  return new Request(url, { method, headers });
}

/** By the header, where there is one, and by the URL; the port may be another where it was forwarded. */
function isMeantForLoopback(request: Request): boolean {
  const authority = URL.parse(request.url)?.host ?? "";
  return [authority, request.headers.get("host") ?? authority].every((host) =>
    /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(host)
  );
}
