/**
 * Settings of indices.
 * @module
 */

import { badArgument } from "./failure.ts";

const SETTING_GROUPS = [
  "allocation",
  "analysis",
  "analyze",
  "auto_expand_replicas",
  "blocks",
  "codec",
  "creation_date",
  "default_pipeline",
  "dense_vector",
  "fast_refresh",
  "final_pipeline",
  "flush_after_merge",
  "gc_deletes",
  "hidden",
  "highlight",
  "indexing",
  "lifecycle",
  "load_fixed_bitset_filters_eagerly",
  "look_ahead_time",
  "look_back_time",
  "mapper",
  "mapping",
  "max_",
  "merge",
  "mode",
  "number_of_",
  "priority",
  "provided_name",
  "queries",
  "query",
  "refresh_interval",
  "requests",
  "routing",
  "search",
  "shard",
  "similarity",
  "soft_deletes",
  "sort",
  "store",
  "time_series",
  "translog",
  "unassigned",
  "uuid",
  "version",
  "write",
  "xpack",
];

/** Settings of groups that no index has. */
export function refuseUnknownSetting(name: string): void {
  if (SETTING_GROUPS.some((group) => name.startsWith(`index.${group}`))) return;
  throw badArgument(
    `unknown setting [${name}] please check that any required plugins are installed, or check the breaking changes ` +
      "documentation for removed settings",
  );
}
