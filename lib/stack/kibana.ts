/**
 * Kibana as the library sees it: one function from a request to an answer.
 * @module
 */

/** One request to Kibana. */
export interface KibanaRequest {
  /** HTTP method. */
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  /** Path below the space, its parts percent-encoded, as `/api/detection_engine/rules`. */
  readonly path: string;
  /** Parameters of the query string. */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Body as a JSON value. */
  readonly body?: unknown;
  /** Whether the path is for Kibana as a whole and not for one space. @default {false} */
  readonly anySpace?: boolean;
  /** How long the answer may take, in place of the connection's own limit. */
  readonly timeoutMs?: number;
  /** Largest answer taken, in bytes. @default {104857600} */
  readonly maxAnswerBytes?: number;
  /** Gives the request up. */
  readonly signal?: AbortSignal;
  /** Statuses from 400 that are answers here and not errors, such as 404 when asking whether something is there. */
  readonly allow?: readonly number[];
}

/** What Kibana answered. */
export interface KibanaResponse {
  /** HTTP status. */
  readonly status: number;
  /** The answer's JSON value; undefined where there was none. */
  readonly body: unknown;
}

/** A connection to Kibana, in one space. */
export interface Kibana {
  /** Id of the space; `default` for the default one. */
  readonly space: string;
  /** Whether it signs in with an API key, which enabled rules then run with. */
  readonly usesApiKey: boolean;
  /** Sends one request, once. Failures are a `StackError`. */
  request(request: KibanaRequest): Promise<KibanaResponse>;
}
