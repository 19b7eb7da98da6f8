/**
 * A real Elasticsearch 7.10.2 as the library's connection wants one: it takes no media types of version 8, and does
 * not say in a header that it is Elasticsearch. For tests and conformance only.
 * @module
 */

import type { Handler } from "../../lib/stack/handler.ts";

const VENDOR_TYPE = /application\/vnd\.elasticsearch\+(x-nd)?json; *compatible-with=\d+/g;

/** A handler that forwards to the node at this origin, such as `http://127.0.0.1:9240`, with both differences mended. */
export function adapt710(origin: string): Handler {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    for (const name of ["accept", "content-type"]) {
      const value = headers.get(name);
      if (value !== null) headers.set(name, value.replace(VENDOR_TYPE, "application/$1json"));
    }
    const body = request.body === null ? null : await request.arrayBuffer();
    const answer = await fetch(`${origin}${pathname}${search}`, {
      method: request.method,
      headers,
      body,
      redirect: "manual",
      signal: request.signal,
    });
    const answered = new Headers(answer.headers);
    answered.set("x-elastic-product", "Elasticsearch");
    // The body has been unpacked on its way.
    answered.delete("content-encoding");
    return new Response(answer.body, { status: answer.status, headers: answered });
  };
}
