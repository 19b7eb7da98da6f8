/**
 * What is on a stack, as far as a plan has to know.
 * @module
 */

import type { DgaBundle } from "../bundle/dga.ts";
import type { Stack } from "../stack/connect.ts";
import type { ModelOrigin } from "./step.ts";

/** What a plan is to be made for. */
export interface SnapshotRequest {
  /** A bundle that is to be set up. */
  readonly bundle?: DgaBundle;
  /** A model that is to be removed. */
  readonly modelId?: string;
}

/** Something stored: its value, and the text that it was answered in, which knows `1.0` from `1`. */
export interface StoredJson {
  /** As JSON values. */
  readonly value: Readonly<Record<string, unknown>>;
  /** As JSON text that can be stored again. */
  readonly text: string;
}

/** An installed model without its definition. */
export interface InstalledModel {
  /** The model's own id. */
  readonly id: string;
  /** The server's estimate of its memory. */
  readonly sizeBytes?: number;
  /** `tags` */
  readonly tags: readonly string[];
  /** Aliases that stand for it. */
  readonly aliases: readonly string[];
  /** `metadata.ml_dga`, when this tool installed it. */
  readonly origin?: ModelOrigin;
  /** All that the server told, without what it made itself. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What the licence says; `unknown` where it could not be asked. */
export interface LicenseState {
  /** `trial`, `basic`, `platinum` … */
  readonly type: string;
  /** `active`, `expired` … */
  readonly status: string;
}

/** What the caller may do: all is allowed where security is off. */
export type PrivilegeState =
  | { readonly kind: "security-off" }
  | { readonly kind: "asked"; readonly missing: readonly string[] }
  | { readonly kind: "unknown"; readonly reason: string };

/** A pipeline that calls something of a bundle. */
export interface PipelineReference {
  /** The pipeline's id. */
  readonly pipeline: string;
  /** What it calls. */
  readonly kind: "model" | "script" | "pipeline";
  /** The called one's id. */
  readonly id: string;
}

/** An index through whose settings documents reach a pipeline. */
export interface IndexPipeline {
  /** Name of the index. */
  readonly index: string;
  /** Which of its settings. */
  readonly setting: "default_pipeline" | "final_pipeline";
  /** The pipeline. */
  readonly pipeline: string;
}

/** What a bundle's model file is, once read through. */
export interface UploadFacts {
  /** sha256 of the file's canonical bytes. */
  readonly sha256: string;
  /** At most so many bytes are sent. */
  readonly bytes: number;
}

/** What is on a stack, as far as a plan has to know. */
export interface StackSnapshot {
  /** The server's version: `8.19.21`. */
  readonly version: string;
  /** The licence; undefined where it could not be asked. */
  readonly license?: LicenseState;
  /** Whether the server has machine learning; undefined where it could not be asked. */
  readonly machineLearning?: { readonly available: boolean; readonly enabled: boolean };
  /** What the caller may do. */
  readonly privileges: PrivilegeState;
  /** Largest body that every node takes; undefined where it could not be asked. */
  readonly maxContentLength?: number;
  /** The model that was asked for. */
  readonly model?: InstalledModel;
  /** The stored scripts of a bundle, by id. */
  readonly scripts: Readonly<Record<string, StoredJson>>;
  /** The pipelines of a bundle, by id. */
  readonly pipelines: Readonly<Record<string, StoredJson>>;
  /** Which pipelines call models, the scripts or the pipelines of a bundle. */
  readonly references: readonly PipelineReference[];
  /** Indices that send documents to the pipelines; asked for a removal only. */
  readonly indices: readonly IndexPipeline[];
  /** Pipelines whose counters moved meanwhile; asked for a removal only. */
  readonly busyPipelines: readonly string[];
  /** What is to be uploaded, for a setup. */
  readonly upload?: UploadFacts;
  /** What could not be asked, in sentences. */
  readonly gaps: readonly string[];
}

/** How a snapshot is taken. */
export interface SnapshotOptions {
  /** Gives it up. */
  readonly signal?: AbortSignal;
}

/** Asks a stack for what a plan has to know; changes nothing. */
export function takeSnapshot(
  _stack: Stack,
  _want: SnapshotRequest,
  _options: SnapshotOptions = {},
): Promise<StackSnapshot> {
  return Promise.reject(new Error("being written"));
}
