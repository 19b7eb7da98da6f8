/**
 * Rules of detectors: `custom_rules`.
 * @module
 */

import { JavaDouble } from "../../../java/value.ts";
import { badArgument, statusFailure } from "../failure.ts";
import { double, objects, text, texts } from "../parse/fields.ts";
import { type JsonNode, nodeJson, parseNode } from "../parse/json_node.ts";
import { type Field, ObjectParser, requireArguments } from "../parse/object_parser.ts";

const PACKAGE = "org.elasticsearch.xpack.core.ml.job.config";
const ACTIONS = ["skip_result", "skip_model_update", "force_time_shift"];
const SUBJECTS = ["actual", "typical", "diff_from_typical", "time"];
const OPERATORS = ["gt", "gte", "lt", "lte"];
const FILTER_TYPES = ["include", "exclude"];

/** One condition of a rule. */
export interface RuleCondition {
  readonly applies_to: string;
  readonly operator: string;
  readonly value: JavaDouble;
}

/** A rule, as an answer shows it. */
export interface DetectionRule {
  readonly actions: readonly string[];
  readonly scope?: Readonly<Record<string, { readonly filter_id: string; readonly filter_type: string }>>;
  readonly conditions?: readonly RuleCondition[];
}

/** Reads a rule. */
export function readRule(parser: ObjectParser, node: JsonNode): DetectionRule {
  let actions = ["skip_result"];
  const scope: Record<string, { filter_id: string; filter_type: string }> = {};
  let conditions: RuleCondition[] = [];
  parser.read(node, "detection_rule", {
    actions: texts((names) => {
      actions = names.map((name) => oneOf(name, ACTIONS, "RuleAction"));
    }),
    scope: {
      tokens: ["START_OBJECT"],
      take: (node) => {
        parser.leave(node);
        // The server writes a scope anew and reads that: places within it are those of each part.
        for (const { name, value } of node.fields) {
          const part = new TextEncoder().encode(nodeJson(value).text);
          scope[name] = readFilterReference(new ObjectParser(), parseNode(part));
        }
      },
    },
    conditions: objects((list) => {
      conditions = parser.readEach(list, (item) => readCondition(parser, item));
    }),
  });
  if (Object.keys(scope).length === 0 && conditions.length === 0) {
    throw statusFailure(400, "Invalid detector rule: at least scope or a condition is required");
  }
  return {
    actions,
    ...(Object.keys(scope).length === 0 ? {} : { scope }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function readFilterReference(parser: ObjectParser, node: JsonNode): { filter_id: string; filter_type: string } {
  let filterId: string | undefined;
  let filterType = "include";
  parser.read(node, "filter_ref", {
    filter_id: text((id) => {
      filterId = id;
    }),
    filter_type: text((type) => {
      filterType = oneOf(type, FILTER_TYPES, "FilterRef.FilterType");
    }),
  });
  requireArguments({ filter_id: filterId });
  return { filter_id: filterId ?? "", filter_type: filterType };
}

function readCondition(parser: ObjectParser, node: JsonNode): RuleCondition {
  let subject: string | undefined;
  let operator: string | undefined;
  let value: number | undefined;
  const fields: Record<string, Field> = {
    applies_to: text((name) => {
      subject = oneOf(name, SUBJECTS, "RuleCondition.AppliesTo");
    }),
    operator: text((name) => {
      operator = oneOf(name, OPERATORS, "Operator");
    }),
    value: double((number) => {
      value = number;
    }),
  };
  parser.read(node, "rule_condition", fields);
  requireArguments({ applies_to: subject, operator, value });
  return { applies_to: subject ?? "", operator: operator ?? "", value: new JavaDouble(value ?? 0) };
}

function oneOf(name: string, known: readonly string[], type: string): string {
  const text = name.trim().toLowerCase();
  if (known.includes(text)) return text;
  throw badArgument(`No enum constant ${PACKAGE}.${type}.${name.trim().toUpperCase()}`);
}
