/** `remove`: fields go, or all but some (`keep`, since 8.6). @module */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { javaClassName, javaText, type JavaValue } from "../../java/value.ts";
import type { ConfigReader } from "../config_reader.ts";
import { type IngestDocument, METADATA_NAMES } from "../document.ts";
import { IngestError, wrapped } from "../error.ts";
import { type FieldOption, templateField } from "../field_option.ts";
import { parseFieldPath } from "../field_path.ts";
import type { ProcessorFactory } from "../processor.ts";

/** Reads a `remove` processor: of a list, what comes before the first missing field is removed. */
export const remove: ProcessorFactory = (reader) => {
  const keep = reader.has("keep") ? fieldsOption(reader, "keep") : [];
  if (keep.length > 0) {
    if (reader.has("field")) reader.fail("keep", "Too many properties");
    reader.boolean("ignore_missing", false);
    return { execute: (document) => keepOnly(keep.map((field) => field(document).text), document) };
  }
  const fields = fieldsOption(reader, "field");
  const ignoreMissing = reader.boolean("ignore_missing", false);
  return {
    execute(document) {
      for (const field of fields) {
        const path = field(document);
        if (!ignoreMissing || path.has(document)) path.remove(document);
      }
    },
  };
};

/** One name or several. */
function fieldsOption(reader: ConfigReader, name: string): FieldOption[] {
  const config = reader.value(name);
  const names = config instanceof JavaList ? config.items : [config];
  return names.map((field) => {
    if (typeof field !== "string" && reader.errors.length === 0) refuseName(field, name, reader);
    return templateField(reader, name, javaText(field));
  });
}

/** The server takes any value for a text, and stumbles. */
function refuseName(field: JavaValue, name: string, reader: ConfigReader): void {
  if (field !== null) {
    const reason = `class ${javaClassName(field)} cannot be cast to class java.lang.String`;
    reader.add(wrapped("java.lang.ClassCastException", reason), name);
    return;
  }
  const { type, reason, causedBy, status } = wrapped("java.lang.NullPointerException", "the name of a field is null");
  const details = { property_name: name };
  reader.add(new IngestError(type, reason, { status, details, ...(causedBy === undefined ? {} : { causedBy }) }), name);
}

function keepOnly(keep: readonly string[], document: IngestDocument): void {
  const there = keep.filter((name) => parseFieldPath(name).has(document));
  const isKept = (path: string) =>
    there.some((name) => path === name || path.startsWith(`${name}.`) || name.startsWith(`${path}.`));
  removeUnless(isKept, document.fields, "");
}

function removeUnless(isKept: (path: string) => boolean, map: JavaMap, prefix: string): void {
  for (const key of [...map.keys()]) {
    const path = `${prefix}${javaText(key)}`;
    if (prefix === "" && METADATA_NAMES.includes(path)) continue;
    const value = map.get(key);
    if (!isKept(path)) map.delete(key);
    else if (value instanceof JavaMap) removeUnless(isKept, value, `${path}.`);
  }
}
