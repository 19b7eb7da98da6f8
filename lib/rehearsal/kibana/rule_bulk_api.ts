/**
 * Many detection rules at once: switched, deleted, made.
 * @module
 */

import { isObject } from "../../json/plain_object.ts";
import { type Answer, ok } from "./answer.ts";
import { engineFailure, KibanaFailure, notSupported, platformFailure } from "./failure.ts";
import type { Call, Route } from "./route.ts";
import { checkedRule, ruleIdOf } from "./rule_checks.ts";
import { parseRuleFilter } from "./rule_filter.ts";
import { type StoredRule, switchedRule } from "./rule_object.ts";
import { allow, authorship, createRule, store } from "./rule_store.ts";
import type { JsonObject } from "./values.ts";

/** `_bulk_action`, and `_bulk_create` as long as there was one. */
export const RULE_BULK_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/api/detection_engine/rules/_bulk_action",
    rules: "all",
    fn: async (call) => bulkAction(call, await call.json()),
  },
  {
    method: "POST",
    path: "/api/detection_engine/rules/_bulk_create",
    rules: "all",
    goneIn: 9,
    fn: async (call) => ok(bulkCreate(call, await call.json())),
  },
];

function bulkAction(call: Call, body: unknown): Answer {
  if (!isObject(body)) throw platformFailure(400, "[request body]: Expected object, received null");
  const { action, ids, query } = body;
  if (call.query.get("dry_run") === "true") throw notSupported("dry run of bulk actions");
  if (ids !== undefined && query !== undefined) {
    throw engineFailure(400, "Both query and ids are sent. Define either ids or query in request payload.");
  }
  const { rules, errors } = chosen(call, ids, query);
  const changed: StoredRule[] = [];
  const skipped: StoredRule[] = [];
  for (const rule of rules) {
    switch (action) {
      case "enable":
      case "disable": {
        if (action === "enable") allow(call, rule);
        const next = switchedRule(rule, action === "enable", authorship(call));
        (next === rule ? skipped : changed).push(store(call, next));
        break;
      }
      case "delete":
        call.content.rules.delete(rule.id);
        changed.push(rule);
        break;
      default:
        throw notSupported(`bulk action [${String(action)}]`);
    }
  }
  const results = {
    updated: action === "delete" ? [] : changed,
    created: [],
    deleted: action === "delete" ? changed : [],
    skipped: skipped.map(({ id, name }) => ({ id, name, skip_reason: "RULE_NOT_MODIFIED" })),
  };
  const summary = {
    failed: errors.length,
    succeeded: changed.length,
    skipped: skipped.length,
    total: rules.length + errors.length,
  };
  if (errors.length === 0) return ok({ success: true, rules_count: summary.total, attributes: { results, summary } });
  const message = changed.length === 0 ? "Bulk edit failed" : "Bulk edit partially failed";
  return { status: 500, body: { message, status_code: 500, attributes: { errors, results, summary } } };
}

function chosen(call: Call, ids: unknown, query: unknown): { rules: StoredRule[]; errors: JsonObject[] } {
  if (!Array.isArray(ids)) {
    const filter = parseRuleFilter(typeof query === "string" && query !== "" ? query : "alert.attributes.name: *");
    return { rules: [...call.content.rules.values()].filter(filter), errors: [] };
  }
  const rules = ids.flatMap((id: unknown) => call.content.rules.get(String(id)) ?? []);
  const missing = ids.filter((id: unknown) => !call.content.rules.has(String(id)));
  const errors = missing.map((id: unknown) => ({
    message: "Rule not found",
    status_code: 500,
    rules: [{ id: String(id) }],
  }));
  return { rules, errors };
}

function bulkCreate(call: Call, body: unknown): unknown[] {
  if (!Array.isArray(body)) throw platformFailure(400, "[request body]: Expected array, received null");
  const bodies = body.map((rule: unknown) => checkedRule(rule, call.state.facts.version));
  return bodies.map((rule) => {
    try {
      return createRule(call, rule, { enabled: true });
    } catch (error) {
      if (!(error instanceof KibanaFailure)) throw error;
      const { status, body: told } = error.answer;
      return {
        rule_id: ruleIdOf(rule),
        error: { status_code: status, message: isObject(told) ? told["message"] : "" },
      };
    }
  });
}
