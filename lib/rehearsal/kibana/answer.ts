/**
 * What a call of Kibana answers, and the HTTP response that becomes of it.
 * @module
 */

/** What a call answers. */
export interface Answer {
  readonly status: number;
  /** JSON value, or text of the type that the headers name; undefined for none. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A successful answer. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** Makes the response, with the headers that every answer of Kibana has. */
export function respond({ status, body, headers = {} }: Answer): Response {
  const all = new Headers({ "kbn-name": "rehearsal", "cache-control": "private, no-cache, no-store, must-revalidate" });
  if (body !== undefined) all.set("content-type", "application/json; charset=utf-8");
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(body === undefined ? null : text, { status, headers: all });
}
