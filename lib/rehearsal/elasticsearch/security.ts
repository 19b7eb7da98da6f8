/**
 * Who asks, and what they may.
 * @module
 */

import type { IngestError } from "../../ingest/error.ts";
import { failure } from "./failure.ts";
import { covers, granting, scopeOf } from "./privileges.ts";

/** Security switched on: one user, and perhaps an API key of that user. */
export interface SecurityOptions {
  /** Name of the user. */
  readonly username: string;
  /** The user's password. */
  readonly password: string;
  /** Cluster privileges: names, or patterns of actions. @default {["all"]} */
  readonly cluster?: readonly string[];
  /** Privileges on all indices. @default {["all"]} */
  readonly indices?: readonly string[];
  /** An API key that may do the same. */
  readonly apiKey?: { readonly id: string; readonly key: string };
}

/** Who asks. */
export interface Caller {
  readonly username: string;
  readonly apiKeyId?: string;
  readonly cluster: readonly string[];
  readonly indices: readonly string[];
}

/** Everybody, where security is off. */
const ANYBODY: Caller = { username: "_anonymous", cluster: ["all"], indices: ["all"] };

/** The caller that the `Authorization` header names; throws 401. */
export function authenticate(headers: Headers, path: string, security: SecurityOptions | undefined): Caller {
  if (security === undefined) return ANYBODY;
  const [scheme = "", token = ""] = (headers.get("authorization") ?? "").split(/\s+/);
  const { username, cluster = ["all"], indices = ["all"] } = security;
  switch (scheme.toLowerCase()) {
    case "basic": {
      const [name, password] = pair(token);
      if (name === username && password === security.password) return { username, cluster, indices };
      throw unauthenticated(`unable to authenticate user [${name}] for REST request [${path}]`);
    }
    case "apikey": {
      const [id, key] = pair(token);
      if (security.apiKey !== undefined && id === security.apiKey.id && key === security.apiKey.key) {
        return { username, apiKeyId: id, cluster, indices };
      }
      throw unauthenticated(
        `unable to authenticate with provided credentials and anonymous access is not allowed for this request`,
      );
    }
    default:
      throw unauthenticated(`missing authentication credentials for REST request [${path}]`);
  }
}

function pair(token: string): [string, string] {
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(token), (character) => character.charCodeAt(0)));
    const colon = text.indexOf(":");
    return colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
  } catch {
    return ["", ""];
  }
}

/** The schemes that a 401 offers. */
export const CHALLENGES = ['Basic realm="security", charset="UTF-8"', "ApiKey"];

function unauthenticated(reason: string): IngestError {
  return failure(401, "security_exception", reason, {
    details: { header: { "WWW-Authenticate": CHALLENGES } },
  });
}

/** Throws 403 where the caller may not do an action. */
export function authorize(caller: Caller, action: string): void {
  const scope = scopeOf(action);
  const held = scope === "cluster" ? caller.cluster : caller.indices;
  if (covers(scope, held, action)) return;
  const who = caller.apiKeyId === undefined
    ? `user [${caller.username}] with effective roles [rehearsal]`
    : `API key id [${caller.apiKeyId}] of user [${caller.username}]`;
  const names = granting(scope, action);
  const remedy = names.length === 0 ? "" : `, this action is granted by the ${scope} privileges [${names.join(",")}]`;
  throw failure(403, "security_exception", `action [${action}] is unauthorized for ${who}${remedy}`);
}
