/**
 * Bodies of detection rules by type, as Kibana's public OpenAPI documents have them: which fields there are, which are
 * needed, and what their values may be. Fields that a schema does not name are dropped without a word.
 * @module
 */

import { z } from "zod";

const filled = z.string().min(1);
const texts = z.array(z.string());
const unknowns = z.array(z.unknown());
const kuery = z.enum(["kuery", "lucene"]);
const severity = z.enum(["low", "medium", "high", "critical"]);
const riskScore = z.int().min(0).max(100);

/** `now`, steps from there, and a unit to round down to. */
const dateMath = z.string().refine((text) => /^now(?:[+-]\d{1,15}[smhdwMyHQ])*(?:\/[smhdwMy])?$/.test(text), {
  error: "Failed to parse date-math expression",
});

const attack = z.object({ id: z.string(), name: z.string(), reference: z.string() });

const duration = z.object({ value: z.int().min(1), unit: z.enum(["s", "m", "h"]) });

const suppression = z.object({
  group_by: texts.min(1).max(3),
  duration: duration.optional(),
  missing_fields_strategy: z.enum(["doNotSuppress", "suppress"]).optional(),
});

const action = z.object({
  action_type_id: z.string(),
  group: z.string().optional(),
  id: z.string(),
  params: z.looseObject({}),
  uuid: filled.optional(),
  alerts_filter: z.looseObject({}).optional(),
  frequency: z.looseObject({}).optional(),
});

const exceptionList = z.object({
  id: filled,
  list_id: filled,
  type: z.string(),
  namespace_type: z.enum(["agnostic", "single"]),
});

/** Fields of every rule. */
const common = z.object({
  name: filled,
  description: filled,
  risk_score: riskScore,
  severity,
  rule_name_override: z.string().optional(),
  timestamp_override: z.string().optional(),
  timestamp_override_fallback_disabled: z.boolean().optional(),
  timeline_id: z.string().optional(),
  timeline_title: z.string().optional(),
  outcome: z.enum(["exactMatch", "aliasMatch", "conflict"]).optional(),
  alias_target_id: z.string().optional(),
  alias_purpose: z.enum(["savedObjectConversion", "savedObjectImport"]).optional(),
  license: z.string().optional(),
  note: z.string().optional(),
  building_block_type: z.string().optional(),
  output_index: z.string().optional(),
  namespace: z.string().optional(),
  meta: z.looseObject({}).optional(),
  investigation_fields: z.object({ field_names: z.array(filled).min(1) }).optional(),
  throttle: z.union([z.enum(["no_actions", "rule"]), z.string().regex(/^[1-9]\d*[smhd]$/)]).optional(),
  response_actions: unknowns.optional(),
  version: z.int().min(1).optional(),
  tags: texts.optional(),
  enabled: z.boolean().optional(),
  risk_score_mapping: z.array(z.object({
    field: z.string(),
    operator: z.literal("equals"),
    value: z.string(),
    risk_score: riskScore.optional(),
  })).optional(),
  severity_mapping: z.array(z.object({
    field: z.string(),
    operator: z.literal("equals"),
    severity,
    value: z.string(),
  })).optional(),
  interval: z.string().optional(),
  from: dateMath.optional(),
  to: z.string().optional(),
  actions: z.array(action).optional(),
  exceptions_list: z.array(exceptionList).optional(),
  author: texts.optional(),
  false_positives: texts.optional(),
  references: texts.optional(),
  max_signals: z.int().min(1).optional(),
  threat: z.array(z.object({
    framework: z.string(),
    tactic: attack,
    technique: z.array(attack.extend({ subtechnique: z.array(attack).optional() })).optional(),
  })).optional(),
  setup: z.string().optional(),
  related_integrations: z.array(z.object({ package: filled, version: filled, integration: filled.optional() }))
    .optional(),
  required_fields: z.array(z.object({ name: filled, type: filled })).optional(),
  id: z.string().optional(),
  rule_id: z.string().optional(),
});

/** Where a rule looks for events. */
const source = { index: texts.optional(), data_view_id: z.string().optional(), filters: unknowns.optional() };

/** The fields of each type beside the common ones. */
const OWN = {
  eql: {
    query: z.string(),
    language: z.literal("eql"),
    ...source,
    event_category_override: z.string().optional(),
    tiebreaker_field: z.string().optional(),
    timestamp_field: z.string().optional(),
    alert_suppression: suppression.optional(),
  },
  query: {
    query: z.string().optional(),
    language: kuery.optional(),
    ...source,
    saved_id: z.string().optional(),
    alert_suppression: suppression.optional(),
  },
  saved_query: {
    saved_id: z.string(),
    query: z.string().optional(),
    language: kuery.optional(),
    ...source,
    alert_suppression: suppression.optional(),
  },
  threshold: {
    query: z.string(),
    threshold: z.object({
      field: z.union([z.string(), texts]),
      value: z.int().min(1),
      cardinality: z.array(z.object({ field: z.string(), value: z.int().min(0) })).optional(),
    }),
    language: kuery.optional(),
    ...source,
    saved_id: z.string().optional(),
    alert_suppression: z.object({ duration }).optional(),
  },
  threat_match: {
    query: z.string(),
    threat_query: z.string(),
    threat_mapping: z.array(z.object({
      entries: z.array(z.object({
        field: filled,
        type: z.literal("mapping"),
        value: filled,
        negate: z.boolean().optional(),
      })),
    })).min(1),
    threat_index: texts,
    language: kuery.optional(),
    ...source,
    saved_id: z.string().optional(),
    threat_filters: unknowns.optional(),
    threat_indicator_path: z.string().optional(),
    threat_language: kuery.optional(),
    concurrent_searches: z.int().min(1).optional(),
    items_per_search: z.int().min(1).optional(),
    alert_suppression: suppression.optional(),
  },
  machine_learning: {
    anomaly_threshold: z.int().min(0),
    machine_learning_job_id: z.union([z.string(), texts.min(1)]),
    alert_suppression: suppression.optional(),
  },
  new_terms: {
    query: z.string(),
    new_terms_fields: texts.min(1).max(3),
    history_window_start: filled,
    language: kuery.optional(),
    ...source,
    alert_suppression: suppression.optional(),
  },
  esql: { query: z.string(), language: z.literal("esql"), alert_suppression: suppression.optional() },
} as const;

/** A whole rule, as it is created or replaced. */
export const RULE_BODY = z.discriminatedUnion("type", [
  common.extend({ type: z.literal("eql"), ...OWN.eql }),
  common.extend({ type: z.literal("query"), ...OWN.query }),
  common.extend({ type: z.literal("saved_query"), ...OWN.saved_query }),
  common.extend({ type: z.literal("threshold"), ...OWN.threshold }),
  common.extend({ type: z.literal("threat_match"), ...OWN.threat_match }),
  common.extend({ type: z.literal("machine_learning"), ...OWN.machine_learning }),
  common.extend({ type: z.literal("new_terms"), ...OWN.new_terms }),
  common.extend({ type: z.literal("esql"), ...OWN.esql }),
]);

/** A rule that was taken. */
export type RuleBody = z.infer<typeof RULE_BODY>;

/** What a patch names; the rule that becomes of it is checked as a whole. */
export const RULE_PATCH = z.looseObject({ id: z.string().optional(), rule_id: z.string().optional() });
