import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { comparable, parseIngestCase } from "../../testdata/judge/ingest_case.ts";
import { JavaList } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import { javaEquals, javaText, type JavaValue } from "../java/value.ts";
import { type Document, formatDocument, parseJson } from "../json/document.ts";
import type { DocumentMetadata } from "./document.ts";
import { IngestError } from "./error.ts";
import { createIngestNode } from "./node.ts";
import type { SimulateInput } from "./simulate.ts";
import type { ProcessorResult, SimulatedDocument, SimulateResult } from "./simulate_result.ts";
import type { StoredScript } from "./script.ts";

/**
 * Every file of `testdata/ingest` is a case: what a real Elasticsearch 7.10.2 answered, or what 8.x is known to answer
 * where it takes more (`expected8`). A case may say how the rehearsal differs on purpose (`rehearsal`):
 * "not-supported": it refuses, and says so; "first-error": it finds more mistakes at creation than the server tells.
 */
const CASES = fileURLToPath(new URL("../../testdata/ingest", import.meta.url));

function entries(value: JavaValue | undefined): [string, JavaMap][] {
  return value instanceof JavaMap
    ? [...value.entries()].flatMap(([id, item]) => item instanceof JavaMap ? [[String(id), item]] : [])
    : [];
}

function answerTo(ingestCase: JavaMap): JavaValue {
  try {
    const scripts = Object.fromEntries(
      entries(ingestCase.get("scripts")).map(([id, script]): [string, StoredScript] => [id, {
        lang: javaText(script.get("lang") ?? null),
        source: javaText(script.get("source") ?? null),
      }]),
    );
    const node = createIngestNode({ scripts, pipelines: Object.fromEntries(entries(ingestCase.get("pipelines"))) });
    const pipeline = ingestCase.get("pipeline");
    const documents = ingestCase.get("docs");
    assert.ok(documents instanceof JavaList && (typeof pipeline === "string" || pipeline instanceof JavaMap));
    const results = node.simulate(pipeline, documents.items.map(inputOf), {
      verbose: ingestCase.get("verbose") === true,
    });
    return json({ docs: results.map(resultBody) });
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    return json({ error: error.toBody(), status: error.status });
  }
}

function inputOf(value: JavaValue): SimulateInput {
  assert.ok(value instanceof JavaHashMap);
  const source = value.get("_source");
  if (!(source instanceof JavaHashMap)) return value;
  const text = (name: string) => {
    const found = value.get(`_${name}`);
    return typeof found === "string" ? { [name]: found } : {};
  };
  return { source, ...text("index"), ...text("id"), ...text("routing") };
}

function resultBody(result: SimulateResult): unknown {
  if (result.processorResults !== undefined) {
    return { processor_results: result.processorResults.map(processorBody) };
  }
  if (result.document !== undefined) return { doc: documentBody(result.document) };
  return result.dropped === true ? null : { error: result.error };
}

function processorBody(result: ProcessorResult): unknown {
  const { processorType, status, tag, description, condition, document, error } = result;
  return {
    processor_type: processorType,
    status,
    ...(tag === undefined ? {} : { tag }),
    ...(description === undefined ? {} : { description }),
    ...(condition === undefined ? {} : { if: condition }),
    ...(document === undefined ? {} : { doc: documentBody(document) }),
    ...(error === undefined ? {} : status === "error_ignored" ? { ignored_error: { error } } : { error }),
  };
}

function documentBody({ metadata, source, ingest }: SimulatedDocument): unknown {
  return { ...metadataBody(metadata), _source: new Raw(source), _ingest: new Raw(ingest) };
}

function metadataBody({ index, id, routing }: DocumentMetadata): Record<string, string> {
  return {
    ...(index === undefined ? {} : { _index: index }),
    ...(id === undefined ? {} : { _id: id }),
    ...(routing === undefined ? {} : { _routing: routing }),
  };
}

/** A value with Java's numbers within a plain one. */
class Raw {
  readonly value: Document;

  constructor(value: Document) {
    this.value = value;
  }
}

/** As the answer comes over HTTP: written as JSON and read again. */
function json(value: unknown): JavaValue {
  if (value instanceof Raw) return parseJson(formatDocument(value.value));
  if (Array.isArray(value)) return new JavaList(value.map(json));
  if (typeof value !== "object" || value === null) return parseJson(JSON.stringify(value));
  const map = new JavaHashMap();
  for (const [key, item] of Object.entries(value)) map.set(key, json(item));
  return map;
}

/** Without the errors beside the first. */
function withoutSuppressed(value: JavaValue): JavaValue {
  if (value instanceof JavaList) return new JavaList(value.items.map(withoutSuppressed));
  if (!(value instanceof JavaMap)) return value;
  const map = new JavaHashMap();
  for (const [key, item] of value.entries()) {
    if (key !== "suppressed") map.set(key, withoutSuppressed(item));
  }
  return map;
}

const files = readdirSync(CASES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json")).sort();

Deno.test("there are recorded cases for pipelines", { permissions: "none" }, () => assert.ok(files.length >= 300));

for (const file of files) {
  Deno.test(`simulate() answers as recorded: ${file}`, { permissions: { read: true } }, () => {
    const ingestCase = parseIngestCase(readFileSync(`${CASES}/${file}`, "utf8"));
    const rehearsal = ingestCase.get("rehearsal");
    if (rehearsal === "not-supported") {
      assert.match(formatDocument(answerTo(ingestCase)), /"type":"not_supported".*is not supported by the rehearsal/);
      return;
    }
    const wanted = ingestCase.get("expected8") ?? ingestCase.get("expected") ?? null;
    if (wanted instanceof JavaMap) wanted.delete("source");
    const clean = (value: JavaValue) =>
      rehearsal === "first-error" ? withoutSuppressed(comparable(value)) : comparable(value);
    const [expected, actual] = [clean(wanted), clean(answerTo(ingestCase))];
    if (!javaEquals(expected, actual)) assert.equal(formatDocument(actual), formatDocument(expected));
    assert.ok(javaEquals(expected, actual));
  });
}
