/** Elasticsearch and Kibana behind one handler, so that faults strike whichever request it is. @module */

import { type CountingHandler, type FaultPlan, injectFaults } from "../../rehearsal/faults.ts";
import { createRehearsalStack } from "../../rehearsal/stack.ts";
import { connect, type Stack } from "../../stack/connect.ts";
import type { Handler } from "../../stack/handler.ts";

/** A rehearsal of both. */
export function newServers(): Handler {
  const { elasticsearch, kibana } = createRehearsalStack({ version: "9.5.3" });
  return (request) => isForKibana(request) ? kibana(request) : elasticsearch(request);
}

/** A connection to both. */
export function connectBoth(handler: Handler): Stack {
  return connect({ elasticsearch: { handler }, kibana: { handler } });
}

/** Faults as whichever server it is would show them. */
export function faultsInBoth(handler: Handler, { fault, at, persist = false }: FaultPlan): CountingHandler {
  const failing = {
    elasticsearch: injectFaults(handler, { fault, at: 1, persist: true }),
    kibana: injectFaults(handler, { fault, at: 1, persist: true }, "kibana"),
  };
  const counting = Object.assign((request: Request): Promise<Response> => {
    const count = ++counting.count;
    const strikes = persist ? count >= at : count === at;
    if (!strikes) return handler(request);
    return failing[isForKibana(request) ? "kibana" : "elasticsearch"](request);
  }, { count: 0 });
  return counting;
}

function isForKibana({ url }: Request): boolean {
  return /^\/(?:api|s)\//.test(new URL(url).pathname);
}
