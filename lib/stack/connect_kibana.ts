/**
 * A connection to Kibana: plain HTTP with the headers that every call of it wants.
 * @module
 */

import { Buffer } from "node:buffer";
import { parsed } from "./answer_error.ts";
import { type CheckedOptions, checkOptions, type KibanaOptions } from "./connect_options.ts";
import { StackError } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import type { Handler } from "./handler.ts";
import type { Kibana, KibanaRequest, KibanaResponse } from "./kibana.ts";
import { type KibanaPlace, kibanaPlace, pathInSpace } from "./kibana_address.ts";
import { kibanaError } from "./kibana_error.ts";
import { type Credentials, redactor } from "./redact.ts";
import { createSender } from "./send.ts";

/** The version of the public calls: the only one there is, and what a Kibana in development asks for. */
const API_VERSION = "2023-10-31";

/**
 * Connects; nothing is sent before the first request, and each request once.
 *
 * ```ts
 * import { connectKibana } from "./connect_kibana.ts";
 *
 * const handler = (request: Request) =>
 *   Promise.resolve(Response.json({ path: new URL(request.url).pathname }, { headers: { "kbn-name": "kibana" } }));
 * const kibana = connectKibana({ handler, space: "soc" });
 * const { body } = await kibana.request({ method: "GET", path: "/api/data_views" });
 * if (JSON.stringify(body) !== '{"path":"/s/soc/api/data_views"}') throw new Error();
 * ```
 */
export function connectKibana(options: KibanaOptions): Kibana {
  const checked = checkOptions(options, "Kibana");
  const { credentials, handler, caCertificate } = checked;
  const [url = new URL("http://localhost:5601")] = checked.urls;
  const place = kibanaPlace(url, options.space);
  const redact = redactor(credentials);
  const sender = handler ?? createSender(caCertificate === undefined ? {} : { caCertificate });
  return {
    space: place.space,
    usesApiKey: credentials.apiKey !== undefined,
    async request(request) {
      try {
        return await perform(request, { sender, place, checked, redact });
      } catch (error) {
        throw error instanceof StackError ? error.redacted(redact) : error;
      }
    },
  };
}

interface Way {
  readonly sender: Handler;
  readonly place: KibanaPlace;
  readonly checked: CheckedOptions;
  readonly redact: (text: string) => string;
}

async function perform(request: KibanaRequest, { sender, place, checked, redact }: Way): Promise<KibanaResponse> {
  const path = request.anySpace === true ? request.path : pathInSpace(request.path, place.space);
  const exchange = new Exchange({ ...request, path, service: "Kibana" }, redact);
  const url = new URL(place.base + path);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const init = { method: request.method, headers: headersOf(checked.credentials, body !== null), body };
  const answer = await exchange.perform(sender, url, init, request.timeoutMs ?? checked.timeoutMs);
  const error = kibanaError(exchange.told(answer), request.allow);
  if (error !== undefined) throw error;
  return { status: answer.status, body: parsed(answer.text) };
}

function headersOf({ apiKey, username, password }: Credentials, hasBody: boolean): Record<string, string> {
  return {
    accept: "application/json",
    "kbn-xsrf": "true",
    "elastic-api-version": API_VERSION,
    ...(hasBody ? { "content-type": "application/json" } : {}),
    ...(apiKey === undefined ? {} : { authorization: `ApiKey ${apiKey}` }),
    ...(username === undefined || password === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` }),
  };
}
