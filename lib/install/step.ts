/**
 * The steps that plans are made of: plain data, one record for each change, with what it replaces beside it, so that
 * whoever carries a plan out decides nothing.
 * @module
 */

import type { ByteSource } from "../json/byte_source.ts";
import type { ResourceKind } from "./resources/kinds.ts";
import type { ResourceState } from "./resources/resource.ts";

/** What a model says of itself in its `metadata.ml_dga`. */
export interface ModelOrigin {
  /** Name of the release or folder that it came from. */
  readonly release: string;
  /** sha256 of the canonical bytes of the model's file, in hex. */
  readonly sha256: string;
  /** What installed it: `ml-dga/0.1.0`. */
  readonly tool: string;
}

/** Two classes of a verdict, or that there is none. */
export interface Verdict {
  /** `ml_is_dga.malicious_prediction` */
  readonly prediction: 0 | 1;
  /** `ml_is_dga.malicious_probability` */
  readonly probability: number;
}

/** A DNS document that a pipeline is tried with. */
export interface ProofDocument {
  /** The name that was looked up. */
  readonly domain: string;
  /** The document, as JSON. */
  readonly text: string;
  /** The verdict that the engines compute here; undefined where they can't run the bundle. */
  readonly expected?: Verdict;
}

/** Stores a model; its file is sent as `compressed_definition`. */
export interface PutModelStep {
  /** Which step it is. */
  readonly kind: "put-model";
  /** The model's id. */
  readonly id: string;
  /** Name of the model's file. */
  readonly file: string;
  /** The model's file. */
  readonly source: ByteSource;
  /** What is put into the model's metadata. */
  readonly origin: ModelOrigin;
  /** A model of the same id is there until the step before. */
  readonly replaces: boolean;
}

/** Keeps a copy of an installed model in memory, so that it can be put back. */
export interface FetchModelStep {
  /** Which step it is. */
  readonly kind: "fetch-model";
  /** The model's id. */
  readonly id: string;
  /** Largest answer that is taken. */
  readonly maxBytes: number;
  /** Without a copy nothing is deleted. */
  readonly required: boolean;
}

/** Deletes a model. */
export interface DeleteModelStep {
  /** Which step it is. */
  readonly kind: "delete-model";
  /** The model's id. */
  readonly id: string;
  /** Although pipelines or aliases refer to it. */
  readonly force: boolean;
  /** Aliases that go with it. */
  readonly aliases: readonly string[];
}

/** Stores something under an id. */
export interface PutStep {
  /** Which step it is. */
  readonly kind: "put";
  /** What is stored. */
  readonly resource: ResourceKind;
  /** Its id. */
  readonly id: string;
  /** As JSON. */
  readonly text: string;
  /** What is there and makes way, as JSON. */
  readonly replaces?: string;
  /** What else there is to say of the step, in brackets behind it. */
  readonly detail?: string;
}

/** Takes away what is stored under an id. */
export interface DeleteStep {
  /** Which step it is. */
  readonly kind: "delete";
  /** What is taken away. */
  readonly resource: ResourceKind;
  /** Its id. */
  readonly id: string;
  /** What is there, as JSON. */
  readonly was: string;
  /** What else there is to say of the step, in brackets behind it. */
  readonly detail?: string;
  /** The request that stores it again, where the plan's command would not. */
  readonly mend?: string;
}

/** Opens, closes, starts or stops something. */
export interface SwitchStep {
  /** Which step it is. */
  readonly kind: "switch";
  /** What is switched. */
  readonly resource: ResourceKind;
  /** Its id. */
  readonly id: string;
  /** The state that it is in. */
  readonly from: ResourceState;
  /** The state that it gets into. */
  readonly to: ResourceState;
}

/** Sends documents through a pipeline that is stored nowhere: nothing live changes. */
export interface ProveStep {
  /** Which step it is. */
  readonly kind: "prove";
  /** The inner pipeline with the sources of its scripts in the place of their ids, as JSON. */
  readonly text: string;
  /** What is sent, and what must come out. */
  readonly documents: readonly ProofDocument[];
}

/** Sends documents through the stored pipelines. */
export interface VerifyStep {
  /** Which step it is. */
  readonly kind: "verify";
  /** The pipeline that documents are sent to. */
  readonly pipeline: string;
  /** What is sent, and what must come out. */
  readonly documents: readonly ProofDocument[];
}

/** A step that changes something. */
export type ChangeStep = PutModelStep | DeleteModelStep | PutStep | DeleteStep | SwitchStep;

/** One step of a plan. */
export type Step = ChangeStep | FetchModelStep | ProveStep | VerifyStep;

/** What a step changes. */
export function kindOf(step: ChangeStep): ResourceKind | "model" {
  return "resource" in step ? step.resource : "model";
}
