/**
 * Checks of rules: by the schema, and those that no schema can say.
 * @module
 */

import { isObject } from "../../json/plain_object.ts";
import type { VersionFacts } from "../elasticsearch/server_version.ts";
import { engineFailure, platformFailure } from "./failure.ts";
import { RULE_BODY, RULE_PATCH, type RuleBody } from "./rule_schema.ts";
import type { JsonObject } from "./values.ts";
import { validationText } from "./validation_text.ts";

/** A body that is a whole rule; refuses what is none. */
export function checkedRule(body: unknown, version: VersionFacts): RuleBody {
  const { success, data, error } = RULE_BODY.safeParse(body, { reportInput: true });
  if (!success) throw platformFailure(400, `[request body]: ${validationText(error.issues, libraryOf(version))}`);
  const faults = ruleFaults(data, version);
  if (faults.length > 0) throw engineFailure(400, faults);
  return withoutNewer(data, version);
}

/** Kibana 8 does not know that an entry of a mapping can be negated, and drops it without a word. */
function withoutNewer(rule: RuleBody, { major }: VersionFacts): RuleBody {
  if (rule.type !== "threat_match" || major >= 9) return rule;
  const mapping = rule.threat_mapping.map(({ entries }) => ({
    entries: entries.map(({ field, type, value }) => ({ field, type, value })),
  }));
  return { ...rule, threat_mapping: mapping };
}

/** What is wrong with a rule, as an import tells it; undefined for a rule. */
export function importFault(body: unknown, version: VersionFacts): string | undefined {
  const { success, data, error } = RULE_BODY.safeParse(body, { reportInput: true });
  if (!success) return validationText(error.issues, libraryOf(version));
  if (data.rule_id === undefined) {
    return libraryOf(version) === "zod 3"
      ? "rule_id: Required"
      : "rule_id: Invalid input: expected string, received undefined";
  }
  const faults = ruleFaults(data, version);
  return faults.length === 0 ? undefined : faults.join(",");
}

/** A body of a patch. */
export function checkedPatch(body: unknown, version: VersionFacts): JsonObject {
  const { success, data, error } = RULE_PATCH.safeParse(body, { reportInput: true });
  if (!success) throw platformFailure(400, `[request body]: ${validationText(error.issues, libraryOf(version))}`);
  return data;
}

/** Exactly one of the two names of a rule. */
export function idFaults({ id, rule_id: ruleId }: JsonObject): string[] {
  if (id !== undefined && ruleId !== undefined) {
    return ['both "id" and "rule_id" cannot exist, choose one or the other'];
  }
  return id === undefined && ruleId === undefined ? ['either "id" or "rule_id" must be set'] : [];
}

function ruleFaults(rule: RuleBody, version: VersionFacts): string[] {
  return [...timelineFaults(rule), ...thresholdFaults(rule, version), ...suppressionFaults(rule)];
}

function timelineFaults({ timeline_id: id, timeline_title: title }: RuleBody): string[] {
  if (id !== undefined && title === undefined) return ['when "timeline_id" exists, "timeline_title" must also exist'];
  if (id === "") return ['"timeline_id" cannot be an empty string'];
  if (title !== undefined && id === undefined) return ['when "timeline_title" exists, "timeline_id" must also exist'];
  return title === "" ? ['"timeline_title" cannot be an empty string'] : [];
}

function thresholdFaults(rule: RuleBody, version: VersionFacts): string[] {
  if (rule.type !== "threshold") return [];
  const fields = [rule.threshold.field].flat();
  // Five since 9.2.
  const most = version.major >= 9 ? 5 : 3;
  const counted = rule.threshold.cardinality?.map(({ field }) => field) ?? [];
  return [
    ...(fields.length > most ? [`Number of fields must be ${most} or less`] : []),
    ...(counted.some((field) => fields.includes(field))
      ? ["Cardinality of a field that is being aggregated on is always 1"]
      : []),
  ];
}

function suppressionFaults(rule: RuleBody): string[] {
  const isBoth = rule.type === "eql" && (rule.building_block_type ?? "") !== "" && rule.alert_suppression !== undefined;
  return isBoth ? ["rule cannot be an eql rule with building block type and have suppression enabled"] : [];
}

/** The library that a version checks bodies with. */
function libraryOf({ number }: VersionFacts): "zod 3" | "zod 4" {
  return number === "9.5.3" ? "zod 4" : "zod 3";
}

/** What a rule of an import has no name for is told by its place. */
export function ruleIdOf(value: unknown): string | undefined {
  const id = isObject(value) ? value["rule_id"] : undefined;
  return typeof id === "string" ? id : undefined;
}
