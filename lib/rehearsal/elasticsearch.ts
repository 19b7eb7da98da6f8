/**
 * The rehearsal Elasticsearch: a function from requests to responses, over the engines, with its state in memory.
 * @module
 */

import type { IngestError } from "../ingest/error.ts";
import type { Handler } from "../stack/handler.ts";
import { type Answer, type AnswerForm, respond } from "./elasticsearch/answer.ts";
import { BodyTooLargeError, RequestBody } from "./elasticsearch/body.ts";
import type { ClusterState } from "./elasticsearch/cluster_state.ts";
import { failureAnswer, simpleFailure, toFailure } from "./elasticsearch/failure.ts";
import { readMediaTypes } from "./elasticsearch/media_type.ts";
import { Query } from "./elasticsearch/query.ts";
import { Router } from "./elasticsearch/router.ts";
import { ROUTES } from "./elasticsearch/routes.ts";
import type { Method } from "./elasticsearch/route.ts";
import { authenticate, authorize, CHALLENGES } from "./elasticsearch/security.ts";

const ROUTER = new Router(ROUTES);
const METHODS: readonly Method[] = ["GET", "HEAD", "PUT", "POST", "DELETE"];

/** Makes the handler that answers as an Elasticsearch with that state does. */
export function createElasticsearch(state: ClusterState): Handler {
  return async (request) => {
    const form = formOf(request);
    try {
      const { answer, contentType } = await answerTo(state, request);
      return respond(answer, { ...form, contentType });
    } catch (thrown) {
      if (thrown instanceof BodyTooLargeError) return tooLarge();
      const error = toFailure(thrown);
      return respond(withChallenges(failureAnswer(error), error), form);
    }
  };
}

function formOf(request: Request): AnswerForm {
  const { searchParams } = new URL(request.url);
  return {
    contentType: "application/json",
    pretty: ["", "true"].includes(searchParams.get("pretty") ?? "false"),
    filter: searchParams.get("filter_path") ?? undefined,
    headOnly: request.method === "HEAD",
  };
}

/** From outside in, as the server goes: who asks, for what, in which form, and may they. */
async function answerTo(state: ClusterState, request: Request): Promise<{ answer: Answer; contentType: string }> {
  const { pathname: path, searchParams } = new URL(request.url);
  const body = new RequestBody(request, state.maxBodyBytes);
  const types = readMediaTypes(request.headers, { major: state.version.major, hasBody: body.isThere });
  const contentType = types.answer;
  const caller = authenticate(request.headers, path, state.security);
  const method = METHODS.find((method) => method === request.method);
  const routing = method === undefined ? { kind: "none" as const } : ROUTER.find(method, path);
  if (path.startsWith("/_ml/") && !state.hasMachineLearning) {
    return { answer: simpleFailure(400, noHandler(request.method, path)), contentType };
  }
  if (routing.kind === "other-method") {
    const allowed = routing.methods.join(",");
    const error = `Incorrect HTTP method for uri [${path}] and method [${request.method}], allowed: [${
      routing.methods.join(", ")
    }]`;
    return { answer: simpleFailure(405, error, { Allow: allowed }), contentType };
  }
  if (routing.kind === "none" || method === undefined) {
    return { answer: missingCall(request.method, path), contentType };
  }
  if (body.isLost) return { answer: lostBody(path), contentType };
  if (body.isThere && types.body?.format !== "json" && types.body?.format !== "ndjson") {
    return { answer: refusedContentType(types.body), contentType };
  }
  const { route, parameters } = routing;
  const query = new Query(searchParams);
  query.refuseOthers(path, route.query ?? []);
  if (route.action !== undefined) authorize(caller, route.action);
  return { answer: await route.fn({ state, method, path, parameters, query, body, caller }), contentType };
}

function noHandler(method: string, path: string): string {
  return `no handler found for uri [${path}] and method [${method}]`;
}

/** A call that the rehearsal lacks, whether or not the server has it. */
function missingCall(method: string, path: string): Answer {
  const cause = {
    type: "not_supported",
    reason:
      `The rehearsal Elasticsearch has no [${method} ${path}]; it has what installing and trying a DGA bundle needs`,
  };
  return { status: 501, body: { error: { root_cause: [cause], ...cause }, status: 501 } };
}

/** The server reads the body of a GET request, which no Request of the web can have. */
function lostBody(path: string): Answer {
  const cause = {
    type: "not_supported",
    reason: `The rehearsal Elasticsearch cannot read the body of a GET request: send [${path}] with POST`,
  };
  return { status: 501, body: { error: { root_cause: [cause], ...cause }, status: 501 } };
}

function refusedContentType(type: { readonly raw: string; readonly format: string } | undefined): Answer {
  if (type === undefined) return simpleFailure(406, "Content-Type header is missing");
  if (type.format === "unknown") return simpleFailure(406, `Content-Type header [${type.raw}] is not supported`);
  const cause = { type: "not_supported", reason: `The rehearsal Elasticsearch reads JSON only, not [${type.raw}]` };
  return { status: 501, body: { error: { root_cause: [cause], ...cause }, status: 501 } };
}

function withChallenges(answer: Answer, error: IngestError): Answer {
  if (error.status !== 401) return answer;
  return { ...answer, headers: { "WWW-Authenticate": CHALLENGES.join(", ") } };
}

/** Elasticsearch says nothing more. */
function tooLarge(): Response {
  return new Response(null, { status: 413, headers: { "content-length": "0", connection: "close" } });
}
