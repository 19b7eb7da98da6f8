/**
 * The fields of detection rules, as Kibana's detection engine documents them: which there are, what their values must
 * be, and which of them a type needs.
 * @module
 */

import { z } from "zod";

/** What a rule can be. */
export const RULE_TYPES = [
  "query",
  "saved_query",
  "eql",
  "esql",
  "threshold",
  "threat_match",
  "machine_learning",
  "new_terms",
] as const;

/** How a rule finds what it alerts on. */
export type RuleType = typeof RULE_TYPES[number];

/** Fields that Kibana keeps with a rule and takes from nobody. */
export const GENERATED_FIELDS: readonly string[] = [
  "created_at",
  "created_by",
  "execution_summary",
  "id",
  "immutable",
  "revision",
  "rule_source",
  "updated_at",
  "updated_by",
];

/** What a field's value must be: as a shape, and in words. */
export interface FieldShape {
  /** Checks the value. */
  readonly shape: z.ZodType;
  /** Completes "must be …". */
  readonly mustBe: string;
}

const text = { shape: z.string(), mustBe: "text" };
const filledText = { shape: z.string().regex(/\S/), mustBe: "text that is not empty" };
const flag = { shape: z.boolean(), mustBe: "true or false" };
const texts = { shape: z.array(z.string()), mustBe: "a list of texts" };
const filledTexts = { shape: z.array(z.string().min(1)).min(1), mustBe: "a list of at least one text" };
const count = { shape: z.int().min(1), mustBe: "a whole number from 1 on" };
const object = { shape: z.looseObject({}), mustBe: "a table" };
const objects = { shape: z.array(z.looseObject({})), mustBe: "a list of tables" };
const anything = { shape: z.unknown(), mustBe: "a value" };

const TECHNIQUE = z.looseObject({ id: z.string(), name: z.string(), reference: z.string() });

const THREAT = z.looseObject({
  framework: z.string(),
  tactic: TECHNIQUE,
  technique: z.array(TECHNIQUE.extend({ subtechnique: z.array(TECHNIQUE).optional() })).optional(),
});

const THRESHOLD = z.looseObject({
  field: z.union([z.string(), z.array(z.string())]),
  value: z.int().min(1),
  cardinality: z.array(z.looseObject({ field: z.string(), value: z.int().min(0) })).optional(),
});

const THREAT_MAPPING = z.array(
  z.looseObject({
    entries: z.array(z.looseObject({ field: z.string(), type: z.literal("mapping"), value: z.string() })).min(1),
  }),
).min(1);

const JOB_IDS = z.union([filledText.shape, filledTexts.shape]);

/** Fields that every rule may have. */
const COMMON: Readonly<Record<string, FieldShape>> = {
  actions: objects,
  alert_suppression: object,
  alias_purpose: anything,
  alias_target_id: text,
  author: texts,
  building_block_type: text,
  description: filledText,
  enabled: flag,
  exceptions_list: objects,
  false_positives: texts,
  from: filledText,
  interval: { shape: z.string().regex(/^[1-9]\d*[smhd]$/), mustBe: 'a number and one of s, m, h and d, as "5m"' },
  investigation_fields: object,
  license: text,
  max_signals: count,
  meta: object,
  name: filledText,
  namespace: text,
  note: text,
  outcome: anything,
  output_index: text,
  references: texts,
  related_integrations: objects,
  required_fields: objects,
  response_actions: objects,
  risk_score: { shape: z.int().min(0).max(100), mustBe: "a whole number from 0 to 100" },
  risk_score_mapping: objects,
  rule_id: filledText,
  rule_name_override: text,
  setup: text,
  severity: {
    shape: z.enum(["low", "medium", "high", "critical"]),
    mustBe: 'one of "low", "medium", "high" and "critical"',
  },
  severity_mapping: objects,
  tags: texts,
  threat: {
    shape: z.array(THREAT),
    mustBe: "a list of tables with framework, tactic and technique, whose id, name and reference are texts",
  },
  throttle: anything,
  timeline_id: text,
  timeline_title: text,
  timestamp_override: text,
  timestamp_override_fallback_disabled: flag,
  to: filledText,
  type: text,
  version: count,
};

/** What rules that search documents may have. */
const SEARCH = { data_view_id: text, filters: { shape: z.array(z.unknown()), mustBe: "a list" }, index: texts };

const kuery = { shape: z.enum(["kuery", "lucene"]), mustBe: '"kuery" or "lucene"' };

interface TypeFields {
  readonly required: readonly string[];
  readonly fields: Readonly<Record<string, FieldShape>>;
}

const TYPES: Readonly<Record<RuleType, TypeFields>> = {
  query: { required: [], fields: { ...SEARCH, language: kuery, query: text, saved_id: filledText } },
  saved_query: { required: ["saved_id"], fields: { ...SEARCH, language: kuery, query: text, saved_id: filledText } },
  eql: {
    required: ["query", "language"],
    fields: {
      ...SEARCH,
      event_category_override: text,
      language: { shape: z.literal("eql"), mustBe: '"eql"' },
      query: filledText,
      tiebreaker_field: text,
      timestamp_field: text,
    },
  },
  esql: {
    required: ["query", "language"],
    fields: { language: { shape: z.literal("esql"), mustBe: '"esql"' }, query: filledText },
  },
  threshold: {
    required: ["query", "threshold"],
    fields: {
      ...SEARCH,
      language: kuery,
      query: text,
      saved_id: filledText,
      threshold: { shape: THRESHOLD, mustBe: "a table with field (a text or a list of them) and value (from 1 on)" },
    },
  },
  threat_match: {
    required: ["query", "threat_query", "threat_mapping", "threat_index"],
    fields: {
      ...SEARCH,
      concurrent_searches: count,
      items_per_search: count,
      language: kuery,
      query: text,
      saved_id: filledText,
      threat_filters: { shape: z.array(z.unknown()), mustBe: "a list" },
      threat_index: filledTexts,
      threat_indicator_path: filledText,
      threat_language: kuery,
      threat_mapping: {
        shape: THREAT_MAPPING,
        mustBe: 'a list of tables with entries, each with field, type = "mapping" and value',
      },
      threat_query: text,
    },
  },
  machine_learning: {
    required: ["anomaly_threshold", "machine_learning_job_id"],
    fields: {
      anomaly_threshold: { shape: z.int().min(0).max(100), mustBe: "a whole number from 0 to 100" },
      machine_learning_job_id: { shape: JOB_IDS, mustBe: "the name of an anomaly job, or a list of them" },
    },
  },
  new_terms: {
    required: ["query", "new_terms_fields", "history_window_start"],
    fields: {
      ...SEARCH,
      history_window_start: filledText,
      language: kuery,
      new_terms_fields: {
        shape: z.array(z.string().min(1)).min(1).max(3),
        mustBe: "a list of one to three names of fields",
      },
      query: filledText,
    },
  },
};

/** What Kibana makes without it: `rule_id` would be another one on each upload. */
const REQUIRED = ["rule_id", "name", "description", "severity", "risk_score"];

/** Fields of a type, with what each must be. */
export function fieldsOf(type: RuleType): ReadonlyMap<string, FieldShape> {
  return new Map(Object.entries({ ...COMMON, ...TYPES[type].fields }));
}

/** Fields without which a rule of this type is refused. */
export function requiredFields(type: RuleType): readonly string[] {
  return [...REQUIRED, ...TYPES[type].required];
}

/** Types whose rules have a field; none for a field that Kibana does not know. */
export function typesWith(field: string): RuleType[] {
  return RULE_TYPES.filter((type) => field in COMMON || field in TYPES[type].fields);
}
