/** Who one is and what one may: `_security`. @module */

import { JavaMap } from "../../java/map.ts";
import { JavaList } from "../../java/collection.ts";
import { javaText } from "../../java/value.ts";
import { type Answer, ok } from "./answer.ts";
import { badArgument, failure, simpleFailure } from "./failure.ts";
import { covers, isPrivilege, privilegeNames, type PrivilegeScope } from "./privileges.ts";
import type { Call, Route } from "./route.ts";
import type { Caller } from "./security.ts";

/** The calls; where security is off the server does not have them either. */
export const SECURITY_ROUTES: readonly Route[] = [
  { method: "GET", path: "/_security/_authenticate", fn: secured(whoAmI) },
  { method: ["GET", "POST"], path: "/_security/user/_has_privileges", fn: secured(privileges) },
];

function secured(fn: Route["fn"]): Route["fn"] {
  return (call) =>
    call.state.security === undefined
      ? simpleFailure(400, `no handler found for uri [${call.path}] and method [${call.method}]`)
      : fn(call);
}

function whoAmI({ caller }: Call): Answer {
  const realm = caller.apiKeyId === undefined
    ? { name: "rehearsal", type: "file" }
    : { name: "_es_api_key", type: "_es_api_key" };
  return ok({
    username: caller.username,
    roles: caller.apiKeyId === undefined ? ["rehearsal"] : [],
    full_name: null,
    email: null,
    metadata: {},
    enabled: true,
    authentication_realm: realm,
    lookup_realm: realm,
    authentication_type: caller.apiKeyId === undefined ? "realm" : "api_key",
    ...(caller.apiKeyId === undefined ? {} : { api_key: { id: caller.apiKeyId, name: "rehearsal" } }),
  });
}

async function privileges({ body, caller }: Call): Promise<Answer> {
  const asked = await body.object();
  const cluster = texts(asked, "cluster");
  const index = indexRequests(asked);
  if (cluster.length === 0 && index.length === 0 && !asked.has("application")) {
    throw failure(
      400,
      "action_request_validation_exception",
      "Validation Failed: 1: must specify at least one privilege;",
    );
  }
  const clusterAnswers = answers("cluster", cluster, caller);
  const indexAnswers = index.flatMap(({ names, privileges }) =>
    names.map((name) => [name, answers("index", privileges, caller)] as const)
  );
  const all = [clusterAnswers, ...indexAnswers.map(([, answer]) => answer)].flatMap((answer) => Object.values(answer));
  return ok({
    username: caller.username,
    has_all_requested: all.every(Boolean),
    cluster: clusterAnswers,
    index: Object.fromEntries(indexAnswers),
    application: {},
  });
}

function answers(scope: PrivilegeScope, asked: readonly string[], caller: Caller): Record<string, boolean> {
  const held = scope === "cluster" ? caller.cluster : caller.indices;
  return Object.fromEntries(asked.map((name) => {
    if (!isPrivilege(scope, name)) {
      throw badArgument(
        `unknown ${scope} privilege [${name}]. a privilege must be either one of the predefined ${scope} privilege ` +
          `names [${privilegeNames(scope).join(",")}] or a pattern over one of the available ${scope} actions`,
      );
    }
    return [name, covers(scope, held, name)];
  }));
}

function texts(map: JavaMap, key: string): string[] {
  const value = map.get(key) ?? null;
  if (value instanceof JavaList) return value.items.map(javaText);
  return value === null ? [] : [javaText(value)];
}

function indexRequests(asked: JavaMap): { names: string[]; privileges: string[] }[] {
  const list = asked.get("index");
  if (!(list instanceof JavaList)) return [];
  return list.items.flatMap((item) =>
    item instanceof JavaMap ? [{ names: texts(item, "names"), privileges: texts(item, "privileges") }] : []
  );
}
