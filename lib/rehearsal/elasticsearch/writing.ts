/**
 * Documents on their way into indices, through pipelines.
 * @module
 */

import type { IngestError } from "../../ingest/error.ts";
import { JavaHashMap, type JavaMap } from "../../java/map.ts";
import { formatDocument, parseJson } from "../../json/document.ts";
import { JsonSyntaxError } from "../../json/syntax_error.ts";
import { badArgument, failure } from "./failure.ts";
import type { ClusterState } from "./cluster_state.ts";
import { valuesAt } from "./document_values.ts";
import { indexForWriting } from "./index_creation.ts";
import { type Index, type IndexedDocument, randomId } from "./index_state.ts";
import { layOut } from "./json_text.ts";
import { DocumentError } from "./mappings/document_error.ts";

/** A document to write. */
export interface WriteRequest {
  readonly index: string;
  /** Made up where it is missing. */
  readonly id: string | undefined;
  /** The document's JSON. */
  readonly text: string;
  /** Refuses an id that is taken. */
  readonly onlyNew: boolean;
  /** The request's own pipeline; `_none` for none, undefined for the index's. */
  readonly pipeline: string | undefined;
  readonly routing: string | undefined;
  /** The version that is there (internal), or that the document gets (external). */
  readonly version?: number | undefined;
  /** @default {"internal"} */
  readonly versionType?: string | undefined;
  /** Refuses to make an index, or to write to one by its own name. */
  readonly requireAlias?: boolean;
  readonly ifSequenceNumber?: number | undefined;
  readonly ifPrimaryTerm?: number | undefined;
}

/** What a write demands of the document that is there. */
type Demands = Pick<WriteRequest, "ifSequenceNumber" | "ifPrimaryTerm" | "version" | "versionType">;

/** What a write did. */
export interface WriteResult {
  readonly index: string;
  readonly id: string;
  readonly result: "created" | "updated" | "deleted" | "not_found" | "noop";
  readonly version: number;
  readonly sequenceNumber: number | undefined;
  readonly copies: number;
  /** The pipelines that ran. */
  readonly pipelines: readonly string[];
}

/** Sends a document through the pipelines of the request and of the index, and stores what comes out. */
export function writeDocument(state: ClusterState, request: WriteRequest): WriteResult {
  const sent = sendThroughPipelines(state, request);
  if (sent === undefined) {
    return {
      index: request.index,
      id: request.id ?? "auto-generated",
      result: "noop",
      version: -3,
      sequenceNumber: undefined,
      copies: 0,
      pipelines: [],
    };
  }
  if (request.requireAlias === true && !state.indices.isAlias(sent.index)) throw noAlias(sent.index);
  if (isStreamName(state, sent.index) && !request.onlyNew) throw onlyCreates();
  const index = indexForWriting(state, sent.index);
  if (state.indices.dataStreamOf(index) !== undefined) {
    if (index.name === sent.index) refuseBackingIndex(request);
    checkTimestamp(sent.source);
  }
  const id = sent.id ?? randomId(20);
  const existing = index.documents.get(id);
  if (request.onlyNew && existing !== undefined) {
    throw conflict(index, `[${id}]: version conflict, document already exists (current version [${existing.version}])`);
  }
  refuseOtherSequence(index, id, existing, sent);
  const version = nextVersion(index, id, existing, sent);
  const document: IndexedDocument = {
    id,
    text: sent.text,
    source: sent.source,
    version,
    sequenceNumber: index.nextSequenceNumber,
    routing: sent.routing,
  };
  mapDocument(index, document);
  index.nextSequenceNumber++;
  index.documents.set(id, document);
  return {
    index: index.name,
    id,
    result: existing === undefined ? "created" : "updated",
    version,
    sequenceNumber: document.sequenceNumber,
    copies: index.copies,
    pipelines: sent.pipelines,
  };
}

/** Throws where the mapping does not take the document, and adds the fields that are new. */
function mapDocument(index: Index, { id, source, text }: IndexedDocument): void {
  const ignoreMalformed = index.setting("index.mapping.ignore_malformed") === "true";
  try {
    index.mapping.check(source, id, { ignoreMalformed });
    index.mapping.learn(source);
  } catch (thrown) {
    throw thrown instanceof DocumentError ? thrown.toFailure(text) : thrown;
  }
}

/** Takes a document out of an index; an index that is missing is made, as on the server. */
export function deleteDocument(
  state: ClusterState,
  request: { readonly index: string; readonly id: string } & Demands,
): WriteResult {
  if (isStreamName(state, request.index)) throw onlyCreates();
  const index = indexForWriting(state, request.index);
  const existing = index.documents.get(request.id);
  refuseOtherSequence(index, request.id, existing, request);
  const version = nextVersion(index, request.id, existing, request);
  index.documents.delete(request.id);
  index.deletedVersions.set(request.id, version);
  return {
    index: index.name,
    id: request.id,
    result: existing === undefined ? "not_found" : "deleted",
    version,
    sequenceNumber: index.nextSequenceNumber++,
    copies: index.copies,
    pipelines: [],
  };
}

/** A document behind its pipelines. */
interface Sent extends Demands {
  readonly index: string;
  readonly id: string | undefined;
  readonly routing: string | undefined;
  readonly source: JavaMap;
  readonly text: string;
  readonly pipelines: readonly string[];
}

function sendThroughPipelines(state: ClusterState, request: WriteRequest): Sent | undefined {
  const setting = (index: string, name: string) =>
    (state.indices.get(index) ?? templateSettings(state, index)).setting(name);
  const own = request.pipeline ?? setting(request.index, "index.default_pipeline");
  let sent: Sent = {
    index: request.index,
    id: request.id,
    routing: request.routing,
    version: request.version,
    versionType: request.versionType,
    ifSequenceNumber: request.ifSequenceNumber,
    ifPrimaryTerm: request.ifPrimaryTerm,
    source: readSource(request.text),
    text: layOut(request.text, "compact"),
    pipelines: [],
  };
  const last = (index: string) => setting(index, "index.final_pipeline");
  const willRun = [own, last(request.index)].some((id) => id !== undefined && id !== "_none");
  const run = (id: string | undefined): boolean => {
    if (id === undefined || id === "_none") return true;
    const next = runPipeline(state, id, sent);
    if (next !== undefined) sent = next;
    return next !== undefined;
  };
  const kept = (): Sent | undefined => {
    if (!run(own)) return undefined;
    // A pipeline may send the document elsewhere: the last word has the index where it ends up.
    const target = sent.index;
    if (!run(last(target))) return undefined;
    if (sent.index !== target) {
      throw badArgument(
        `final pipeline [${
          last(target)
        }] can't change the target index from [${target}] to [${sent.index}] for document [${sent.id}]`,
      );
    }
    return sent;
  };
  return willRun ? state.ingest.total.measure(kept) : kept();
}

/** The settings of an index that a write is going to make. */
function templateSettings(state: ClusterState, index: string): Pick<Index, "setting"> {
  return { setting: (name) => state.templates.setting(index, name) };
}

/** Whether a name stands for a data stream, or will. */
function isStreamName(state: ClusterState, name: string): boolean {
  if (state.indices.dataStreams.has(name)) return true;
  return state.indices.get(name) === undefined && state.templates.matching(name)?.template.dataStream !== undefined;
}

function onlyCreates(): IngestError {
  return badArgument("only write ops with an op_type of create are allowed in data streams");
}

/** An index of a data stream takes changes of documents that are known, and nothing else, by its own name. */
function refuseBackingIndex({ onlyNew, ifSequenceNumber, ifPrimaryTerm }: WriteRequest): void {
  if (onlyNew) throw badArgument("index request with op_type=create targeting backing indices is disallowed");
  if (ifSequenceNumber !== undefined && ifPrimaryTerm !== undefined) return;
  throw badArgument(
    "index request with op_type=index and no if_primary_term and if_seq_no set targeting backing indices is disallowed",
  );
}

function checkTimestamp(source: JavaMap): void {
  const [time, another] = valuesAt(source, "@timestamp");
  if (time !== undefined && another === undefined) return;
  const fault = time === undefined ? "is missing" : "encountered multiple values";
  throw failure(
    400,
    "document_parsing_exception",
    `[1:1] failed to parse: data stream timestamp field [@timestamp] ${fault}`,
    { causedBy: badArgument(`data stream timestamp field [@timestamp] ${fault}`) },
  );
}

function runPipeline(state: ClusterState, id: string, sent: Sent): Sent | undefined {
  const out = state.ingest.run(id, {
    source: JavaHashMap.copyOf(sent.source),
    index: sent.index,
    ...(sent.id === undefined ? {} : { id: sent.id }),
    ...(sent.routing === undefined ? {} : { routing: sent.routing }),
    ...(sent.version === undefined ? {} : { version: BigInt(sent.version) }),
    ...(sent.versionType === undefined ? {} : { versionType: sent.versionType }),
  });
  if (out === undefined) return undefined;
  return {
    index: out.index ?? sent.index,
    id: out.id === "_id" && sent.id === undefined ? undefined : out.id ?? sent.id,
    routing: out.routing,
    version: out.version === undefined || out.version === ANY_VERSION ? undefined : Number(out.version),
    versionType: out.versionType,
    ifSequenceNumber: out.expected.sequenceNumber ?? sent.ifSequenceNumber,
    ifPrimaryTerm: out.expected.term ?? sent.ifPrimaryTerm,
    source: out.source,
    text: formatDocument(out.source),
    pipelines: [...sent.pipelines, id],
  };
}

function readSource(text: string): JavaHashMap {
  try {
    const value = parseJson(text);
    if (value instanceof JavaHashMap) return value;
  } catch (thrown) {
    if (!(thrown instanceof JsonSyntaxError)) throw thrown;
    throw parsing(`[${thrown.line}:${thrown.column}] failed to parse: ${thrown.message}`);
  }
  throw parsing("[1:1] failed to parse: a document must be an object");
}

function parsing(reason: string): IngestError {
  return failure(400, "document_parsing_exception", reason);
}

function refuseOtherSequence(
  index: Index,
  id: string,
  existing: IndexedDocument | undefined,
  { ifSequenceNumber, ifPrimaryTerm }: Demands,
): void {
  if (ifSequenceNumber === undefined && ifPrimaryTerm === undefined) return;
  if (existing?.sequenceNumber === ifSequenceNumber && ifPrimaryTerm === 1) return;
  const found = existing === undefined
    ? "but no document was found"
    : `current document has seqNo [${existing.sequenceNumber}] and primary term [1]`;
  throw conflict(
    index,
    `[${id}]: version conflict, required seqNo [${ifSequenceNumber}], primary term [${ifPrimaryTerm}]. ${found}`,
  );
}

/** `Versions.MATCH_ANY` */
const ANY_VERSION = -3n;

/** The version that a document gets; throws where the one that is there is not as demanded. */
function nextVersion(index: Index, id: string, existing: IndexedDocument | undefined, demands: Demands): number {
  const { version, versionType = "internal" } = demands;
  const current = existing?.version ?? index.deletedVersions.get(id);
  if (version === undefined) return (current ?? 0) + 1;
  if (versionType === "internal") {
    if (existing?.version === version) return version + 1;
    throw conflict(
      index,
      `[${id}]: version conflict, current version [${
        existing?.version ?? -1
      }] is different than the one provided [${version}]`,
    );
  }
  const isFit = versionType === "external_gte" ? version >= (current ?? -1) : version > (current ?? -1);
  if (isFit) return version;
  const relation = versionType === "external_gte" ? "higher" : "higher or equal to";
  throw conflict(
    index,
    `[${id}]: version conflict, current version [${current}] is ${relation} ${
      versionType === "external_gte" ? "than " : ""
    }the one provided [${version}]`,
  );
}

function noAlias(name: string): IngestError {
  return failure(
    404,
    "index_not_found_exception",
    `no such index [${name}] and [require_alias] request flag is [true] and [${name}] is not an alias`,
    { details: { index_uuid: "_na_", index: name } },
  );
}

function conflict(index: Index, reason: string): IngestError {
  return failure(409, "version_conflict_engine_exception", reason, {
    details: { index_uuid: index.uuid, shard: "0", index: index.name },
  });
}
