/** What becomes of documents: `_ingest/pipeline/_simulate`. @module */

import type { IngestError } from "../../ingest/error.ts";
import { METADATA_NAMES } from "../../ingest/document.ts";
import type { SimulateInput } from "../../ingest/simulate.ts";
import type { ProcessorResult, SimulatedDocument, SimulateResult } from "../../ingest/simulate_result.ts";
import { JavaList } from "../../java/collection.ts";
import { JavaHashMap, JavaMap } from "../../java/map.ts";
import { javaClassName, javaText, type JavaValue } from "../../java/value.ts";
import { type Answer, ok } from "./answer.ts";
import { badArgument, errorJson, failure } from "./failure.ts";
import type { AnswerValue } from "./json_text.ts";
import { inlinePipeline, missingProperty } from "./pipeline_api.ts";
import type { Call, Route } from "./route.ts";

const ACTION = "cluster:admin/ingest/pipeline/simulate";

/** The calls. */
export const SIMULATE_ROUTES: readonly Route[] = ["/_ingest/pipeline/_simulate", "/_ingest/pipeline/{id}/_simulate"]
  .map((path) => ({ method: ["GET", "POST"], path, action: ACTION, query: ["verbose"], fn: simulate }));

async function simulate(call: Call): Promise<Answer> {
  const body = await call.body.object();
  const verbose = call.query.boolean("verbose", false);
  const pipeline = call.parameters.id ?? inlinePipeline(body);
  if (typeof pipeline === "string" && !call.state.ingest.pipelines.has(pipeline)) {
    throw badArgument(`pipeline [${pipeline}] does not exist`);
  }
  const documents = readDocuments(body);
  const results = call.state.ingest.simulate(pipeline, documents, { verbose });
  return ok({ docs: results.map((result) => resultBody(result)) });
}

function readDocuments(body: JavaMap): SimulateInput[] {
  const docs = body.get("docs") ?? null;
  if (docs === null) throw missingProperty("docs");
  if (!(docs instanceof JavaList)) throw wrongType("docs", "list", docs);
  if (docs.items.length === 0) throw badArgument("must specify at least one document in [docs]");
  return docs.items.map((doc) => {
    if (!(doc instanceof JavaMap)) throw badArgument("malformed [docs] section, should include an inner object");
    return readDocument(doc);
  });
}

function readDocument(doc: JavaMap): SimulateInput {
  const source = doc.get("_source") ?? null;
  if (source === null) throw missingProperty("_source");
  if (!(source instanceof JavaHashMap)) throw wrongType("_source", "map", source);
  const [index, id, routing, versionType] = ["_index", "_id", "_routing", "_version_type"].map((name) =>
    textOrInt(doc, name)
  );
  const version = doc.get("_version") ?? null;
  return {
    source,
    ...(index === undefined ? {} : { index }),
    ...(id === undefined ? {} : { id }),
    ...(routing === undefined ? {} : { routing }),
    ...(versionType === undefined ? {} : { versionType: versionType.toLowerCase() }),
    ...(version === null ? {} : { version: BigInt(javaText(version)) }),
  };
}

function textOrInt(doc: JavaMap, name: string): string | undefined {
  const value = doc.get(name) ?? null;
  if (value === null) return undefined;
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw wrongType(name, "string or int", value);
}

function wrongType(name: string, wanted: string, value: JavaValue): IngestError {
  const reason = `[${name}] property isn't a ${wanted}, but of type [${javaClassName(value)}]`;
  return failure(400, "parse_exception", reason, { details: { property_name: name } });
}

function resultBody(result: SimulateResult): AnswerValue {
  if (result.processorResults !== undefined) {
    return { processor_results: result.processorResults.map(processorBody) };
  }
  if (result.document !== undefined) return { doc: documentBody(result.document) };
  return result.error === undefined ? null : { error: errorJson(result.error) };
}

function processorBody(result: ProcessorResult): AnswerValue {
  return {
    processor_type: result.processorType,
    status: result.status,
    description: result.description,
    tag: result.tag,
    if: result.condition === undefined ? undefined : { ...result.condition },
    ...(result.status === "error_ignored" && result.error !== undefined
      ? { ignored_error: { error: errorJson(result.error) } }
      : { error: result.error === undefined ? undefined : errorJson(result.error) }),
    doc: result.document === undefined ? undefined : documentBody(result.document),
  };
}

/** All metadata are printed as texts. */
function documentBody({ metadata, source, ingest }: SimulatedDocument): AnswerValue {
  const version = metadata.version ?? -3n;
  const shown: Readonly<Record<string, string | undefined>> = {
    _index: metadata.index,
    _id: metadata.id,
    _version: String(version),
    _routing: metadata.routing,
    _version_type: metadata.versionType,
  };
  const names = METADATA_NAMES.filter((name) => shown[name] !== undefined);
  return {
    ...Object.fromEntries(names.map((name) => [name, shown[name]])),
    _source: source,
    _ingest: ingest,
  };
}
