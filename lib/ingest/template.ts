/**
 * Mustache templates in the options of processors: `{{a.b}}`, `{{{a.b}}}`, `{{&a.b}}`, sections and comments.
 * @module
 */

import { JavaArray, JavaCollection, JavaList, JavaSet } from "../java/collection.ts";
import { JavaMap } from "../java/map.ts";
import { parseJavaInt } from "../java/number_parse.ts";
import { JavaObject, javaText, type JavaValue } from "../java/value.ts";
import type { IngestDocument } from "./document.ts";
import { IngestError, notSupported } from "./error.ts";

/** How `{{x}}` escapes what it inserts, by the media type of the option. */
export type Escape = (text: string) => string;

/**
 * A text that may refer to fields of the document.
 *
 * ```ts
 * import { parseDocument } from "../json/document.ts";
 * import { IngestDocument } from "./document.ts";
 * import { parseTemplate } from "./template.ts";
 * const document = IngestDocument.take(parseDocument('{"a": {"b": "say \\"x\\""}}'), {}, "");
 * if (parseTemplate("<{{a.b}}>").render(document) !== '<say \\"x\\">') throw new Error();
 * if (parseTemplate("<{{{a.b}}}>").render(document) !== '<say "x">') throw new Error();
 * ```
 */
export interface Template {
  /** The text when it refers to nothing. */
  readonly literal: string | undefined;
  render(document: IngestDocument): string;
}

/** Reads a template; throws an `IngestError` for one that the server does not compile. */
export function parseTemplate(text: string, escape: Escape = escapeJson): Template {
  if (!text.includes("{{")) return { literal: text, render: () => text };
  const parts = new TemplateParser(text, escape).parse();
  return { literal: undefined, render: (document) => renderAll(parts, [new Model(document)]) };
}

/** A piece of a template. */
type Part = (scopes: readonly Scope[]) => string;
/** Where names are looked for; the innermost is last. */
type Scope = Model | JavaValue;

function renderAll(parts: readonly Part[], scopes: readonly Scope[]): string {
  let text = "";
  const [model] = scopes;
  for (const part of parts) {
    const piece = part(scopes);
    if (model instanceof Model) model.document.budget.charge(2 * piece.length);
    text += piece;
  }
  return text;
}

/** The outermost scope: the document's fields and metadata, `_source` and `_ingest`. */
class Model {
  readonly document: IngestDocument;

  constructor(document: IngestDocument) {
    this.document = document;
  }

  get(name: string): JavaValue | undefined {
    if (name === "_source") return this.document.fields;
    return name === "_ingest" ? this.document.ingest : this.document.fields.get(name);
  }
}

class TemplateParser {
  readonly #text: string;
  readonly #escape: Escape;
  #at = 0;

  constructor(text: string, escape: Escape) {
    this.#text = text;
    this.#escape = escape;
  }

  parse(): Part[] {
    return this.#parts(undefined);
  }

  /** Everything up to the end, or to the end of a section. */
  #parts(section: string | undefined): Part[] {
    const parts: Part[] = [];
    for (;;) {
      const open = this.#text.indexOf("{{", this.#at);
      const text = this.#text.slice(this.#at, open < 0 ? undefined : open);
      if (text !== "") parts.push(() => text);
      if (open < 0) {
        if (section !== undefined) throw this.#error(`Failed to close '${section}' tag`);
        return parts;
      }
      this.#at = open + 2;
      const part = this.#tag(section);
      if (part === undefined) return parts;
      parts.push(part);
    }
  }

  /** The tag at the current place; undefined for the end of the section. */
  #tag(section: string | undefined): Part | undefined {
    if (this.#text[this.#at] === "{") {
      this.#at++;
      const name = this.#until("}}}", " in query-template:1").trim();
      return (scopes) => valueText(name, scopes);
    }
    const tag = this.#until("}}", "").trim();
    const name = tag.slice(1).trim();
    switch (tag[0]) {
      case undefined:
        throw this.#error("Empty mustache");
      case "&":
        return (scopes) => valueText(name, scopes);
      case "!":
        return () => "";
      case "#":
      case "^":
        return this.#section(name, tag[0] === "^");
      case "/":
        if (name === section) return undefined;
        throw this.#error(`Mismatched start/end tags: ${section ?? null} != ${name} in query-template:1`);
      case ">":
        throw this.#failure(`Template ${name} not found`, "mustache_not_found_exception");
      case "=":
      case "<":
      case "$":
        throw notSupported(`The template tag [{{${tag}}}]`);
      default:
        return (scopes) => this.#escape(valueText(tag, scopes));
    }
  }

  #section(name: string, inverted: boolean): Part {
    if (FUNCTIONS.has(name.split(/\s/)[0] ?? "")) throw notSupported(`The template function [{{#${name}}}]`);
    // What the server does with line breaks around the tags of a section is not worked out here.
    if (/[\r\n]/.test(this.#text)) throw notSupported("A template section in a text of several lines");
    const parts = this.#parts(name);
    if (inverted) return (scopes) => isFalse(find(name, scopes)) ? renderAll(parts, scopes) : "";
    return (scopes) => {
      const value = find(name, scopes);
      if (value === undefined || isFalse(value)) return "";
      const values = value instanceof JavaCollection ? value.elements() : [value];
      return values.map((inner) => renderAll(parts, inner === true ? scopes : [...scopes, inner])).join("");
    };
  }

  /** The text up to a closing tag; the server's parser gives up at the end. */
  #until(close: string, where: string): string {
    const end = this.#text.indexOf(close, this.#at);
    if (end < 0) {
      throw this.#error(this.#at >= this.#text.length ? "Empty mustache" : `Improperly closed variable${where}`);
    }
    const inner = this.#text.slice(this.#at, end);
    this.#at = end + close.length;
    return inner;
  }

  #error(message: string): IngestError {
    return this.#failure(`${message} @[query-template:1]`, "mustache_exception");
  }

  #failure(message: string, cause: string): IngestError {
    return new IngestError("script_exception", message, {
      details: { script_stack: [], script: this.#text, lang: "mustache" },
      causedBy: new IngestError(cause, message),
    });
  }
}

const FUNCTIONS: ReadonlySet<string> = new Set(["toJson", "join", "url"]);

/** The text of a value; nothing for a missing one and for null. */
function valueText(name: string, scopes: readonly Scope[]): string {
  const value = find(name, scopes);
  return value === undefined || value === null ? "" : templateText(value);
}

/** A list prints as the map from positions that templates see in it. */
function templateText(value: JavaValue): string {
  if (value instanceof JavaList || value instanceof JavaArray || value instanceof JavaSet) {
    const items = value instanceof JavaSet ? value.values() : value.items;
    return `{${items.map((item, i) => `${i}=${javaText(item)}`).join(", ")}}`;
  }
  return javaText(value);
}

/** The first scope, from the innermost, that knows the name as a whole or its first step. */
function find(name: string, scopes: readonly Scope[]): JavaValue | undefined {
  for (let i = scopes.length - 1; i >= 0; i--) {
    const scope = scopes[i];
    // Within a section over a null the outer scopes show.
    if (scope === undefined || scope === null) continue;
    if (name === ".") return scope instanceof Model ? notText() : scope;
    const found = lookUp(scope, name, name) ?? lookUpSteps(scope, name);
    if (found !== undefined) return found;
    if (lookUp(scope, name, name) !== undefined) return null;
  }
  return undefined;
}

function notText(): never {
  throw notSupported("The whole document in a template, as [{{.}}]");
}

function lookUpSteps(scope: Scope, name: string): JavaValue | undefined {
  const steps = name.split(".");
  if (steps.length === 1) return undefined;
  let value: Scope | undefined = scope;
  for (const step of steps) {
    if (value === undefined || value === null) return undefined;
    value = lookUp(value, step, name);
  }
  return value instanceof Model ? undefined : value;
}

/** One step of a name; null is what is not worth a further step. */
function lookUp(scope: Scope, step: string, name: string): JavaValue | undefined {
  if (scope instanceof Model || scope instanceof JavaMap) return scope.get(step);
  if (scope instanceof JavaList || scope instanceof JavaArray) return element(scope.items, step, name);
  if (scope instanceof JavaSet) return element(scope.values(), step, name);
  if (scope === null || !isMember(scope, step)) return undefined;
  throw notSupported(`The method or field of a value in a template, as [{{${name}}}],`);
}

function element(items: readonly JavaValue[], step: string, name: string): JavaValue | undefined {
  if (step === "size") return items.length;
  const index = parseJavaInt(step);
  if (index === undefined) return undefined;
  const item = items[index];
  if (item !== undefined) return item;
  throw new IngestError("general_script_exception", "Error running com.github.mustachejava.codes.DefaultMustache", {
    causedBy: new IngestError("mustache_exception", `Failed to get value for ${name} @[query-template:1]`, {
      causedBy: new IngestError("mustache_exception", `${step} @[query-template:1]`, {
        causedBy: new IngestError("index_out_of_bounds_exception", step),
      }),
    }),
  });
}

/** Whether a name is one that the server's templates might find on a text, number or boolean by reflection. */
function isMember(value: JavaValue, name: string): boolean {
  return MEMBERS.test(name) || value instanceof JavaObject && !/^[0-9]*$/.test(name) && "value" in value === false;
}

const MEMBERS =
  /^(length|size|is[A-Z]?\w*|to[A-Z]\w*|get[A-Z]\w*|hash\w*|\w+Value|value|coder|trim|strip\w*|chars|codePoints|intern|lines|describeConstable|translateEscapes|byteValue|notify\w*|wait|empty|blank|bytes|naN|infinite|[A-Z_]{2,})$/;

/** What a section passes over and an inverted one shows. */
function isFalse(value: JavaValue | undefined): boolean {
  return value === undefined || value === null || value === false || value === "" ||
    value instanceof JavaCollection && value.size === 0 || value instanceof JavaArray && value.items.length === 0;
}

/**
 * Escapes a text as the inside of a JSON string: quotes, backslashes and control characters.
 *
 * ```ts
 * import { escapeJson } from "./template.ts";
 * if (escapeJson('"<é>\u001f') !== '\\"<é>\\u001F') throw new Error();
 * ```
 */
export function escapeJson(text: string): string {
  // deno-lint-ignore no-control-regex
  return /["\\\u0000-\u001f]/.test(text) ? text.replace(/["\\\u0000-\u001f]/g, escapeCharacter) : text;
}

function escapeCharacter(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
