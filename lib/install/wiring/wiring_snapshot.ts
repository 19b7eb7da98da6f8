/**
 * What there is on a stack of the indices that are to be led to the pipeline.
 * @module
 */

import type { PipelineReference, PrivilegeState } from "../snapshot.ts";
import type { StoredJson } from "../resources/stored_json.ts";
import type { FieldTypes, IndexFacts, Tried, TriedName } from "../verify/facts.ts";
import type { Known } from "../verify/known.ts";

/** Who writes the documents: it decides by what they can be led to a pipeline. */
export type Writer =
  /** Packetbeat names a pipeline in its own configuration. */
  | "packetbeat"
  /** Data streams of an integration call a pipeline for their users, `…@custom`. */
  | "agent"
  /** Anybody else. */
  | "other";

/** A data stream or an index, or the name of one that is still to come. */
export interface WiringTarget {
  /** Its name; of indices that are rolled over, the one that documents go to now. */
  readonly name: string;
  /** Who writes to it. */
  readonly writer: Writer;
  /** Whether it is a data stream. */
  readonly isDataStream: boolean;
  /** The index that documents go to now; undefined while there is none. */
  readonly current?: IndexFacts;
  /** The index templates that make its indices. */
  readonly templates: readonly string[];
  /** Name of the `@custom` template and pipeline, for data streams of an integration. */
  readonly custom?: string;
  /** Types of the fields in the current index. */
  readonly types: Known<FieldTypes>;
  /** What comes of its newest DNS document in the pipeline; undefined within where it has none. */
  readonly sample: Known<Tried | undefined>;
  /** Documents of the last 24 hours that have a verdict already. */
  readonly enriched: Known<number>;
}

/** What a plan of wiring has to know. */
export interface WiringSnapshot {
  /** Version of the server. */
  readonly version: string;
  /** What the caller may do. */
  readonly privileges: PrivilegeState;
  /** The indices that were asked for. */
  readonly indexPattern: string;
  /** What all pipelines call. */
  readonly references: readonly PipelineReference[];
  /** The pipeline that documents are led to; undefined where it is not there. */
  readonly outerPipeline?: StoredJson;
  /** A benign and a malicious name through it. */
  readonly proof: Known<readonly TriedName[]>;
  /** What the pattern stands for. */
  readonly targets: readonly WiringTarget[];
  /** How many more there are than were looked at. */
  readonly moreTargets: number;
  /** `@custom` pipelines that are there, by id. */
  readonly pipelines: Readonly<Record<string, StoredJson>>;
  /** Component templates that are there, by id. */
  readonly componentTemplates: Readonly<Record<string, StoredJson>>;
  /** Index templates that are there, by id. */
  readonly indexTemplates: Readonly<Record<string, StoredJson>>;
}
