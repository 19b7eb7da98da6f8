/**
 * Values as the expectations of the Painless corpus write them; `testdata/painless/README.md` has the table.
 * @module
 */

import { JavaArray, JavaList, JavaSet } from "../../lib/java/collection.ts";
import { JavaMap } from "../../lib/java/map.ts";
import {
  JavaByte,
  JavaChar,
  JavaDouble,
  JavaFloat,
  JavaShort,
  javaText,
  type JavaValue,
} from "../../lib/java/value.ts";
import { quote, quoteChar } from "./painless_case.ts";

/** Writes a value so that no type is lost: `1L`, `1.5`, `'c'`, `[1, "a"]`. */
export function typedText(value: JavaValue): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "bigint":
      return `${value}L`;
    case "number":
    case "boolean":
      return String(value);
  }
  if (value === null) return "null";
  if (value instanceof JavaDouble) return value.toText();
  if (value instanceof JavaFloat) return `${value.toText()}f`;
  if (value instanceof JavaShort) return `${value.value}s`;
  if (value instanceof JavaByte) return `${value.value}b`;
  if (value instanceof JavaChar) return quoteChar(value.value);
  if (value instanceof JavaList) return `[${value.items.map(typedText).join(", ")}]`;
  if (value instanceof JavaSet) return `set[${[...value.values()].map(typedText).join(", ")}]`;
  if (value instanceof JavaArray) return arrayText(value);
  if (value instanceof JavaMap) {
    return `{${[...value.entries()].map(([key, item]) => `${typedText(key)}: ${typedText(item)}`).join(", ")}}`;
  }
  return `${value.className === "java.lang.StringBuilder" ? "StringBuilder" : "object"} ${quote(javaText(value))}`;
}

function arrayText(array: JavaArray): string {
  const items = array.items.map((item) => {
    if (typeof item !== "number") return typedText(item);
    switch (array.elementType) {
      case "double":
        return typedText(new JavaDouble(item));
      case "float":
        return typedText(new JavaFloat(item));
      case "short":
        return typedText(new JavaShort(item));
      case "byte":
        return typedText(new JavaByte(item));
      case "char":
        return typedText(new JavaChar(item));
      default:
        return typedText(item);
    }
  });
  const name = /^(boolean|byte|short|char|int|long|float|double|String)$/.test(array.elementType)
    ? array.elementType
    : "Object";
  return `${name}[] [${items.join(", ")}]`;
}
