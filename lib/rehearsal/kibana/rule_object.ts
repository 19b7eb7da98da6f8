/**
 * Rules as Kibana keeps and shows them: with the defaults filled in, names, times and a revision.
 * @module
 */

import type { RuleBody } from "./rule_schema.ts";
import { equalJson, type JsonObject, withoutUndefined } from "./values.ts";

/** A rule that is kept. */
export interface StoredRule extends JsonObject {
  readonly id: string;
  readonly rule_id: string;
  readonly type: RuleBody["type"];
  readonly name: string;
  readonly enabled: boolean;
  readonly revision: number;
}

/** Who made or changed a rule, and when. */
export interface Authorship {
  readonly user: string;
  readonly now: string;
}

const DEFAULTS: JsonObject = {
  risk_score_mapping: [],
  severity_mapping: [],
  interval: "5m",
  to: "now",
  from: "now-6m",
  exceptions_list: [],
  false_positives: [],
  max_signals: 100,
  actions: [],
  related_integrations: [],
  setup: "",
  references: [],
  threat: [],
  tags: [],
  author: [],
  output_index: "",
  version: 1,
};

/** A new rule. Rules that are made are enabled unless they say otherwise, imported ones are not. */
export function newRule(body: RuleBody, { user, now }: Authorship, enabled: boolean): StoredRule {
  return {
    ...filledIn(body),
    id: crypto.randomUUID(),
    rule_id: body.rule_id ?? crypto.randomUUID(),
    type: body.type,
    name: body.name,
    enabled: body.enabled ?? enabled,
    immutable: false,
    rule_source: { type: "internal" },
    created_at: now,
    created_by: user,
    updated_at: now,
    updated_by: user,
    revision: 0,
  };
}

/** What a rule becomes that is replaced: what the body does not name goes back to its default, but enabled and version. */
export function replacedRule(old: StoredRule, body: RuleBody, { user, now }: Authorship): StoredRule {
  const kept = ["immutable", "rule_source", "created_at", "created_by"];
  const next: StoredRule = {
    ...filledIn({ ...body, version: body.version ?? Number(old["version"]) }),
    ...Object.fromEntries(kept.map((key) => [key, old[key]])),
    id: old.id,
    rule_id: old.rule_id,
    type: body.type,
    name: body.name,
    enabled: body.enabled ?? old.enabled,
    updated_at: now,
    updated_by: user,
    revision: old.revision,
  };
  return { ...next, revision: old.revision + (isChanged(old, next) ? 1 : 0) };
}

/** The same rule, enabled or not. */
export function switchedRule(old: StoredRule, enabled: boolean, { user, now }: Authorship): StoredRule {
  return old.enabled === enabled ? old : { ...old, enabled, updated_at: now, updated_by: user };
}

/** Switching a rule on, and Kibana's own notes, are no revisions. */
const NO_REVISION: readonly string[] = ["enabled", "revision", "updated_at", "updated_by"];

function isChanged(old: JsonObject, next: JsonObject): boolean {
  const keys = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...keys].some((key) => !NO_REVISION.includes(key) && !equalJson(old[key], next[key]));
}

function filledIn(body: RuleBody): JsonObject {
  const { id: _, ...fields } = body;
  return withoutUndefined({
    ...DEFAULTS,
    ...withoutUndefined(fields),
    ...ownDefaults(body),
    // Whether a field is one of ECS is told by a list that the rehearsal lacks.
    required_fields: (body.required_fields ?? []).map((field) => ({ ...field, ecs: false })),
  });
}

function ownDefaults(body: RuleBody): JsonObject {
  switch (body.type) {
    case "eql":
    case "esql":
      return {};
    case "query":
      return { language: body.language ?? "kuery", query: body.query ?? "" };
    case "saved_query":
    case "new_terms":
      return { language: body.language ?? "kuery" };
    case "threat_match":
      return {
        language: body.language ?? "kuery",
        threat_indicator_path: body.threat_indicator_path ?? "threat.indicator",
      };
    case "threshold": {
      const { field, value, cardinality } = body.threshold;
      const fields = [field].flat().filter((name) => name !== "");
      return {
        language: body.language ?? "kuery",
        threshold: withoutUndefined({ field: fields, value, cardinality }),
      };
    }
    case "machine_learning":
      return { machine_learning_job_id: [body.machine_learning_job_id].flat() };
  }
}
