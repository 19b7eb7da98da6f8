/**
 * A rehearsal Kibana, with its Elasticsearch, on ports of this machine, for tests of scripts.
 * @module
 */

import { createRehearsalStack, type RehearsalOptions } from "../../lib/rehearsal/stack.ts";
import { serveOnLoopback } from "../../lib/terminal/serve.ts";

/** How the servers behave. */
export interface KibanaServerOptions extends RehearsalOptions {
  /** Told of each request to Kibana, counted from 1, when it has taken effect and before it is answered. */
  readonly beforeAnswer?: (count: number) => void | Promise<void>;
}

/** Servers that listen. */
export interface KibanaServer extends AsyncDisposable {
  /** Where Kibana is. */
  readonly url: string;
  /** Where its Elasticsearch is. */
  readonly elasticsearch: string;
  /** `"POST /api/detection_engine/rules"` of each request to Kibana. */
  readonly log: readonly string[];
  /** The rules of a space, by rule_id. */
  rules(space?: string): Promise<Record<string, Record<string, unknown>>>;
}

/** Starts them. */
export async function startKibana(options: KibanaServerOptions = {}): Promise<KibanaServer> {
  const { beforeAnswer, ...stackOptions } = options;
  const { elasticsearch, kibana } = createRehearsalStack(stackOptions);
  const log: string[] = [];
  const server = await serveOnLoopback(async (request) => {
    const count = log.push(`${request.method} ${new URL(request.url).pathname}`);
    const response = await kibana(request);
    await beforeAnswer?.(count);
    return response;
  });
  const beside = await serveOnLoopback(elasticsearch);
  const { security } = stackOptions;
  const headers: HeadersInit = security === undefined
    ? {}
    : { authorization: `Basic ${btoa(`${security.username}:${security.password}`)}` };
  return {
    url: server.url,
    elasticsearch: beside.url,
    log,
    async rules(space = "default") {
      const url = `http://kibana/s/${space}/api/detection_engine/rules/_find?per_page=1000`;
      const { data } = await (await kibana(new Request(url, { headers }))).json();
      return Object.fromEntries(data.map((rule: { rule_id: string }) => [rule.rule_id, rule]));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([server.close(), beside.close()]);
    },
  };
}
