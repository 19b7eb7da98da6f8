/**
 * The rehearsal stack: what a session can be rehearsed with, without a server.
 * @module
 */

import type { Handler } from "../stack/handler.ts";
import { createElasticsearch } from "./elasticsearch.ts";
import { ClusterState } from "./elasticsearch/cluster_state.ts";
import type { LicenseOptions, LicenseType } from "./elasticsearch/license.ts";
import type { SecurityOptions } from "./elasticsearch/security.ts";
import { type ServerVersion, versionFacts } from "./elasticsearch/server_version.ts";
import { type FaultPlan, injectFaults } from "./faults.ts";
import { createGithub } from "./github.ts";
import type { GithubRehearsalOptions } from "./github/options.ts";
import { createKibana } from "./kibana.ts";
import type { KibanaRehearsalOptions } from "./kibana/options.ts";

/** What the rehearsal plays. */
export interface RehearsalOptions {
  /** The version that it plays. @default {"8.19.21"} */
  readonly version?: ServerVersion;
  /** A kind of licence, or one with its status. @default {"trial"} */
  readonly license?: LicenseType | LicenseOptions;
  /** Switches security on. @default {off: everybody may do everything} */
  readonly security?: SecurityOptions;
  /** False plays a server whose machine learning is switched off. @default {true} */
  readonly machineLearning?: boolean;
  /** False plays a server on which only stored scripts run (`script.allowed_types: stored`). @default {true} */
  readonly inlineScripts?: boolean;
  /** `http.max_content_length`. @default {104_857_600} */
  readonly maxBodyBytes?: number;
  /** What goes wrong on the way. @default {nothing} */
  readonly faults?: FaultPlan;
  /** What the Kibana before it plays. */
  readonly kibana?: KibanaRehearsalOptions;
  /** What the GitHub beside it plays. */
  readonly github?: GithubRehearsalOptions;
}

/** Services as functions; each stack has a state of its own. */
export interface RehearsalStack {
  /** Answers as an Elasticsearch does. */
  readonly elasticsearch: Handler;
  /** Answers as a Kibana before that Elasticsearch does, as far as detection rules and data views go. */
  readonly kibana: Handler;
  /** Answers as GitHub does, as far as releases go. */
  readonly github: Handler;
}

/**
 * Makes a stack in memory.
 *
 * ```ts
 * import { createRehearsalStack } from "./stack.ts";
 * const stack = createRehearsalStack({ version: "9.5.3" });
 * const response = await stack.elasticsearch(new Request("http://rehearsal/"));
 * const { version } = await response.json();
 * if (version.number !== "9.5.3") throw new Error();
 * ```
 */
export function createRehearsalStack(options: RehearsalOptions = {}): RehearsalStack {
  const version = versionFacts(options.version ?? "8.19.21");
  const license = typeof options.license === "object" ? options.license : { type: options.license ?? "trial" };
  const { security } = options;
  const elasticsearch = createElasticsearch(
    new ClusterState({
      version,
      license,
      security,
      hasMachineLearning: options.machineLearning ?? true,
      allowsInlineScripts: options.inlineScripts ?? true,
      maxBodyBytes: options.maxBodyBytes ?? 100 * 1024 * 1024,
    }),
  );
  return {
    elasticsearch: options.faults === undefined ? elasticsearch : injectFaults(elasticsearch, options.faults),
    kibana: createKibana({ ...options.kibana, version, license, security, elasticsearch }),
    github: createGithub(options.github),
  };
}
