/**
 * Named cluster privileges and the actions they stand for.
 * @module
 */

import { wildcard } from "./filter_path.ts";

const ALL_OF_INGEST = ["cluster:admin/ingest/pipeline/*"];
const READ_INGEST = ["cluster:admin/ingest/pipeline/get", "cluster:admin/ingest/pipeline/simulate"];
const MONITOR = ["cluster:monitor/*", "indices:admin/template/get", "indices:admin/index_template/get"];

/** Each privilege with patterns of actions; what the calls here ask for is all that is told apart. */
const CLUSTER_PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  none: [],
  all: ["cluster:*", "indices:admin/template/*", "indices:admin/index_template/*"],
  manage: [
    "cluster:monitor/*",
    "cluster:admin/ingest/*",
    "cluster:admin/script/*",
    "cluster:admin/settings/*",
    "cluster:admin/xpack/ml/*",
    "cluster:admin/xpack/license/*",
    "cluster:admin/component_template/*",
    "indices:admin/template/*",
    "indices:admin/index_template/*",
  ],
  monitor: MONITOR,
  monitor_stats: ["cluster:monitor/*stats*"],
  manage_ml: ["cluster:admin/xpack/ml/*", "cluster:monitor/xpack/ml/*"],
  monitor_ml: ["cluster:monitor/xpack/ml/*"],
  manage_pipeline: ALL_OF_INGEST,
  manage_ingest_pipelines: ALL_OF_INGEST,
  read_pipeline: READ_INGEST,
  manage_index_templates: [
    "indices:admin/template/*",
    "indices:admin/index_template/*",
    "cluster:admin/component_template/*",
  ],
  manage_security: ["cluster:admin/xpack/security/*"],
  read_security: ["cluster:admin/xpack/security/*/get"],
  manage_own_api_key: ["cluster:admin/xpack/security/api_key/*"],
  manage_ilm: ["cluster:admin/ilm/*"],
  read_ilm: ["cluster:admin/ilm/get"],
  manage_transform: ["cluster:admin/data_frame/*", "cluster:monitor/data_frame/*"],
  monitor_transform: ["cluster:monitor/data_frame/*"],
  cancel_task: ["cluster:admin/tasks/cancel*"],
};

const INDEX_PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  none: [],
  all: ["indices:*"],
  read: ["indices:data/read/*"],
  write: ["indices:data/write/*"],
  index: ["indices:data/write/index*", "indices:data/write/update*", "indices:data/write/bulk*"],
  create: ["indices:data/write/index*", "indices:data/write/bulk*"],
  create_doc: ["indices:data/write/index*", "indices:data/write/bulk*"],
  delete: ["indices:data/write/delete*", "indices:data/write/bulk*"],
  create_index: ["indices:admin/create", "indices:admin/auto_create", "indices:admin/data_stream/create"],
  delete_index: ["indices:admin/delete"],
  auto_configure: ["indices:admin/auto_create", "indices:admin/mapping/auto_put"],
  view_index_metadata: [
    "indices:admin/get",
    "indices:monitor/settings/get",
    "indices:admin/mappings/get",
    "indices:admin/data_stream/get",
    "indices:data/read/field_caps*",
  ],
  monitor: ["indices:monitor/*"],
  manage: ["indices:monitor/*", "indices:admin/*"],
  maintenance: ["indices:admin/refresh*", "indices:admin/flush*"],
};

/** Where a privilege counts. */
export type PrivilegeScope = "cluster" | "index";

/** Where a privilege for an action counts: templates are of the cluster, whatever they are called. */
export function scopeOf(action: string): PrivilegeScope {
  return /^indices:(?!admin\/(?:index_)?template\/)/.test(action) ? "index" : "cluster";
}

function known(scope: PrivilegeScope): Readonly<Record<string, readonly string[]>> {
  return scope === "cluster" ? CLUSTER_PRIVILEGES : INDEX_PRIVILEGES;
}

/** Whether there is a privilege of that name, or it is a pattern of actions. */
export function isPrivilege(scope: PrivilegeScope, name: string): boolean {
  return Object.hasOwn(known(scope), name) || /^(cluster|indices|internal):/.test(name);
}

/** All names. */
export function privilegeNames(scope: PrivilegeScope): string[] {
  return Object.keys(known(scope));
}

/** The patterns of actions that privileges stand for. */
function patternsOf(scope: PrivilegeScope, privileges: readonly string[]): string[] {
  return privileges.flatMap((name) => Object.hasOwn(known(scope), name) ? known(scope)[name] ?? [] : [name]);
}

/**
 * Whether privileges cover another one.
 *
 * ```ts
 * import { covers } from "./privileges.ts";
 * if (!covers("cluster", ["manage"], "manage_pipeline") || covers("cluster", ["monitor"], "manage_ml")) throw new Error();
 * ```
 */
export function covers(scope: PrivilegeScope, held: readonly string[], asked: string): boolean {
  const patterns = patternsOf(scope, held).map(wildcard);
  return patternsOf(scope, [asked]).every((action) => patterns.some((pattern) => pattern.test(action)));
}

/** The named privileges that cover an action, the narrowest first. */
export function granting(scope: PrivilegeScope, action: string): string[] {
  const order = ["manage", "all"];
  const names = privilegeNames(scope).filter((name) => covers(scope, [name], action));
  return [...names.filter((name) => !order.includes(name)), ...order.filter((name) => names.includes(name))];
}
