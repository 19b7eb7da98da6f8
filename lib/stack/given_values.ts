/**
 * Values by name in each source, the highest source first.
 * @module
 */

import { parseAddress } from "./address.ts";
import type { ConnectionArguments } from "./connection_arguments.ts";
import type { ConnectionConfig } from "./connection_config.ts";

/** A value and where it comes from. */
export interface Given {
  /** The value itself. */
  readonly value: string;
  /** Its source: 0 arguments, 1 environment, 2 config file. */
  readonly rank: number;
  /** Its name there, for messages. */
  readonly from: string;
}

/** Of each kind of value the one that counts, and all secrets that were seen. */
export interface GivenValues {
  /** Address. */
  readonly url: Given | undefined;
  /** Elastic Cloud's name for a deployment. */
  readonly cloudId: Given | undefined;
  /** Name of the user. */
  readonly username: Given | undefined;
  /** The user's password. */
  readonly password: Given | undefined;
  /** API key. */
  readonly apiKey: Given | undefined;
  /** What belongs to Kibana alone. */
  readonly kibana: {
    /** Address. */
    readonly url: Given | undefined;
    /** Name of a user. */
    readonly username: Given | undefined;
    /** That user's password. */
    readonly password: Given | undefined;
    /** API key. */
    readonly apiKey: Given | undefined;
    /** Id of a space. */
    readonly space: Given | undefined;
  };
  /** Secrets of all sources, those in URLs too. */
  readonly secrets: readonly string[];
}

interface Names {
  readonly argument?: keyof ConnectionArguments;
  readonly option?: string;
  readonly variables: readonly string[];
  readonly keys: readonly (keyof ConnectionConfig)[];
}

/** The names here first; those behind them are the old tool's, which changed over the years. */
const NAMES = {
  url: {
    argument: "elasticsearchUrl",
    option: "--elasticsearch-url",
    variables: ["ELASTICSEARCH_URL", "DR_ELASTICSEARCH_URL", "DR_ES_URL"],
    keys: ["elasticsearch_url", "es_url"],
  },
  cloudId: {
    argument: "cloudId",
    option: "--cloud-id",
    variables: ["ELASTIC_CLOUD_ID", "DR_CLOUD_ID"],
    keys: ["cloud_id"],
  },
  username: {
    argument: "username",
    option: "--user",
    variables: ["ELASTICSEARCH_USERNAME", "DR_ES_USER", "DR_ES_USERNAME", "DR_USERNAME", "DR_USER"],
    keys: ["es_user", "es_username", "username", "user"],
  },
  password: {
    argument: "password",
    option: "--password",
    variables: ["ELASTICSEARCH_PASSWORD", "DR_ES_PASSWORD", "DR_PASSWORD"],
    keys: ["es_password", "password"],
  },
  apiKey: {
    argument: "apiKey",
    option: "--api-key",
    variables: ["ELASTICSEARCH_API_KEY"],
    keys: ["elasticsearch_api_key", "es_api_key"],
  },
  kibanaUrl: {
    argument: "kibanaUrl",
    option: "--kibana-url",
    variables: ["KIBANA_URL", "DR_KIBANA_URL"],
    keys: ["kibana_url"],
  },
  kibanaUsername: {
    variables: ["DR_KIBANA_USER", "DR_KIBANA_USERNAME"],
    keys: ["kibana_user", "kibana_username"],
  },
  kibanaPassword: {
    variables: ["DR_KIBANA_PASSWORD"],
    keys: ["kibana_password"],
  },
  kibanaApiKey: {
    argument: "kibanaApiKey",
    option: "--kibana-api-key",
    variables: ["KIBANA_API_KEY", "DR_KIBANA_API_KEY", "DR_API_KEY"],
    keys: ["kibana_api_key", "api_key"],
  },
  space: {
    argument: "space",
    option: "--space",
    variables: ["DR_SPACE"],
    keys: ["space"],
  },
} as const satisfies Record<string, Names>;

/** Looks the values up; an empty one is none. */
export function givenValues(
  args: ConnectionArguments,
  env: (name: string) => string | undefined,
  config: ConnectionConfig,
): GivenValues {
  const all = (names: Names) => allOf(names, args, env, config);
  const urls = all(NAMES.url);
  const passwords = all(NAMES.password);
  const apiKeys = all(NAMES.apiKey);
  const kibanaUrls = all(NAMES.kibanaUrl);
  const kibanaPasswords = all(NAMES.kibanaPassword);
  const kibanaApiKeys = all(NAMES.kibanaApiKey);
  const secrets = [...passwords, ...apiKeys, ...kibanaPasswords, ...kibanaApiKeys].map(({ value }) => value);
  return {
    url: urls[0],
    cloudId: all(NAMES.cloudId)[0],
    username: all(NAMES.username)[0],
    password: passwords[0],
    apiKey: apiKeys[0],
    kibana: {
      url: kibanaUrls[0],
      username: all(NAMES.kibanaUsername)[0],
      password: kibanaPasswords[0],
      apiKey: kibanaApiKeys[0],
      space: all(NAMES.space)[0],
    },
    secrets: [
      ...new Set([
        ...secrets,
        ...[args.promptedPassword ?? []].flat(),
        ...[...urls, ...kibanaUrls].flatMap(passwordsIn),
      ]),
    ],
  };
}

function allOf(
  names: Names,
  args: ConnectionArguments,
  env: (name: string) => string | undefined,
  config: ConnectionConfig,
): Given[] {
  const argument = names.argument === undefined ? undefined : args[names.argument];
  return [
    { value: typeof argument === "string" ? argument : undefined, rank: 0, from: names.option ?? "" },
    ...names.variables.map((name) => ({ value: env(name), rank: 1, from: name })),
    ...names.keys.map((key) => ({ value: config[key], rank: 2, from: `"${key}" of the config file` })),
  ].flatMap(({ value, ...source }) => value === undefined || value === "" ? [] : [{ value, ...source }]);
}

/** As it is written in the URL and decoded; of a URL that can't be read, whatever stands before the @. */
function passwordsIn({ value }: Given): string[] {
  const written = /^(?:[a-z][a-z\d+.-]*:\/{1,2})?[^:@/]*:(.*)@/i.exec(value)?.[1];
  if (written === undefined || written === "") return [];
  try {
    return [written, parseAddress(value).password ?? written];
  } catch {
    return [written];
  }
}
