/** `rename`: a field gets another name. @module */

import { illegalArgument } from "../error.ts";
import { templateField } from "../field_option.ts";
import type { ProcessorFactory } from "../processor.ts";

/** Reads a `rename` processor; `override` came with 8.12. */
export const rename: ProcessorFactory = (reader) => {
  const field = templateField(reader, "field");
  const target = templateField(reader, "target_field");
  const ignoreMissing = reader.boolean("ignore_missing", false);
  const override = reader.boolean("override", false);
  return {
    execute(document) {
      const from = field(document);
      if (!from.hasInRange(document)) {
        if (ignoreMissing) return;
        throw illegalArgument(`field [${from.text}] doesn't exist`);
      }
      const to = target(document);
      if (to.hasInRange(document) && !override) throw illegalArgument(`field [${to.text}] already exists`);
      const value = from.get(document);
      // Removed first, so that a field can move below itself: a to a.b.
      from.remove(document);
      try {
        to.set(document, value);
      } catch (error) {
        from.set(document, value);
        throw error;
      }
    },
  };
};
