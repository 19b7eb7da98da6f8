/**
 * Lists of names in hints.
 * @module
 */

/**
 * What may stand at a place.
 *
 * ```ts
 * import { knownNames } from "./known_names.ts";
 * if (knownNames(["lt", "lte", "gt"]) !== 'Known are "lt", "lte" and "gt".') throw new Error();
 * ```
 */
export function knownNames(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return `Known are ${[quoted.slice(0, -1).join(", "), quoted.at(-1)].filter((part) => part !== "").join(" and ")}.`;
}
