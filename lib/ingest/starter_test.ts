import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadTrainedModel } from "../inference/trained_model.ts";
import { formatDocument, parseDocument } from "../json/document.ts";
import { javaEquals } from "../java/value.ts";
import { createIngestNode, type IngestNode } from "./node.ts";
import { fieldsTurnedIntoLists } from "./second_run.ts";

const TESTDATA = fileURLToPath(new URL("../../testdata", import.meta.url));
const READ = { permissions: { read: true } } as const;

function bundleFile(name: string): string {
  return readFileSync(`${TESTDATA}/ML-DGA-20261101-1/dga_20261101_1.0_${name}.json`, "utf8");
}

function starterNode(): IngestNode {
  return createIngestNode({
    scripts: {
      dga_ngrams_create: JSON.parse(bundleFile("dga_ngrams_create")).script,
      dga_ngrams_transform_delete: JSON.parse(bundleFile("dga_ngrams_transform_delete")).script,
    },
    pipelines: {
      dns_enrich_pipeline: bundleFile("ingest_pipeline1"),
      dns_dga_inference_enrich_pipeline: bundleFile("ingest_pipeline2"),
    },
    models: { "dga_20261101_1.0": loadTrainedModel(new TextEncoder().encode(bundleFile("model"))) },
  });
}

Deno.test("run() gives the starter's documents their recorded verdicts", READ, () => {
  const node = starterNode();
  const lines = readFileSync(`${TESTDATA}/expected.ndjson`, "utf8").trimEnd().split("\n");
  assert.equal(lines.length, 300);
  for (const line of lines) {
    const recorded = parseDocument(line);
    const [before, after] = [recorded.get("before"), recorded.get("after")];
    const enriched = node.run("dns_enrich_pipeline", parseDocument(formatDocument(before ?? null)));
    assert.ok(enriched !== undefined);
    // As JSON: the prediction is a Long, and what was recorded has no such types.
    assert.ok(javaEquals(parseDocument(formatDocument(enriched)), after ?? null), formatDocument(enriched));
  }
});

Deno.test("run() leaves other documents alone in the starter's pipeline", READ, () => {
  const node = starterNode();
  for (
    const json of [
      '{"type":"http"}',
      '{"type":"dns"}',
      '{"dns":{"question":{"registered_domain":"example.com"}}}',
      '{"type":"dns","dns":null}',
      '{"type":"dns","dns":{"question":{"registered_domain":""}}}',
      '{"type":"dns","dns":{"question":{"registered_domain":null}}}',
    ]
  ) {
    const document = node.run("dns_enrich_pipeline", parseDocument(json));
    assert.ok(document !== undefined && javaEquals(document, parseDocument(json)), json);
  }
});

Deno.test("run() hands failures of the starter's pipelines to their handlers", READ, () => {
  const node = starterNode();
  const failed = (json: string) => {
    const document = node.run("dns_enrich_pipeline", parseDocument(json));
    return document === undefined ? "" : formatDocument(document);
  };
  // No suffix can be cut off: the first script fails, and the inner handler says where.
  assert.match(failed('{"type":"dns","dns":{"question":{"registered_domain":5}}}'), /"message":"script: /);
  // The condition fails, which the outer handler says.
  assert.match(
    failed('{"type":"dns","dns":"x"}'),
    /"message":"dynamic getter \[java.lang.String, question\] not found"/,
  );
});

Deno.test("fieldsTurnedIntoLists() names the starter's target field", READ, () => {
  const document = parseDocument(
    '{"type":"dns","dns":{"question":{"registered_domain":"example.com","top_level_domain":"com"}}}',
  );
  const before = formatDocument(document);
  assert.deepEqual(fieldsTurnedIntoLists(starterNode(), "dns_enrich_pipeline", document), ["ml_is_dga"]);
  assert.equal(formatDocument(document), before);
});
