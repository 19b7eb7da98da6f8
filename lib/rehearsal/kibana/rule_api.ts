/**
 * Detection rules one by one.
 * @module
 */

import { ok } from "./answer.ts";
import { engineFailure } from "./failure.ts";
import type { Route } from "./route.ts";
import { checkedPatch, checkedRule, idFaults } from "./rule_checks.ts";
import { createRule, namedRule, replaceRule } from "./rule_store.ts";
import type { JsonObject } from "./values.ts";

const PATH = "/api/detection_engine/rules";

/** `/api/detection_engine/rules` */
export const RULE_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: PATH,
    rules: "all",
    fn: async (call) => {
      const body = checkedRule(await call.json(), call.state.facts.version);
      return ok(createRule(call, body, { enabled: true }));
    },
  },
  {
    method: "PUT",
    path: PATH,
    rules: "all",
    fn: async (call) => {
      const body = checkedRule(await call.json(), call.state.facts.version);
      refuse(idFaults(body));
      return ok(replaceRule(call, namedRule(call, body), body));
    },
  },
  {
    method: "PATCH",
    path: PATH,
    rules: "all",
    fn: async (call) => {
      const { version } = call.state.facts;
      const patch = checkedPatch(await call.json(), version);
      refuse(idFaults(patch));
      const old = namedRule(call, patch);
      return ok(replaceRule(call, old, checkedRule({ ...old, ...patch, id: undefined }, version)));
    },
  },
  { method: "GET", path: PATH, rules: "read", fn: (call) => ok(namedRule(call, asked(call.query))) },
  {
    method: "DELETE",
    path: PATH,
    rules: "all",
    fn: (call) => {
      const rule = namedRule(call, asked(call.query));
      call.content.rules.delete(rule.id);
      return ok(rule);
    },
  },
];

function asked(query: URLSearchParams): JsonObject {
  const names = { id: query.get("id") ?? undefined, rule_id: query.get("rule_id") ?? undefined };
  refuse(idFaults(names));
  return names;
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw engineFailure(400, faults);
}
