/**
 * The options of a connection to Elasticsearch and Kibana: the same names with the same meaning in every script.
 * @module
 */

import { group, object } from "@optique/core/constructs";
import { type Message, message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { Parser } from "@optique/core/parser";
import { option } from "@optique/core/primitives";
import { pathArgument } from "./options.ts";
import { UsageError } from "./script_error.ts";
import { seconds, text } from "./values.ts";

/** What was said of the connection on the command line. */
export interface AskedConnection {
  readonly elasticsearchUrl: string | undefined;
  readonly cloudId: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly passwordStdin: boolean;
  readonly apiKey: string | undefined;
  readonly caCert: string | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly allowPlainHttp: boolean;
  readonly config: string | undefined;
}

/** What was said of Kibana on the command line. */
export interface AskedKibana {
  readonly kibanaUrl: string | undefined;
  readonly kibanaApiKey: string | undefined;
  readonly space: string | undefined;
}

/** Options whose values are never repeated, not even where they are wrong: what was meant for one lands in another. */
export const CONNECTION_SECRETS: readonly string[] = [
  ...["-u", "--user", "--es-user", "-p", "--password", "--es-password", "--api-key"],
  ...["--elasticsearch-url", "--cloud-id", "--ca-cert", "--timeout", "--config"],
  ...["--kibana-url", "--kibana-api-key", "--space"],
];

/** The options of a connection, as a part of a script's own. */
export function connectionOptions(): Parser<"sync", AskedConnection, unknown> {
  return group(
    "Connection",
    object({
      elasticsearchUrl: optional(option("--elasticsearch-url", text("URL", urlProblem), {
        description: message`Address of the cluster, as https://host:9200 (ELASTICSEARCH_URL)`,
      })),
      cloudId: optional(option("--cloud-id", text("ID"), {
        description: message`Name of a deployment of Elastic Cloud, in place of the URL (ELASTIC_CLOUD_ID)`,
      })),
      user: optional(option("-u", "--user", "--es-user", text("NAME", userProblem), {
        description: message`User to sign in as (ELASTICSEARCH_USERNAME)`,
      })),
      password: optional(option("-p", "--password", "--es-password", text("PASSWORD"), {
        description:
          message`Password (ELASTICSEARCH_PASSWORD); asked for on a terminal. Arguments show in the list of processes`,
      })),
      passwordStdin: option("--password-stdin", {
        description: message`Read the password from the first line of standard input`,
      }),
      apiKey: optional(option("--api-key", text("KEY"), {
        description: message`API key, in place of a user (ELASTICSEARCH_API_KEY)`,
      })),
      caCert: optional(option("--ca-cert", pathArgument("FILE"), {
        description: message`Certificate of the authority that signed the server's, as PEM`,
      })),
      timeout: optional(option("--timeout", seconds(), {
        description: message`How long to wait for an answer (default: 60)`,
      })),
      allowPlainHttp: option("--allow-plain-http", {
        description: message`Let credentials go over http:// to another machine, where anyone on the way can read them`,
      }),
      config: optional(option("--config", pathArgument("FILE"), {
        description: message`File with the same settings as JSON, as .detection-rules-cfg.json has them (DR_CONFIG)`,
      })),
    }),
  );
}

/** The options of Kibana; it shares user, password, certificate and time with Elasticsearch. */
export function kibanaOptions(): Parser<"sync", AskedKibana, unknown> {
  return group(
    "Kibana",
    object({
      kibanaUrl: optional(option("--kibana-url", text("URL", kibanaUrlProblem), {
        description: message`Address of Kibana, as https://host:5601 (KIBANA_URL); a cloud id gives it as well`,
      })),
      kibanaApiKey: optional(option("--kibana-api-key", text("KEY"), {
        description: message`API key for Kibana alone, in place of a user (KIBANA_API_KEY)`,
      })),
      space: optional(option("--space", text("ID"), {
        description: message`Space of Kibana to work in (default: the one in the URL, or the default space)`,
      })),
    }),
  );
}

/**
 * What the options of the tool before this one meant, where it is something else or nothing now.
 *
 * ```ts
 * import { oldMeaning } from "./connection_options.ts";
 * if (oldMeaning(["-t", "30"])?.hint !== "Give --timeout 30") throw new Error();
 * if (oldMeaning(["-t", "ML-DGA-20261101-1"]) !== undefined) throw new Error();
 * ```
 */
export function oldMeaning(args: readonly string[]): UsageError | undefined {
  const at = args.findIndex((arg) => arg === "-t" || arg === "--");
  const seconds = args[at] === "-t" ? args[at + 1] : undefined;
  if (seconds === undefined || !/^\d{1,9}$/.test(seconds)) return undefined;
  return new UsageError("-t is not the timeout here", `Give --timeout ${seconds}`);
}

function userProblem(input: string): Message | undefined {
  if (!/^https?:\/\//i.test(input)) return undefined;
  return message`Expected the name of a user, but got a URL: that goes to --elasticsearch-url.`;
}

function urlProblem(input: string): Message | undefined {
  if (/^https?:\/\//i.test(input)) return undefined;
  return message`Expected a URL that begins with https:// or http://, as https://host:9200.`;
}

function kibanaUrlProblem(input: string): Message | undefined {
  if (/^https?:\/\//i.test(input)) return undefined;
  return message`Expected a URL that begins with https:// or http://, as https://host:5601.`;
}
