/** Who answers: `GET /`, licence, features. @module */

import { type Answer, ok } from "./answer.ts";
import { CLUSTER_UUID } from "./cluster_state.ts";
import { allowsMachineLearning } from "./license.ts";
import type { Call, Route } from "./route.ts";

/** The calls. */
export const INFO_ROUTES: readonly Route[] = [
  { method: ["GET", "HEAD"], path: "/", action: "cluster:monitor/main", fn: info },
  {
    method: "GET",
    path: "/_license",
    action: "cluster:monitor/xpack/license/get",
    query: ["accept_enterprise", "local", "master_timeout"],
    fn: license,
  },
  {
    method: "GET",
    path: "/_xpack",
    action: "cluster:monitor/xpack/info",
    query: ["accept_enterprise", "categories", "master_timeout"],
    fn: features,
  },
];

function info({ state }: Call): Answer {
  const { version } = state;
  return ok({
    name: state.nodeName,
    cluster_name: state.clusterName,
    cluster_uuid: CLUSTER_UUID,
    version: {
      number: version.number,
      build_flavor: "default",
      build_type: "rehearsal",
      build_hash: "0".repeat(40),
      build_date: version.buildDate,
      build_snapshot: false,
      lucene_version: version.lucene,
      minimum_wire_compatibility_version: version.minimumWire,
      minimum_index_compatibility_version: version.minimumIndex,
    },
    tagline: "You Know, for Search",
  });
}

const ISSUED = 1_767_225_600_000;
const LICENSE_UID = "5ca1ab1e-0000-4000-8000-000000000001";

function license({ state, query }: Call): Answer {
  const { type, status = "active" } = state.license;
  const shown = type === "enterprise" && !query.boolean("accept_enterprise", true) ? "platinum" : type;
  const expiry = status === "expired" ? ISSUED + 86_400_000 : Date.UTC(2099, 0, 1);
  return ok({
    license: {
      status,
      uid: LICENSE_UID,
      type: shown,
      issue_date: new Date(ISSUED).toISOString(),
      issue_date_in_millis: ISSUED,
      ...(type === "basic" ? {} : { expiry_date: new Date(expiry).toISOString(), expiry_date_in_millis: expiry }),
      max_nodes: type === "enterprise" ? null : 1000,
      ...(type === "enterprise" ? { max_resource_units: 1000 } : {}),
      issued_to: state.clusterName,
      issuer: "elasticsearch",
      start_date_in_millis: -1,
    },
  });
}

/** Features with the kinds of licences they need. */
function features({ state, query }: Call): Answer {
  const { type, status = "active" } = state.license;
  const all = {
    build: { hash: "0".repeat(40), date: state.version.buildDate },
    license: { uid: LICENSE_UID, type, mode: type, status },
    features: {
      enrich: { available: true, enabled: true },
      ilm: { available: true, enabled: true },
      ml: { available: allowsMachineLearning(state.license), enabled: state.hasMachineLearning },
      security: { available: true, enabled: state.security !== undefined },
      transform: { available: true, enabled: true },
    },
    tagline: "You know, for X",
  };
  const categories = query.list("categories");
  if (categories.length === 0) return ok(all);
  return ok(Object.fromEntries(Object.entries(all).filter(([name]) => categories.includes(name))));
}
