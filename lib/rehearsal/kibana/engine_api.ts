/**
 * The detection engine as a whole: what the user may do with it, and the index of its alerts.
 * @module
 */

import { ok } from "./answer.ts";
import type { Route } from "./route.ts";

const PRIVILEGES = ["read", "write", "view_index_metadata", "manage", "maintenance"];

/** `/api/detection_engine/privileges` and `/api/detection_engine/index` */
export const ENGINE_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/detection_engine/privileges",
    fn: ({ state: { facts }, space, caller }) => {
      const may = facts.rulePrivileges !== "none";
      return ok({
        username: caller.username,
        has_all_requested: may,
        cluster: { monitor_ml: may, manage_ml: may, manage: may, monitor: may },
        index: { [`.alerts-security.alerts-${space}`]: Object.fromEntries(PRIVILEGES.map((name) => [name, may])) },
        application: {},
        is_authenticated: true,
        has_encryption_key: facts.hasEncryptionKey !== false,
      });
    },
  },
  {
    method: "GET",
    path: "/api/detection_engine/index",
    rules: "read",
    fn: ({ space }) => ok({ name: `.alerts-security.alerts-${space}`, index_mapping_outdated: false }),
  },
  { method: "POST", path: "/api/detection_engine/index", rules: "read", fn: () => ok({ acknowledged: true }) },
];
