/**
 * Lists of detection rules.
 * @module
 */

import { ok } from "./answer.ts";
import { engineFailure, platformFailure } from "./failure.ts";
import type { Route } from "./route.ts";
import { parseRuleFilter } from "./rule_filter.ts";
import type { StoredRule } from "./rule_object.ts";

/** Elasticsearch's own window of results. */
const WINDOW = 10_000;

/** What rules can be sorted by, and where that stands. */
const SORT_FIELDS: ReadonlyMap<string, string> = new Map([
  ["name", "name"],
  ["enabled", "enabled"],
  ["created_at", "created_at"],
  ["createdAt", "created_at"],
  ["updated_at", "updated_at"],
  ["updatedAt", "updated_at"],
  ["risk_score", "risk_score"],
  ["riskScore", "risk_score"],
  ["severity", "severity"],
]);

/** `/api/detection_engine/rules/_find` and the list of all tags */
export const RULE_FIND_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/detection_engine/rules/_find",
    rules: "read",
    fn: ({ content, query }) => {
      const page = wholeNumber(query, "page", 1, 1);
      const perPage = wholeNumber(query, "per_page", 20, 0);
      if (page * perPage > WINDOW) {
        throw engineFailure(400, `Result window is too large, from + size must be less than or equal to: [${WINDOW}]`);
      }
      const filter = parseRuleFilter(query.get("filter") ?? "alert.attributes.name: *");
      const found = sorted([...content.rules.values()].filter(filter), query);
      return ok({ page, perPage, total: found.length, data: found.slice((page - 1) * perPage, page * perPage) });
    },
  },
  {
    method: "GET",
    path: "/api/detection_engine/tags",
    rules: "read",
    fn: ({ content }) => ok([...new Set([...content.rules.values()].flatMap((rule) => [rule["tags"]].flat()))].sort()),
  },
];

function wholeNumber(query: URLSearchParams, name: string, fallback: number, least: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value)) throw platformFailure(400, `[request query]: ${name}: Expected number, received nan`);
  if (value < least) {
    throw platformFailure(400, `[request query]: ${name}: Number must be greater than or equal to ${least}`);
  }
  return value;
}

function sorted(rules: StoredRule[], query: URLSearchParams): StoredRule[] {
  const field = query.get("sort_field");
  const order = query.get("sort_order");
  if ((field === null) !== (order === null)) {
    throw engineFailure(400, ['when "sort_order" and "sort_field" must exist together']);
  }
  if (field === null) return rules;
  const key = SORT_FIELDS.get(field);
  if (key === undefined) throw platformFailure(400, "[request query]: sort_field: Invalid enum value");
  const sign = order === "desc" ? -1 : 1;
  return rules.sort((a, b) => sign * compare(a[key], b[key]));
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
