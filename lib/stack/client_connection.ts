/**
 * The official client's connection, replaced: each request becomes a web `Request` for a handler.
 * @module
 */

import type {
  BaseConnection,
  ConnectionRequestOptions,
  ConnectionRequestOptionsAsStream,
  ConnectionRequestParams,
  ConnectionRequestResponse,
  ConnectionRequestResponseAsStream,
} from "@elastic/elasticsearch";
import { Readable } from "node:stream";
import { Exchange } from "./exchange.ts";
import type { Handler } from "./handler.ts";

/** The client's package, which is loaded when first used. */
export type ClientPackage = typeof import("@elastic/elasticsearch");

/** A connection class for the client that sends everything to the handler. */
export function connectionClass(client: ClientPackage, handler: Handler): typeof BaseConnection {
  return class HandlerConnection extends client.BaseConnection {
    override request(
      params: ConnectionRequestParams,
      options: ConnectionRequestOptions,
    ): Promise<ConnectionRequestResponse>;
    override request(
      params: ConnectionRequestParams,
      options: ConnectionRequestOptionsAsStream,
    ): Promise<ConnectionRequestResponseAsStream>;
    override async request(
      params: ConnectionRequestParams,
      options: ConnectionRequestOptions | ConnectionRequestOptionsAsStream,
    ): Promise<ConnectionRequestResponse | ConnectionRequestResponseAsStream> {
      const exchange: unknown = options.context?.exchange;
      if (!(exchange instanceof Exchange)) throw new TypeError("Cannot send a request that connect() did not begin");
      try {
        const url = urlOf(this.url, params);
        const headers = headersOf({ ...this.headers, ...params.headers });
        const body = typeof params.body === "string" ? params.body : null;
        const init = { method: params.method, headers, body };
        const { status, headers: received, text } = await exchange.perform(
          handler,
          url,
          init,
          options.timeout ?? this.timeout,
        );
        // The text is whole and readable; a handler that asks by fetch leaves the header of what was unpacked.
        const answered = new Headers(received);
        answered.delete("content-encoding");
        const answer = { statusCode: status, headers: Object.fromEntries(answered) };
        return "asStream" in options ? { ...answer, body: Readable.from([text]) } : { ...answer, body: text };
      } catch (error) {
        // By this class the client's pool knows which node to avoid; the exchange keeps the error itself.
        throw new client.errors.ConnectionError(error instanceof Error ? error.name : "Error");
      }
    }

    override close(): Promise<void> {
      return Promise.resolve();
    }
  };
}

function urlOf(base: URL, { path, querystring = "" }: ConnectionRequestParams): URL {
  const url = new URL(base);
  url.pathname = base.pathname.replace(/\/$/, "") + path;
  url.search = querystring;
  return url;
}

function headersOf(all: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(all)) {
    for (const text of [value ?? []].flat()) headers.append(name, text);
  }
  return headers;
}
