/**
 * What Kibana refuses a rule for, as far as it can be told from the rule alone.
 * @module
 */

import { closestName } from "../json/closest_name.ts";
import type { Finding } from "../json/finding.ts";
import { findingAt, type LocatedObject } from "./place.ts";
import { type FieldShape, fieldsOf, requiredFields, type RuleType, typesWith } from "./rule_fields.ts";

/** All that is wrong with a rule's fields, which stand in the file below `prefix`. */
export function ruleFindings(
  source: LocatedObject,
  prefix: string,
  type: RuleType,
  fields: Readonly<Record<string, unknown>>,
): Finding[] {
  const known = fieldsOf(type);
  const missing = requiredFields(type).filter((field) => fields[field] === undefined);
  return [
    ...missing.map((field) => missingFinding(source, prefix, type, field, known.get(field))),
    ...Object.entries(fields).flatMap(([field, value]) => {
      const shape = known.get(field);
      return shape === undefined
        ? [strangeFinding(source, prefix, type, field)]
        : valueFindings(source, `${prefix}${field}`, value, shape);
    }),
  ];
}

function missingFinding(
  source: LocatedObject,
  prefix: string,
  type: RuleType,
  field: string,
  shape: FieldShape | undefined,
): Finding {
  const hint = field === "rule_id"
    ? "Give it an id of its own (uuidgen): without one, every upload would make another rule."
    : `Give it: ${shape?.mustBe ?? "a value"}.`;
  return findingAt(source, {
    level: "error",
    code: "rule-field-missing",
    path: `${prefix}${field}`,
    message: `Cannot upload the rule as it has no "${field}", which rules of type "${type}" need`,
    hint,
  });
}

function valueFindings(source: LocatedObject, path: string, value: unknown, { shape, mustBe }: FieldShape): Finding[] {
  const { success, error } = shape.safeParse(value);
  if (success) return [];
  const [issue] = error.issues;
  const inside = issue?.path.map(String) ?? [];
  const place = [path, ...inside].join("/");
  const message = `Cannot upload the rule as "${place}" ${describe(value, inside)}: "${path}" must be ${mustBe}`;
  return [findingAt(source, { level: "error", code: "rule-field", path: place, message })];
}

const LONGEST_VALUE = 60;

function describe(value: unknown, path: readonly string[]): string {
  let inside = value;
  for (const key of path) {
    inside = typeof inside === "object" && inside !== null ? new Map(Object.entries(inside)).get(key) : undefined;
  }
  if (inside === undefined) return "is missing";
  const text = JSON.stringify(inside);
  return `is ${text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`}`;
}

/** Kibana's versions differ in what they know, so this stops nothing. */
function strangeFinding(source: LocatedObject, prefix: string, type: RuleType, field: string): Finding {
  const types = typesWith(field);
  const closest = closestName(field, fieldsOf(type).keys());
  const found = types.length > 0
    ? `belongs to rules of type ${types.map((other) => `"${other}"`).join(", ")}, and this one is of type "${type}"`
    : "is none that is known of rules";
  return findingAt(source, {
    level: "warning",
    code: "rule-field-unknown",
    path: `${prefix}${field}`,
    message: `The field "${field}" ${found}: Kibana may refuse the rule, or drop the field`,
    hint: closest === undefined ? "Remove it." : `Did you mean "${closest}"?`,
  });
}
