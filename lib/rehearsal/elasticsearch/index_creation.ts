/**
 * New indices and data streams, made as the templates say that fit their names.
 * @module
 */

import type { JavaMap } from "../../java/map.ts";
import { parseDocument } from "../../json/document.ts";
import type { ClusterState } from "./cluster_state.ts";
import { DataStream } from "./data_streams/data_stream.ts";
import { badArgument, failure } from "./failure.ts";
import type { Index } from "./index_state.ts";
import type { SettingValue } from "./settings.ts";
import type { ComposedTemplate } from "./templates/template_state.ts";

/** What a request says of an index, beside its template. */
export interface IndexRequest {
  readonly settings?: ReadonlyMap<string, SettingValue>;
  readonly mappings?: JavaMap | undefined;
  readonly aliases?: readonly string[];
}

/** Makes an index; throws where its name is taken or stands for data streams. */
export function createIndex(state: ClusterState, name: string, request: IndexRequest = {}): Index {
  const found = state.templates.matching(name);
  if (found?.template.dataStream !== undefined) {
    throw badArgument(
      `cannot create index with name [${name}], because it matches with template [${found.name}] that creates data ` +
        "streams only, use create data stream api instead",
    );
  }
  if (state.indices.dataStreams.has(name)) throw takenStream(name);
  return newIndex(state, name, found === undefined ? undefined : state.templates.compose(found.template), request);
}

/** The index that a write goes to: one that is there, or a new one, perhaps of a new data stream. */
export function indexForWriting(state: ClusterState, name: string): Index {
  const stream = state.indices.dataStreams.get(name);
  if (stream?.rollsOverOnWrite === true) return rollOver(state, stream);
  const index = state.indices.get(name);
  if (index !== undefined) return index;
  const template = state.templates.matching(name)?.template;
  if (template?.dataStream === undefined) return createIndex(state, name);
  return createDataStream(state, name).writeIndex ?? createIndex(state, name);
}

/** Makes a data stream with its first index; throws where no template makes data streams of that name. */
export function createDataStream(state: ClusterState, name: string): DataStream {
  checkStreamName(name);
  if (state.indices.dataStreams.has(name)) throw takenStream(name);
  const found = state.templates.matching(name);
  if (found === undefined) throw badArgument(`no matching index template found for data stream [${name}]`);
  if (found.template.dataStream === undefined) {
    throw badArgument(`matching index template [${found.name}] for data stream [${name}] has no data stream template`);
  }
  if (state.indices.get(name) !== undefined) {
    throw failure(400, "illegal_state_exception", `data stream [${name}] conflicts with index`);
  }
  const stream = new DataStream(name, found.template.dataStream);
  rollOver(state, stream);
  state.indices.dataStreams.set(name, stream);
  return stream;
}

/** Starts a new index, as the template is now. */
export function rollOver(state: ClusterState, stream: DataStream): Index {
  const found = state.templates.matching(stream.name);
  if (found === undefined) throw badArgument(`no matching index template found for data stream [${stream.name}]`);
  const composed = state.templates.compose(found.template);
  const index = newIndex(state, stream.nextIndexName(new Date()), composed, {
    settings: new Map([["index.hidden", "true"]]),
    mappings: parseDocument('{"_data_stream_timestamp":{"enabled":true}}'),
  });
  if (index.mapping.typeOf("@timestamp") === undefined) {
    index.mapping.merge(parseDocument('{"properties":{"@timestamp":{"type":"date"}}}'));
  }
  stream.add(index);
  return index;
}

function newIndex(
  state: ClusterState,
  name: string,
  composed: ComposedTemplate | undefined,
  { settings, mappings, aliases = [] }: IndexRequest,
): Index {
  // What cannot be said of an index is refused before there is one.
  const mapping = composed?.mapping;
  if (mapping !== undefined && mappings !== undefined) mapping.merge(mappings, "compose");
  const index = state.indices.create(name, versionId(state), mapping);
  if (mapping === undefined && mappings !== undefined) mergeOrForget(state, index, mappings);
  if (composed !== undefined) index.change(composed.settings);
  if (settings !== undefined) index.change(settings);
  for (const alias of [...composed?.aliases ?? [], ...aliases]) index.aliases.add(alias);
  return index;
}

function mergeOrForget(state: ClusterState, index: Index, mappings: JavaMap): void {
  try {
    index.mapping.merge(mappings);
  } catch (thrown) {
    state.indices.delete(index.name);
    throw thrown;
  }
}

function takenStream(name: string): Error {
  return failure(400, "resource_already_exists_exception", `data_stream [${name}] already exists`);
}

function checkStreamName(name: string): void {
  const says = (rule: string) => badArgument(`data_stream [${name}] ${rule}`);
  if (/[\\/*?"<>| ,]/.test(name)) {
    throw says(
      "must not contain the following characters ['\\\\','/','*','?','\"','<','>','|',' ',',']".replace("\\\\", "\\"),
    );
  }
  if (name.includes("#")) throw says("must not contain '#'");
  if (name.includes(":")) throw says("must not contain ':'");
  if (/^[-_+]/.test(name)) throw says("must not start with '_', '-', or '+'");
  if (name.startsWith(".ds-")) throw says("must not start with '.ds-'");
  if (name === "." || name === "..") throw says("must not be '.' or '..'");
  if (name !== name.toLowerCase()) throw says("must be lowercase");
}

/** As `index.version.created` writes a version. */
function versionId(state: ClusterState): number {
  const [major = 0, minor = 0, patch = 0] = state.version.number.split(".").map(Number);
  return major * 1_000_000 + minor * 10_000 + patch * 100 + 99;
}
