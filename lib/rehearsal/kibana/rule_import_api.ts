/**
 * Detection rules as ndjson, in and out.
 * @module
 */

import { isObject } from "../../json/plain_object.ts";
import { ok } from "./answer.ts";
import { engineFailure, KibanaFailure, platformFailure } from "./failure.ts";
import type { Call, Route } from "./route.ts";
import { checkedRule, importFault, ruleIdOf } from "./rule_checks.ts";
import { createRule, replaceRule, ruleByRuleId } from "./rule_store.ts";
import type { JsonObject } from "./values.ts";

const MOST_RULES = 10_000;
const MOST_BYTES = 10_485_760;

/** `_import` and `_export` */
export const RULE_IMPORT_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/api/detection_engine/rules/_import",
    rules: "all",
    fn: async (call) => ok(importRules(call, await uploadedLines(call))),
  },
  {
    method: "POST",
    path: "/api/detection_engine/rules/_export",
    rules: "read",
    fn: async (call) => {
      const rules = exported(call, await call.json());
      const details = { exported_count: rules.length, exported_rules_count: rules.length, missing_rules: [] };
      const lines = call.query.get("exclude_export_details") === "true" ? rules : [...rules, details];
      return {
        status: 200,
        body: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
        headers: {
          "content-type": "application/ndjson",
          "content-disposition": 'attachment; filename="export.ndjson"',
        },
      };
    },
  },
];

async function uploadedLines(call: Call): Promise<string[]> {
  const limit = call.state.facts.maxImportBytes ?? MOST_BYTES;
  const type = call.request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) throw platformFailure(415);
  const bytes = await call.bytes(limit);
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => {
    throw platformFailure(400, "Invalid multipart payload format");
  });
  const file = form.get("file");
  // Kibana reads a file that is not there, and says so in these words.
  if (!(file instanceof File)) throw engineFailure(500, "Cannot read properties of undefined (reading 'hapi')");
  const extension = /\.[^.]*$/.exec(file.name.toLowerCase())?.[0] ?? "";
  if (extension !== ".ndjson") throw engineFailure(400, `Invalid file extension ${extension}`);
  const lines = (await file.text()).split("\n").filter((line) => line.trim() !== "");
  if (lines.length > MOST_RULES) throw engineFailure(500, `Can't import more than ${MOST_RULES} rules`);
  return lines;
}

function importRules(call: Call, lines: readonly string[]): JsonObject {
  const overwrite = call.query.get("overwrite") === "true";
  const errors: JsonObject[] = [];
  const rules = new Map<string, unknown>();
  let count = 0;
  for (const line of lines) {
    const rule = parsedLine(line);
    if (isObject(rule) && ("exported_count" in rule || "list_id" in rule)) continue;
    count++;
    const ruleId = ruleIdOf(rule);
    const fault = rule === undefined ? "Unexpected token in JSON" : importFault(rule, call.state.facts.version);
    if (fault !== undefined || ruleId === undefined) {
      errors.push({ error: { status_code: 400, message: fault }, rule_id: ruleId ?? "(unknown id)" });
      continue;
    }
    if (rules.has(ruleId) && !overwrite) {
      errors.push({
        error: { status_code: 400, message: `More than one rule with rule-id: "${ruleId}" found` },
        rule_id: ruleId,
      });
      continue;
    }
    rules.set(ruleId, rule);
  }
  let successes = 0;
  for (const [ruleId, rule] of rules) {
    try {
      importRule(call, ruleId, rule, overwrite);
      successes++;
    } catch (error) {
      if (!(error instanceof KibanaFailure)) throw error;
      const { status, body } = error.answer;
      errors.push({ error: { status_code: status, message: isObject(body) ? body["message"] : "" }, rule_id: ruleId });
    }
  }
  return {
    success: errors.length === 0,
    success_count: successes,
    rules_count: count,
    errors,
    exceptions_errors: [],
    exceptions_success: true,
    exceptions_success_count: 0,
    action_connectors_success: true,
    action_connectors_success_count: 0,
    action_connectors_errors: [],
    action_connectors_warnings: [],
  };
}

function importRule(call: Call, ruleId: string, rule: unknown, overwrite: boolean): void {
  const body = checkedRule(rule, call.state.facts.version);
  const old = ruleByRuleId(call, ruleId);
  if (old !== undefined && !overwrite) throw engineFailure(409, `rule_id: "${ruleId}" already exists`);
  if (old === undefined) createRule(call, body, { enabled: false });
  else replaceRule(call, old, body);
}

function exported(call: Call, body: unknown): JsonObject[] {
  const asked = isObject(body) && Array.isArray(body["objects"]) ? body["objects"].map(ruleIdOf) : undefined;
  const rules = [...call.content.rules.values()];
  return asked === undefined ? rules : rules.filter(({ rule_id }) => asked.includes(rule_id));
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
