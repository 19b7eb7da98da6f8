/**
 * Kibana's status.
 * @module
 */

import { ok } from "./answer.ts";
import { covers } from "../elasticsearch/privileges.ts";
import type { Caller } from "../elasticsearch/security.ts";
import type { VersionFacts } from "../elasticsearch/server_version.ts";
import type { Route } from "./route.ts";

const AVAILABLE = { level: "available", summary: "All services and plugins are available" };

/** `/api/status` */
export const STATUS_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/status",
    fn: ({ state, caller }) =>
      isRedacted(state.facts.version, caller) ? ok({ status: { overall: { level: "available" } } }) : ok({
        name: "rehearsal",
        uuid: "00000000-0000-4000-8000-000000000000",
        version: {
          number: state.facts.version.number,
          build_hash: "0".repeat(40),
          build_number: 0,
          build_snapshot: false,
          build_flavor: "traditional",
          build_date: state.facts.version.buildDate,
        },
        status: { overall: AVAILABLE, core: { elasticsearch: AVAILABLE, savedObjects: AVAILABLE }, plugins: {} },
      }),
  },
];

/** Whoever may not monitor the cluster is told no version; before 9.5, everybody was. */
function isRedacted({ number }: VersionFacts, caller: Caller): boolean {
  return number === "9.5.3" && !covers("cluster", caller.cluster, "cluster:monitor/main");
}
