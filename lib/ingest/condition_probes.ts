/**
 * Documents that find out whether a condition can cope with fields that are missing, null or of another type.
 * @module
 */

import { JavaHashMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import type { Document } from "../json/document.ts";

/** A document and what is odd about it. */
export interface Probe {
  /** "without dns", "dns.question is null" */
  readonly about: string;
  readonly document: Document;
}

/** The fields that DNS documents of Packetbeat have. */
const DNS_PATHS = ["type", "dns.question.registered_domain"];

/** Most fields of one condition that are looked at, and most documents that are tried. */
const MOST_PATHS = 50;
const MOST_PROBES = 200;

/**
 * Documents for the fields that a condition names: each in turn is left out, is null, or is a number at the end of its
 * path, while the others have the values that the condition compares them with.
 *
 * ```ts
 * import { conditionProbes } from "./condition_probes.ts";
 * const probes = conditionProbes("ctx.type == 'dns' && ctx.dns.question.type != 'PTR'");
 * if (!probes.some(({ about }) => about === "dns.question is null")) throw new Error();
 * ```
 */
export function conditionProbes(source: string): Probe[] {
  const paths = new Set([...pathsOf(source).slice(0, MOST_PATHS), ...DNS_PATHS]);
  const wanted = comparedValues(source);
  const probes = new Map<string, () => Document>();
  const add = (about: string, place: readonly string[], value: JavaValue | undefined) => {
    if (!probes.has(about)) probes.set(about, () => documentWith(paths, wanted, place, value));
  };
  for (const path of paths) {
    const steps = path.split(".");
    for (let length = 1; length <= steps.length; length++) {
      const place = steps.slice(0, length);
      add(`without ${place.join(".")}`, place, undefined);
      add(`${place.join(".")} is null`, place, null);
    }
    add(`${path} is a number`, steps, 5);
  }
  return [...probes].slice(0, MOST_PROBES).map(([about, document]) => ({ about, document: document() }));
}

/** `ctx.a.b`, `ctx.a?.b`, `ctx['a']['b']`; a name before a parenthesis is a method. */
const FIELD = /\bctx((?:\??\.[A-Za-z_]\w*(?!\w*\s*\()|\[\s*(?:'[\w.@-]+'|"[\w.@-]+")\s*\])+)/g;
/** `.containsKey('a')` and the like at the end of a path name one more step. */
const KEY_METHOD = /^\s*\??\.(?:containsKey|get|getOrDefault)\(\s*(?:'([\w@-]+)'|"([\w@-]+)")/;
const STEP = /\??\.([A-Za-z_]\w*)|\[\s*['"]([\w.@-]+)['"]\s*\]/g;

function pathsOf(source: string): string[] {
  return [...source.matchAll(FIELD)].flatMap((match) => {
    const path = pathOf(match[1] ?? "");
    const key = KEY_METHOD.exec(source.slice(match.index + match[0].length));
    return key === null ? [path] : [path, `${path}.${key[1] ?? key[2]}`];
  });
}

function pathOf(access: string): string {
  return [...access.matchAll(STEP)].map((step) => step[1] ?? step[2]).join(".");
}

/** The texts that fields are compared with. */
function comparedValues(source: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const match of source.matchAll(FIELD)) {
    const comparison = /^\s*===?\s*(?:'([^']*)'|"([^"]*)")/.exec(source.slice(match.index + match[0].length));
    if (comparison !== null) values.set(pathOf(match[1] ?? ""), comparison[1] ?? comparison[2] ?? "");
  }
  return values;
}

/** A document with all the fields, but for one place; undefined leaves that out. */
function documentWith(
  paths: ReadonlySet<string>,
  wanted: ReadonlyMap<string, string>,
  place: readonly string[],
  value: JavaValue | undefined,
): Document {
  const document = new JavaHashMap();
  for (const path of paths) {
    if (path !== place.join(".") && !path.startsWith(`${place.join(".")}.`)) {
      put(document, path.split("."), wanted.get(path) ?? (path === "type" ? "dns" : "example.com"));
    }
  }
  if (value !== undefined) put(document, place, value);
  return document;
}

/** Leaves alone what has been put on the way. */
function put(document: JavaHashMap, steps: readonly string[], value: JavaValue): void {
  const [first, ...rest] = steps;
  if (first === undefined) return;
  const there = document.get(first);
  if (rest.length === 0) {
    if (!(there instanceof JavaHashMap)) document.set(first, value);
    return;
  }
  const inner = there instanceof JavaHashMap ? there : new JavaHashMap();
  if (inner !== there) document.set(first, inner);
  put(inner, rest, value);
}
