/**
 * Fields that documents bring: their types, by what `dynamic` and `dynamic_templates` say.
 * @module
 */

import { JavaList } from "../../../java/collection.ts";
import { JavaMap } from "../../../java/map.ts";
import { JavaDouble, JavaFloat, javaText, type JavaValue } from "../../../java/value.ts";
import { parseDocument } from "../../../json/document.ts";
import { unsupported } from "../failure.ts";
import { wildcard } from "../filter_path.ts";
import { DocumentError } from "./document_error.ts";
import { fieldAt, type FieldMapping, innermost, typeOfField } from "./field_mapping.ts";

/** What holds for the fields of an object. */
interface Scope {
  readonly path: string;
  /** The keys that lead to the object. */
  readonly keys: readonly string[];
  /** `true`, `false`, `strict`, `runtime`; an object says it for itself and those within. */
  readonly dynamic: string;
  readonly templates: readonly JavaMap[];
  readonly detectsDates: boolean;
}

/** Adds the fields of a document to a mapping. */
export function learnDocument(root: FieldMapping, document: JavaMap): void {
  const templates = root.options.get("dynamic_templates");
  const scope: Scope = {
    path: "",
    keys: [],
    dynamic: String(root.options.get("dynamic") ?? true),
    templates: (templates instanceof JavaList ? templates.items : []).flatMap(templateOf),
    detectsDates: String(root.options.get("date_detection") ?? true) === "true",
  };
  learnInto(root, document, scope);
}

/** A template stands in an object of its own, under its name. */
function templateOf(item: JavaValue): JavaMap[] {
  return item instanceof JavaMap
    ? [...item.entries()].flatMap(([, value]) => value instanceof JavaMap ? [value] : [])
    : [];
}

function learnInto(field: FieldMapping, document: JavaMap, scope: Scope): void {
  for (const [key, value] of document.entries()) {
    const name = javaText(key);
    if (name === "" || /^\.|\.\.|\.$/.test(name)) continue;
    for (const sample of samplesOf(value)) learnField(field, name, sample, scope);
  }
}

/** Values, those within lists one by one; nothing for null. */
function samplesOf(value: JavaValue): JavaValue[] {
  if (value instanceof JavaList) return value.items.flatMap(samplesOf);
  return value === null ? [] : [value];
}

function learnField(parent: FieldMapping, name: string, sample: JavaValue, scope: Scope): void {
  const path = scope.path === "" ? name : `${scope.path}.${name}`;
  const known = fieldAt(parent, name);
  const type = known === undefined ? undefined : typeOfField(known);
  if (known !== undefined && type !== undefined) {
    if (sample instanceof JavaMap && (type === "object" || type === "nested")) {
      learnInto(known, sample, innerScope(known, name, scope));
    }
    return;
  }
  if (scope.dynamic === "strict") throw notAllowed(name, scope);
  if (scope.dynamic === "false" || scope.dynamic === "runtime") return;
  const said = dynamicOptions(path, sample, scope);
  if (said === undefined && sample instanceof JavaMap) {
    const inner = innermost(parent, name);
    learnInto(inner, sample, innerScope(inner, name, scope));
    // An object without fields is one nevertheless.
    if (inner.properties.size === 0) inner.options.set("type", "object");
    return;
  }
  const inner = innermost(parent, name);
  for (const [option, value] of said?.entries() ?? []) inner.options.set(javaText(option), value);
}

function innerScope(field: FieldMapping, name: string, scope: Scope): Scope {
  const own = field.options.get("dynamic");
  return {
    ...scope,
    path: scope.path === "" ? name : `${scope.path}.${name}`,
    keys: [...scope.keys, name],
    dynamic: own === undefined ? scope.dynamic : String(own),
  };
}

function notAllowed(name: string, { path, keys }: Scope): Error {
  return new DocumentError(
    "strict_dynamic_mapping_exception",
    `mapping set to strict, dynamic introduction of [${name}] within [${path === "" ? "_doc" : path}] is not allowed`,
    [...keys, name],
  );
}

/** What is said of a new field; undefined for an object that no template wants otherwise. */
function dynamicOptions(path: string, sample: JavaValue, scope: Scope): JavaMap | undefined {
  const kind = kindOf(sample, scope.detectsDates);
  const template = scope.templates.find((template) => fits(template, path, kind));
  const mapping = template?.get("mapping") ?? template?.get("runtime");
  if (mapping instanceof JavaMap) return filledIn(mapping, path, kind);
  if (kind === "object") return undefined;
  return parseDocument(kind === "date" && javaText(sample).includes("/") ? SLASHED_DATE : DEFAULTS[kind]);
}

/** Kinds of values, as `match_mapping_type` names them. */
type Kind = "boolean" | "long" | "double" | "date" | "string" | "object";

const DEFAULTS: Readonly<Record<Kind, string>> = {
  boolean: '{"type":"boolean"}',
  long: '{"type":"long"}',
  double: '{"type":"float"}',
  date: '{"type":"date"}',
  string: '{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}}',
  object: '{"type":"object"}',
};

const SLASHED_DATE = '{"type":"date","format":"yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis"}';

const DATE =
  /^\d{4}(-\d\d-\d\d)(T\d\d(:\d\d(:\d\d([.,]\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?$|^\d{4}\/\d\d\/\d\d( \d\d:\d\d:\d\d)?$/;

function kindOf(value: JavaValue, detectsDates: boolean): Kind {
  if (value instanceof JavaMap) return "object";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number" || typeof value === "bigint") return "long";
  if (value instanceof JavaDouble || value instanceof JavaFloat) return "double";
  return detectsDates && DATE.test(javaText(value)) ? "date" : "string";
}

/** Types that an object can be a value of. */
const OF_OBJECTS = ["flattened", "geo_point", "nested", "object", "passthrough"];

function fits(template: JavaMap, path: string, kind: Kind): boolean {
  if (template.get("match_pattern") === "regex") throw unsupported("A dynamic template with [match_pattern: regex]");
  const kinds = textsOf(template.get("match_mapping_type"));
  const mapping = template.get("mapping");
  const type = mapping instanceof JavaMap ? mapping.get("type") ?? "object" : "object";
  const isKind = kinds.length > 0
    ? kinds.includes("*") || kinds.includes(kind)
    : kind !== "object" || OF_OBJECTS.includes(javaText(type));
  const name = path.split(".").at(-1) ?? "";
  const matches = (option: string, text: string): boolean =>
    textsOf(template.get(option)).some((pattern) => wildcard(pattern).test(text));
  const isNamed = (option: string, text: string): boolean => !template.has(option) || matches(option, text);
  return isKind && !textsOf(template.get("unmatch_mapping_type")).includes(kind) &&
    isNamed("match", name) && isNamed("path_match", path) &&
    !matches("unmatch", name) && !matches("path_unmatch", path);
}

function textsOf(value: JavaValue | undefined): string[] {
  if (value === undefined || value === null) return [];
  return value instanceof JavaList ? value.items.map(javaText) : [javaText(value)];
}

/** `{name}` and `{dynamic_type}` are filled in; a type that is not said is the default one. */
function filledIn(mapping: JavaMap, path: string, kind: Kind): JavaMap {
  const type = javaText(parseDocument(DEFAULTS[kind]).get("type") ?? null);
  const filled = parseDocument("{}");
  if (!mapping.has("type")) filled.set("type", type);
  for (const [key, value] of mapping.entries()) {
    const text = typeof value === "string"
      ? value.replaceAll("{name}", path.split(".").at(-1) ?? "").replaceAll("{dynamic_type}", type)
        .replaceAll("{dynamicType}", type)
      : value;
    filled.set(javaText(key), text);
  }
  return filled;
}
