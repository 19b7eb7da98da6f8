/**
 * What `lowercase`, `uppercase` and `trim` have in common: a text becomes another text, in lists too.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { nullPointer } from "../../java/throwable.ts";
import { javaClassName, javaText, type JavaValue } from "../../java/value.ts";
import { illegalArgument } from "../error.ts";
import { literalField } from "../field_option.ts";
import type { ProcessorFactory } from "../processor.ts";

/** A processor for texts and lists of texts. */
export function stringProcessor(change: (text: string) => string): ProcessorFactory {
  return (reader) => {
    const name = reader.string("field");
    const field = literalField(name);
    const ignoreMissing = reader.boolean("ignore_missing", false);
    const target = literalField(reader.string("target_field", name));

    function changed(value: JavaValue): JavaValue {
      if (typeof value === "string") return change(value);
      if (!(value instanceof JavaList)) {
        throw illegalArgument(`field [${name}] of type [${javaClassName(value)}] cannot be cast to [java.lang.String]`);
      }
      return new JavaList(value.items.map((item) => {
        if (typeof item === "string") return change(item);
        if (item === null) throw nullPointer();
        throw illegalArgument(
          `value [${javaText(item)}] of type [${javaClassName(item)}] in list field [${name}] cannot be cast to ` +
            "[java.lang.String]",
        );
      }));
    }

    return {
      execute(document) {
        const path = field(document);
        const value = ignoreMissing ? path.find(document) ?? null : path.get(document);
        if (value === null) {
          if (ignoreMissing) return;
          throw illegalArgument(`field [${name}] is null, cannot process it.`);
        }
        target(document).set(document, changed(value));
      },
    };
  };
}
