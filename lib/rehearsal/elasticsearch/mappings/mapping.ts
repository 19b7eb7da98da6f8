/**
 * Mappings: what was said of fields, and what documents add.
 * @module
 */

import { JavaList } from "../../../java/collection.ts";
import { JavaMap } from "../../../java/map.ts";
import { javaText, type JavaValue } from "../../../java/value.ts";
import type { IngestError } from "../../../ingest/error.ts";
import { badArgument, failure } from "../failure.ts";
import type { AnswerValue } from "../json_text.ts";
import { learnDocument } from "./dynamic_mapping.ts";
import { fieldAt, type FieldMapping, innermost, newField, typeOfField } from "./field_mapping.ts";
import { isFieldType, isObjectType } from "./field_types.ts";
import { checkValues, type ValueOptions } from "./value_check.ts";

/** A field that holds values. */
export interface Field {
  readonly type: string;
  readonly options: ReadonlyMap<string, JavaValue>;
}

/** How a body is laid over what is there. */
export type MergeMode =
  /** A field keeps its type. */
  | "change"
  /** As templates are composed: a field is what was said last. */
  | "compose";

/** The mapping of an index. */
export class Mapping {
  #root: FieldMapping = newField();
  /** Whether a document may be refused for a field that it brings. */
  #canRefuse = false;

  /** Adds what a body says: `properties`, `dynamic`, `_meta`, … Throws where a field cannot be so. */
  merge(body: JavaMap, mode: MergeMode = "change"): void {
    const inner = body.get("_doc");
    const root = body.size === 1 && inner instanceof JavaMap ? inner : body;
    checkRoot(root);
    const next = copyOf(this.#root);
    mergeInto(next, root, { mode, path: "" });
    this.#root = next;
    this.#canRefuse = hasStrict(next);
  }

  /** Adds fields of a document that nothing was said of; throws where `dynamic` is strict. */
  learn(document: JavaMap): void {
    const next = this.#canRefuse ? copyOf(this.#root) : this.#root;
    learnDocument(next, document);
    this.#root = next;
  }

  /** Throws a DocumentError for a value that its field does not take. */
  check(document: JavaMap, id: string, options: ValueOptions): void {
    checkValues(this.#root, document, id, options);
  }

  /** The type of a field by its dotted name; of an object with fields, `object`. */
  typeOf(name: string): string | undefined {
    const field = fieldAt(this.#root, name);
    if (field === undefined) return typeOfPart(this.#root, name);
    const type = typeOfField(field);
    if (type !== "alias") return type;
    const target = fieldAt(this.#root, javaText(field.options.get("path") ?? null));
    return target === undefined ? undefined : typeOfField(target);
  }

  /** All fields by dotted name, with objects, the fields of fields, and where aliases lead. */
  fields(): Map<string, Field> {
    const found = new Map<string, Field>();
    collect(this.#root, "", found);
    for (const [name, { type, options }] of found) {
      const target = type === "alias" ? found.get(javaText(options.get("path") ?? null)) : undefined;
      if (target !== undefined) found.set(name, target);
    }
    return found;
  }

  /** Whether nothing was said and nothing learnt. */
  get isEmpty(): boolean {
    return this.#root.options.size === 0 && this.#root.properties.size === 0;
  }

  /** As `GET {index}/_mapping` shows it. */
  toBody(): AnswerValue {
    return fieldBody(this.#root);
  }
}

/** What is half merged is never seen. */
function copyOf({ options, properties }: FieldMapping): FieldMapping {
  return {
    options: new Map(options),
    properties: new Map([...properties].map(([name, inner]) => [name, copyOf(inner)])),
  };
}

function hasStrict({ options, properties }: FieldMapping): boolean {
  return options.get("dynamic") === "strict" || [...properties.values()].some(hasStrict);
}

const ROOT_OPTIONS = [
  "_data_stream_timestamp",
  "_doc_count",
  "_field_names",
  "_index",
  "_meta",
  "_routing",
  "_size",
  "_source",
  "_tier",
  "date_detection",
  "dynamic",
  "dynamic_date_formats",
  "dynamic_templates",
  "numeric_detection",
  "properties",
  "runtime",
  "subobjects",
];

function checkRoot(body: JavaMap): void {
  const unknown = [...body.entries()].filter(([key]) => !ROOT_OPTIONS.includes(javaText(key)));
  if (unknown.length === 0) return;
  const listed = unknown.map(([key, value]) => `[${javaText(key)} : ${javaText(value)}]`).join(" ");
  throw unparsable(`Root mapping definition has unsupported parameters:  ${listed}`);
}

function unparsable(reason: string): IngestError {
  return failure(400, "mapper_parsing_exception", `Failed to parse mapping: ${reason}`, {
    causedBy: failure(400, "mapper_parsing_exception", reason),
  });
}

/** Where a merge is. */
interface Merge {
  readonly mode: MergeMode;
  readonly path: string;
}

function mergeInto(field: FieldMapping, body: JavaMap, merge: Merge): void {
  checkType(field, body, merge);
  if (merge.mode === "compose" && merge.path !== "" && isLeaf(body)) {
    field.options.clear();
    field.properties.clear();
  }
  for (const [key, value] of body.entries()) {
    const name = javaText(key);
    if (name === "properties" && value instanceof JavaMap) mergeProperties(field, value, merge);
    else if (name === "dynamic_templates") field.options.set(name, mergedTemplates(field.options.get(name), value));
    else field.options.set(name, name === "dynamic" ? javaText(value) : value);
  }
  // What has a place for fields is an object, even without any.
  if (merge.path !== "" && body.has("properties") && !field.options.has("type")) field.options.set("type", "object");
}

function isLeaf(body: JavaMap): boolean {
  return body.has("type") && !body.has("properties");
}

function checkType(field: FieldMapping, body: JavaMap, { mode, path }: Merge): void {
  if (path === "") return;
  const type = body.get("type") ?? null;
  if (type === null && !body.has("properties")) {
    throw unparsable(`No type specified for field [${path.split(".").at(-1)}]`);
  }
  if (type !== null && !isFieldType(javaText(type))) {
    throw unparsable(
      `The mapper type [${javaText(type)}] declared on field [${
        path.split(".").at(-1)
      }] does not exist. It might have ` +
        "been created within a future version or requires a plugin to be installed. Check the documentation.",
    );
  }
  const before = typeOfField(field);
  const after = type === null ? "object" : javaText(type);
  if (mode === "compose" || before === undefined || before === after) return;
  if (isObjectType(before) !== isObjectType(after)) {
    throw badArgument(`can't merge a non object mapping [${path}] with an object mapping`);
  }
  throw badArgument(`mapper [${path}] cannot be changed from type [${before}] to [${after}]`);
}

/** Templates by name: what was said last, in the place where it was said first. */
function mergedTemplates(before: JavaValue | undefined, after: JavaValue): JavaValue {
  if (!(before instanceof JavaList) || !(after instanceof JavaList)) return after;
  const byName = new Map<string, JavaValue>();
  for (const item of [...before.items, ...after.items]) {
    if (item instanceof JavaMap) { for (const key of item.keys()) byName.set(javaText(key), item); }
  }
  const merged = new JavaList();
  merged.items.push(...byName.values());
  return merged;
}

function mergeProperties(field: FieldMapping, properties: JavaMap, { mode, path }: Merge): void {
  for (const [key, value] of properties.entries()) {
    const name = javaText(key);
    const inner = path === "" ? name : `${path}.${name}`;
    if (!(value instanceof JavaMap)) {
      throw unparsable(`Expected map for property [fields] on field [${name}] but got a class java.lang.String`);
    }
    mergeInto(innermost(field, name), value, { mode, path: inner });
  }
}

/** The type of a field's own field, as of `name.keyword`. */
function typeOfPart(root: FieldMapping, name: string): string | undefined {
  const dot = name.lastIndexOf(".");
  const parts = fieldAt(root, name.slice(0, Math.max(dot, 0)))?.options.get("fields");
  const part = parts instanceof JavaMap ? parts.get(name.slice(dot + 1)) : undefined;
  const type = part instanceof JavaMap ? part.get("type") : undefined;
  return typeof type === "string" ? type : undefined;
}

function collect(field: FieldMapping, prefix: string, found: Map<string, Field>): void {
  for (const [key, inner] of field.properties) {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    found.set(name, { type: typeOfField(inner) ?? "object", options: inner.options });
    const own = inner.options.get("fields");
    for (const [part, options] of own instanceof JavaMap ? own.entries() : []) {
      if (!(options instanceof JavaMap)) continue;
      const said = new Map([...options.entries()].map(([option, value]) => [javaText(option), value] as const));
      found.set(`${name}.${javaText(part)}`, { type: javaText(options.get("type") ?? null), options: said });
    }
    collect(inner, name, found);
  }
}

function fieldBody({ options, properties }: FieldMapping): AnswerValue {
  const sorted = [...properties].sort(([a], [b]) => a < b ? -1 : 1);
  // The type of an object with fields goes without saying.
  const shown = [...options].filter(([name, value]) => name !== "type" || value !== "object" || sorted.length === 0);
  return {
    ...Object.fromEntries(shown),
    ...(sorted.length === 0
      ? {}
      : { properties: Object.fromEntries(sorted.map(([name, inner]) => [name, fieldBody(inner)])) }),
  };
}
