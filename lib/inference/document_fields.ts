/**
 * Fields of a document as models look them up: by dotted name, through nested objects and dotted keys alike.
 * @module
 */

import { JavaHashMap, JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";

/**
 * The value of a field; undefined when there is none. The whole name as a key comes first, then depth first with longer
 * keys first, going back where a path ends; null counts as absent, and lists are never entered.
 *
 * ```ts
 * import { JavaHashMap } from "../java/map.ts";
 * import { digField } from "./document_fields.ts";
 * const inner = new JavaHashMap();
 * inner.set("c", 1);
 * const document = new JavaHashMap();
 * document.set("a.b", inner);
 * if (digField(document, "a.b.c") !== 1) throw new Error();
 * ```
 */
export function digField(document: JavaMap, name: string): JavaValue | undefined {
  const whole = document.get(name);
  if (whole !== undefined && whole !== null) return whole;
  const parts = name.split(".");
  if (parts.length === 1) return undefined;
  const open: { map: JavaMap; from: number }[] = [{ map: document, from: 0 }];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    let key = "";
    for (let end = path.from + 1; end <= parts.length; end++) {
      const part = parts[end - 1] ?? "";
      key = end === path.from + 1 ? part : `${key}.${part}`;
      const value = path.map.get(key);
      if (value === undefined || value === null) continue;
      if (end === parts.length) return value;
      if (value instanceof JavaMap) open.push({ map: value, from: end });
    }
  }
  return undefined;
}

/**
 * The document with fields under other names too: each source is looked up, and put under its target where that key is
 * absent or null. The document itself is not changed.
 */
export function mapFields(document: JavaMap, fieldMap: JavaMap): JavaMap {
  let mapped: JavaHashMap | undefined;
  for (const [source, target] of fieldMap.entries()) {
    const from: JavaMap = mapped ?? document;
    const value = digField(from, String(source));
    if (value === undefined) continue;
    const there = from.get(target);
    if (there !== undefined && there !== null) continue;
    mapped ??= JavaHashMap.copyOf(document);
    mapped.set(target, value);
  }
  return mapped ?? document;
}
