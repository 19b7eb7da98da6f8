/**
 * The config file of the old tool, `.detection-rules-cfg.json`, as far as it speaks of Elasticsearch and Kibana.
 * @module
 */

import { z } from "zod";
import { JsonSyntaxError } from "../json/syntax_error.ts";
import { parseJson } from "../json/document.ts";

const text = z.string().optional();

/** Keys by the names that the old tool took over the years; what else is in the file is for others. */
const CONFIG = z.object({
  elasticsearch_url: text,
  es_url: text,
  cloud_id: text,
  es_user: text,
  es_username: text,
  username: text,
  user: text,
  es_password: text,
  password: text,
  es_api_key: text,
  elasticsearch_api_key: text,
  kibana_url: text,
  kibana_user: text,
  kibana_username: text,
  kibana_password: text,
  kibana_api_key: text,
  api_key: text,
  space: text,
});

/** What a config file says of Elasticsearch and Kibana. Its `api_key` is Kibana's, as it was for the old tool. */
export type ConnectionConfig = z.infer<typeof CONFIG>;

/** A config file that was read, or what is wrong with it. No text of the file is shown. */
export type ConfigReading =
  | { readonly kind: "config"; readonly config: ConnectionConfig }
  | { readonly kind: "usage-error"; readonly message: string; readonly hint: string };

/**
 * Reads a config file.
 *
 * ```ts
 * import { parseConnectionConfig } from "./connection_config.ts";
 * const reading = parseConnectionConfig('{"cloud_id": "demo:abc", "kibana_user": "elastic"}');
 * if (reading.kind !== "config" || reading.config.cloud_id !== "demo:abc") throw new Error();
 * ```
 */
export function parseConnectionConfig(json: string): ConfigReading {
  const form = 'It looks like {"elasticsearch_url": "https://host:9200", "es_user": "elastic", "es_password": "…"}';
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return {
      kind: "usage-error",
      message: `Cannot use the config file as it is not JSON${position(json)}`,
      hint: form,
    };
  }
  const { success, data, error } = CONFIG.safeParse(value);
  if (success) return { kind: "config", config: data };
  const keys = error.issues.map((issue) => issue.path.join(".")).filter((key) => key !== "");
  const message = keys.length === 0
    ? "Cannot use the config file as it is not a JSON object"
    : `Cannot use the config file as these values are not texts: ${keys.join(", ")}`;
  return { kind: "usage-error", message, hint: form };
}

/** The platform's own message would quote the place, and that may be a password. */
function position(json: string): string {
  try {
    parseJson(json);
    return "";
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return `: see line ${error.line}, column ${error.column}`;
  }
}
