/**
 * What keeps a plan from succeeding, found before anything is sent.
 * @module
 */

import type { DgaBundle } from "../../bundle/dga.ts";
import type { Finding } from "../../json/finding.ts";
import type { LicenseState, StackSnapshot } from "../snapshot.ts";

/** `http.max_content_length` where nothing else is known. */
export const DEFAULT_MAX_CONTENT_LENGTH = 100 * 1024 * 1024;

/** Licences that allow machine learning. */
const LICENSES = ["trial", "platinum", "enterprise"];

/** Servers that take no model with more input fields than this, and the versions that mend it. */
const FIELD_CAP = 100;
const CAPPED_VERSIONS: Readonly<Record<string, string>> = { "8.19.17": "8.19.18", "9.3.6": "9.3.7" };

/**
 * Whether this server can be talked to at all.
 *
 * ```ts
 * import { isSupportedVersion } from "./preflight.ts";
 * if (!isSupportedVersion("9.5.3") || isSupportedVersion("7.17.29")) throw new Error();
 * ```
 */
export function isSupportedVersion(version: string): boolean {
  return majorOf(version) >= 8;
}

/** All that keeps a bundle from being set up on the stack of a snapshot. */
export function setupFindings(bundle: DgaBundle, snapshot: StackSnapshot): Finding[] {
  const findings = serverFindings(snapshot, "models");
  if (findings.some(({ code }) => code === "server-version")) return findings;
  return [
    ...findings,
    ...licenseFindings(snapshot, "a model"),
    ...fieldCapFindings(bundle, snapshot),
    ...sizeFindings(bundle, snapshot),
  ];
}

/** All that keeps jobs from being stored on the stack of a snapshot. */
export function jobFindings(snapshot: StackSnapshot): Finding[] {
  const findings = serverFindings(snapshot, "jobs");
  if (findings.some(({ code }) => code === "server-version")) return findings;
  return [...findings, ...licenseFindings(snapshot, "a job")];
}

/** All that keeps something from being removed from the stack of a snapshot. A licence is not needed for that. */
export function removalFindings(snapshot: StackSnapshot, what: "models" | "jobs" = "models"): Finding[] {
  return serverFindings(snapshot, what);
}

function serverFindings(snapshot: StackSnapshot, what: "models" | "jobs"): Finding[] {
  const version = versionFindings(snapshot);
  if (version.some(({ level }) => level === "error")) return version;
  return [...version, ...privilegeFindings(snapshot), ...machineLearningFindings(snapshot, what)];
}

function majorOf(version: string): number {
  return Number(/^(\d+)\./.exec(version)?.[1] ?? 0);
}

/** Whether the server's version is one that this works with. */
export function versionFindings({ version }: Pick<StackSnapshot, "version">): Finding[] {
  if (!isSupportedVersion(version)) {
    return [{
      level: "error",
      code: "server-version",
      message: `Cannot work with Elasticsearch ${version}: it is older than 8.0`,
      hint: "Upgrade to 8.19 or 9.x.",
    }];
  }
  if (majorOf(version) <= 9) return [];
  return [{
    level: "warning",
    code: "server-version",
    message: `Elasticsearch ${version} is newer than what this was tried with, 8.x and 9.x`,
  }];
}

/** The cluster privileges that the caller lacks. */
export function privilegeFindings({ privileges }: Pick<StackSnapshot, "privileges">): Finding[] {
  if (privileges.kind === "security-off") return [];
  if (privileges.kind === "unknown") {
    return [{
      level: "warning",
      code: "privileges-unknown",
      message: `It is not known whether the user may do this: ${privileges.reason}`,
    }];
  }
  return privileges.missing.map((name) => ({
    level: "error",
    code: "privilege",
    message: `Cannot go on as the user lacks the cluster privilege "${name}"${PURPOSES[name] ?? ""}`,
    hint: name.startsWith("cluster:admin/script/")
      ? 'Put "cluster:admin/script/*" into the cluster privileges of a role of the user; "manage" holds it too.'
      : `Put "${name}" into the cluster privileges of a role of the user.`,
  }));
}

const PURPOSES: Readonly<Record<string, string>> = {
  monitor: ", by which licence and nodes are asked",
  manage_ml: ", by which models and jobs are stored and deleted",
  manage_index_templates: ", by which mappings are put into templates",
  manage_ingest_pipelines: ", by which pipelines are stored, tried and deleted",
  "cluster:admin/script/get": ", by which stored scripts are read",
  "cluster:admin/script/put": ", by which stored scripts are written",
  "cluster:admin/script/delete": ", by which stored scripts are deleted",
};

function machineLearningFindings({ machineLearning, privileges }: StackSnapshot, what: string): Finding[] {
  if (machineLearning === undefined) {
    if (privileges.kind === "asked" && privileges.missing.includes("monitor")) return [];
    return [{
      level: "warning",
      code: "machine-learning-unknown",
      message: "The server does not say whether it has machine learning (GET /_xpack)",
    }];
  }
  if (machineLearning.available && machineLearning.enabled) return [];
  // A licence without machine learning makes it unavailable too, and is told better.
  if (machineLearning.enabled) return [];
  return [{
    level: "error",
    code: "machine-learning-off",
    message: `Cannot work with ${what} as machine learning is switched off on this server`,
    hint: "Remove xpack.ml.enabled: false from elasticsearch.yml of every node, and restart.",
  }];
}

function licenseFindings({ license, machineLearning, privileges }: StackSnapshot, what: string): Finding[] {
  if (license === undefined) {
    if (machineLearning?.available === false) return [noLicense(what, "the server's licence does not hold it")];
    if (privileges.kind === "asked" && privileges.missing.includes("monitor")) return [];
    return [{ level: "warning", code: "license-unknown", message: "The licence could not be asked for" }];
  }
  const fault = licenseFault(license);
  return fault === undefined ? [] : [noLicense(what, fault)];
}

/**
 * Why a licence does not allow machine learning; undefined when it does.
 *
 * ```ts
 * import { licenseFault } from "./preflight.ts";
 * if (licenseFault({ type: "trial", status: "active" }) !== undefined) throw new Error();
 * if (licenseFault({ type: "basic", status: "active" }) === undefined) throw new Error();
 * ```
 */
export function licenseFault({ type, status, expires }: LicenseState): string | undefined {
  if (!LICENSES.includes(type)) return `the server's licence is "${type}"`;
  if (status === "active") return undefined;
  return `the server's "${type}" licence is ${status}${expires === undefined ? "" : `: it ended ${expires}`}`;
}

function noLicense(what: string, found: string): Finding {
  return {
    level: "error",
    code: "license",
    message: `Cannot store ${what} as machine learning needs an active trial, platinum or enterprise licence: ${found}`,
    hint: "Start a trial (POST _license/start_trial?acknowledge=true), or install or renew a licence.",
  };
}

function fieldCapFindings(bundle: DgaBundle, { version }: StackSnapshot): Finding[] {
  const mended = CAPPED_VERSIONS[version];
  const fields = bundle.models[bundle.modelId]?.inputFields.length ?? 0;
  if (mended === undefined || fields <= FIELD_CAP) return [];
  return [{
    level: "error",
    code: "too-many-fields",
    file: bundle.modelFile.name,
    path: "input/field_names",
    message: `Cannot store the model as Elasticsearch ${version} takes at most ${FIELD_CAP} input fields: ` +
      `it has ${fields}`,
    hint: `Upgrade to Elasticsearch ${mended}, which takes any number again.`,
  }];
}

function sizeFindings(bundle: DgaBundle, { upload, maxContentLength }: StackSnapshot): Finding[] {
  const limit = maxContentLength ?? DEFAULT_MAX_CONTENT_LENGTH;
  if (upload === undefined || upload.bytes <= limit) return [];
  return [{
    level: "error",
    code: "model-size",
    file: bundle.modelFile.name,
    message: `Cannot send the model as the server takes bodies of ${megabytes(limit)}: ` +
      `compressed it is ${megabytes(upload.bytes)}`,
    hint: "Raise http.max_content_length in elasticsearch.yml of every node (and the limit of a proxy before it) and " +
      "restart, or train a smaller model.",
  }];
}

/**
 * A number of bytes for people.
 *
 * ```ts
 * import { megabytes } from "./preflight.ts";
 * if (megabytes(104_857_600) !== "100.0 MB") throw new Error();
 * ```
 */
export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
