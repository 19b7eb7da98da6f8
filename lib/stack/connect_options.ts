/**
 * What a connection is made from, checked before anything is sent.
 * @module
 */

import { Buffer } from "node:buffer";
import type { Handler } from "./handler.ts";
import type { Credentials } from "./redact.ts";
import { type Address, cloudAddress, isLoopback, parseAddress, type Service } from "./address.ts";
import { ConnectOptionsError } from "./connect_options_error.ts";

/** Where a service is and who asks: one of the ways to say where, and what goes with it. */
export interface ServiceOptions {
  /** Address of the service: `https://host:9200`, with a path if a proxy wants one. */
  readonly url?: string;
  /** Elastic Cloud's name for a deployment: `name:base64`. */
  readonly cloudId?: string;
  /** What answers in the place of a server, in this process. */
  readonly handler?: Handler;
  /** Name of the user. */
  readonly username?: string;
  /** The user's password. */
  readonly password?: string;
  /** API key, as Kibana shows it (base64) or as `id:key`; in the place of a user. */
  readonly apiKey?: string;
  /** Certificates of the authority that signed the server's, as PEM text; in the place of the system's own. */
  readonly caCertificate?: string;
  /** How long an answer may take, unless a request says otherwise. @default {60000} */
  readonly timeoutMs?: number;
  /** Whether credentials may go over `http://` to another machine. @default {false} */
  readonly allowPlainHttp?: boolean;
}

/** Where Elasticsearch is and who asks: one of `url`, `urls`, `cloudId` and `handler`, and what goes with it. */
export interface ElasticsearchOptions extends ServiceOptions {
  /** Addresses of several nodes of one cluster. */
  readonly urls?: readonly string[];
}

/** Where Kibana is and who asks: one of `url`, `cloudId` and `handler`, and what goes with it. */
export interface KibanaOptions extends ServiceOptions {
  /** Id of the space to work in. @default the one in the URL's path, `/s/{id}`, else the default space */
  readonly space?: string;
}

/** What {@linkcode connect} takes. */
export interface ConnectOptions {
  /** The cluster; where none is given, every request to it fails and says so. */
  readonly elasticsearch?: ElasticsearchOptions;
  /** Kibana, for those who need it. */
  readonly kibana?: KibanaOptions;
}

/** Options that make sense: addresses without credentials, credentials beside them. */
export interface CheckedOptions {
  /** Where to send to; one made up where a handler answers. */
  readonly urls: readonly URL[];
  /** What to sign in with, if anything. */
  readonly credentials: Credentials;
  /** What answers in the place of a server. */
  readonly handler?: Handler;
  /** Certificates to trust, as PEM text. */
  readonly caCertificate?: string;
  /** How long an answer may take. */
  readonly timeoutMs: number;
}

const WHERE: Readonly<Record<Service, string>> = {
  Elasticsearch: "Give --elasticsearch-url or --cloud-id, or set ELASTICSEARCH_URL or ELASTIC_CLOUD_ID",
  Kibana: "Give --kibana-url or --cloud-id, or set KIBANA_URL or ELASTIC_CLOUD_ID",
};

const DEFAULT_TIMEOUT_MS = 60_000;

/** Node's timers hold no more than 31 bits. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The options in one form, or a {@linkcode ConnectOptionsError} that names the wrong one and shows no secret. */
export function checkOptions(options: ElasticsearchOptions, service: Service = "Elasticsearch"): CheckedOptions {
  const addresses = addressesOf(options, service);
  const credentials = credentialsOf(options, addresses);
  const unsafe = addresses.find(({ url }) => url.protocol === "http:" && !isLoopback(url));
  if (unsafe !== undefined && isSigned(credentials) && options.allowPlainHttp !== true) {
    throw new ConnectOptionsError(
      `Cannot send credentials to "${unsafe.url.origin}" as plain http shows them to everyone on the way`,
      "Give an https:// URL, or allow it with --allow-plain-http",
    );
  }
  return {
    urls: addresses.map(({ url }) => url),
    credentials,
    ...(options.handler === undefined ? {} : { handler: options.handler }),
    ...(options.caCertificate === undefined ? {} : { caCertificate: checkedPem(options.caCertificate) }),
    timeoutMs: checkedTimeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
  };
}

function addressesOf({ url, urls, cloudId, handler }: ElasticsearchOptions, service: Service): Address[] {
  const given = [url, urls, cloudId, handler].filter((way) => way !== undefined);
  if (given.length > 1) {
    throw new ConnectOptionsError(
      `Cannot tell where ${service} is as more than one of URL, URLs, cloud id and handler is given`,
      "Give one of them",
    );
  }
  if (handler !== undefined) {
    return [{ url: new URL(service === "Kibana" ? "http://localhost:5601" : "http://localhost:9200") }];
  }
  if (cloudId !== undefined) return [cloudAddress(cloudId, service)];
  const texts = urls ?? (url === undefined ? [] : [url]);
  if (texts.length === 0) {
    throw new ConnectOptionsError(`Cannot connect to ${service} as there is no URL`, WHERE[service]);
  }
  return texts.map((text) => parseAddress(text, service));
}

function credentialsOf(options: ElasticsearchOptions, addresses: readonly Address[]): Credentials {
  const inUrl = addresses.find(({ username }) => username !== undefined);
  const username = options.username ?? inUrl?.username;
  const password = options.password ?? inUrl?.password;
  if (options.apiKey !== undefined) {
    if (username !== undefined || password !== undefined) {
      throw new ConnectOptionsError(
        "Cannot tell whom to sign in as: there is an API key, and a user name or password as well",
        "Give the API key alone, or user name and password",
      );
    }
    return { apiKey: checkedApiKey(options.apiKey) };
  }
  if (username === undefined && password === undefined) return {};
  if (username === undefined || username === "") {
    throw new ConnectOptionsError(
      "Cannot sign in with a password alone as there is no user name",
      "Give --user or set ELASTICSEARCH_USERNAME",
    );
  }
  if (username.includes(":")) {
    throw new ConnectOptionsError("Cannot sign in as the user name has a colon, which HTTP does not allow there");
  }
  if (password === undefined || password === "") {
    throw new ConnectOptionsError(
      "Cannot sign in with a user name alone as there is no password",
      "Set ELASTICSEARCH_PASSWORD, or give --password-stdin",
    );
  }
  return { username, password };
}

function isSigned(credentials: Credentials): boolean {
  return credentials.apiKey !== undefined || credentials.password !== undefined;
}

/** As the header wants it; Kibana shows an encoded key, the API answers with its two parts. */
function checkedApiKey(apiKey: string): string {
  const trimmed = apiKey.trim();
  // A key that a header cannot hold would be quoted by the error about it.
  if (trimmed === "" || !/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new ConnectOptionsError(
      "Cannot use the API key as it is empty or holds characters that no key has",
      "Give it as Kibana shows it, in base64, or as id:key",
    );
  }
  return trimmed.includes(":") ? Buffer.from(trimmed).toString("base64") : trimmed;
}

function checkedPem(certificate: string): string {
  if (/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(certificate)) return certificate;
  throw new ConnectOptionsError(
    "Cannot use the CA certificate as it is not in PEM format: there is no line BEGIN CERTIFICATE",
    "A .crt, .cer or .der file in binary form becomes PEM with: openssl x509 -inform der -in FILE",
  );
}

function checkedTimeout(timeoutMs: number): number {
  if (timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS) return timeoutMs;
  throw new ConnectOptionsError("Cannot use the timeout as it must be more than 0 and at most 24 days");
}
