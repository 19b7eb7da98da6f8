/**
 * The links of the chain from an installed model to enriched documents.
 * @module
 */

import type { Known } from "./known.ts";

/** Name of a link, in the order in which documents depend on them. */
export type LinkName =
  | "license"
  | "model"
  | "scripts"
  | "pipelines"
  | "bundle"
  | "proof"
  | "indices"
  | "wiring"
  | "documents"
  | "enrichment"
  | "types"
  | "counters";

/** One link of the chain. */
export interface Link {
  /** Which link. */
  readonly name: LinkName;
  /** Whether it holds; or it is not known, for the reason in the message. */
  readonly state: "ok" | "missing" | "unknown";
  /** What was found, in a sentence without a full stop. */
  readonly message: string;
  /** The command or setting that mends it. */
  readonly mend?: string;
}

/** A link that holds. */
export function ok(name: LinkName, message: string): Link {
  return { name, state: "ok", message };
}

/** A link that does not hold, and what mends it. */
export function missing(name: LinkName, message: string, mend: string): Link {
  return { name, state: "missing", message, mend };
}

/** A link of which nothing is known, and why; what the caller lacks a privilege for can be mended. */
export function unknown(name: LinkName, { reason, isRefused }: Unknown, grant?: string): Link {
  return { name, state: "unknown", message: reason, ...(isRefused && grant !== undefined ? { mend: grant } : {}) };
}

/** A link that can't be looked at as one before it is missing. */
export function unseen(name: LinkName, reason: string): Link {
  return { name, state: "unknown", message: reason };
}

type Unknown = Extract<Known<unknown>, { kind: "unknown" }>;
