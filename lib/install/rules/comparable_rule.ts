/**
 * Whether two rules are the same, although Kibana fills in defaults, writes some things in another way, and keeps notes of
 * its own with a rule.
 * @module
 */

import { GENERATED_FIELDS } from "../../detections/rule_fields.ts";
import { isSameJson } from "../compare.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a rule has that says nothing else. */
const DEFAULTS: Fields = {
  actions: [],
  author: [],
  exceptions_list: [],
  false_positives: [],
  filters: [],
  from: "now-6m",
  interval: "5m",
  max_signals: 100,
  meta: {},
  note: "",
  output_index: "",
  query: "",
  references: [],
  related_integrations: [],
  required_fields: [],
  response_actions: [],
  risk_score_mapping: [],
  setup: "",
  severity_mapping: [],
  tags: [],
  threat: [],
  threat_filters: [],
  threat_indicator_path: "threat.indicator",
  throttle: "no_actions",
  to: "now",
  version: 1,
};

/** Types whose language may be left out. */
const KUERY_TYPES: readonly unknown[] = ["query", "saved_query", "threshold", "threat_match", "new_terms"];

/**
 * A rule without what Kibana adds: what it is compared by, and what can be sent again.
 *
 * ```ts
 * import { comparableRule } from "./comparable_rule.ts";
 * const { id, tags, ...rest } = comparableRule({ id: "1", rule_id: "a", name: "A", tags: [], to: "now" });
 * if (id !== undefined || tags !== undefined || Object.keys(rest).join() !== "rule_id,name") throw new Error();
 * ```
 */
export function comparableRule(rule: Fields): Record<string, unknown> {
  const entries = Object.entries(sendableRule(rule)).map(([key, value]) => [key, normal(key, value, rule)] as const);
  return Object.fromEntries(entries.filter(([key, value]) => value !== undefined && !isDefault(key, value, rule)));
}

/** A rule as it can be sent: what Kibana keeps of its own is left out. */
export function sendableRule(rule: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rule).filter(([key]) => !GENERATED_FIELDS.includes(key)));
}

/** Whether two rules, as JSON texts, are the same. */
export function isSameRule(one: string, other: string): boolean {
  return isSameJson(comparableText(one), comparableText(other));
}

function comparableText(text: string): string {
  return JSON.stringify(comparableRule(JSON.parse(text)));
}

function normal(key: string, value: unknown, { type }: Fields): unknown {
  switch (key) {
    case "machine_learning_job_id":
      return [value].flat();
    case "threshold":
      return isFields(value) ? normalThreshold(value) : value;
    case "required_fields":
      return Array.isArray(value) ? value.map(withoutEcs) : value;
    case "alert_suppression":
      // Of a threshold only the duration is kept.
      return type === "threshold" && isFields(value) ? { duration: value["duration"] } : value;
    default:
      return value;
  }
}

function normalThreshold({ field, cardinality, ...rest }: Fields): Fields {
  const fields = [field].flat().filter((name) => name !== "");
  const isEmpty = cardinality === undefined || Array.isArray(cardinality) && cardinality.length === 0;
  return { ...rest, field: fields, ...(isEmpty ? {} : { cardinality }) };
}

function withoutEcs(field: unknown): unknown {
  if (!isFields(field)) return field;
  const { ecs: _, ...rest } = field;
  return rest;
}

function isDefault(key: string, value: unknown, { type }: Fields): boolean {
  if (key === "language") return value === "kuery" && KUERY_TYPES.includes(type);
  return Object.hasOwn(DEFAULTS, key) && JSON.stringify(DEFAULTS[key]) === JSON.stringify(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
