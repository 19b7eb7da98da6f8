/**
 * Mappings: what was said of fields, and what documents add.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { JavaDouble, JavaFloat, javaText, type JavaValue } from "../../java/value.ts";
import type { AnswerValue } from "./json_text.ts";

/** One field, or an object with fields. */
interface FieldMapping {
  /** What was said of it, `properties` excepted. */
  readonly options: Map<string, AnswerValue>;
  readonly properties: Map<string, FieldMapping>;
}

/** The mapping of an index. */
export class Mapping {
  readonly #root: FieldMapping = newField();

  /** Adds what a body says: `properties`, `dynamic`, `_meta`, … */
  merge(body: JavaMap): void {
    mergeInto(this.#root, body);
  }

  /** Adds fields of a document that nothing was said of, unless `dynamic` forbids. */
  learn(document: JavaMap): void {
    if (String(this.#root.options.get("dynamic") ?? true) !== "true") return;
    learnInto(this.#root, document);
  }

  /** The type of a field by its dotted name. */
  typeOf(name: string): string | undefined {
    let field: FieldMapping | undefined = this.#root;
    for (const part of name.split(".")) field = field?.properties.get(part);
    const type = field?.options.get("type");
    return typeof type === "string" ? type : undefined;
  }

  /** Types of all fields by dotted name; objects are not among them. */
  leaves(): Map<string, string> {
    const found = new Map<string, string>();
    collectLeaves(this.#root, "", found);
    return found;
  }

  /** As `GET {index}/_mapping` shows it. */
  toBody(): AnswerValue {
    return fieldBody(this.#root);
  }
}

function collectLeaves(field: FieldMapping, prefix: string, found: Map<string, string>): void {
  for (const [key, inner] of field.properties) {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    const type = inner.options.get("type");
    if (typeof type === "string" && type !== "object" && type !== "nested") found.set(name, type);
    collectLeaves(inner, name, found);
  }
}

function newField(): FieldMapping {
  return { options: new Map(), properties: new Map() };
}

function mergeInto(field: FieldMapping, body: JavaMap): void {
  for (const [key, value] of body.entries()) {
    const name = javaText(key);
    if (name === "properties" && value instanceof JavaMap) mergeProperties(field, value);
    else field.options.set(name, value);
  }
}

function mergeProperties(field: FieldMapping, properties: JavaMap): void {
  for (const [key, value] of properties.entries()) {
    if (value instanceof JavaMap) mergeInto(innermost(field, javaText(key)), value);
  }
}

/** A dotted name stands for objects. */
function innermost(field: FieldMapping, name: string): FieldMapping {
  let inner = field;
  for (const part of name.split(".")) {
    const next = inner.properties.get(part) ?? newField();
    inner.properties.set(part, next);
    inner = next;
  }
  return inner;
}

function learnInto(field: FieldMapping, document: JavaMap): void {
  for (const [key, value] of document.entries()) {
    const name = javaText(key);
    const sample = value instanceof JavaList ? value.items.find((item) => item !== null) ?? null : value;
    if (sample === null || sample instanceof JavaList || name === "") continue;
    if (sample instanceof JavaMap) {
      const inner = innermost(field, name);
      if (!inner.options.has("type")) learnInto(inner, sample);
      continue;
    }
    const inner = innermost(field, name);
    if (inner.options.size > 0 || inner.properties.size > 0) continue;
    for (const [option, said] of Object.entries(dynamicType(sample))) inner.options.set(option, said);
  }
}

function dynamicType(value: JavaValue): Record<string, AnswerValue> {
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "number" || typeof value === "bigint") return { type: "long" };
  if (value instanceof JavaDouble || value instanceof JavaFloat) return { type: "float" };
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(value)) {
    return { type: "date" };
  }
  return { type: "text", fields: { keyword: { type: "keyword", ignore_above: 256 } } };
}

function fieldBody(field: FieldMapping): AnswerValue {
  const properties = [...field.properties].sort(([a], [b]) => a < b ? -1 : 1);
  return {
    ...Object.fromEntries(field.options),
    ...(properties.length === 0 ? {} : {
      properties: Object.fromEntries(properties.map(([name, inner]) => [name, fieldBody(inner)])),
    }),
  };
}
