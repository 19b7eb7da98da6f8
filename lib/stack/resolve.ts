/**
 * Where the values of a connection come from: arguments, then the environment, then a config file, then a prompt.
 * @module
 */

import { type Address, parseAddress } from "./address.ts";
import { checkOptions, type ConnectOptions, type ElasticsearchOptions } from "./connect_options.ts";
import { ConnectOptionsError } from "./connect_options_error.ts";
import type { ConnectionArguments } from "./connection_arguments.ts";
import type { ConnectionConfig } from "./connection_config.ts";
import { type Given, type GivenValues, givenValues } from "./given_values.ts";

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
 * if (resolution.options.elasticsearch.password !== "tr0ub4dor") throw new Error();
 * ```
 *
 * @param args Values of the command line
 * @param env Reads a variable of the environment
 * @param config Values of a config file
 */
export function resolveConnection(
  args: ConnectionArguments,
  env: (name: string) => string | undefined,
  config: ConnectionConfig = {},
): Resolution {
  const values = givenValues(args, env, config);
  const { secrets } = values;
  try {
    const options = elasticsearchOptions(values, args);
    if (options.username !== undefined && options.password === undefined) {
      // Whatever else is wrong is said before anybody types a password.
      const { urls } = checkOptions({ ...options, password: "not typed yet" });
      return { kind: "password-missing", username: options.username, address: urls[0]?.origin ?? "", secrets };
    }
    checkOptions(options);
    return { kind: "connection", options: { elasticsearch: options }, secrets };
  } catch (error) {
    if (!(error instanceof ConnectOptionsError)) throw error;
    const { message, hint } = error;
    return { kind: "usage-error", message, ...(hint === undefined ? {} : { hint }), secrets };
  }
}

function elasticsearchOptions(values: GivenValues, args: ConnectionArguments): ElasticsearchOptions {
  const place = placeOf(values);
  return {
    ...place.options,
    ...credentialsOf(values, place, args.promptedPassword),
    ...(args.caCertificate === undefined ? {} : { caCertificate: args.caCertificate }),
    ...(args.timeoutSeconds === undefined ? {} : { timeoutMs: args.timeoutSeconds * 1000 }),
    ...(args.allowPlainHttp === undefined ? {} : { allowPlainHttp: args.allowPlainHttp }),
  };
}

interface Place {
  readonly options: ElasticsearchOptions;
  readonly given: Given;
  readonly inUrl: Pick<Address, "username" | "password">;
}

function placeOf({ url, cloudId }: GivenValues): Place {
  if (url !== undefined && cloudId !== undefined && url.rank === cloudId.rank) {
    throw new ConnectOptionsError(
      `Cannot tell where Elasticsearch is as both ${url.from} and ${cloudId.from} are given`,
      "Give one of them",
    );
  }
  const given = url === undefined || (cloudId !== undefined && cloudId.rank < url.rank) ? cloudId : url;
  if (given === undefined) {
    throw new ConnectOptionsError(
      "Cannot connect to Elasticsearch as there is no URL",
      "Give --elasticsearch-url or --cloud-id, or set ELASTICSEARCH_URL or ELASTIC_CLOUD_ID, or name a file with --config",
    );
  }
  if (given === cloudId) return { options: { cloudId: given.value }, given, inUrl: {} };
  const { url: address, ...inUrl } = parseAddress(given.value);
  return { options: { url: address.href }, given, inUrl };
}

function credentialsOf(
  values: GivenValues,
  place: Place,
  prompted: string | undefined,
): Pick<ElasticsearchOptions, "username" | "password" | "apiKey"> {
  const username = higher(values.username, inUrl(place, place.inUrl.username), "user name");
  const password = higher(values.password, inUrl(place, place.inUrl.password), "password");
  const { apiKey } = values;
  const user = [username, password].flatMap((given) => given ?? []).sort((a, b) => a.rank - b.rank)[0];
  if (apiKey !== undefined && user?.rank === apiKey.rank) {
    throw new ConnectOptionsError(
      `Cannot tell whom to sign in as: there are both ${apiKey.from} and ${user.from}`,
      "Give the API key alone, or user name and password",
    );
  }
  if (apiKey !== undefined && (user === undefined || apiKey.rank < user.rank)) {
    return { apiKey: sendable(apiKey, place) };
  }
  if (username?.value.includes("://")) {
    throw new ConnectOptionsError(
      "Cannot use a URL as the user name (not shown, as it may hold a password)",
      "The URL of Elasticsearch is given with --elasticsearch-url",
    );
  }
  const secret = password === undefined ? prompted : sendable(password, place);
  return {
    ...(username === undefined ? {} : { username: username.value }),
    ...(secret === undefined ? {} : { password: secret }),
  };
}

function inUrl({ given }: Place, value: string | undefined): Given | undefined {
  return value === undefined ? undefined : { value, rank: given.rank, from: `the URL of ${given.from}` };
}

function higher(one: Given | undefined, other: Given | undefined, what: string): Given | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.rank === other.rank && one.value !== other.value) {
    throw new ConnectOptionsError(
      `Cannot tell which ${what} counts: ${one.from} and ${other.from} differ`,
      "Give it once; a URL needs none",
    );
  }
  return other.rank < one.rank ? other : one;
}

function sendable(secret: Given, { given }: Place): string {
  if (given.rank <= secret.rank) return secret.value;
  throw new ConnectOptionsError(
    `Cannot send what ${secret.from} holds to the address of ${given.from} as a secret goes only to an address from ` +
      "the same source or a higher one (arguments, then environment, then config file)",
    "Give the address with --elasticsearch-url or --cloud-id",
  );
}
