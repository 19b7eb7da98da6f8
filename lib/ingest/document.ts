/**
 * A document on its way through pipelines: its fields, its metadata and what `_ingest` shows.
 * @module
 */

import { JavaHashMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import { illegalArgument, notSupported } from "./error.ts";
import type { PathRoots } from "./field_path.ts";
import { RunBudget } from "./run_budget.ts";

/** What a document has besides its source. */
export interface DocumentMetadata {
  /** `_index`. @default {"_index"} */
  readonly index?: string;
  /** `_id`. @default {"_id"} */
  readonly id?: string;
  /** `_routing`. */
  readonly routing?: string;
  /** `_version`. @default {-3n} */
  readonly version?: bigint;
  /** `_version_type`. */
  readonly versionType?: string;
}

/** `Versions.MATCH_ANY`: the version of a document that names none. */
const ANY_VERSION = -3n;

/** Names that are never part of the source. */
export const METADATA_NAMES: readonly string[] = [
  "_index",
  "_id",
  "_version",
  "_routing",
  "_version_type",
  "_type",
  "_if_seq_no",
  "_if_primary_term",
  "_dynamic_templates",
];

/**
 * A document while it is processed. Its fields and its metadata lie in one map, the one that scripts call `ctx`; that
 * map is the caller's document itself, and `release` takes the metadata out again.
 */
export class IngestDocument implements PathRoots {
  readonly fields: JavaHashMap;
  readonly ingest: JavaHashMap;
  /** The pipelines that are running, innermost last. */
  readonly pipelines: string[] = [];
  /** What the pipelines may still spend on it. */
  readonly budget = new RunBudget();

  private constructor(fields: JavaHashMap, ingest: JavaHashMap) {
    this.fields = fields;
    this.ingest = ingest;
  }

  /** Takes a document in, which is not copied. */
  static take(source: JavaHashMap, metadata: DocumentMetadata, timestamp: string): IngestDocument {
    for (const name of METADATA_NAMES) {
      if (source.has(name)) throw illegalArgument(`unexpected metadata [${name}:${source.get(name)}] in source`);
    }
    source.set("_index", metadata.index ?? "_index");
    source.set("_id", metadata.id ?? "_id");
    source.set("_version", metadata.version ?? ANY_VERSION);
    if (metadata.routing !== undefined) source.set("_routing", metadata.routing);
    if (metadata.versionType !== undefined) source.set("_version_type", metadata.versionType);
    const ingest = new JavaHashMap();
    ingest.set("timestamp", timestamp);
    return new IngestDocument(source, ingest);
  }

  /** The same document at this moment, for a look at it later. */
  snapshot(copy: (map: JavaHashMap) => JavaHashMap): IngestDocument {
    const snapshot = new IngestDocument(copy(this.fields), copy(this.ingest));
    snapshot.pipelines.push(...this.pipelines);
    return snapshot;
  }

  /** Takes the metadata out of the fields of a document that failed. */
  abandon(): void {
    for (const name of METADATA_NAMES) this.fields.delete(name);
  }

  /** Takes the metadata out of the fields; the source is left. */
  release(): DocumentMetadata {
    const found = new Map<string, JavaValue>();
    for (const name of METADATA_NAMES) {
      const value = this.fields.delete(name);
      if (value !== undefined && value !== null) found.set(name, value);
    }
    const version = found.get("_version");
    return {
      ...text("index", found.get("_index")),
      ...text("id", found.get("_id")),
      ...text("routing", found.get("_routing")),
      ...text("versionType", found.get("_version_type")),
      ...(typeof version === "bigint" || typeof version === "number" ? { version: BigInt(version) } : {}),
    };
  }
}

function text<K extends string>(name: K, value: JavaValue | undefined): { [key in K]?: string } {
  if (value === undefined) return {};
  if (typeof value !== "string") throw notSupported(`A document whose metadata field [_${name}] is no text`);
  return { [name]: value } as { [key in K]?: string };
}

/** The `_ingest.timestamp` of now. */
export function timestampOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
