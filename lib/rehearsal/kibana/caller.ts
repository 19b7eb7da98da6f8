/**
 * Who asks Kibana, and whether they may: users and API keys are those of its Elasticsearch.
 * @module
 */

import { authenticate, type Caller } from "../elasticsearch/security.ts";
import { IngestError } from "../../ingest/error.ts";
import { platformFailure } from "./failure.ts";
import type { Route } from "./route.ts";
import type { KibanaFacts } from "./state.ts";

const AUTHENTICATE = "/_security/_authenticate";

/** Whoever asks; refuses strangers as Elasticsearch does, whose error is passed on. */
export function callerOf(headers: Headers, { security }: KibanaFacts): Caller {
  if (security !== undefined && !headers.has("authorization")) {
    throw platformFailure(401, "Unauthorized", { "www-authenticate": 'Basic realm="Authorization Required"' });
  }
  try {
    const caller = authenticate(headers, AUTHENTICATE, security);
    return security === undefined ? { ...caller, username: "elastic" } : caller;
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    const { message } = error;
    throw platformFailure(
      401,
      `[security_exception\n\tRoot causes:\n\t\tsecurity_exception: ${message}]: ${message}`,
    );
  }
}

/** Refuses a call that needs more than the user may. */
export function authorize({ rules }: Route, { method, url }: Request, facts: KibanaFacts): void {
  const held = facts.rulePrivileges ?? "all";
  if (rules === undefined || held === "all" || (held === "read" && rules === "read")) return;
  const { pathname, search } = new URL(url);
  const privilege = facts.version.number === "9.5.3" ? `rules-${rules}` : "securitySolution";
  throw platformFailure(
    403,
    `API [${method} ${pathname}${search}] is unauthorized for user, this action is granted by the Kibana privileges ` +
      `[${privilege}]`,
  );
}
