/**
 * How names of indices are understood: `indices_options`.
 * @module
 */

import { badArgument } from "../failure.ts";
import type { JsonNode } from "../parse/json_node.ts";
import type { Query } from "../query.ts";

/** As an answer shows them. */
export interface IndicesOptions {
  readonly expand_wildcards: readonly string[];
  readonly ignore_unavailable: boolean;
  readonly allow_no_indices: boolean;
  readonly ignore_throttled: boolean;
}

/** What counts where nothing is said. */
export const DEFAULT_INDICES_OPTIONS: IndicesOptions = {
  expand_wildcards: ["open"],
  ignore_unavailable: false,
  allow_no_indices: true,
  ignore_throttled: true,
};

const STATES = ["open", "closed", "hidden"];

/** Reads options over the default ones; what it does not know is left aside, as on the server. */
export function readIndicesOptions(node: JsonNode): IndicesOptions {
  let options = DEFAULT_INDICES_OPTIONS;
  for (const { name, value } of node.fields) {
    if (name === "expand_wildcards" || name === "expandWildcards") {
      const states = value.token === "START_ARRAY" ? value.items.map(({ text }) => text) : [value.text];
      options = { ...options, expand_wildcards: expandedStates(states) };
    } else if (isSwitch(name)) {
      options = { ...options, [name]: switchOf(name, value.text) };
    }
  }
  return options;
}

/** Parameters that say the same in a query string. */
export const INDICES_QUERY = ["allow_no_indices", "expand_wildcards", "ignore_throttled", "ignore_unavailable"];

/** The options of a query string, which hold where a body has none. */
export function indicesOptionsOf(query: Query): IndicesOptions {
  const states = query.list("expand_wildcards");
  const { expand_wildcards, ignore_unavailable, allow_no_indices, ignore_throttled } = DEFAULT_INDICES_OPTIONS;
  return {
    expand_wildcards: states.length === 0 ? expand_wildcards : expandedStates(states),
    ignore_unavailable: query.boolean("ignore_unavailable", ignore_unavailable),
    allow_no_indices: query.boolean("allow_no_indices", allow_no_indices),
    ignore_throttled: query.boolean("ignore_throttled", ignore_throttled),
  };
}

function switchOf(name: string, text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw badArgument(`Could not convert [${name}] to boolean`);
}

function isSwitch(name: string): boolean {
  return ["ignore_unavailable", "allow_no_indices", "ignore_throttled"].includes(name);
}

function expandedStates(asked: readonly string[]): string[] {
  const states = asked.flatMap((text) => text.split(","));
  const unknown = states.find((state) => !["all", "none", ...STATES].includes(state));
  if (unknown !== undefined) throw badArgument(`No valid expand wildcard value [${unknown}]`);
  if (states.includes("none")) return [];
  return STATES.filter((state) => states.includes("all") || states.includes(state));
}
