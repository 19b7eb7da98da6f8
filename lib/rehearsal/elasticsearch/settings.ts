/**
 * Settings: flat by name inside, nested or flat outside.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { javaText, type JavaValue } from "../../java/value.ts";

/** A setting's value; null takes it back. */
export type SettingValue = string | readonly string[] | null;

/**
 * The settings of a body by their full names, nested or not.
 *
 * ```ts
 * import { parseDocument } from "../../json/document.ts";
 * import { flatSettings } from "./settings.ts";
 * const flat = flatSettings(parseDocument('{"index":{"default_pipeline":"a"},"number_of_replicas":0}'), "index.");
 * if (flat.get("index.default_pipeline") !== "a" || flat.get("index.number_of_replicas") !== "0") throw new Error();
 * ```
 */
export function flatSettings(body: JavaMap, prefix = ""): Map<string, SettingValue> {
  const flat = new Map<string, SettingValue>();
  const add = (name: string, value: JavaValue): void => {
    if (value instanceof JavaMap) {
      for (const [key, item] of value.entries()) add(name === "" ? javaText(key) : `${name}.${javaText(key)}`, item);
    } else {
      flat.set(name.startsWith(prefix) ? name : prefix + name, settingValue(value));
    }
  };
  add("", body);
  return flat;
}

function settingValue(value: JavaValue): SettingValue {
  if (value === null) return null;
  return value instanceof JavaList ? value.items.map(javaText) : javaText(value);
}

/** A tree of settings, as the server prints them. */
export interface SettingTree {
  [name: string]: string | readonly string[] | SettingTree;
}

/** Settings as an answer shows them. */
export function shownSettings(flat: ReadonlyMap<string, string | readonly string[]>, isFlat: boolean): SettingTree {
  const names = [...flat.keys()].sort();
  const shown: SettingTree = {};
  for (const name of names) {
    const value = flat.get(name);
    if (value === undefined) continue;
    if (isFlat) shown[name] = value;
    else put(shown, name.split("."), value);
  }
  return shown;
}

function put(tree: SettingTree, [first = "", ...rest]: readonly string[], value: string | readonly string[]): void {
  if (rest.length === 0) {
    tree[first] = value;
    return;
  }
  const inner = tree[first];
  const next: SettingTree = typeof inner === "object" && !isList(inner) ? inner : {};
  tree[first] = next;
  put(next, rest, value);
}

function isList(value: readonly string[] | SettingTree): value is readonly string[] {
  return Array.isArray(value);
}

/** The settings of a cluster. */
export class ClusterSettings {
  readonly persistent = new Map<string, string | readonly string[]>();
  readonly transient = new Map<string, string | readonly string[]>();

  /** A setting; the transient one counts first. */
  text(name: string): string | undefined {
    const value = this.transient.get(name) ?? this.persistent.get(name);
    return typeof value === "string" ? value : undefined;
  }

  /** A whole number. */
  integer(name: string, fallback: number): number {
    const text = this.text(name);
    return text === undefined || !/^\d+$/.test(text) ? fallback : Number(text);
  }

  /** A size in bytes, as in `"64kb"` or `"9g"`. */
  bytes(name: string, fallback: number): number {
    const [, digits, unit = "b"] = /^(\d+)(b|[kmg])?b?$/.exec(this.text(name)?.toLowerCase() ?? "") ?? [];
    if (digits === undefined) return fallback;
    return Number(digits) * 1024 ** ["b", "k", "m", "g"].indexOf(unit);
  }
}
