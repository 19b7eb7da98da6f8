/** `join`: the elements of a list as one text. @module */

import { JavaList } from "../../java/collection.ts";
import { nullPointer } from "../../java/throwable.ts";
import { javaClassName, javaText } from "../../java/value.ts";
import { illegalArgument } from "../error.ts";
import { literalField } from "../field_option.ts";
import type { ProcessorFactory } from "../processor.ts";

/** Reads a `join` processor. */
export const join: ProcessorFactory = (reader) => {
  const name = reader.string("field");
  const separator = reader.string("separator");
  const field = literalField(name);
  const target = literalField(reader.string("target_field", name));
  return {
    execute(document) {
      const list = field(document).get(document);
      if (list === null) throw illegalArgument(`field [${name}] is null, cannot join.`);
      if (!(list instanceof JavaList)) {
        throw illegalArgument(`field [${name}] of type [${javaClassName(list)}] cannot be cast to [java.util.List]`);
      }
      const texts = list.items.map((item) => {
        if (item === null) throw nullPointer();
        const text = javaText(item);
        document.budget.charge(2 * (text.length + separator.length));
        return text;
      });
      target(document).set(document, texts.join(separator));
    },
  };
};
