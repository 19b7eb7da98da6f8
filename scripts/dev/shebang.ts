/**
 * The first line of a script, which says how it runs and what it may do.
 * @module
 */

/** Linux cuts a first line at 256 bytes without a word; ours stay well below. */
export const LONGEST_SHEBANG = 199;

/**
 * The permission flags in the first line of a script.
 *
 * ```ts
 * import { permissionFlags } from "./shebang.ts";
 * const flags = permissionFlags("#!/usr/bin/env -S deno run --allow-read\n");
 * if (flags.join() !== "--allow-read") throw new Error();
 * ```
 */
export function permissionFlags(source: string): string[] {
  return flagsIn(source).filter((flag) => !isEngineFlag(flag));
}

/**
 * The flags in the first line of a script that are for V8: how much memory it takes.
 *
 * ```ts
 * import { engineFlags } from "./shebang.ts";
 * const flags = engineFlags("#!/usr/bin/env -S deno run --v8-flags=--max-semi-space-size=4 --allow-read\n");
 * if (flags.join() !== "--v8-flags=--max-semi-space-size=4") throw new Error();
 * ```
 */
export function engineFlags(source: string): string[] {
  return flagsIn(source).filter(isEngineFlag);
}

function flagsIn(source: string): string[] {
  const [line = ""] = source.split("\n", 1);
  const flags = line.match(/^#!\/usr\/bin\/env -S deno run((?: --[a-z][^\s]*)*)$/)?.[1];
  if (flags === undefined) throw new SyntaxError(`Cannot read "${line}" as the first line of a script`);
  return flags.split(" ").filter((flag) => flag !== "");
}

function isEngineFlag(flag: string): boolean {
  return flag.startsWith("--v8-flags=");
}

/** A permission set of deno.json as flags. */
export type PermissionSet = Readonly<Record<string, boolean | readonly string[] | PermissionLists>>;

/** What is allowed, and what is to look as if it were not there. */
export interface PermissionLists {
  readonly allow?: boolean | readonly string[];
  readonly deny?: boolean | readonly string[];
  readonly ignore?: boolean | readonly string[];
}

/**
 * A permission set of deno.json as the flags that mean the same.
 *
 * ```ts
 * import { flagsOf } from "./shebang.ts";
 * const flags = flagsOf({ read: true, env: { allow: ["NO_*"], ignore: true } });
 * if (flags.join(" ") !== "--allow-read --allow-env=NO_* --ignore-env") throw new Error(flags.join(" "));
 * ```
 */
export function flagsOf(set: PermissionSet): string[] {
  return Object.entries(set).flatMap(([name, value]) => {
    const lists = typeof value === "boolean" || isList(value) ? { allow: value } : value;
    return (["allow", "deny", "ignore"] as const).flatMap((verb) => {
      const list = lists[verb];
      if (list === undefined || list === false) return [];
      return list === true ? [`--${verb}-${name}`] : [`--${verb}-${name}=${list.join(",")}`];
    });
  });
}

function isList(value: boolean | readonly string[] | PermissionLists): value is readonly string[] {
  return Array.isArray(value);
}
