/**
 * The `media_type` option: how `{{x}}` escapes in the templates of a value.
 * @module
 */

import type { ConfigReader } from "./config_reader.ts";
import { type Escape, escapeJson } from "./template.ts";

const ESCAPES: ReadonlyMap<string, Escape> = new Map<string, Escape>([
  ["application/json", escapeJson],
  ["text/plain", (text) => text],
  ["application/x-www-form-urlencoded", encodeForm],
]);

/** Reads `media_type`, JSON by default. */
export function mediaTypeOption(reader: ConfigReader): Escape {
  const type = reader.optionalString("media_type");
  if (type === undefined) return escapeJson;
  const escape = ESCAPES.get(type);
  if (escape !== undefined) return escape;
  reader.fail("media_type", `property does not contain a supported media type [${type}]`);
  return escapeJson;
}

/** `URLEncoder.encode(text, UTF_8)`: half a surrogate pair becomes a question mark. */
function encodeForm(text: string): string {
  return encodeURIComponent(text.toWellFormed().replaceAll("\ufffd", "?"))
    .replace(/%20/g, "+")
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%3F/g, "%3F");
}
