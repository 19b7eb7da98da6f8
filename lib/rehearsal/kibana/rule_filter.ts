/**
 * Filters over rules: the part of Kibana's query language that is used to find rules, on `alert.attributes.*`.
 * @module
 */

import { engineFailure, notSupported } from "./failure.ts";
import type { StoredRule } from "./rule_object.ts";

/** Whether a rule fits. */
export type RuleFilter = (rule: StoredRule) => boolean;

/**
 * Reads a filter: `field: value`, `field: (a or b)`, `and`, `or`, `not`, parentheses, `*` in values without quotes.
 *
 * ```ts
 * import { parseRuleFilter } from "./rule_filter.ts";
 * const filter = parseRuleFilter('alert.attributes.params.ruleId: ("a" or "b") and not alert.attributes.enabled: true');
 * const rule = { id: "1", rule_id: "b", type: "query", name: "B", enabled: false, revision: 0 } as const;
 * if (!filter(rule)) throw new Error();
 * ```
 */
export function parseRuleFilter(text: string): RuleFilter {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[():]|[^\s():"]+/g) ?? [];
  let at = 0;
  const isNext = (word: string): boolean => tokens[at]?.toLowerCase() === word;
  const take = (): string => tokens[at++] ?? refuse(text);

  const alternatives = (one: () => RuleFilter): RuleFilter => {
    const all = [every(one)];
    while (isNext("or")) {
      at++;
      all.push(every(one));
    }
    return (rule) => all.some((filter) => filter(rule));
  };
  const every = (one: () => RuleFilter): RuleFilter => {
    const all = [negated(one)];
    while (isNext("and")) {
      at++;
      all.push(negated(one));
    }
    return (rule) => all.every((filter) => filter(rule));
  };
  const negated = (one: () => RuleFilter): RuleFilter => {
    if (!isNext("not")) return grouped(one);
    at++;
    const filter = negated(one);
    return (rule) => !filter(rule);
  };
  const grouped = (one: () => RuleFilter): RuleFilter => {
    if (!isNext("(")) return one();
    at++;
    const filter = alternatives(one);
    if (take() !== ")") refuse(text);
    return filter;
  };
  const term = (): RuleFilter => {
    const field = take();
    if (take() !== ":") refuse(text);
    return grouped(() => valueFilter(field, take()));
  };
  const filter = alternatives(term);
  if (at < tokens.length) refuse(text);
  return filter;
}

function refuse(text: string): never {
  throw engineFailure(400, `Expected AND, OR, end of input, whitespace but "${text.slice(0, 40)}" found.: Bad Request`);
}

function valueFilter(field: string, token: string): RuleFilter {
  const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (read === undefined) throw notSupported(`filter on [${field}]`);
  if (token.startsWith('"')) {
    const wanted = token.slice(1, -1).replace(/\\(.)/g, "$1");
    return (rule) => read(rule).some((value) => String(value) === wanted);
  }
  const parts = token.split("*");
  return (rule) => read(rule).some((value) => fits(String(value), parts));
}

/** Whether a text is these parts with anything in between. */
function fits(text: string, [first = "", ...parts]: readonly string[]): boolean {
  const last = parts.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length >= at + last.length && text.endsWith(last);
}

/** What a filter can ask for. */
const FIELDS: Readonly<Record<string, (rule: StoredRule) => unknown[]>> = {
  "alert.attributes.name": (rule) => [rule.name],
  "alert.attributes.enabled": (rule) => [rule.enabled],
  "alert.attributes.tags": (rule) => [rule["tags"]].flat(),
  "alert.attributes.createdBy": (rule) => [rule["created_by"]],
  "alert.attributes.updatedBy": (rule) => [rule["updated_by"]],
  "alert.attributes.params.ruleId": (rule) => [rule.rule_id],
  "alert.attributes.params.type": (rule) => [rule.type],
  "alert.attributes.params.immutable": (rule) => [rule["immutable"]],
  "alert.attributes.params.machineLearningJobId": (rule) => [rule["machine_learning_job_id"] ?? []].flat(),
};
