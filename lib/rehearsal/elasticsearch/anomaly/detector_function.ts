/**
 * Functions of detectors, and the fields they need.
 * @module
 */

import { badArgument } from "../failure.ts";

const SHORT_NAMES: Readonly<Record<string, string>> = {
  nzc: "non_zero_count",
  low_nzc: "low_non_zero_count",
  high_nzc: "high_non_zero_count",
  dc: "distinct_count",
  low_dc: "low_distinct_count",
  high_dc: "high_distinct_count",
};

/** Functions that need no field at all. */
const COUNTS = [
  ...sides("count"),
  ...sides("non_zero_count"),
  "time_of_day",
  "time_of_week",
];

/** Functions that need `field_name`; the others must not have it. */
const OF_A_FIELD = [
  ...sides("distinct_count"),
  ...sides("info_content"),
  "metric",
  ...sides("mean"),
  ...sides("avg"),
  ...sides("median"),
  "min",
  "max",
  ...sides("sum"),
  ...sides("non_null_sum"),
  ...sides("varp"),
  "lat_long",
];

const RARE = ["rare", "freq_rare"];

function sides(name: string): string[] {
  return [name, `low_${name}`, `high_${name}`];
}

/** What a function demands of its detector. */
export const FUNCTION_RULES = {
  withoutField: new Set(COUNTS),
  withField: new Set(OF_A_FIELD),
  withByField: new Set(RARE),
  withOverField: new Set(["freq_rare"]),
  withoutOverField: new Set(sides("non_zero_count")),
  /** Their results are nothing that a condition could name. */
  withoutConditions: new Set(["lat_long", "metric", ...RARE]),
} as const;

/**
 * The full name of a function. Throws for one that is unknown.
 *
 * ```ts
 * import { detectorFunction } from "./detector_function.ts";
 * if (detectorFunction("dc") !== "distinct_count") throw new Error();
 * ```
 */
export function detectorFunction(name: string): string {
  const full = Object.hasOwn(SHORT_NAMES, name) ? SHORT_NAMES[name] ?? name : name;
  if (![...COUNTS, ...OF_A_FIELD, ...RARE].includes(full)) throw badArgument(`Unknown function '${name}'`);
  return full;
}
