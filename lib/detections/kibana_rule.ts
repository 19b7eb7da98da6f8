/**
 * Rules as Kibana's detection engine takes them.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import { isObject } from "../json/plain_object.ts";
import { fieldsMissingIn, isOlder, parseStackVersion, type StackVersion, typeMissingIn } from "./field_versions.ts";
import type { Rule } from "./rule.ts";
import type { RuleType } from "./rule_fields.ts";
import { renderNote } from "./rule_transform.ts";

/** A rule that can be sent. */
export interface KibanaRule {
  /** Name of the file that it comes from. */
  readonly file: string;
  /** `rule_id` */
  readonly ruleId: string;
  /** `name` */
  readonly name: string;
  /** `type` */
  readonly type: RuleType;
  /** What is sent, but for `enabled`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Anomaly jobs that it needs. */
  readonly jobs: readonly string[];
  /** What is not sent or not taken by this version, and why; with errors it cannot be sent. */
  readonly findings: readonly Finding[];
}

/** Whether a rule runs is decided by whoever uploads it. */
const NOT_SENT: readonly string[] = ["enabled"];

/**
 * A rule as a version of the stack takes it: without `[metadata]`, its `[transform]` rendered into the note, and without
 * the fields that came later, which are named.
 *
 * ```ts
 * import { ruleToKibana } from "./kibana_rule.ts";
 * import { parseRule } from "./rule.ts";
 * const { value: rule } = parseRule(
 *   '[rule]\nrule_id = "a"\nname = "A"\ndescription = "b"\nseverity = "low"\nrisk_score = 21\ntype = "query"\n' +
 *     'query = "type:dns"\nsetup = "Install it"',
 *   "a.toml",
 * );
 * if (rule === undefined) throw new Error();
 * if (ruleToKibana(rule, "8.19.21").body.setup !== "Install it") throw new Error();
 * const { body, findings } = ruleToKibana(rule, "8.13.4");
 * if ("setup" in body || findings[0]?.code !== "rule-field-version") throw new Error();
 * ```
 */
export function ruleToKibana(rule: Rule, stackVersion: string): KibanaRule {
  const version = parseStackVersion(stackVersion);
  const { file, ruleId, name, type } = rule;
  const missing = version === undefined ? new Map<string, string>() : fieldsMissingIn(rule, version);
  const { fields, findings } = withNote(rule);
  const sent = Object.entries(fields).filter(([key]) => !missing.has(key) && !NOT_SENT.includes(key));
  return {
    file,
    ruleId,
    name,
    type,
    body: Object.fromEntries(sent.map(([key, value]) => [key, key === "required_fields" ? withoutEcs(value) : value])),
    jobs: jobsOf(rule),
    findings: [
      ...findings,
      ...[...missing].map(([field, since]) => fieldFinding(rule, field, since, stackVersion)),
      ...(version === undefined ? [] : versionFindings(rule, version, stackVersion)),
    ],
  };
}

/** Kibana finds out by itself which fields are of ECS, and takes nobody's word for it. */
function withoutEcs(fields: unknown): unknown {
  if (!Array.isArray(fields)) return fields;
  return fields.map((field: unknown) => {
    if (!isObject(field)) return field;
    const { ecs: _, ...rest } = field;
    return rest;
  });
}

function jobsOf({ type, fields }: Rule): string[] {
  if (type !== "machine_learning") return [];
  return [fields["machine_learning_job_id"]].flat().filter((id) => typeof id === "string");
}

function withNote(rule: Rule): { fields: Rule["fields"]; findings: Finding[] } {
  const { fields, transform } = rule;
  if (Object.keys(transform).length === 0) return { fields, findings: [] };
  const note = typeof fields["note"] === "string" ? fields["note"] : undefined;
  const rendered = renderNote(note ?? "", transform);
  const findings = [
    ...rendered.unused.map((name) => transformFinding(rule, `the note does not have "$${name}"`)),
    ...rendered.unknown.map((key) => transformFinding(rule, `a note cannot embed "${key}"`)),
  ];
  return { fields: note === undefined ? fields : { ...fields, note: rendered.note }, findings };
}

function transformFinding({ file, name }: Rule, found: string): Finding {
  return {
    level: "warning",
    code: "rule-transform",
    file,
    path: "transform",
    message: `A part of [transform] of the rule "${name}" is not sent: ${found}`,
    hint: "Write $osquery_0 or $investigate_0 into the note where the first of them is to stand.",
  };
}

function fieldFinding({ file, name }: Rule, field: string, since: string, stackVersion: string): Finding {
  return {
    level: "warning",
    code: "rule-field-version",
    file,
    path: `rule/${field}`,
    message: `The field "${field}" of the rule "${name}" is not sent: Kibana takes it since ${since}, and this is ` +
      stackVersion,
  };
}

/** What would be taken and mean something else, or be refused as a whole. */
function versionFindings({ file, name, type, fields }: Rule, version: StackVersion, stackVersion: string): Finding[] {
  const findings: Finding[] = [];
  const refuse = (path: string, found: string): void => {
    findings.push({
      level: "error",
      code: "rule-version",
      file,
      path: `rule/${path}`,
      message: `Cannot upload the rule "${name}" to Kibana ${stackVersion} as ${found}`,
    });
  };
  const since = typeMissingIn(type, version);
  if (since !== undefined) refuse("type", `rules of type "${type}" are there since ${since}`);
  if (isOlder(version, "9.2")) {
    const { threshold, threat_mapping: mapping } = fields;
    const counted = isObject(threshold) ? [threshold["field"]].flat() : [];
    if (counted.length > 3) refuse("threshold/field", `more than three fields of a threshold are taken since 9.2`);
    if (hasNegation(mapping)) {
      refuse("threat_mapping", `"negate" is taken since 9.2, and dropped without a word before`);
    }
  }
  return findings;
}

function hasNegation(mapping: unknown): boolean {
  return Array.isArray(mapping) &&
    mapping.some((group: unknown) =>
      isObject(group) && Array.isArray(group["entries"]) &&
      group["entries"].some((entry: unknown) => isObject(entry) && entry["negate"] === true)
    );
}
