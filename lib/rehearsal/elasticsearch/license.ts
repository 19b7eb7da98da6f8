/**
 * Licences, and what they allow.
 * @module
 */

import type { IngestError } from "../../ingest/error.ts";
import { failure } from "./failure.ts";

/** Kinds of licences. */
export type LicenseType = "basic" | "standard" | "gold" | "platinum" | "enterprise" | "trial";

/** A licence that the rehearsal has. */
export interface LicenseOptions {
  /** Its kind. */
  readonly type: LicenseType;
  /** Whether it holds. @default {"active"} */
  readonly status?: "active" | "expired" | "invalid";
}

/** Whether machine learning is allowed. */
export function allowsMachineLearning({ type, status = "active" }: LicenseOptions): boolean {
  return status === "active" && ["platinum", "enterprise", "trial"].includes(type);
}

/** What the server answers where a licence does not allow machine learning. */
export function nonCompliant(): IngestError {
  return failure(403, "security_exception", "current license is non-compliant for [ml]", {
    details: { "license.expired.feature": "ml" },
  });
}
