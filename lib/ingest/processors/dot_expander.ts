/** `dot_expander`: a field `a.b` becomes an object `a` with a field `b`. @module */

import { JavaMap } from "../../java/map.ts";
import { javaClassName } from "../../java/value.ts";
import type { IngestDocument } from "../document.ts";
import { illegalArgument } from "../error.ts";
import { literalField } from "../field_option.ts";
import { parseFieldPath } from "../field_path.ts";
import type { ProcessorFactory } from "../processor.ts";

/** Reads a `dot_expander` processor; `override` and the field `*` came with 7.14. */
export const dotExpander: ProcessorFactory = (reader) => {
  const field = reader.string("field");
  const mistake = field === "*" ? undefined : nameMistake(field);
  if (field !== "" && mistake !== undefined) {
    reader.owner = { ...reader.owner, type: "dot_expander" };
    reader.fail("field", mistake);
  }
  const override = reader.boolean("override", false);
  const path = reader.optionalString("path");
  const parent = path === undefined ? undefined : literalField(path);
  return {
    execute(document) {
      const map = parent === undefined ? document.fields : mapAt(parent(document), document);
      const names = field === "*" ? dottedKeys(map) : [field];
      for (const name of names) expand(name, path === undefined ? name : `${path}.${name}`, map, override, document);
    },
  };
};

function nameMistake(field: string): string | undefined {
  if (!field.includes(".")) return "field does not contain a dot and is not a wildcard";
  if (field.startsWith(".") || field.endsWith(".")) return "Field can't start or end with a dot";
  return field.includes("..") ? "No space between dots" : undefined;
}

function mapAt(path: ReturnType<typeof parseFieldPath>, document: IngestDocument): JavaMap {
  const value = path.get(document);
  if (value instanceof JavaMap) return value;
  if (value === null) throw illegalArgument(`field [${path.text}] is null, cannot expand it.`);
  throw illegalArgument(`field [${path.text}] of type [${javaClassName(value)}] cannot be cast to [java.util.Map]`);
}

function dottedKeys(map: JavaMap): string[] {
  return map.keys().filter((key) => typeof key === "string" && key.indexOf(".") > 0).map(String);
}

function expand(name: string, pathText: string, map: JavaMap, override: boolean, document: IngestDocument): void {
  if (!map.has(name)) return;
  const path = parseFieldPath(pathText);
  const there = path.has(document);
  if (!there) refuseScalarParents(pathText, document);
  const value = map.delete(name) ?? null;
  if (there && !override) path.append(document, value, { allowDuplicates: true });
  else path.set(document, value);
}

/** An object can only be made where there is none yet. */
function refuseScalarParents(pathText: string, document: IngestDocument): void {
  for (let dot = pathText.indexOf("."); dot >= 0; dot = pathText.indexOf(".", dot + 1)) {
    const partial = pathText.slice(0, dot);
    const value = parseFieldPath(partial).find(document);
    if (value === undefined) return;
    if (!(value instanceof JavaMap)) {
      throw illegalArgument(
        `cannot expand [${pathText}], because [${partial}] is not an object field, but a value field`,
      );
    }
  }
}
