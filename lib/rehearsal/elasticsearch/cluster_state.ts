/**
 * Everything that the rehearsal remembers.
 * @module
 */

import { AnalyticsState } from "./analytics/analytics_state.ts";
import { AnomalyState } from "./anomaly/anomaly_state.ts";
import { IndexState } from "./index_state.ts";
import { IngestState } from "./ingest_state.ts";
import type { LicenseOptions } from "./license.ts";
import { ModelState } from "./model_state.ts";
import type { SecurityOptions } from "./security.ts";
import type { VersionFacts } from "./server_version.ts";
import { ClusterSettings } from "./settings.ts";
import { TemplateState } from "./templates/template_state.ts";

/** The one node. */
export const NODE_ID = "rEhEaRsAlNoDe000000000";
/** The one cluster. */
export const CLUSTER_UUID = "rEhEaRsAlClUsTeR000000";

/** What a cluster is, and does not change. */
export interface ClusterFacts {
  readonly version: VersionFacts;
  readonly license: LicenseOptions;
  readonly security: SecurityOptions | undefined;
  /** False plays a server whose machine learning is switched off: its calls are not there. */
  readonly hasMachineLearning: boolean;
  /** False where only stored scripts may run. */
  readonly allowsInlineScripts: boolean;
  /** `http.max_content_length` */
  readonly maxBodyBytes: number;
}

/** The state of a cluster of one node. */
export class ClusterState {
  readonly clusterName = "ml-dga-rehearsal";
  readonly nodeName = "rehearsal";
  readonly version: VersionFacts;
  readonly license: LicenseOptions;
  readonly security: SecurityOptions | undefined;
  readonly hasMachineLearning: boolean;
  readonly allowsInlineScripts: boolean;
  readonly maxBodyBytes: number;
  readonly settings = new ClusterSettings();
  readonly models = new ModelState();
  readonly anomaly = new AnomalyState();
  readonly analytics = new AnalyticsState();
  readonly ingest: IngestState;
  readonly indices = new IndexState();
  readonly templates = new TemplateState();

  constructor(facts: ClusterFacts) {
    this.version = facts.version;
    this.license = facts.license;
    this.security = facts.security;
    this.hasMachineLearning = facts.hasMachineLearning;
    this.allowsInlineScripts = facts.allowsInlineScripts;
    this.maxBodyBytes = facts.maxBodyBytes;
    this.ingest = new IngestState((id) => this.models.model(id), facts.allowsInlineScripts);
  }
}
