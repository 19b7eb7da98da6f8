/**
 * Where the values of a connection come from: arguments, then the environment, then a config file, then a prompt.
 * @module
 */

import { checkOptions, type ConnectOptions, type ElasticsearchOptions, type KibanaOptions } from "./connect_options.ts";
import { ConnectOptionsError } from "./connect_options_error.ts";
import type { ConnectionArguments } from "./connection_arguments.ts";
import type { ConnectionConfig } from "./connection_config.ts";
import { kibanaPlace } from "./kibana_address.ts";
import { type Given, type GivenValues, givenValues } from "./given_values.ts";
import { credentialsFor } from "./resolve_credentials.ts";
import { placeOf } from "./resolve_place.ts";

/** Whether a service must be named, may be, or is of no interest. */
export type Need = "needed" | "if-given" | "unused";

/** What a connection is for. */
export interface ConnectionNeeds {
  /** @default {"needed"} */
  readonly elasticsearch?: Exclude<Need, "unused">;
  /** @default {"unused"} */
  readonly kibana?: Need;
}

/** What came of the values; every variant names all secrets that were seen, used or not. */
export type Resolution =
  /** A connection can be made. */
  | { readonly kind: "connection"; readonly options: ConnectOptions; readonly secrets: readonly string[] }
  /** There is a user without a password: ask for it, showing both, and call again. */
  | {
    readonly kind: "password-missing";
    readonly username: string;
    readonly address: string;
    readonly secrets: readonly string[];
  }
  /** No connection can be made. */
  | {
    readonly kind: "usage-error";
    readonly message: string;
    readonly hint?: string;
    readonly secrets: readonly string[];
  };

/**
 * Decides which values count. A secret is sent only to a URL from the same source or a higher one, so that a file
 * cannot lead a password of the environment elsewhere.
 *
 * ```ts
 * import { resolveConnection } from "./resolve.ts";
 *
 * const environment: Record<string, string> = { ELASTICSEARCH_PASSWORD: "tr0ub4dor" };
 * const args = { elasticsearchUrl: "https://localhost:9200", username: "elastic" };
 * const resolution = resolveConnection(args, (name) => environment[name]);
 * if (resolution.kind !== "connection") throw new Error();
 * if (resolution.options.elasticsearch?.password !== "tr0ub4dor") throw new Error();
 * ```
 *
 * @param args Values of the command line
 * @param env Reads a variable of the environment
 * @param config Values of a config file
 * @param needs Which services the connection is for
 */
export function resolveConnection(
  args: ConnectionArguments,
  env: (name: string) => string | undefined,
  config: ConnectionConfig = {},
  needs: ConnectionNeeds = {},
): Resolution {
  const values = givenValues(args, env, config);
  const { secrets } = values;
  try {
    const options = {
      ...defined("elasticsearch", elasticsearchOptions(values, args, needs.elasticsearch ?? "needed")),
      ...defined("kibana", kibanaOptions(values, args, needs.kibana ?? "unused")),
    };
    const unsigned = [options.elasticsearch, options.kibana].find((one) =>
      one?.username !== undefined && one.password === undefined
    );
    if (unsigned?.username !== undefined) {
      // Whatever else is wrong is said before anybody types a password.
      return { kind: "password-missing", username: unsigned.username, address: addresses(options), secrets };
    }
    addresses(options);
    return { kind: "connection", options, secrets };
  } catch (error) {
    if (!(error instanceof ConnectOptionsError)) throw error;
    const { message, hint } = error;
    return { kind: "usage-error", message, ...(hint === undefined ? {} : { hint }), secrets };
  }
}

/** Checks everything but passwords that nobody has typed yet, and tells where to those would be sent. */
function addresses({ elasticsearch, kibana }: ConnectOptions): string {
  const origins: string[] = [];
  const check = (options: ElasticsearchOptions, service: "Elasticsearch" | "Kibana"): void => {
    const isUnsigned = options.username !== undefined && options.password === undefined;
    const { urls } = checkOptions(isUnsigned ? { ...options, password: "not typed yet" } : options, service);
    if (isUnsigned) origins.push(...urls.map(({ origin }) => origin));
    if (service === "Kibana" && urls[0] !== undefined) kibanaPlace(urls[0], kibana?.space);
  };
  if (elasticsearch !== undefined) check(elasticsearch, "Elasticsearch");
  if (kibana !== undefined) check(kibana, "Kibana");
  return [...new Set(origins)].join(" and ");
}

function elasticsearchOptions(
  values: GivenValues,
  args: ConnectionArguments,
  need: Need,
): ElasticsearchOptions | undefined {
  const place = placeOf(values.url, values.cloudId, "Elasticsearch");
  if (place === undefined) {
    if (need !== "needed") return undefined;
    throw new ConnectOptionsError(
      "Cannot connect to Elasticsearch as there is no URL",
      "Give --elasticsearch-url or --cloud-id, or set ELASTICSEARCH_URL or ELASTIC_CLOUD_ID, or name a file with --config",
    );
  }
  return { ...place.options, ...credentialsFor(values, place, args.promptedPassword), ...commonOptions(args) };
}

/** Kibana's own credentials count before those that it shares with Elasticsearch, which it hands on to. */
function kibanaOptions(values: GivenValues, args: ConnectionArguments, need: Need): KibanaOptions | undefined {
  if (need === "unused") return undefined;
  const place = placeOf(values.kibana.url, values.cloudId, "Kibana");
  if (place === undefined) {
    if (need !== "needed") return undefined;
    throw new ConnectOptionsError(
      "Cannot connect to Kibana as there is no URL",
      "Give --kibana-url or --cloud-id, or set KIBANA_URL or ELASTIC_CLOUD_ID, or name a file with --config",
    );
  }
  const { username, password, apiKey } = values.kibana;
  const hasOwn = apiKey !== undefined || username !== undefined || place.inUrl.username !== undefined;
  // The password of one user is not tried for another.
  const own = apiKey === undefined
    ? { username, password, apiKey }
    : { username: undefined, password: undefined, apiKey };
  return {
    ...place.options,
    ...credentialsFor(
      hasOwn ? own : values,
      place,
      isAskedFor(values, own.username) ? undefined : args.promptedPassword,
    ),
    ...commonOptions(args),
    ...defined("space", values.kibana.space?.value),
  };
}

/** Whether what was typed is the password of another user, for Elasticsearch. */
function isAskedFor({ username, password }: GivenValues, own: Given | undefined): boolean {
  return own !== undefined && username !== undefined && password === undefined && own.value !== username.value;
}

function commonOptions(args: ConnectionArguments): Partial<ElasticsearchOptions> {
  return {
    ...defined("caCertificate", args.caCertificate),
    ...defined("timeoutMs", args.timeoutSeconds === undefined ? undefined : args.timeoutSeconds * 1000),
    ...defined("allowPlainHttp", args.allowPlainHttp),
  };
}

function defined<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  const fields: { [K in Key]?: Value } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
}
