/**
 * What a call answers, and the HTTP response that becomes of it.
 * @module
 */

import { createHash } from "node:crypto";

/** What a call answers. */
export interface Answer {
  readonly status: number;
  /** A JSON value, or bytes; undefined for an answer without a body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A successful answer. */
export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers };
}

/** Makes the response; one that the asker has already is not sent again. */
export function respond(answer: Answer, request: Request, more: Readonly<Record<string, string>> = {}): Response {
  const { status, body } = answer;
  const headers = new Headers({ ...more, ...answer.headers });
  if (body === undefined) return new Response(null, { status, headers });
  const isJson = !(body instanceof Uint8Array);
  const bytes = isJson ? new TextEncoder().encode(JSON.stringify(body)) : new Uint8Array(body);
  if (isJson) headers.set("content-type", "application/json; charset=utf-8");
  if (status === 200 && isJson && (request.method === "GET" || request.method === "HEAD")) {
    const etag = `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
    headers.set("etag", etag);
    headers.set("cache-control", request.headers.has("authorization") ? "private, max-age=60" : "public, max-age=60");
    if (isKnown(request.headers.get("if-none-match"), etag)) {
      headers.delete("content-type");
      return new Response(null, { status: 304, headers });
    }
  }
  headers.set("content-length", String(bytes.length));
  return new Response(request.method === "HEAD" ? null : bytes, { status, headers });
}

function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, "");
  return (ifNoneMatch ?? "").split(",").some((tag) => tag.trim() === "*" || strong(tag) === strong(etag));
}
