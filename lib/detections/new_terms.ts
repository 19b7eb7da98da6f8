/**
 * `[rule.new_terms]`, as the public rules write it, and the two fields that Kibana has for it.
 * @module
 */

import { isObject } from "../json/plain_object.ts";

/** A rule's fields with those of Kibana in the place of the table. */
export function withNewTerms(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { new_terms: terms, ...rest } = fields;
  if (!isObject(terms) || terms["field"] !== "new_terms_fields") return fields;
  const windows = terms["history_window_start"];
  const start: unknown = Array.isArray(windows) ? windows[0] : windows;
  return {
    ...rest,
    new_terms_fields: terms["value"],
    ...(isObject(start) ? { history_window_start: start["value"] } : {}),
  };
}
