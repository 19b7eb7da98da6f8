/**
 * Comparing a configuration that was sent with what a server made of it. Servers add defaults, some of them chosen for
 * the occasion, and write durations and sizes in a way of their own: none of that is a difference.
 * @module
 */

/** What is known of a field. */
export type ConfigField =
  /** Any value; without one it is `otherwise`. */
  | { readonly kind: "value"; readonly otherwise?: unknown }
  /**
   * Without one the server chooses: its choice is no difference, unless it is one that `mayChoose` rules out. To an object
   * it may add, unless that is `exact`.
   */
  | {
    readonly kind: "chosen";
    readonly as?: "duration" | "size" | "exact";
    readonly mayChoose?: (stored: unknown) => boolean;
  }
  /** A duration as `15m`; without one it is `otherwise`. */
  | { readonly kind: "duration"; readonly otherwise?: string }
  /** Names in any order; a single one may stand without a list. */
  | { readonly kind: "names" }
  /** An object of known fields. */
  | { readonly kind: "object"; readonly fields: ConfigFields }
  /** An object of which the server may add anything that was not sent. */
  | { readonly kind: "open" }
  /** A list of objects of known fields. */
  | { readonly kind: "list"; readonly fields: ConfigFields };

/** Fields by name. What is stored and not named here is the server's own. */
export type ConfigFields = Readonly<Record<string, ConfigField>>;

type Config = Readonly<Record<string, unknown>>;

/**
 * Both sides without what is no difference.
 *
 * ```ts
 * import { comparable } from "./config_fields.ts";
 * const fields = { span: { kind: "duration" }, delay: { kind: "chosen" }, size: { kind: "value", otherwise: 10 } } as const;
 * const [stored, sent] = comparable(fields, { span: "15m", delay: "61s", size: 10, version: 1 }, { span: "900s" });
 * if (JSON.stringify(stored) !== JSON.stringify(sent)) throw new Error();
 * ```
 */
export function comparable(fields: ConfigFields, stored: Config, sent: Config): [stored: Config, sent: Config] {
  const there: Record<string, unknown> = {};
  const here: Record<string, unknown> = {};
  for (const key of [...new Set([...Object.keys(fields), ...Object.keys(sent)])].sort()) {
    const [one, other] = pair(fields[key] ?? { kind: "value" }, stored[key], sent[key]);
    if (one !== undefined) there[key] = one;
    if (other !== undefined) here[key] = other;
  }
  return [there, here];
}

type Pair = readonly [stored: unknown, sent: unknown];

function pair(field: ConfigField, stored: unknown, sent: unknown): Pair {
  switch (field.kind) {
    case "value":
      return [stored ?? field.otherwise, sent ?? field.otherwise];
    case "duration":
      return asWritten(duration, stored ?? field.otherwise, sent ?? field.otherwise);
    case "names":
      return asWritten(names, stored, sent);
    case "chosen": {
      if (sent === undefined) {
        const isChoice = stored === undefined || (field.mayChoose?.(stored) ?? true);
        return isChoice ? [undefined, undefined] : [stored, sent];
      }
      if (field.as === "exact") return [stored, sent];
      if (field.as !== undefined) return asWritten(field.as === "duration" ? duration : size, stored, sent);
      return isConfig(stored) && isConfig(sent) ? [onlySent(stored, sent), sent] : [stored, sent];
    }
    case "object":
      if (!isConfig(stored ?? {}) || !isConfig(sent ?? {})) return [stored, sent];
      return comparable(field.fields, isConfig(stored) ? stored : {}, isConfig(sent) ? sent : {});
    case "open":
      return [isConfig(stored) && isConfig(sent) ? onlySent(stored, sent) : stored, sent];
    case "list":
      if (!Array.isArray(stored) || !Array.isArray(sent) || stored.length !== sent.length) return [stored, sent];
      return unzip(stored.map((item, i) => pair({ kind: "object", fields: field.fields }, item, sent[i])));
  }
}

function unzip(pairs: readonly Pair[]): Pair {
  return [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
}

function isConfig(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What means the same becomes the same; what does not stays as it is written, to be shown. */
function asWritten(normal: (value: unknown) => unknown, stored: unknown, sent: unknown): Pair {
  const there = normal(stored);
  return JSON.stringify(there) === JSON.stringify(normal(sent)) ? [there, there] : [stored, sent];
}

/** What the server chose within an object that was sent in part is its own, too. */
function onlySent(stored: Config, sent: Config): Config {
  return Object.fromEntries(
    Object.entries(stored).filter(([key]) => key in sent).map(([key, value]) => {
      const inner = sent[key];
      return [key, isConfig(value) && isConfig(inner) ? onlySent(value, inner) : value];
    }),
  );
}

/** No names and an empty list of them are the same. */
function names(value: unknown): unknown {
  const list = typeof value === "string" ? [value] : value ?? [];
  return Array.isArray(list) && list.every((name) => typeof name === "string") ? [...new Set(list)].sort() : value;
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** In milliseconds, as far as it is a duration. */
function duration(value: unknown): unknown {
  const [, count, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(String(value)) ?? [];
  return unit === undefined ? value : `${Number(count) * (MILLISECONDS[unit] ?? 1)}ms`;
}

const UNITS = ["b", "kb", "mb", "gb", "tb"];

/** In bytes, as far as it is a size; a bare number counts megabytes. */
function size(value: unknown): unknown {
  const [, count, unit = "mb"] = /^(\d+)([kmgt]?b|[kmgt])?$/i.exec(String(value)) ?? [];
  const power = UNITS.findIndex((known) => known === unit.toLowerCase() || known === `${unit.toLowerCase()}b`);
  return count === undefined || power < 0 ? value : `${Number(count) * 1024 ** power}b`;
}
