/**
 * A rehearsal Elasticsearch on a port of this machine, for tests of scripts.
 * @module
 */

import type { Handler } from "../../lib/stack/handler.ts";
import { serveOnLoopback } from "../../lib/terminal/serve.ts";
import { createRehearsalStack } from "../../lib/rehearsal/stack.ts";

type StackOptions = NonNullable<Parameters<typeof createRehearsalStack>[0]>;

/** How the server behaves. */
export interface RehearsalServerOptions extends StackOptions {
  /** Told of each request, counted from 1, when it has taken effect and before it is answered. */
  readonly beforeAnswer?: (count: number, request: Request) => void | Promise<void>;
  /** Stands before what comes by the port. */
  readonly around?: (handler: Handler) => Handler;
}

/** A server that listens. */
export interface RehearsalServer {
  readonly url: string;
  /** How many requests have come by the port. */
  readonly requests: number;
  /** `"PUT /_scripts/a"` of each. */
  readonly log: readonly string[];
  /** Asks by the handler itself: not counted, and without what the port does. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** All that setting up changes, to compare. */
  state(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Starts a server. */
export async function startRehearsal(options: RehearsalServerOptions = {}): Promise<RehearsalServer> {
  const { beforeAnswer, around = (handler: Handler) => handler, ...stackOptions } = options;
  const { elasticsearch } = createRehearsalStack(stackOptions);
  const log: string[] = [];
  const answer = around(elasticsearch);
  const server = await serveOnLoopback(async (request) => {
    const count = log.push(`${request.method} ${new URL(request.url).pathname}`);
    const response = await answer(request);
    await beforeAnswer?.(count, request);
    return response;
  });
  const authorization = stackOptions.security === undefined
    ? undefined
    : `Basic ${btoa(`${stackOptions.security.username}:${stackOptions.security.password}`)}`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await elasticsearch(
      new Request(`http://127.0.0.1:9200${path}`, {
        method,
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  return {
    url: server.url,
    log,
    get requests() {
      return log.length;
    },
    ask,
    state: async () => ({
      models: withoutTimes((await ask("GET", "/_ml/trained_models?exclude_generated=true&size=100")).body),
      scripts: await Promise.all(
        ["dga_ngrams_create", "dga_ngrams_transform_delete"].map((id) => ask("GET", `/_scripts/${id}`)),
      ),
      pipelines: (await ask("GET", "/_ingest/pipeline")).body,
      componentTemplates: (await ask("GET", "/_component_template")).body,
      indexTemplates: (await ask("GET", "/_index_template")).body,
    }),
    close: () => server.close(),
  };
}

function withoutTimes(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value) => key === "create_time" ? undefined : value);
}
