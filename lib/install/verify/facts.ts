/**
 * What is asked of a stack to say whether documents are enriched, and where the chain breaks if they are not.
 * @module
 */

import type { Difference } from "../plan.ts";
import type { StoredJson } from "../resources/stored_json.ts";
import type { InstalledModel, LicenseState, PipelineReference } from "../snapshot.ts";
import type { Verdict } from "../step.ts";
import type { Known } from "./known.ts";

/** What came of a document that was sent through a pipeline without being stored. */
export type Tried =
  | ({
    /** There is a verdict. */
    readonly kind: "judged";
  } & Verdict)
  | {
    /** It failed, or came out with half a verdict. */
    readonly kind: "failed";
    /** The deepest cause. */
    readonly reason: string;
  }
  | {
    /** It came out without `ml_is_dga` and without an error: a condition kept it out. */
    readonly kind: "passed-by";
  };

/** A name that was tried. */
export interface TriedName {
  /** The name. */
  readonly domain: string;
  /** What the model should say of it. */
  readonly expected: 0 | 1;
  /** What came out. */
  readonly tried: Tried;
}

/** An index, and the pipelines that its documents go through. */
export interface IndexFacts {
  /** Its name. */
  readonly index: string;
  /** When it was made, in milliseconds since 1970. */
  readonly createdAt: number;
  /** `index.default_pipeline` */
  readonly defaultPipeline?: string;
  /** `index.final_pipeline` */
  readonly finalPipeline?: string;
}

/** What a pipeline counts since its node started, on all nodes together. */
export interface PipelineCounts {
  /** Documents. */
  readonly count: number;
  /** Failures of its processors, those that its `on_failure` took care of too. */
  readonly failed: number;
}

/** What the two pipelines count. */
export interface TrafficFacts {
  /** The pipeline that documents are sent to. */
  readonly outer: PipelineCounts;
  /** The pipeline that asks the model. */
  readonly inner: PipelineCounts;
  /** How many documents came to the outer one while it was watched. */
  readonly arrived: number;
  /** How long that was, in milliseconds. */
  readonly watchedMs: number;
}

/** Documents with `dns.question.registered_domain` in the indices. */
export interface DocumentFacts {
  /** All of them. */
  readonly total: number;
  /** Those of the last 24 hours. */
  readonly recent: number;
  /** Those of the last 24 hours with a verdict. */
  readonly enriched: number;
  /** Those of the last 24 hours with an error and without a verdict. */
  readonly failed: number;
  /** Those of the last 24 hours in which a second run left the model's answer beside the verdict of the first. */
  readonly twice: number;
}

/** A document of an index that was tried. */
export interface TriedDocument {
  /** Where it is. */
  readonly index: string;
  /** What comes of it in the pipeline now. */
  readonly tried: Tried;
}

/** What a model counts. */
export interface ModelCounts {
  /** Documents that it was asked about. */
  readonly inferences: number;
  /** Those on which it failed. */
  readonly failures: number;
  /** Those that had none of its fields. */
  readonly missingAllFields: number;
}

/** The fields that jobs and rules use, and their types, by what the indices say. */
export interface FieldTypes {
  /** Types of `ml_is_dga.malicious_prediction`; none where no index maps it. */
  readonly prediction: readonly string[];
  /** Types of `ml_is_dga.malicious_probability`. */
  readonly probability: readonly string[];
}

/** All that was found out. */
export interface SetupFacts {
  /** The model that is looked at. */
  readonly modelId: string;
  /** The indices that are looked at. */
  readonly indexPattern: string;
  /** The server's version. */
  readonly serverVersion: string;
  /** The licence; undefined within where the server has none. */
  readonly license: Known<LicenseState | undefined>;
  /** Whether machine learning is switched on; undefined within where the server does not say. */
  readonly machineLearning: Known<boolean | undefined>;
  /** The model. */
  readonly model: Known<InstalledModel | undefined>;
  /** Both scripts by id, as far as they are there. */
  readonly scripts: Known<Readonly<Record<string, StoredJson>>>;
  /** Both pipelines by id, as far as they are there. */
  readonly pipelines: Known<Readonly<Record<string, StoredJson>>>;
  /** The bundle that it is compared with, if it is, and where they differ. */
  readonly bundle?: { readonly name: string; readonly differences: readonly Difference[] };
  /** What all pipelines of the stack call. */
  readonly references: Known<readonly PipelineReference[]>;
  /** A benign and a malicious name through the stored pipelines. */
  readonly proof: Known<readonly TriedName[]>;
  /** The indices. */
  readonly indices: Known<readonly IndexFacts[]>;
  /** What the pipelines count. */
  readonly traffic: Known<TrafficFacts>;
  /** The documents. */
  readonly documents: Known<DocumentFacts>;
  /** The newest document of the last 24 hours without a verdict, where there is one. */
  readonly plainDocument: Known<TriedDocument | undefined>;
  /** The types of the fields. */
  readonly types: Known<FieldTypes>;
  /** What the model counts; undefined within before the server has written anything down. */
  readonly modelCounts: Known<ModelCounts | undefined>;
}
