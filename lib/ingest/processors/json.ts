/** `json`: a text is read as JSON. @module */

import { JavaMap } from "../../java/map.ts";
import { javaText, type JavaValue } from "../../java/value.ts";
import { parseJson } from "../../json/document.ts";
import { JsonSyntaxError } from "../../json/tokenizer.ts";
import type { IngestDocument } from "../document.ts";
import { illegalArgument, IngestError, notSupported } from "../error.ts";
import { literalField } from "../field_option.ts";
import type { ProcessorFactory } from "../processor.ts";

/**
 * Reads a `json` processor. `add_to_root_conflict_strategy` and `allow_duplicate_keys` came with 7.14, and
 * `strict_json_parsing` with 8.12; without it text after the value is ignored, as 7.10 does.
 */
export const json: ProcessorFactory = (reader) => {
  const name = reader.string("field");
  const targetName = reader.optionalString("target_field");
  const addToRoot = reader.boolean("add_to_root", false);
  const strategy = reader.optionalString("add_to_root_conflict_strategy")?.toLowerCase();
  const allowDuplicates = reader.boolean("allow_duplicate_keys", false);
  const strict = reader.boolean("strict_json_parsing", false);
  if (addToRoot && targetName !== undefined) {
    reader.fail("target_field", "Cannot set a target field while also setting `add_to_root` to true");
  }
  if (strategy !== undefined && strategy !== "replace" && strategy !== "merge") {
    reader.fail(
      "add_to_root_conflict_strategy",
      `conflict strategy [${strategy}] not supported, cannot convert field.`,
    );
  }
  if (strategy !== undefined && !addToRoot) {
    reader.fail(
      "add_to_root_conflict_strategy",
      "Cannot set `add_to_root_conflict_strategy` if `add_to_root` is false",
    );
  }
  if (allowDuplicates) reader.add(notSupported("The option [allow_duplicate_keys] of the processor [json]"));
  const field = literalField(name);
  const target = literalField(targetName ?? name);
  return {
    execute(document) {
      if (!addToRoot) {
        target(document).set(document, parse(field(document).get(document), strict, document));
        return;
      }
      const value = parse(document.fields.get(name) ?? null, strict, document);
      if (!(value instanceof JavaMap)) throw illegalArgument("cannot add non-map fields to root of document");
      if (strategy === "merge") merge(document.fields, value);
      else for (const [key, item] of value.unorderedEntries()) document.fields.set(key, item);
    },
  };
};

function parse(value: JavaValue, strict: boolean, { budget }: IngestDocument): JavaValue {
  if (value === null) return null;
  const text = javaText(value);
  if (text.trim() === "") return null;
  budget.charge(16 * text.length);
  try {
    return parseJson(text, { trailingText: strict ? "refuse" : "ignore" });
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    // The server's parser takes comments.
    if (/\/[/*]/.test(text)) throw notSupported("JSON that is wrong or has comments in it");
    // The text is the JSON library's own and tells a place in a stream; only its class is comparable.
    throw illegalArgument(
      `com.fasterxml.jackson.core.JsonParseException: ${error.message}`,
      new IngestError("json_parse_exception", error.message),
    );
  }
}

function merge(target: JavaMap, from: JavaMap): void {
  for (const [key, value] of from.unorderedEntries()) {
    const there = target.get(key);
    if (there instanceof JavaMap && value instanceof JavaMap) merge(there, value);
    else target.set(key, value);
  }
}
