/**
 * Elasticsearch as the library sees it: one function from a request to an answer.
 * @module
 */

/** One request to Elasticsearch. */
export interface ElasticsearchRequest {
  /** HTTP method. */
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Path from the root, its parts percent-encoded: {@linkcode pathOf} makes one. */
  readonly path: string;
  /** Parameters of the query string. */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Body as a JSON value. */
  readonly body?: unknown;
  /** Body as JSON text in pieces, for what is too large for memory; opened anew for each try. */
  readonly stream?: () => ReadableStream<Uint8Array>;
  /** How long the answer may take, in place of the connection's own limit. */
  readonly timeoutMs?: number;
  /** Largest answer taken, in bytes. @default {104857600} */
  readonly maxAnswerBytes?: number;
  /** Gives the request up. */
  readonly signal?: AbortSignal;
  /** Statuses from 400 that are answers here and not errors, such as 404 when asking whether something is there. */
  readonly allow?: readonly number[];
}

/** What Elasticsearch answered. */
export interface ElasticsearchResponse {
  /** HTTP status. */
  readonly status: number;
  /** The answer's JSON value; the text itself where it is no JSON; undefined where there was none. */
  readonly body: unknown;
  /** The answer as it came: reading JSON turns `1.0` into `1`, which is another type to a script. */
  readonly text?: string;
  /** Texts of the `Warning` headers; they may be about something else entirely. */
  readonly warnings: readonly string[];
}

/** A connection to Elasticsearch. */
export interface Elasticsearch {
  /** Sends one request, once. Failures are a `StackError`. */
  request(request: ElasticsearchRequest): Promise<ElasticsearchResponse>;
}

/**
 * A path whose inserted parts are percent-encoded, so that no id reaches beyond its place.
 *
 * ```ts
 * import { pathOf } from "./elasticsearch.ts";
 * if (pathOf`/_scripts/${"a/b?c"}/ingest` !== "/_scripts/a%2Fb%3Fc/ingest") throw new Error();
 * ```
 */
export function pathOf(texts: TemplateStringsArray, ...parts: readonly string[]): string {
  return texts.reduce((path, text, i) => `${path}${encodedPart(parts[i - 1] ?? "")}${text}`);
}

/** A part that is "." or ".." would be taken for a step through the path by whatever normalizes URLs on the way. */
function encodedPart(part: string): string {
  if (part === "" || /^\.{1,2}$/.test(part) || !part.isWellFormed()) {
    throw new RangeError(`Cannot put "${part.toWellFormed()}" into a path as an id must not be empty, "." or ".."`);
  }
  return encodeURIComponent(part);
}
