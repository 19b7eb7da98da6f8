/**
 * Values that a field's type takes: those it does not refuse the whole document.
 * @module
 */

import { isIP } from "node:net";
import { JavaList } from "../../../java/collection.ts";
import { JavaMap } from "../../../java/map.ts";
import { javaText, type JavaValue } from "../../../java/value.ts";
import type { IngestError } from "../../../ingest/error.ts";
import { parseTime } from "../date_math.ts";
import { badArgument, failure } from "../failure.ts";
import { DocumentError, type ValuePath } from "./document_error.ts";
import { fieldAt, type FieldMapping, typeOfField } from "./field_mapping.ts";
import { isObjectType } from "./field_types.ts";

/** Whether values that no number or date is made of are passed by, unless a field says otherwise. */
export interface ValueOptions {
  /** `index.mapping.ignore_malformed` */
  readonly ignoreMalformed: boolean;
}

/** Throws a DocumentError for the first value of a document that its field does not take. */
export function checkValues(root: FieldMapping, document: JavaMap, id: string, options: ValueOptions): void {
  const checkObject = (object: FieldMapping, map: JavaMap, name: string, path: ValuePath): void => {
    for (const [key, value] of map.entries()) {
      const own = javaText(key);
      const field = fieldAt(object, own);
      if (field !== undefined) check(field, value, name === "" ? own : `${name}.${own}`, [...path, own], own);
    }
  };
  const check = (
    field: FieldMapping,
    value: JavaValue,
    name: string,
    path: ValuePath,
    key: string | null,
  ): void => {
    const type = typeOfField(field);
    if (value === null || type === undefined) return;
    if (value instanceof JavaList) {
      value.items.forEach((item, i) => check(field, item, name, [...path, i], null));
    } else if (isObjectType(type)) {
      if (value instanceof JavaMap) checkObject(field, value, name, path);
      else {
        throw new DocumentError(
          "document_parsing_exception",
          `object mapping for [${name}] tried to parse field [${key}] as object, but found a concrete value`,
          path,
        );
      }
    } else checkLeaf(field, type, value, { name, id, path, options });
  };
  checkObject(root, document, "", []);
}

interface Where {
  readonly name: string;
  readonly id: string;
  readonly path: ValuePath;
  readonly options: ValueOptions;
}

function checkLeaf(field: FieldMapping, type: string, value: JavaValue, where: Where): void {
  const { name, id, path, options } = where;
  const says = (option: string, fallback: boolean) => String(field.options.get(option) ?? fallback) === "true";
  const kind = kindOf(type);
  const fault = kind === undefined ? undefined : FAULTS[kind](value, {
    type,
    coerces: says("coerce", true),
    hasDefaultFormat: !field.options.has("format"),
  });
  if (fault === undefined) return;
  const mayIgnore = kind !== "text" && kind !== "boolean" && !(value instanceof JavaMap);
  if (mayIgnore && says("ignore_malformed", options.ignoreMalformed)) return;
  throw new DocumentError(
    "document_parsing_exception",
    `failed to parse field [${name}] of type [${type}] in document with id '${id}'. Preview of field's value: ` +
      `'${javaText(value)}'`,
    path,
    fault,
  );
}

type Kind = "whole" | "fraction" | "boolean" | "date" | "ip" | "text";

/** How the values of a type are looked at; undefined for types whose values the rehearsal does not check. */
function kindOf(type: string): Kind | undefined {
  if (Object.hasOwn(WHOLE_BITS, type)) return "whole";
  if (["double", "float", "half_float", "scaled_float"].includes(type)) return "fraction";
  if (type === "date" || type === "date_nanos") return "date";
  if (type === "boolean" || type === "ip") return type;
  return ["constant_keyword", "keyword", "match_only_text", "text", "wildcard"].includes(type) ? "text" : undefined;
}

/** What counts of a field's mapping. */
interface Asked {
  readonly type: string;
  readonly coerces: boolean;
  readonly hasDefaultFormat: boolean;
}

/** Bits of whole numbers. */
const WHOLE_BITS: Readonly<Record<string, number>> = { byte: 8, short: 16, integer: 32, long: 64, unsigned_long: 65 };

const FAULTS: Readonly<Record<Kind, (value: JavaValue, asked: Asked) => IngestError | undefined>> = {
  whole: wholeFault,
  fraction: (value) => numberFault(value, "number_format_exception"),
  boolean: booleanFault,
  date: dateFault,
  ip: (value) => {
    const text = javaText(value);
    return isIP(text) === 0 ? badArgument(`'${text}' is not an IP string literal.`) : undefined;
  },
  text: objectFault,
};

function objectFault(value: JavaValue): IngestError | undefined {
  return value instanceof JavaMap
    ? failure(400, "illegal_state_exception", "Can't get text on a START_OBJECT at 1:1")
    : undefined;
}

function numberFault(value: JavaValue, type: string): IngestError | undefined {
  if (value instanceof JavaMap || typeof value === "boolean") {
    return failure(400, "json_parse_exception", "Current token is no number");
  }
  if (typeof value !== "string" || value === "" || !Number.isNaN(Number(value))) return undefined;
  return failure(400, type, `For input string: "${value}"`);
}

function wholeFault(value: JavaValue, { type, coerces }: Asked): IngestError | undefined {
  const fault = numberFault(value, "illegal_argument_exception");
  if (fault !== undefined || value === "") return fault;
  const name = type === "long" ? "Long" : "Integer";
  if (typeof value === "string" && !coerces) return badArgument(`${name} value passed as String`);
  const number = Number(javaText(value));
  if (!Number.isInteger(number) && !coerces) {
    return badArgument(`${javaText(value)} cannot be converted to ${name} without data loss`);
  }
  const bits = WHOLE_BITS[type] ?? 64;
  const isWithin = number >= -(2 ** (bits - 1)) - 1 && number < 2 ** (bits - 1);
  return isWithin ? undefined : badArgument(`Value [${javaText(value)}] is out of range for a ${type}`);
}

function booleanFault(value: JavaValue): IngestError | undefined {
  if (typeof value === "boolean" || value === "" || value === "true" || value === "false") return undefined;
  return badArgument(`Failed to parse value [${javaText(value)}] as only [true] or [false] are allowed.`);
}

function dateFault(value: JavaValue, { hasDefaultFormat }: Asked): IngestError | undefined {
  if (value instanceof JavaMap) return objectFault(value);
  const text = javaText(value);
  if (!hasDefaultFormat || text === "" || isDate(text)) return undefined;
  const format = "strict_date_optional_time||epoch_millis";
  return failure(400, "illegal_argument_exception", `failed to parse date field [${text}] with format [${format}]`, {
    causedBy: failure(400, "date_time_parse_exception", "Failed to parse with all enclosed parsers"),
  });
}

function isDate(text: string): boolean {
  return !text.startsWith("now") && !text.includes("|") && !Number.isNaN(parseTime(text, 0));
}
