/**
 * Connections from options. The official client takes a third of a second and 70 MB to load: it is loaded when first
 * used.
 * @module
 */

import type { Client } from "@elastic/elasticsearch";
import { PassThrough } from "node:stream";
import { connectionClass } from "./client_connection.ts";
import { connectKibana } from "./connect_kibana.ts";
import {
  type CheckedOptions,
  checkOptions,
  type ConnectOptions,
  type ElasticsearchOptions,
} from "./connect_options.ts";
import { ConnectOptionsError } from "./connect_options_error.ts";
import type { Elasticsearch, ElasticsearchRequest, ElasticsearchResponse } from "./elasticsearch.ts";
import { StackError } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import type { Kibana } from "./kibana.ts";
import { redactor } from "./redact.ts";
import { createSender } from "./send.ts";
import { warningTexts } from "./warnings.ts";

/** What a plan is made from and applied to. */
export interface Stack {
  /** The cluster. */
  readonly elasticsearch: Elasticsearch;
  /** Kibana, where the options name one. */
  readonly kibana?: Kibana;
}

/** Versions 8 and 9 both take it; a body from a stream is sent as text without it. */
const MEDIA_TYPE = "application/vnd.elasticsearch+json; compatible-with=8";

/**
 * A connection that sends nothing before its first request, and each request once.
 *
 * ```ts
 * import { connect } from "./connect.ts";
 *
 * const handler = () => Promise.resolve(Response.json({ tagline: "You Know, for Search" }, {
 *   headers: { "x-elastic-product": "Elasticsearch" },
 * }));
 * const { elasticsearch } = connect({ elasticsearch: { handler } });
 * const { status } = await elasticsearch.request({ method: "GET", path: "/" });
 * if (status !== 200) throw new Error();
 * ```
 *
 * @param options Where the cluster and Kibana are, and who asks
 * @returns The connection; a {@linkcode ConnectOptionsError} is thrown for options that none can be made from
 */
export function connect({ elasticsearch, kibana }: ConnectOptions): Stack {
  return {
    elasticsearch: elasticsearch === undefined ? NOWHERE : connectElasticsearch(elasticsearch),
    ...(kibana === undefined ? {} : { kibana: connectKibana(kibana) }),
  };
}

/** In the place of a cluster that nobody named: what can be done without one goes on, the rest says what is missing. */
const NOWHERE: Elasticsearch = {
  request: () =>
    Promise.reject(
      new ConnectOptionsError(
        "Cannot ask Elasticsearch as it was not said where it is",
        "Give --elasticsearch-url or --cloud-id, or set ELASTICSEARCH_URL or ELASTIC_CLOUD_ID",
      ),
    ),
};

function connectElasticsearch(options: ElasticsearchOptions): Elasticsearch {
  const checked = checkOptions(options);
  const redact = redactor(checked.credentials);
  let client: Promise<Client> | undefined;
  return {
    async request(request) {
      client ??= createClient(checked);
      try {
        return await perform(await client, request, redact);
      } catch (error) {
        throw error instanceof StackError ? error.redacted(redact) : error;
      }
    },
  };
}

async function createClient({ urls, credentials, handler, caCertificate, timeoutMs }: CheckedOptions): Promise<Client> {
  const client = await import("@elastic/elasticsearch");
  const sender = handler ?? createSender(caCertificate === undefined ? {} : { caCertificate });
  const { username, password, apiKey } = credentials;
  return new client.Client({
    nodes: urls.map((url) => ({ url })),
    Connection: connectionClass(client, sender),
    // Repeating is decided here, by looking first: the client would send a write that times out at a proxy four times.
    maxRetries: 0,
    requestTimeout: timeoutMs,
    redaction: { type: "remove" },
    ...(apiKey !== undefined ? { auth: { apiKey } } : {}),
    ...(username !== undefined && password !== undefined ? { auth: { username, password } } : {}),
  });
}

async function perform(
  client: Client,
  request: ElasticsearchRequest,
  redact: (text: string) => string,
): Promise<ElasticsearchResponse> {
  const exchange = new Exchange(request, redact);
  let body: unknown;
  try {
    body = await client.transport.request({
      method: request.method,
      path: request.path,
      ...(request.query === undefined ? {} : { querystring: { ...request.query } }),
      ...bodyOf(request),
    }, {
      context: { exchange },
      ignore: [...request.allow ?? []],
      headers: {
        accept: MEDIA_TYPE,
        ...(request.body === undefined && request.stream === undefined ? {} : { "content-type": MEDIA_TYPE }),
      },
      ...(request.timeoutMs === undefined ? {} : { requestTimeout: request.timeoutMs }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (error) {
    throw exchange.explain(error);
  }
  const { answer } = exchange;
  const fault = exchange.fault();
  if (fault !== undefined) throw fault;
  if (answer === undefined) throw new TypeError("Cannot take an answer from the client that nobody gave");
  return {
    status: answer.status,
    body: request.method === "HEAD" || answer.text === "" ? undefined : body,
    text: answer.text,
    warnings: warningTexts(answer.headers.get("warning")),
  };
}

/** A stream stays with the exchange; the client only asks whether the body is one, and leaves it alone then. */
function bodyOf({ body, stream }: ElasticsearchRequest): { body?: string | PassThrough } {
  if (stream !== undefined) return { body: new PassThrough() };
  return body === undefined ? {} : { body: JSON.stringify(body) };
}
