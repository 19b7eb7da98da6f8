/**
 * Connections from options. The official client takes a third of a second and 70 MB to load: it is loaded when first
 * used.
 * @module
 */

import type { Client } from "@elastic/elasticsearch";
import { PassThrough } from "node:stream";
import { connectionClass } from "./client_connection.ts";
import { type CheckedOptions, checkOptions, type ConnectOptions } from "./connect_options.ts";
import type { Elasticsearch, ElasticsearchRequest, ElasticsearchResponse } from "./elasticsearch.ts";
import { StackError } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { redactor } from "./redact.ts";
import { createSender } from "./send.ts";
import { warningTexts } from "./warnings.ts";

/** What a plan is made from and applied to. */
export interface Stack {
  /** The cluster. */
  readonly elasticsearch: Elasticsearch;
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
 * @param options Where the cluster is and who asks
 * @returns The connection; a {@linkcode ConnectOptionsError} is thrown for options that none can be made from
 */
export function connect(options: ConnectOptions): Stack {
  const checked = checkOptions(options.elasticsearch);
  const redact = redactor(checked.credentials);
  let client: Promise<Client> | undefined;
  return {
    elasticsearch: {
      async request(request) {
        client ??= createClient(checked);
        try {
          return await perform(await client, request, redact);
        } catch (error) {
          throw error instanceof StackError ? redacted(error, redact) : error;
        }
      },
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

function redacted(error: StackError, redact: (text: string) => string): StackError {
  return new StackError(error.kind, redact(error.message), {
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.type === undefined ? {} : { type: redact(error.type) }),
    ...(error.hint === undefined ? {} : { hint: redact(error.hint) }),
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
  });
}
