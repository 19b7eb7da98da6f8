/**
 * Detectors of an anomaly detection job.
 * @module
 */

import { badArgument, statusFailure } from "../failure.ts";
import { boolean, integer, objects, text } from "../parse/fields.ts";
import type { JsonNode } from "../parse/json_node.ts";
import type { ObjectParser } from "../parse/object_parser.ts";
import { type DetectionRule, readRule } from "./detection_rule.ts";
import { detectorFunction, FUNCTION_RULES } from "./detector_function.ts";

/** A detector, as an answer shows it. */
export interface Detector {
  readonly detector_description: string;
  readonly function: string;
  readonly field_name?: string;
  readonly by_field_name?: string;
  readonly over_field_name?: string;
  readonly partition_field_name?: string;
  readonly use_null?: boolean;
  readonly exclude_frequent?: string;
  readonly custom_rules?: readonly DetectionRule[];
}

/** The fields of a detector as they come. */
interface Draft {
  description?: string;
  function?: string;
  field?: string;
  by?: string;
  over?: string;
  partition?: string;
  useNull: boolean;
  excludeFrequent?: string;
  rules: DetectionRule[];
}

/** Reads a detector and checks it. */
export function readDetector(parser: ObjectParser, node: JsonNode): Detector {
  const draft: Draft = { useNull: false, rules: [] };
  parser.read(node, "detector", {
    detector_description: text((text) => {
      draft.description = text;
    }),
    function: text((name) => {
      draft.function = detectorFunction(name);
    }),
    field_name: text((name) => {
      draft.field = name;
    }),
    by_field_name: text((name) => {
      draft.by = name;
    }),
    over_field_name: text((name) => {
      draft.over = name;
    }),
    partition_field_name: text((name) => {
      draft.partition = name;
    }),
    use_null: boolean((value) => {
      draft.useNull = value;
    }),
    exclude_frequent: text((value) => {
      draft.excludeFrequent = excludeFrequent(value);
    }),
    custom_rules: objects((list) => {
      draft.rules = parser.readEach(list, (item) => readRule(parser, item));
    }),
    detector_index: integer(() => {}),
  });
  checkFields(draft);
  for (const name of [draft.field, draft.by, draft.over, draft.partition]) checkFieldName(name);
  for (const rule of draft.rules) checkRule(rule, draft);
  checkNames(draft);
  return detectorOf(draft);
}

/** A detector without a function gets `metric`, which the server finds incomplete once all detectors are read. */
export function checkMetric({ function: name, field_name: field = "" }: Detector): void {
  if (name === "metric" && field === "") throw fieldMissing(name);
}

function fieldMissing(name: string): Error {
  return statusFailure(400, `field_name must be set when the '${name}' function is used`);
}

function excludeFrequent(value: string): string {
  const text = value.toLowerCase();
  if (["all", "none", "by", "over"].includes(text)) return text;
  throw badArgument(
    `No enum constant org.elasticsearch.xpack.core.ml.job.config.Detector.ExcludeFrequent.${value.toUpperCase()}`,
  );
}

/** What its function demands. */
function checkFields({ function: name = "null", field = "", by = "", over = "" }: Draft): void {
  const { withoutField, withField, withByField, withOverField, withoutOverField } = FUNCTION_RULES;
  if (field === "" && by === "" && over === "" && !withoutField.has(name)) {
    throw statusFailure(
      400,
      "Unless a count or temporal function is used one of field_name, by_field_name or over_field_name must be set",
    );
  }
  if (field === "" && withField.has(name)) {
    throw fieldMissing(name);
  }
  if (field !== "" && !withField.has(name)) {
    throw statusFailure(400, `field_name cannot be used with function '${name}'`);
  }
  if (by === "" && withByField.has(name)) {
    throw statusFailure(400, `by_field_name must be set when the '${name}' function is used`);
  }
  if (over === "" && withOverField.has(name)) {
    throw statusFailure(400, `over_field_name must be set when the '${name}' function is used`);
  }
  if (over !== "" && withoutOverField.has(name)) {
    throw statusFailure(400, `over_field_name cannot be used with function '${name}'`);
  }
}

/** The analysis knows a record by this name. */
const CONTROL_FIELD = ".";

/** Throws for characters that the analysis cannot take in the name of a field. */
export function checkFieldName(name: string | undefined): void {
  if (name === undefined) return;
  // deno-lint-ignore no-control-regex
  if (/["\\\u0000-\u001f\u007f-\u009f]/.test(name)) {
    throw statusFailure(
      400,
      `Invalid field name '${name}'. Field names including over, by and partition fields cannot contain any of these ` +
        'characters: ",\\',
    );
  }
  if (name === CONTROL_FIELD) {
    throw statusFailure(
      400,
      `Invalid field name '${name}'. Field names including over, by and partition fields cannot be '${CONTROL_FIELD}'`,
    );
  }
}

function checkRule(rule: DetectionRule, { function: name = "metric", by, over, partition }: Draft): void {
  const [first] = rule.conditions ?? [];
  if (first !== undefined && first.applies_to !== "time" && FUNCTION_RULES.withoutConditions.has(name)) {
    throw statusFailure(400, `Invalid detector rule: function ${name} only supports conditions that apply to time`);
  }
  const known = [by, over, partition].filter((field) => field !== undefined).sort();
  for (const field of Object.keys(rule.scope ?? {})) {
    if (known.length === 0) {
      throw statusFailure(
        400,
        `Invalid detector rule: scope field '${field}' is invalid; detector has no available fields for scoping`,
      );
    }
    if (!known.includes(field)) {
      throw statusFailure(
        400,
        `Invalid detector rule: scope field '${field}' is invalid; select from [${known.join(", ")}]`,
      );
    }
  }
}

/** A field has one part to play, and some names are taken. */
function checkNames({ by = "", over = "", partition = "" }: Draft): void {
  const same = (one: string, other: string, name: string) =>
    statusFailure(400, `${one} and ${other} cannot be the same: '${name}'`);
  if (partition !== "" && partition === by) throw same("partition_field_name", "by_field_name", partition);
  if (partition !== "" && partition === over) throw same("partition_field_name", "over_field_name", partition);
  if (by !== "" && by === over) throw same("by_field_name", "over_field_name", by);
  for (const word of ["count", "by", "over"]) {
    for (const [field, name] of [["by_field_name", by], ["over_field_name", over]] as const) {
      if (name === word) throw statusFailure(400, `'${word}' is not a permitted value for ${field}`);
    }
  }
}

function detectorOf(draft: Draft): Detector {
  const { field, by, over, partition, useNull, rules } = draft;
  return {
    detector_description: draft.description ?? defaultDescription(draft),
    function: draft.function ?? "metric",
    ...(field === undefined ? {} : { field_name: field }),
    ...(by === undefined ? {} : { by_field_name: by }),
    ...(over === undefined ? {} : { over_field_name: over }),
    ...(partition === undefined ? {} : { partition_field_name: partition }),
    ...(useNull ? { use_null: true } : {}),
    ...(draft.excludeFrequent === undefined ? {} : { exclude_frequent: draft.excludeFrequent }),
    ...(rules.length === 0 ? {} : { custom_rules: rules }),
  };
}

function defaultDescription(
  { function: name = "metric", field, by, over, partition, useNull, ...draft }: Draft,
): string {
  const part = (word: string, value: string | undefined) => (value ?? "") === "" ? "" : `${word}${quoted(value ?? "")}`;
  return [
    name,
    (field ?? "") === "" ? "" : `(${quoted(field ?? "")})`,
    part(" by ", by),
    part(" over ", over),
    useNull ? " usenull=true" : "",
    part(" partitionfield=", partition),
    draft.excludeFrequent === undefined ? "" : ` excludefrequent=${draft.excludeFrequent}`,
  ].join("");
}

function quoted(name: string): string {
  return /\W/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : name;
}

/** The names of the fields that tell series apart. */
export function splitFields(detector: Detector): string[] {
  const { by_field_name: by, over_field_name: over, partition_field_name: partition } = detector;
  return [by, over, partition].filter((name) => name !== undefined);
}
