/**
 * Detection rules: a TOML file with `[metadata]`, `[rule]` and perhaps `[transform]`, as elastic/detection-rules keeps
 * them, or a line of the ndjson that Kibana exports and later releases carry.
 * @module
 */

import { closestName } from "../json/closest_name.ts";
import { type Finding, hasErrors, type Validation } from "../json/finding.ts";
import { isObject } from "../json/plain_object.ts";
import { parseLocatedObject } from "./located_object.ts";
import { withNewTerms } from "./new_terms.ts";
import { findingAt, type LocatedObject } from "./place.ts";
import { GENERATED_FIELDS, RULE_TYPES, type RuleType } from "./rule_fields.ts";
import { ruleFindings } from "./rule_checks.ts";
import { parseToml } from "./toml.ts";

/** A detection rule. */
export interface Rule {
  /** Name of the file that it comes from. */
  readonly file: string;
  /** `rule_id`, by which a rule is known on every Kibana. */
  readonly ruleId: string;
  /** `name` */
  readonly name: string;
  /** `type` */
  readonly type: RuleType;
  /** The fields of `[rule]` in the shape of Kibana's API, as plain JSON values; type, name and rule_id among them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `[metadata]`, which is about the file and is never sent; empty for ndjson. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** `[transform]`, which is rendered into the note; empty where there is none. */
  readonly transform: Readonly<Record<string, unknown>>;
}

/**
 * Reads a rule: a TOML file, or one line of ndjson. `firstLine` is the line of the file that the text begins at.
 *
 * ```ts
 * import { parseRule } from "./rule.ts";
 * const text = '[rule]\nrule_id = "a"\nname = "A"\ndescription = "b"\nseverity = "low"\nrisk_score = 21\n' +
 *   "type = \"query\"\nquery = '''\ntype:dns\n'''";
 * const { value } = parseRule(text, "a.toml");
 * if (value?.ruleId !== "a" || value.fields.query !== "type:dns") throw new Error();
 * const { findings } = parseRule(text.replace("21", "121"), "a.toml");
 * if (findings[0]?.path !== "rule/risk_score" || findings[0].line !== 6) throw new Error();
 * ```
 */
export function parseRule(text: string, file: string, firstLine = 1): Validation<Rule> {
  return /^[\s\uFEFF]*\{/.test(text) ? parseJsonRule(text, file, firstLine) : parseTomlRule(text, file);
}

/**
 * Reads all rules of a file: one of a TOML file, any number of an ndjson file. Lines of a Kibana export that are no
 * rules (exceptions, the summary at its end) are passed over.
 *
 * ```ts
 * import { parseRules } from "./rule.ts";
 * const { value } = parseRules('{"exported_count": 0}\n', "rules.ndjson");
 * if (value?.length !== 0) throw new Error();
 * ```
 */
export function parseRules(text: string, file: string): Validation<Rule[]> {
  if (!file.toLowerCase().endsWith(".ndjson")) {
    const { value, findings } = parseRule(text, file);
    return value === undefined ? { findings } : { value: [value], findings };
  }
  const rules: Rule[] = [];
  const findings: Finding[] = [];
  for (const [i, line] of text.replace(/^\uFEFF/, "").split("\n").entries()) {
    if (line.trim() === "" || isOtherLine(line)) continue;
    const parsed = parseJsonRule(line, file, i + 1);
    findings.push(...parsed.findings);
    if (parsed.value !== undefined) rules.push(parsed.value);
  }
  return hasErrors(findings) ? { findings } : { value: rules, findings };
}

/** Exception lists, their items, connectors and the summary of an export. */
function isOtherLine(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) && !("rule_id" in value) && !("risk_score" in value) &&
      ("exported_count" in value || "list_id" in value || "exported_rules_count" in value || "attributes" in value);
  } catch {
    return false;
  }
}

function parseTomlRule(text: string, file: string): Validation<Rule> {
  const { value: source, findings } = parseToml(text, file);
  if (source === undefined) return { findings };
  const { rule, metadata = {}, transform = {} } = source.value;
  if (!isObject(rule)) return { findings: [noRule(source)] };
  for (const [key, value] of Object.entries({ metadata, transform })) {
    if (isObject(value)) continue;
    findings.push(findingAt(source, {
      level: "error",
      code: "rule-shape",
      path: key,
      message: `Cannot take this as a rule as "${key}" is no table`,
      hint: `Write [${key}] on a line of its own, and its keys below.`,
    }));
  }
  findings.push(...unusedTables(source));
  return ruleOf({ source, prefix: "rule/", fields: withNewTerms(rule), metadata, transform }, findings);
}

function parseJsonRule(text: string, file: string, firstLine: number): Validation<Rule> {
  const { value: source, findings } = parseLocatedObject(text.replace(/^\uFEFF/, ""), {
    file,
    what: "the rule",
    firstLine,
  });
  if (source === undefined) return { findings };
  const fields = Object.fromEntries(Object.entries(source.value).filter(([key]) => !GENERATED_FIELDS.includes(key)));
  return ruleOf({ source, prefix: "", fields, metadata: {}, transform: {} }, findings);
}

/** What was read, before it is checked. */
interface Draft {
  readonly source: LocatedObject;
  /** Path of the rule within the file. */
  readonly prefix: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly metadata: unknown;
  readonly transform: unknown;
}

function ruleOf({ source, prefix, fields: written, metadata, transform }: Draft, found: Finding[]): Validation<Rule> {
  const fields = withTrimmedQuery(written);
  const { rule_id: ruleId, name, type } = fields;
  const findings = [...found, ...typeFindings(source, prefix, type)];
  if (!isRuleType(type)) return { findings };
  findings.push(...ruleFindings(source, prefix, type, fields));
  const isWhole = typeof ruleId === "string" && typeof name === "string" && isObject(metadata) && isObject(transform);
  if (!isWhole || hasErrors(findings)) return { findings };
  return { value: { file: source.file, ruleId, name, type, fields, metadata, transform }, findings };
}

function isRuleType(type: unknown): type is RuleType {
  return RULE_TYPES.some((known) => known === type);
}

/** `'''` in a file ends on a line of its own, which is no part of the query. */
function withTrimmedQuery(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { query } = fields;
  return typeof query === "string" ? { ...fields, query: query.trim() } : fields;
}

function noRule(source: LocatedObject): Finding {
  const looksLikeRule = "risk_score" in source.value || "rule_id" in source.value;
  const near = Object.keys(source.value).find((key) => closestName(key, ["rule"]) !== undefined);
  return findingAt(source, {
    level: "error",
    code: "rule-shape",
    path: near ?? "rule",
    message: "Cannot take this as a rule as it has no [rule] table",
    hint: near !== undefined
      ? `Write [rule] for [${near}].`
      : looksLikeRule
      ? "Write [rule] on a line of its own above the rule's keys."
      : "A rule is a file with [metadata] and [rule].",
  });
}

function unusedTables(source: LocatedObject): Finding[] {
  return Object.keys(source.value).filter((key) => !["metadata", "rule", "transform"].includes(key)).map((key) =>
    findingAt(source, {
      level: "warning",
      code: "unused-key",
      path: key,
      message: `The key "${key}" is outside of [rule]: it is not sent`,
      hint: "Move it into [rule] if Kibana is to have it, or remove it.",
    })
  );
}

function typeFindings(source: LocatedObject, prefix: string, type: unknown): Finding[] {
  if (isRuleType(type)) return [];
  const closest = typeof type === "string" ? closestName(type, RULE_TYPES) : undefined;
  const found = type === undefined ? 'it has no "type"' : `its type is unknown: ${JSON.stringify(type)}`;
  const hint = closest === undefined
    ? `Types are ${RULE_TYPES.map((known) => `"${known}"`).join(", ")}.`
    : `Did you mean "${closest}"?`;
  return [
    findingAt(source, {
      level: "error",
      code: "rule-type",
      path: `${prefix}type`,
      message: `Cannot take this as a rule as ${found}`,
      hint,
    }),
  ];
}
