/**
 * Calls: a method, a path, and a function over the state.
 * @module
 */

import type { Answer } from "./answer.ts";
import type { RequestBody } from "./body.ts";
import type { ClusterState } from "./cluster_state.ts";
import type { Query } from "./query.ts";
import type { Caller } from "./security.ts";

/** Methods of HTTP that Elasticsearch takes. */
export type Method = "GET" | "HEAD" | "PUT" | "POST" | "DELETE";

/** A request on its way into a call. */
export interface Call {
  readonly state: ClusterState;
  readonly method: Method;
  /** The path as it came, without the query. */
  readonly path: string;
  /** The variable parts of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: RequestBody;
  /** Who asks. */
  readonly caller: Caller;
}

/** One call. */
export interface Route {
  readonly method: Method | readonly Method[];
  /** As in `"/_scripts/{id}/{context}"`. */
  readonly path: string;
  /** The action that a privilege must cover; undefined where everybody may. */
  readonly action?: string;
  /** Parameters of the query string, beside those that every call takes. */
  readonly query?: readonly string[];
  readonly fn: (call: Call) => Answer | Promise<Answer>;
}

/** The value of a variable part of the path. */
export function pathPart(call: Call, name: string): string {
  return call.parameters[name] ?? "";
}
