/** `convert`: a value, or each of a list, becomes one of another type. @module */

import { JavaList } from "../../java/collection.ts";
import { parseJavaDouble, parseJavaInt, parseJavaLong, trimJava } from "../../java/number_parse.ts";
import { nullPointer } from "../../java/throwable.ts";
import { JavaDouble, JavaFloat, javaText, type JavaValue } from "../../java/value.ts";
import { illegalArgument, IngestError, notSupported } from "../error.ts";
import { literalField } from "../field_option.ts";
import { isIpAddress } from "../ip_address.ts";
import { numberFormatMessage } from "../number_format.ts";
import type { ProcessorFactory } from "../processor.ts";

/** Reads a `convert` processor; the type `ip` came with 7.13. */
export const convert: ProcessorFactory = (reader) => {
  const name = reader.string("field");
  const typeName = reader.string("type");
  const field = literalField(name);
  const target = literalField(reader.string("target_field", name));
  const ignoreMissing = reader.boolean("ignore_missing", false);
  const type = typeName.toLowerCase();
  const conversion = CONVERSIONS.get(type);
  if (conversion === undefined && typeName !== "") {
    reader.fail("type", `type [${typeName}] not supported, cannot convert field.`);
  }
  return {
    execute(document) {
      if (conversion === undefined) return;
      const path = field(document);
      const value = ignoreMissing ? path.find(document) ?? null : path.get(document);
      if (value === null) {
        if (ignoreMissing) return;
        throw illegalArgument(`Field [${name}] is null, cannot be converted to type [${type}]`);
      }
      target(document).set(
        document,
        value instanceof JavaList
          ? new JavaList(value.items.map((item) => apply(conversion, item)))
          : conversion(value),
      );
    },
  };
};

type Conversion = (value: JavaValue) => JavaValue;

function apply(conversion: Conversion, value: JavaValue): JavaValue {
  // Only "auto" gets along with a null, which is no text and so stays.
  if (value === null && conversion !== toAnything) throw nullPointer();
  return conversion(value);
}

const CONVERSIONS: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  ["integer", toInteger],
  ["long", toLong],
  ["float", toFloat],
  ["double", toDouble],
  ["boolean", toBoolean],
  ["ip", toIp],
  ["string", javaText],
  ["auto", toAnything],
]);

function toInteger(value: JavaValue): JavaValue {
  const text = javaText(value);
  const digits = hexadecimalDigits(text);
  const number = digits === undefined
    ? parseJavaInt(text)
    : SIGN_WITHIN.test(text)
    ? undefined
    : parseJavaInt(digits, 16);
  return number ?? unconvertible(value, "integer", digits);
}

function toLong(value: JavaValue): JavaValue {
  const text = javaText(value);
  const digits = hexadecimalDigits(text);
  const number = digits === undefined
    ? parseJavaLong(text)
    : SIGN_WITHIN.test(text)
    ? undefined
    : parseJavaLong(digits, 16);
  return number ?? unconvertible(value, "long", digits);
}

const SIGN_WITHIN = /^-?0x[+-]/;

/** Of `0x1f` and `-0x1f`: the digits with their sign. */
function hexadecimalDigits(text: string): string | undefined {
  const match = /^(-?)0x(.*)$/s.exec(text);
  if (match === null) return undefined;
  const [, sign = "", digits = ""] = match;
  return `${sign}${digits}`;
}

function toFloat(value: JavaValue): JavaValue {
  const double = parseJavaDouble(javaText(value));
  if (double === undefined) return unconvertible(value, "float");
  // Exactly between two floats the digits that the double has lost would decide.
  if (isBetweenFloats(double)) throw notSupported(`The conversion of [${javaText(value)}] to a float`);
  return new JavaFloat(double);
}

/** Whether a double lies exactly in the middle between two neighbouring floats. */
function isBetweenFloats(double: number): boolean {
  const near = Math.fround(double);
  const mirrored = 2 * double - near;
  return near !== double && Number.isFinite(near) && Math.fround(mirrored) === mirrored &&
    Math.fround((near + mirrored) / 2) === near;
}

function toDouble(value: JavaValue): JavaValue {
  const double = parseJavaDouble(javaText(value));
  return double === undefined ? unconvertible(value, "double") : new JavaDouble(double);
}

function toBoolean(value: JavaValue): JavaValue {
  const text = javaText(value).toLowerCase();
  if (text === "true" || text === "false") return text === "true";
  throw illegalArgument(`[${javaText(value)}] is not a boolean value, cannot convert to boolean`);
}

function toIp(value: JavaValue): JavaValue {
  const text = javaText(value);
  if (isIpAddress(text)) return text;
  throw illegalArgument(`'${text}' is not an IP string literal.`);
}

/** The first type that a text fits; other values stay as they are. */
function toAnything(value: JavaValue): JavaValue {
  if (typeof value !== "string") return value;
  for (const conversion of [toBoolean, toInteger, toLong, toFloat]) {
    try {
      return conversion(value);
    } catch (error) {
      if (!(error instanceof IngestError) || error.unsupported) throw error;
    }
  }
  return value;
}

function unconvertible(value: JavaValue, type: string, hexadecimal?: string): never {
  const text = javaText(value);
  let message: string;
  if (type === "float" || type === "double") {
    const trimmed = trimJava(text);
    message = trimmed === "" ? "empty String" : numberFormatMessage(trimmed);
  } else if (SIGN_WITHIN.test(text)) {
    message = "Sign character in wrong position";
  } else {
    message = hexadecimal === undefined ? numberFormatMessage(text) : numberFormatMessage(hexadecimal, 16);
  }
  throw illegalArgument(
    `unable to convert [${text}] to ${type}`,
    new IngestError("number_format_exception", message),
  );
}
