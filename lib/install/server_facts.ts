/**
 * What a server is and allows: version, machine learning, licence, privileges, size of bodies.
 * @module
 */

import type { ElasticsearchRequest } from "../stack/elasticsearch.ts";
import { StackError } from "../stack/errors.ts";
import { ANSWERS, narrow } from "./answers.ts";
import type { Requests } from "./requests.ts";
import type { LicenseState, PrivilegeState } from "./snapshot.ts";

/** Cluster privileges for jobs. */
export const JOB_PRIVILEGES: readonly string[] = ["monitor", "manage_ml"];

/** The same for bundles, each the smallest name for what is asked of the server. Deleting is needed to undo, too. */
export const BUNDLE_PRIVILEGES: readonly string[] = [
  "monitor",
  "manage_ml",
  "manage_ingest_pipelines",
  "cluster:admin/script/get",
  "cluster:admin/script/put",
  "cluster:admin/script/delete",
];

/** Statuses by which a server says that it does not have a call. */
export const NO_SUCH_CALL: readonly number[] = [400, 404, 405, 501];

/** The same, or that the caller may not use it. */
const NOT_ANSWERED: readonly number[] = [...NO_SUCH_CALL, 403];

/** The server's version. */
export async function askVersion(requests: Requests): Promise<string> {
  const { body } = await requests.read({ method: "GET", path: "/" });
  return narrow("GET /", ANSWERS.info, body).version.number;
}

/** Whether the server has machine learning, and whether it is on; undefined where it does not say. */
export function askMachineLearning(
  requests: Requests,
): Promise<{ available: boolean; enabled: boolean } | undefined> {
  const request = { method: "GET", path: "/_xpack", query: { categories: "features" } } as const;
  return askOptional(requests, request, (body) => {
    const { ml } = narrow("GET /_xpack", ANSWERS.xpack, body).features;
    return ml ?? { available: false, enabled: false };
  });
}

/**
 * The licence; undefined where the server does not say.
 *
 * @param notAnswered the statuses that count as not saying
 */
export function askLicense(requests: Requests, notAnswered = NOT_ANSWERED): Promise<LicenseState | undefined> {
  const read = (body: unknown) => {
    const { type, status, expiry_date } = narrow("GET /_license", ANSWERS.license, body).license;
    return { type, status, ...(expiry_date === undefined ? {} : { expires: expiry_date }) };
  };
  return askOptional(requests, { method: "GET", path: "/_license" }, read, notAnswered);
}

/** Largest body that every node takes; undefined where the server does not say. */
export function askMaxContentLength(requests: Requests): Promise<number | undefined> {
  const request = {
    method: "GET",
    path: "/_nodes/http",
    query: { filter_path: "nodes.*.http.max_content_length_in_bytes" },
  } as const;
  return askOptional(requests, request, (body) => {
    const nodes = Object.values(narrow("GET /_nodes/http", ANSWERS.nodesHttp, body).nodes);
    return nodes.length === 0 ? undefined : Math.min(...nodes.map(({ http }) => http.max_content_length_in_bytes));
  });
}

/** Which of these privileges the caller lacks. Where security is off the call does not exist, and all is allowed. */
export async function askPrivileges(requests: Requests, needed: readonly string[]): Promise<PrivilegeState> {
  const call = "POST /_security/user/_has_privileges";
  try {
    const { body } = await requests.read({
      method: "POST",
      path: "/_security/user/_has_privileges",
      body: { cluster: needed },
    });
    const { cluster } = narrow(call, ANSWERS.privileges, body);
    return { kind: "asked", missing: needed.filter((name) => cluster[name] !== true) };
  } catch (error) {
    if (!(error instanceof StackError) || error.kind !== "http") throw error;
    if (isSecurityOff(error)) return { kind: "security-off" };
    if (error.status === 401 || error.status === undefined || error.status >= 500) throw error;
    return { kind: "unknown", reason: error.message };
  }
}

/** Without security there is no handler; a server that has it registered but switched off says so by 500 or 405. */
function isSecurityOff({ status, message }: StackError): boolean {
  if (status === 400 || status === 404 || status === 405) return true;
  return status === 500 && /security (?:is not enabled|must be explicitly enabled)/i.test(message);
}

/** Asks what a plan can do without; undefined where the server does not have the call, or the caller not the right. */
export async function askOptional<T>(
  requests: Requests,
  request: ElasticsearchRequest,
  read: (body: unknown) => T,
  notAnswered = NOT_ANSWERED,
): Promise<T | undefined> {
  try {
    return read((await requests.read(request)).body);
  } catch (error) {
    if (error instanceof StackError && error.kind === "http" && notAnswered.includes(error.status ?? 0)) {
      return undefined;
    }
    throw error;
  }
}
