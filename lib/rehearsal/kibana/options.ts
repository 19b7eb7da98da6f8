/**
 * What the rehearsal Kibana plays beside its version, licence and security, which it shares with its Elasticsearch.
 * @module
 */

import type { FaultPlan } from "../faults.ts";

/** How the rehearsal Kibana is set up. */
export interface KibanaRehearsalOptions {
  /** Ids of the spaces beside the default one. @default {none} */
  readonly spaces?: readonly string[];
  /** What the user may do with detection rules. @default {"all"} */
  readonly rulePrivileges?: "all" | "read" | "none";
  /** False plays a Kibana without `xpack.encryptedSavedObjects.encryptionKey`, on which no rule can be made. @default {true} */
  readonly hasEncryptionKey?: boolean;
  /** `server.maxPayload`, in bytes. @default {1_048_576} */
  readonly maxBodyBytes?: number;
  /** `xpack.securitySolution.maxRuleImportPayloadBytes`. @default {10_485_760} */
  readonly maxImportBytes?: number;
  /** What goes wrong on the way. @default {nothing} */
  readonly faults?: FaultPlan;
}
