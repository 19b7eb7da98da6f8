/** `append`: values are added to a field, which becomes a list. @module */

import { configuredValue } from "../configured_value.ts";
import { toIngestError } from "../error.ts";
import { templateField } from "../field_option.ts";
import { mediaTypeOption } from "../media_type.ts";
import type { ProcessorFactory } from "../processor.ts";

/** Reads an `append` processor; `media_type` came with 7.14. */
export const append: ProcessorFactory = (reader) => {
  const fieldName = reader.string("field");
  const config = reader.value("value");
  const allowDuplicates = reader.boolean("allow_duplicates", true);
  const field = templateField(reader, "field", fieldName);
  const escape = mediaTypeOption(reader);
  try {
    const value = configuredValue(config, escape);
    return { execute: (document) => field(document).append(document, value(document), { allowDuplicates }) };
  } catch (thrown) {
    reader.add(toIngestError(thrown), "value");
    return { execute() {} };
  }
};
