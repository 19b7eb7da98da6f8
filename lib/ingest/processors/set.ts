/** `set`: a field gets a value. @module */

import type { ConfigReader } from "../config_reader.ts";
import { type ConfiguredValue, configuredValue } from "../configured_value.ts";
import { deepCopy } from "../copy.ts";
import { toIngestError } from "../error.ts";
import { literalField, templateField } from "../field_option.ts";
import { mediaTypeOption } from "../media_type.ts";
import type { ProcessorFactory } from "../processor.ts";

/**
 * Reads a `set` processor. `copy_from` and `media_type` came after 7.10 (7.11 and 7.14); the rest is as recorded. With
 * `ignore_empty_value` null and a template that renders to nothing are passed by.
 */
export const set: ProcessorFactory = (reader) => {
  const fieldName = reader.string("field");
  const copyFrom = reader.optionalString("copy_from");
  const escape = mediaTypeOption(reader);
  const value = copyFrom === undefined ? valueOption(reader, escape) : copyOption(reader, copyFrom);
  const override = reader.boolean("override", true);
  const field = templateField(reader, "field", fieldName);
  const ignoreEmptyValue = reader.boolean("ignore_empty_value", false);
  const isTemplate = copyFrom !== undefined || value.mayBeEmpty;
  return {
    execute(document) {
      const path = field(document);
      if (!override && (path.find(document) ?? null) !== null) return;
      const made = value.make(document, ignoreEmptyValue);
      if (ignoreEmptyValue && isTemplate && (made === null || made === "")) return;
      path.set(document, made);
    },
  };
};

interface ValueOption {
  make(document: Parameters<ConfiguredValue>[0], ignoreMissing: boolean): ReturnType<ConfiguredValue>;
  readonly mayBeEmpty: boolean;
}

function valueOption(reader: ConfigReader, escape: (text: string) => string): ValueOption {
  const config = reader.value("value");
  try {
    return { make: configuredValue(config, escape), mayBeEmpty: typeof config === "string" && config.includes("{{") };
  } catch (thrown) {
    reader.add(toIngestError(thrown), "value");
    return { make: () => null, mayBeEmpty: false };
  }
}

function copyOption(reader: ConfigReader, name: string): ValueOption {
  if (reader.optionalValue("value") !== null) {
    reader.fail("copy_from", "cannot set both `copy_from` and `value` in the same processor");
  }
  const source = literalField(name);
  return {
    mayBeEmpty: true,
    make(document, ignoreMissing) {
      const path = source(document);
      return deepCopy(ignoreMissing ? path.find(document) ?? null : path.get(document), document.budget);
    },
  };
}
