/**
 * Results of `_simulate`.
 * @module
 */

import type { JavaHashMap } from "../java/map.ts";
import type { Document } from "../json/document.ts";
import { deepCopyMap, refuseSelfReferences } from "./copy.ts";
import type { DocumentMetadata, IngestDocument } from "./document.ts";
import type { RootErrorBody } from "./error.ts";

/** A document as it came out of a pipeline, or of one processor. */
export interface SimulatedDocument {
  /** `_index`, `_id` and the like. */
  readonly metadata: DocumentMetadata;
  /** `_source`. */
  readonly source: Document;
  /** What `_ingest` held. */
  readonly ingest: JavaHashMap;
}

/** What one processor did. */
export interface ProcessorResult {
  /** Type of the processor: `"script"`. */
  readonly processorType: string;
  /** What became of it. */
  readonly status: "success" | "error" | "error_ignored" | "skipped" | "dropped";
  /** The processor's `tag`. */
  readonly tag?: string;
  /** The processor's `description`. */
  readonly description?: string;
  /** The processor's `if`, and what it gave. */
  readonly condition?: { readonly condition: string; readonly result: boolean };
  /** The document afterwards. */
  readonly document?: SimulatedDocument;
  /** Why it failed. */
  readonly error?: RootErrorBody;
}

/** What became of one document: exactly one of the fields is there. */
export interface SimulateResult {
  /** The document afterwards. */
  readonly document?: SimulatedDocument;
  /** Why it failed. */
  readonly error?: RootErrorBody;
  /** True when a pipeline dropped the document. */
  readonly dropped?: true;
  /** With `verbose`. */
  readonly processorResults?: readonly ProcessorResult[];
}

/** A document's state now; fails for values that the server does not take in a result. */
export function simulated(document: IngestDocument): SimulatedDocument {
  refuseSelfReferences(document.fields, "document");
  const snapshot = document.snapshot(deepCopyMap);
  const metadata = snapshot.release();
  return { metadata, source: snapshot.fields, ingest: snapshot.ingest };
}
