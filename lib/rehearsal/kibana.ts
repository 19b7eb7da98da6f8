/**
 * The rehearsal Kibana: a function from requests to responses, with detection rules, data views and spaces in memory. It
 * keeps rules and runs none.
 * @module
 */

import type { Handler } from "../stack/handler.ts";
import { injectFaults } from "./faults.ts";
import { type Answer, respond } from "./kibana/answer.ts";
import { readBytes, readJson } from "./kibana/body.ts";
import { authorize, callerOf } from "./kibana/caller.ts";
import { DATA_VIEW_ROUTES } from "./kibana/data_view_api.ts";
import { ENGINE_ROUTES } from "./kibana/engine_api.ts";
import { KibanaFailure, notSupported, platformFailure } from "./kibana/failure.ts";
import type { Route } from "./kibana/route.ts";
import { RULE_ROUTES } from "./kibana/rule_api.ts";
import { RULE_BULK_ROUTES } from "./kibana/rule_bulk_api.ts";
import { RULE_FIND_ROUTES } from "./kibana/rule_find_api.ts";
import { RULE_IMPORT_ROUTES } from "./kibana/rule_import_api.ts";
import { SPACE_ROUTES } from "./kibana/space_api.ts";
import { type KibanaFacts, KibanaState } from "./kibana/state.ts";
import { STATUS_ROUTES } from "./kibana/status_api.ts";
import { decodedPart } from "./path_part.ts";

const ROUTES = [
  ...STATUS_ROUTES,
  ...SPACE_ROUTES,
  ...ENGINE_ROUTES,
  ...RULE_FIND_ROUTES,
  ...RULE_BULK_ROUTES,
  ...RULE_IMPORT_ROUTES,
  ...RULE_ROUTES,
  ...DATA_VIEW_ROUTES,
].map((route) => ({ route, pattern: new URLPattern({ pathname: route.path }) }));

/** The one version of the public calls. */
const API_VERSION = "2023-10-31";
const MOST_BYTES = 1_048_576;

/** Makes the handler that answers as a Kibana with these facts does. */
export function createKibana(facts: KibanaFacts): Handler {
  const state = new KibanaState(facts);
  const kibana: Handler = async (request) => {
    try {
      return respond(await answerTo(state, request));
    } catch (thrown) {
      if (!(thrown instanceof KibanaFailure)) throw thrown;
      // What was not read of a body is not waited for.
      await request.body?.cancel().catch(() => {});
      return respond(thrown.answer);
    }
  };
  return facts.faults === undefined ? kibana : injectFaults(kibana, facts.faults, "kibana");
}

/** From outside in, as the server goes: the space, who asks, in which form, for what, and may they. */
async function answerTo(state: KibanaState, request: Request): Promise<Answer> {
  const { facts } = state;
  const url = new URL(request.url);
  const [, space = "default", inSpace = ""] = /^\/s\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [, "default", url.pathname];
  const caller = callerOf(request.headers, facts);
  if (!inSpace.startsWith("/api/")) return { status: 302, headers: { location: "/spaces/enter" } };
  const found = routeFor(request.method, inSpace);
  if (found === undefined || facts.version.major >= (found.route.goneIn ?? Infinity)) {
    throw missing(request.method, inSpace);
  }
  if (request.method !== "GET" && !request.headers.has("kbn-xsrf")) {
    throw platformFailure(400, "Request must contain a kbn-xsrf header.");
  }
  checkApiVersion(request, found.route);
  authorize(found.route, request, facts);
  const limit = facts.maxBodyBytes ?? MOST_BYTES;
  return await found.route.fn({
    state,
    request,
    space,
    content: state.content(space),
    query: url.searchParams,
    parameters: found.parameters,
    caller,
    json: () => readJson(request, limit),
    bytes: (most) => readBytes(request, most),
  });
}

interface Found {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

function routeFor(method: string, path: string): Found | undefined {
  for (const { route, pattern } of ROUTES) {
    if (route.method !== method) continue;
    const groups = pattern.exec({ pathname: path })?.pathname.groups;
    if (groups === undefined) continue;
    const parameters = Object.entries(groups).map(([name, value]) => [name, decodedPart(value ?? "")]);
    return { route, parameters: Object.fromEntries(parameters) };
  }
  return undefined;
}

/** Other calls of the parts that the rehearsal plays are not there; whether those of other parts are, it does not know. */
function missing(method: string, path: string): KibanaFailure {
  const isPlayed = ROUTES.some(({ pattern }) => pattern.test({ pathname: path }));
  return isPlayed ? platformFailure(404) : notSupported(`[${method} ${path}]`);
}

function checkApiVersion({ method, headers }: Request, { path }: Route): void {
  const asked = headers.get("elastic-api-version") ?? API_VERSION;
  if (asked === API_VERSION) return;
  throw platformFailure(
    400,
    `No version "${asked}" available for [${method}] [${path}]. Available versions are: [${API_VERSION}]`,
  );
}
