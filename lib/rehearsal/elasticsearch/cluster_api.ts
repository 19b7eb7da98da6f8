/** The cluster: `_cluster/health`, `_cluster/settings`. @module */

import { JavaMap } from "../../java/map.ts";
import { JavaDouble } from "../../java/value.ts";
import { type Answer, ok } from "./answer.ts";
import { failure, invalidRequest } from "./failure.ts";
import { type Call, pathPart, type Route } from "./route.ts";
import { flatSettings, shownSettings } from "./settings.ts";

const TIMEOUTS = ["timeout", "master_timeout"];
const HEALTH_QUERY = [
  "expand_wildcards",
  "level",
  "local",
  "wait_for_active_shards",
  "wait_for_events",
  "wait_for_no_initializing_shards",
  "wait_for_no_relocating_shards",
  "wait_for_nodes",
  "wait_for_status",
  ...TIMEOUTS,
];

/** The calls. */
export const CLUSTER_ROUTES: readonly Route[] = [
  { method: "GET", path: "/_cluster/health", action: "cluster:monitor/health", query: HEALTH_QUERY, fn: health },
  { method: "GET", path: "/_cluster/health/{name}", action: "cluster:monitor/health", query: HEALTH_QUERY, fn: health },
  {
    method: "GET",
    path: "/_cluster/settings",
    action: "cluster:monitor/settings",
    query: ["flat_settings", "include_defaults", "local", ...TIMEOUTS],
    fn: get,
  },
  {
    method: "PUT",
    path: "/_cluster/settings",
    action: "cluster:admin/settings/update",
    query: ["flat_settings", ...TIMEOUTS],
    fn: put,
  },
];

function health(call: Call): Answer {
  const { state } = call;
  const indices = call.parameters.name === undefined
    ? [...state.indices.all()]
    : state.indices.expand(pathPart(call, "name"), { allowNone: true });
  const shards = indices.length;
  const unassigned = indices.filter((index) => index.settings.get("index.number_of_replicas") !== "0").length;
  const percent = shards === 0 ? 100 : (100 * shards) / (shards + unassigned);
  return ok({
    cluster_name: state.clusterName,
    status: unassigned > 0 ? "yellow" : "green",
    timed_out: false,
    number_of_nodes: 1,
    number_of_data_nodes: 1,
    active_primary_shards: shards,
    active_shards: shards,
    relocating_shards: 0,
    initializing_shards: 0,
    unassigned_shards: unassigned,
    unassigned_primary_shards: 0,
    delayed_unassigned_shards: 0,
    number_of_pending_tasks: 0,
    number_of_in_flight_fetch: 0,
    task_max_waiting_in_queue_millis: 0,
    active_shards_percent_as_number: new JavaDouble(percent),
  });
}

/** What counts where nothing is set, of the settings that matter here. */
function defaults(call: Call): Map<string, string | readonly string[]> {
  const { settings, maxBodyBytes } = call.state;
  const all: readonly (readonly [string, string | readonly string[]])[] = [
    ["http.max_content_length", `${maxBodyBytes}b`],
    ["script.allowed_types", call.state.allowsInlineScripts ? [] : ["stored"]],
    ["script.allowed_contexts", []],
    ["script.max_size_in_bytes", "65535"],
    ["xpack.ml.enabled", String(call.state.hasMachineLearning)],
    ["xpack.ml.max_inference_processors", "50"],
    ["xpack.security.enabled", String(call.state.security !== undefined)],
  ];
  return new Map(all.filter(([name]) => !settings.persistent.has(name) && !settings.transient.has(name)));
}

function get(call: Call): Answer {
  const { persistent, transient } = call.state.settings;
  const flat = call.query.boolean("flat_settings", false);
  return ok({
    persistent: shownSettings(persistent, flat),
    transient: shownSettings(transient, flat),
    ...(call.query.boolean("include_defaults", false) ? { defaults: shownSettings(defaults(call), flat) } : {}),
  });
}

async function put(call: Call): Promise<Answer> {
  const body = await call.body.object();
  const changed = {
    persistent: new Map<string, string | readonly string[]>(),
    transient: new Map<string, string | readonly string[]>(),
  };
  let count = 0;
  for (const kind of ["persistent", "transient"] as const) {
    const asked = body.get(kind);
    if (!(asked instanceof JavaMap)) continue;
    for (const [name, value] of flatSettings(asked)) {
      count++;
      refuseUnknown(kind, name);
      if (value === null) call.state.settings[kind].delete(name);
      else {
        call.state.settings[kind].set(name, value);
        changed[kind].set(name, value);
      }
    }
  }
  if (count === 0) throw invalidRequest("no settings to update");
  const flat = call.query.boolean("flat_settings", false);
  return ok({
    acknowledged: true,
    persistent: shownSettings(changed.persistent, flat),
    transient: shownSettings(changed.transient, flat),
  });
}

/** The rehearsal cannot tell all settings from misspelt ones; groups that no server has are refused. */
function refuseUnknown(kind: string, name: string): void {
  if (/^(action|cluster|discovery|http|indices|ingest|logger|node|script|search|slm|transport|xpack)\./.test(name)) {
    return;
  }
  throw failure(400, "illegal_argument_exception", `${kind} setting [${name}], not recognized`);
}
