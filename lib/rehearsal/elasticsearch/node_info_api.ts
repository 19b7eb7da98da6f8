/** What a node is: `_nodes/http`. @module */

import { type Answer, ok } from "./answer.ts";
import { NODE_ID } from "./cluster_state.ts";
import type { Call, Route } from "./route.ts";

/** The calls. */
export const NODE_INFO_ROUTES: readonly Route[] = ["/_nodes/http", "/_nodes/{node_id}/http"].map((path) => ({
  method: "GET",
  path,
  action: "cluster:monitor/nodes/info",
  query: ["flat_settings", "timeout"],
  fn: http,
}));

const ADDRESS = "127.0.0.1:9200";

function http({ state }: Call): Answer {
  return ok({
    _nodes: { total: 1, successful: 1, failed: 0 },
    cluster_name: state.clusterName,
    nodes: {
      [NODE_ID]: {
        name: state.nodeName,
        transport_address: "127.0.0.1:9300",
        host: "127.0.0.1",
        ip: "127.0.0.1",
        version: state.version.number,
        build_flavor: "default",
        build_type: "rehearsal",
        build_hash: "0".repeat(40),
        roles: ["data", "ingest", "master", "ml"],
        http: {
          bound_address: [ADDRESS],
          publish_address: ADDRESS,
          max_content_length_in_bytes: state.maxBodyBytes,
        },
      },
    },
  });
}
