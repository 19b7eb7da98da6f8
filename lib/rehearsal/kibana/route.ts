/**
 * Calls of Kibana: a method, a path, and a function over the state.
 * @module
 */

import type { Answer } from "./answer.ts";
import type { Caller } from "../elasticsearch/security.ts";
import type { KibanaState, SpaceContent } from "./state.ts";

/** Methods that calls have. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A request on its way into a call. */
export interface Call {
  readonly state: KibanaState;
  readonly request: Request;
  /** Id of the space. */
  readonly space: string;
  /** What is in the space. */
  readonly content: SpaceContent;
  readonly query: URLSearchParams;
  /** The variable parts of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whoever asks. */
  readonly caller: Caller;
  /** The body's JSON value; null where there is none. */
  json(): Promise<unknown>;
  /** The body's bytes, within a limit. */
  bytes(limit: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** One call. */
export interface Route {
  readonly method: Method;
  /** As in `"/api/data_views/data_view/:id"`. */
  readonly path: string;
  /** What it needs of the privileges on detection rules. */
  readonly rules?: "read" | "all";
  /** The first major version that does not have it any more. */
  readonly goneIn?: number;
  readonly fn: (call: Call) => Answer | Promise<Answer>;
}
