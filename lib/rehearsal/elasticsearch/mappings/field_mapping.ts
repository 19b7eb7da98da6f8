/**
 * One field of a mapping.
 * @module
 */

import type { JavaValue } from "../../../java/value.ts";

/** One field, or an object with fields. */
export interface FieldMapping {
  /** What was said of it, `properties` excepted. */
  readonly options: Map<string, JavaValue>;
  readonly properties: Map<string, FieldMapping>;
}

/** A field that nothing was said of. */
export function newField(): FieldMapping {
  return { options: new Map(), properties: new Map() };
}

/** A dotted name stands for objects. */
export function innermost(field: FieldMapping, name: string): FieldMapping {
  let inner = field;
  for (const part of name.split(".")) {
    const next = inner.properties.get(part) ?? newField();
    inner.properties.set(part, next);
    inner = next;
  }
  return inner;
}

/** The field of a dotted name, if it is there. */
export function fieldAt(parent: FieldMapping, name: string): FieldMapping | undefined {
  let field: FieldMapping | undefined = parent;
  for (const part of name.split(".")) field = field?.properties.get(part);
  return field;
}

/** The type of a field; undefined for one that nothing was said of. */
export function typeOfField({ options, properties }: FieldMapping): string | undefined {
  const type = options.get("type");
  if (typeof type === "string") return type;
  return properties.size > 0 ? "object" : undefined;
}
