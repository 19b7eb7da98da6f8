/**
 * Options that name fields: taken as they are, or templates that are rendered for each document.
 * @module
 */

import type { ConfigReader } from "./config_reader.ts";
import type { IngestDocument } from "./document.ts";
import { toIngestError } from "./error.ts";
import { type FieldPath, parseFieldPath } from "./field_path.ts";
import { type Escape, parseTemplate, type Template } from "./template.ts";

/** The path of a field for a document. */
export type FieldOption = (document: IngestDocument) => FieldPath;

/** A template, whose mistakes are noted for the option. */
export function templateOption(reader: ConfigReader, name: string, text: string, escape?: Escape): Template {
  try {
    return parseTemplate(text, escape);
  } catch (thrown) {
    reader.add(toIngestError(thrown), name);
    return parseTemplate("");
  }
}

/** A field whose name may be a template. */
export function templateField(reader: ConfigReader, name: string, text = reader.string(name)): FieldOption {
  const template = templateOption(reader, name, text);
  if (template.literal === undefined) return (document) => parseFieldPath(template.render(document));
  return literalField(template.literal);
}

/** A field whose name is taken as it is; an impossible name fails when it is used. */
export function literalField(text: string): FieldOption {
  let path: FieldPath | undefined;
  return () => path ??= parseFieldPath(text);
}
