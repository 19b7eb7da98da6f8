/**
 * Since which version of the stack the detection engine takes types and fields of rules. Older ones refuse them or drop
 * them without a word. From Elastic's release notes, the pull requests that added them, and the public rules' own schemas.
 * @module
 */

import type { Rule } from "./rule.ts";
import type { RuleType } from "./rule_fields.ts";

/** A version, as major and minor. */
export interface StackVersion {
  readonly major: number;
  readonly minor: number;
}

/** Types that came after 8.0. */
const TYPES: Readonly<Partial<Record<RuleType, string>>> = { new_terms: "8.4", esql: "8.11" };

const SUPPRESSION: Readonly<Record<RuleType, string>> = {
  query: "8.8",
  saved_query: "8.8",
  threshold: "8.12",
  threat_match: "8.13",
  eql: "8.14",
  new_terms: "8.14",
  esql: "8.15",
  machine_learning: "8.15",
};

/** Fields that came after 8.0, as far as a person may set them. */
const FIELDS: Readonly<Record<string, (type: RuleType) => string>> = {
  alert_suppression: (type) => SUPPRESSION[type],
  investigation_fields: () => "8.11",
  related_integrations: () => "8.15",
  required_fields: () => "8.15",
  response_actions: (type) => type === "query" || type === "saved_query" ? "8.6" : "8.16",
  setup: () => "8.14",
};

/**
 * A version's major and minor number; undefined for what is none.
 *
 * ```ts
 * import { parseStackVersion } from "./field_versions.ts";
 * if (parseStackVersion("9.5.3-SNAPSHOT")?.minor !== 5 || parseStackVersion("latest") !== undefined) throw new Error();
 * ```
 */
export function parseStackVersion(text: string): StackVersion | undefined {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})\b/.exec(text) ?? [];
  return major === undefined || minor === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

/** Whether a version is older than the one that something came with. */
export function isOlder(version: StackVersion, since: string): boolean {
  const { major, minor } = parseStackVersion(since) ?? { major: 0, minor: 0 };
  return version.major < major || version.major === major && version.minor < minor;
}

/** The version that a type of rules came with, if a version is older. */
export function typeMissingIn(type: RuleType, version: StackVersion): string | undefined {
  const since = TYPES[type];
  return since !== undefined && isOlder(version, since) ? since : undefined;
}

/** The fields of a rule that a version does not take, each with the version that it came with. */
export function fieldsMissingIn(
  { type, fields }: Pick<Rule, "type" | "fields">,
  version: StackVersion,
): Map<string, string> {
  const missing = new Map<string, string>();
  for (const [field, sinceOf] of Object.entries(FIELDS)) {
    if (isEmpty(fields[field])) continue;
    const since = sinceOf(type);
    if (isOlder(version, since)) missing.set(field, since);
  }
  return missing;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "" || Array.isArray(value) && value.length === 0;
}
