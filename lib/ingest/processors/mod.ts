/**
 * The kinds of processors: those that are here, and the names of those that only the server has.
 * @module
 */

import type { ProcessorFactory } from "../processor.ts";
import { append } from "./append.ts";
import { convert } from "./convert.ts";
import { dotExpander } from "./dot_expander.ts";
import { drop } from "./drop.ts";
import { fail } from "./fail.ts";
import { foreach } from "./foreach.ts";
import { inference } from "./inference.ts";
import { join } from "./join.ts";
import { json } from "./json.ts";
import { lowercase } from "./lowercase.ts";
import { pipeline } from "./pipeline.ts";
import { remove } from "./remove.ts";
import { rename } from "./rename.ts";
import { script } from "./script.ts";
import { set } from "./set.ts";
import { split } from "./split.ts";
import { trim } from "./trim.ts";
import { uppercase } from "./uppercase.ts";

/** By the name that pipelines use. */
export const PROCESSORS: ReadonlyMap<string, ProcessorFactory> = new Map([
  ["append", append],
  ["convert", convert],
  ["dot_expander", dotExpander],
  ["drop", drop],
  ["fail", fail],
  ["foreach", foreach],
  ["inference", inference],
  ["join", join],
  ["json", json],
  ["lowercase", lowercase],
  ["pipeline", pipeline],
  ["remove", remove],
  ["rename", rename],
  ["script", script],
  ["set", set],
  ["split", split],
  ["trim", trim],
  ["uppercase", uppercase],
]);

/** Processors of Elasticsearch and its plugins that the rehearsal does not have. */
const OTHERS: ReadonlySet<string> = new Set([
  "attachment",
  "bytes",
  "cef",
  "circle",
  "community_id",
  "csv",
  "date",
  "date_index_name",
  "dissect",
  "enrich",
  "fingerprint",
  "geo_grid",
  "geoip",
  "grok",
  "gsub",
  "html_strip",
  "ip_location",
  "kv",
  "network_direction",
  "normalize_for_stream",
  "recover_failure_document",
  "redact",
  "registered_domain",
  "reroute",
  "set_security_user",
  "sort",
  "terminate",
  "uri_parts",
  "urldecode",
  "user_agent",
]);

/** All names that the server knows. */
export function realProcessors(): string[] {
  return [...PROCESSORS.keys(), ...OTHERS];
}

/** Whether the server has a processor of this name, which the rehearsal may lack. */
export function isRealProcessor(name: string): boolean {
  return PROCESSORS.has(name) || OTHERS.has(name);
}
