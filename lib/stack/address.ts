/**
 * Addresses of Elasticsearch and Kibana, from URLs and cloud ids. What can't be read is never quoted: it may hold a
 * password.
 * @module
 */

import { Buffer } from "node:buffer";
import { ConnectOptionsError } from "./connect_options_error.ts";

/** What an address leads to. */
export type Service = "Elasticsearch" | "Kibana";

const PORTS: Readonly<Record<Service, number>> = { Elasticsearch: 9200, Kibana: 5601 };

/** Where to send to, and the credentials that stood in the URL. */
export interface Address {
  /** The address itself, without credentials. */
  readonly url: URL;
  /** Name of the user, decoded. */
  readonly username?: string;
  /** The user's password, decoded. */
  readonly password?: string;
}

/**
 * Takes a URL apart: credentials are no part of an address.
 *
 * ```ts
 * import { parseAddress } from "./address.ts";
 * const { url, username } = parseAddress("https://elastic:tr0ub4dor@example.com:9200/es");
 * if (url.href !== "https://example.com:9200/es" || username !== "elastic") throw new Error();
 * ```
 */
export function parseAddress(text: string, service: Service = "Elasticsearch"): Address {
  const example = `It looks like https://host:${PORTS[service]}`;
  if (!/^https?:\/\//i.test(text.trim())) {
    throw new ConnectOptionsError(
      `Cannot use the ${service} URL as it does not begin with http:// or https://`,
      example,
    );
  }
  const url = URL.parse(text);
  if (url === null) {
    throw new ConnectOptionsError(
      `Cannot use the ${service} URL as it is not valid (not shown, as it may hold a password)`,
      `${example}; special characters of a password in a URL are percent-encoded`,
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw new ConnectOptionsError(
      `Cannot use the ${service} URL at "${url.host}" as it has a query or a fragment`,
      `${example}; ? and # in a password are percent-encoded`,
    );
  }
  const username = decoded(url.username, service);
  const password = decoded(url.password, service);
  url.username = "";
  url.password = "";
  return {
    url,
    ...(username === "" ? {} : { username }),
    ...(password === "" ? {} : { password }),
  };
}

/**
 * What a cloud id stands for: base64 of the cloud's host, `$`, the name of the deployment's Elasticsearch, `$`, and the
 * name of its Kibana.
 *
 * ```ts
 * import { cloudAddress } from "./address.ts";
 * const { url } = cloudAddress(`demo:${btoa("eu.cloud.example:9243$abc$def")}`);
 * if (url.href !== "https://abc.eu.cloud.example:9243/") throw new Error();
 * ```
 */
export function cloudAddress(cloudId: string, service: Service = "Elasticsearch"): Address {
  const [, encoded = "", ...more] = cloudId.trim().split(":");
  const [host = "", elasticsearch = "", kibana = ""] = Buffer.from(encoded, "base64").toString().split("$");
  const name = service === "Kibana" ? kibana : elasticsearch;
  const url = /^[\w.:-]+$/.test(host) && /^[\w.:-]+$/.test(name) ? cloudUrl(host, name) : null;
  if (url === null || more.length > 0) {
    throw new ConnectOptionsError(
      service === "Kibana" && elasticsearch !== ""
        ? "Cannot find Kibana as the cloud id names none"
        : 'Cannot use the cloud id as it does not stand for a deployment: it is no "name:base64"',
      "Copy it from the deployment's page in Elastic Cloud",
    );
  }
  return { url };
}

/** A port may stand behind either name; the one of the deployment counts more. */
function cloudUrl(host: string, service: string): URL | null {
  const [domain = "", port = "443"] = host.split(":");
  const [name = "", ownPort = port] = service.split(":");
  return URL.parse(`https://${name}.${domain}:${ownPort}`);
}

/**
 * Whether the address is this machine, so that nobody on the way can listen.
 *
 * ```ts
 * import { isLoopback } from "./address.ts";
 * if (!isLoopback(new URL("http://127.0.0.1:9200")) || isLoopback(new URL("http://127.evil.example"))) throw new Error();
 * ```
 */
export function isLoopback(url: URL): boolean {
  // The URL parser has written every form of an IPv4 address as four decimal numbers.
  return /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
}

function decoded(part: string, service: Service): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ConnectOptionsError(
      `Cannot use the ${service} URL as its user name or password has a % that encodes nothing`,
      "Write % as %25 there",
    );
  }
}
