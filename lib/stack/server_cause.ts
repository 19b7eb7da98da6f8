/**
 * What a server's error says at its root: the outermost type and reason seldom tell what went wrong.
 * @module
 */

import { isObject } from "../json/plain_object.ts";

/** The deepest cause of an error. */
export interface ServerCause {
  /** Elasticsearch's name for this kind of error. */
  readonly type?: string;
  /** Elasticsearch's sentence. */
  readonly reason?: string;
  /** The line of a script that does not compile or run. */
  readonly scriptLine?: string;
  /** The feature that the licence does not hold. */
  readonly licenceFeature?: string;
}

/** Causes nest some eight deep; what a server makes up beyond that is not followed. */
const DEEPEST = 50;

/**
 * The deepest cause that an error body names, or undefined if it is no error of Elasticsearch.
 *
 * ```ts
 * import { deepestCause } from "./server_cause.ts";
 * const error = { type: "a", reason: "outer", caused_by: { type: "b", reason: "inner" } };
 * if (deepestCause({ error, status: 400 })?.reason !== "inner") throw new Error();
 * ```
 */
export function deepestCause(body: unknown): ServerCause | undefined {
  if (!isObject(body)) return undefined;
  const { error } = body;
  // Calls that no handler takes are answered with a bare text.
  if (typeof error === "string") return { reason: error };
  if (!isObject(error)) return undefined;
  const [rootCause] = Array.isArray(error["root_cause"]) ? error["root_cause"] : [];
  const start = isObject(error["caused_by"]) || !isObject(rootCause) ? error : rootCause;
  const chain = causesOf(start);
  const reasons = chain.filter((cause) => typeof cause["reason"] === "string" && cause["reason"] !== "");
  const deepest = reasons.at(-1) ?? chain.at(-1) ?? error;
  return {
    ...textField("type", deepest["type"]),
    ...textField("reason", deepest["reason"]),
    ...textField("scriptLine", chain.map(scriptLine).findLast((line) => line !== undefined)),
    ...textField("licenceFeature", error["license.expired.feature"]),
  };
}

function causesOf(error: Record<string, unknown>): Record<string, unknown>[] {
  const chain = [error];
  for (let cause = error["caused_by"]; isObject(cause) && chain.length < DEEPEST; cause = cause["caused_by"]) {
    chain.push(cause);
  }
  return chain;
}

/** The stack's last two lines are the source around the fault and a caret below it. */
function scriptLine(cause: Record<string, unknown>): string | undefined {
  const stack = cause["script_stack"];
  if (!Array.isArray(stack)) return undefined;
  const caret = stack.findIndex((line) => typeof line === "string" && line.includes("^---- HERE"));
  const line: unknown = caret < 0 ? undefined : stack[caret - 1];
  return typeof line === "string" ? line.trim() : undefined;
}

function textField<Key extends string>(key: Key, value: unknown): { [K in Key]?: string } {
  const fields: { [K in Key]?: string } = {};
  if (typeof value === "string") fields[key] = value;
  return fields;
}
