/**
 * Rules of a space: found, made, replaced and deleted.
 * @module
 */

import { allowsMachineLearning } from "../elasticsearch/license.ts";
import { engineFailure } from "./failure.ts";
import type { Call } from "./route.ts";
import { type Authorship, newRule, replacedRule, type StoredRule } from "./rule_object.ts";
import type { RuleBody } from "./rule_schema.ts";
import type { JsonObject } from "./values.ts";

/** Who asks, at this moment. */
export function authorship({ caller }: Call): Authorship {
  return { user: caller.username, now: new Date().toISOString() };
}

/** The rule with a `rule_id`. */
export function ruleByRuleId({ content }: Call, ruleId: string): StoredRule | undefined {
  return [...content.rules.values()].find((rule) => rule.rule_id === ruleId);
}

/** The rule that an id or a rule_id names; refuses a name without a rule. */
export function namedRule(call: Call, { id, rule_id: ruleId }: JsonObject): StoredRule {
  const rule = typeof id === "string" ? call.content.rules.get(id) : ruleByRuleId(call, String(ruleId));
  if (rule !== undefined) return rule;
  throw engineFailure(404, typeof id === "string" ? `id: "${id}" not found` : `rule_id: "${ruleId}" not found`);
}

/** Makes a rule. */
export function createRule(call: Call, body: RuleBody, { enabled }: { enabled: boolean }): StoredRule {
  if (body.rule_id !== undefined && ruleByRuleId(call, body.rule_id) !== undefined) {
    throw engineFailure(409, `rule_id: "${body.rule_id}" already exists`);
  }
  allow(call, body);
  return store(call, newRule(body, authorship(call), enabled));
}

/** Replaces a rule. */
export function replaceRule(call: Call, old: StoredRule, body: RuleBody): StoredRule {
  allow(call, body);
  return store(call, replacedRule(old, body, authorship(call)));
}

/** Keeps a rule. */
export function store({ content }: Call, rule: StoredRule): StoredRule {
  content.rules.set(rule.id, rule);
  return rule;
}

/** Refuses rules that the licence or the settings do not allow. */
export function allow({ state: { facts } }: Call, { type }: Pick<RuleBody, "type">): void {
  if (type === "machine_learning" && !allowsMachineLearning(facts.license)) {
    throw engineFailure(403, "Your license does not support machine learning. Please upgrade your license.");
  }
  if (facts.hasEncryptionKey === false) {
    throw engineFailure(
      500,
      "Unable to create alerts client because the Encrypted Saved Objects plugin is missing encryption key. " +
        "Please set xpack.encryptedSavedObjects.encryptionKey in the kibana.yml or use the " +
        "bin/kibana-encryption-keys command.",
    );
  }
}
