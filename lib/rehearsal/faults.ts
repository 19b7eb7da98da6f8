/**
 * What can go wrong between a client and a server, at a request of one's choice.
 * @module
 */

import type { Handler } from "../stack/handler.ts";

/** What goes wrong. */
export type FaultKind =
  | "refused"
  | "reset-before"
  | "reset-after"
  | "half-body"
  | "late"
  | "401"
  | "403"
  | "404"
  | "409"
  | "413"
  | "429"
  | "500"
  | "503"
  | "html";

/** Every kind, for sweeps. */
export const FAULT_KINDS: readonly FaultKind[] = [
  "refused",
  "reset-before",
  "reset-after",
  "half-body",
  "late",
  "401",
  "403",
  "404",
  "409",
  "413",
  "429",
  "500",
  "503",
  "html",
];

/** Which fault, and when. */
export interface FaultPlan {
  /** What goes wrong. */
  readonly fault: FaultKind;
  /** At the n-th request, from 1. */
  readonly at: number;
  /** At all requests from there on. @default {false} */
  readonly persist?: boolean;
}

/** A connection that fails, as a socket would tell it. */
export type ConnectionFaultCode = "ECONNREFUSED" | "ECONNRESET" | "HALF_BODY" | "LATE";

/** A connection that failed: no answer came, or half of one, or one that came too late. */
export class ConnectionFault extends Error {
  override name = "ConnectionFault";
  readonly code: ConnectionFaultCode;

  constructor(code: ConnectionFaultCode) {
    super(MESSAGES[code]);
    this.code = code;
  }
}

const MESSAGES: Readonly<Record<ConnectionFaultCode, string>> = {
  ECONNREFUSED: "connect ECONNREFUSED 127.0.0.1:9200",
  ECONNRESET: "read ECONNRESET",
  HALF_BODY: "the connection was closed in the middle of the answer",
  LATE: "the answer came after the client had given up",
};

/** A handler that counts its requests. */
export interface CountingHandler extends Handler {
  /** How many requests there were. */
  readonly count: number;
}

/**
 * Puts a fault before a handler. `reset-after`, `half-body` and `late` take effect before they fail; the others never
 * reach the handler.
 *
 * ```ts
 * import { injectFaults } from "./faults.ts";
 * const handler = injectFaults(() => Promise.resolve(new Response("{}")), { fault: "429", at: 2 });
 * const statuses = [];
 * for (let i = 0; i < 3; i++) statuses.push((await handler(new Request("http://rehearsal/"))).status);
 * if (statuses.join() !== "200,429,200" || handler.count !== 3) throw new Error();
 * ```
 */
export function injectFaults(handler: Handler, plan: FaultPlan, service: Service = "elasticsearch"): CountingHandler {
  const counting = Object.assign(async (request: Request): Promise<Response> => {
    counting.count++;
    const { count } = counting;
    const strikes = plan.persist === true ? count >= plan.at : count === plan.at;
    return strikes ? await fail(handler, request, plan.fault, service) : await handler(request);
  }, { count: 0 });
  return counting;
}

async function fail(handler: Handler, request: Request, fault: FaultKind, service: Service): Promise<Response> {
  switch (fault) {
    case "refused":
      throw new ConnectionFault("ECONNREFUSED");
    case "reset-before":
      throw new ConnectionFault("ECONNRESET");
    case "reset-after":
      await finish(await handler(request));
      throw new ConnectionFault("ECONNRESET");
    case "late":
      await finish(await handler(request));
      throw new ConnectionFault("LATE");
    case "half-body":
      return await halfOf(await handler(request));
    case "413":
      return new Response(null, { status: 413, headers: { "content-length": "0" } });
    case "html":
      return new Response("<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>", {
        status: 502,
        headers: { "content-type": "text/html" },
      });
    default:
      return REFUSALS[service](Number(fault));
  }
}

/** The effect is complete when the answer is. */
async function finish(response: Response): Promise<void> {
  await response.arrayBuffer();
}

/** An answer whose connection is closed in the middle. */
async function halfOf(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Of an answer without a body there is no half but nothing.
  if ([204, 205, 304].includes(response.status)) throw new ConnectionFault("HALF_BODY");
  const headers = new Headers(response.headers);
  headers.set("content-length", String(bytes.length));
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent || bytes.length < 2) controller.error(new ConnectionFault("HALF_BODY"));
      else controller.enqueue(bytes.subarray(0, bytes.length >> 1));
      sent = true;
    },
  });
  return new Response(body, { status: response.status, headers });
}

/** Whose errors a fault answers with. */
type Service = "elasticsearch" | "kibana" | "github";

const REFUSALS: Readonly<Record<Service, (status: number) => Response>> = {
  elasticsearch: elasticsearchRefusal,
  kibana: kibanaRefusal,
  github: githubRefusal,
};

const ELASTICSEARCH_ERRORS: ReadonlyMap<number, readonly [string, string]> = new Map([
  [401, ["security_exception", "unable to authenticate user [elastic] for REST request [/]"]],
  [403, ["security_exception", "action [cluster:monitor/main] is unauthorized for user [elastic]"]],
  [404, ["resource_not_found_exception", "what was asked for was not found"]],
  [409, ["status_exception", "the request is in conflict with another one"]],
  [429, ["es_rejected_execution_exception", "rejected execution of a task as the queue is full"]],
  [500, ["illegal_state_exception", "something went wrong in the server"]],
  [503, ["master_not_discovered_exception", "no master is known"]],
]);

function elasticsearchRefusal(status: number): Response {
  const [type, reason] = ELASTICSEARCH_ERRORS.get(status) ?? ["exception", "fault"];
  const cause = { type, reason };
  const headers = new Headers({ "content-type": "application/json", "X-elastic-product": "Elasticsearch" });
  if (status === 429) headers.set("retry-after", "1");
  if (status === 401) headers.set("WWW-Authenticate", 'Basic realm="security", charset="UTF-8"');
  return new Response(JSON.stringify({ error: { root_cause: [cause], ...cause }, status }), { status, headers });
}

/** Of the platform, with its name for the status, or of the detection engine. */
const KIBANA_ERRORS: ReadonlyMap<number, readonly [string, string]> = new Map([
  [401, ["Unauthorized", "unable to authenticate user [elastic] for REST request [/_security/_authenticate]"]],
  [403, [
    "Forbidden",
    "API [GET /api/x] is unauthorized for user, this action is granted by the Kibana privileges [x]",
  ]],
  [404, ["Not Found", "Not Found"]],
  [409, ["", "the rule is in conflict with another one"]],
  [429, ["Too Many Requests", "Too Many Requests"]],
  [500, ["", "something went wrong in the server"]],
]);

function kibanaRefusal(status: number): Response {
  const headers = { "kbn-name": "rehearsal", ...(status === 429 ? { "retry-after": "1" } : {}) };
  const [error, message] = KIBANA_ERRORS.get(status) ?? [];
  if (message === undefined) return new Response("Kibana server is not ready yet", { status, headers });
  const body = error === "" ? { message, status_code: status } : { statusCode: status, error, message };
  return Response.json(body, { status, headers });
}

const GITHUB_MESSAGES: ReadonlyMap<number, string> = new Map([
  [401, "Bad credentials"],
  [403, "Resource not accessible by personal access token"],
  [404, "Not Found"],
  [409, "Git Repository is empty."],
  [429, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."],
  [500, "Server Error"],
  [503, "Service unavailable"],
]);

function githubRefusal(status: number): Response {
  const body = {
    message: GITHUB_MESSAGES.get(status) ?? "fault",
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  };
  return Response.json(body, { status, headers: status === 429 ? { "retry-after": "1" } : {} });
}
