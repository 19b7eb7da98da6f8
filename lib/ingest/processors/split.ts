/** `split`: a text becomes the list of its parts. @module */

import { JavaList } from "../../java/collection.ts";
import { javaClassName } from "../../java/value.ts";
import { illegalArgument, IngestError, toIngestError } from "../error.ts";
import { literalField } from "../field_option.ts";
import { compileJavaRegex, type JavaRegex } from "../java_regex.ts";
import type { ProcessorFactory } from "../processor.ts";

/** Reads a `split` processor. The server compiles the separator with each document: a bad one passes creation. */
export const split: ProcessorFactory = (reader) => {
  const name = reader.string("field");
  const field = literalField(name);
  const ignoreMissing = reader.boolean("ignore_missing", false);
  const preserveTrailing = reader.boolean("preserve_trailing", false);
  const target = literalField(reader.string("target_field", name));
  const separator = compile(reader.string("separator"));
  if (separator instanceof IngestError && separator.unsupported) reader.add(separator, "separator");
  return {
    execute(document) {
      const path = field(document);
      const value = ignoreMissing ? path.find(document) ?? null : path.get(document);
      if (value === null) {
        if (ignoreMissing) return;
        throw illegalArgument(`field [${name}] is null, cannot split.`);
      }
      if (typeof value !== "string") {
        throw illegalArgument(`field [${name}] of type [${javaClassName(value)}] cannot be cast to [java.lang.String]`);
      }
      if (separator instanceof IngestError) throw separator;
      // A match may take long, and its parts take more room than the text.
      document.budget.charge(64 * value.length);
      target(document).set(document, new JavaList(splitText(value, separator, preserveTrailing)));
    },
  };
};

function compile(separator: string): JavaRegex | IngestError {
  try {
    return compileJavaRegex(separator);
  } catch (thrown) {
    return toIngestError(thrown);
  }
}

/** `String.split`: an empty match at the start splits nothing off, and empty parts at the end are dropped. */
function splitText(text: string, separator: JavaRegex, preserveTrailing: boolean): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of separator.matches(text)) {
    if (end === 0) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  if (parts.length === 0) return [text];
  parts.push(text.slice(from));
  if (!preserveTrailing) {
    while (parts.at(-1) === "") parts.pop();
  }
  return parts;
}
