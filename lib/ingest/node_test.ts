import assert from "node:assert/strict";
import { formatDocument, parseDocument } from "../json/document.ts";
import { IngestError } from "./error.ts";
import { createIngestNode } from "./node.ts";

const NONE = { permissions: "none" } as const;

Deno.test("run() changes the document in place", NONE, () => {
  const node = createIngestNode({ pipelines: { p: { processors: [{ set: { field: "a", value: 1 } }] } } });
  const document = parseDocument('{"b":2}');
  assert.equal(node.run("p", document), document);
  assert.deepEqual(JSON.parse(formatDocument(document)), { a: 1, b: 2 });
});

Deno.test("run() leaves what was changed before a failure, and no metadata", NONE, () => {
  const node = createIngestNode({
    pipelines: { p: { processors: [{ set: { field: "a", value: 1 } }, { fail: { message: "no" } }] } },
  });
  const document = parseDocument("{}");
  assert.throws(() => node.run("p", document), { name: "IngestError", type: "fail_processor_exception", reason: "no" });
  assert.equal(formatDocument(document), '{"a":1}');
});

Deno.test("run() gives undefined for a dropped document", NONE, () => {
  const node = createIngestNode({ pipelines: { p: { processors: [{ drop: {} }] } } });
  assert.equal(node.run("p", parseDocument("{}")), undefined);
});

Deno.test("run() refuses an unknown pipeline", NONE, () => {
  assert.throws(() => createIngestNode({}).run("p", parseDocument("{}")), {
    reason: "pipeline with id [p] does not exist",
  });
});

Deno.test("run() refuses metadata in the source", NONE, () => {
  const node = createIngestNode({ pipelines: { p: { processors: [] } } });
  assert.throws(() => node.run("p", parseDocument('{"_id":"x"}')), { reason: "unexpected metadata [_id:x] in source" });
});

Deno.test("ingest() shows metadata to pipelines and gives it back", NONE, () => {
  const node = createIngestNode({
    pipelines: {
      p: {
        processors: [
          { set: { field: "seen", value: "{{_index}}/{{_id}}/{{_version}}" } },
          { set: { field: "_index", value: "{{_index}}-dga" } },
          { remove: { field: "_id" } },
        ],
      },
    },
  });
  const result = node.ingest("p", { source: parseDocument("{}"), index: "packetbeat", id: "7", version: 3n });
  assert.ok(result !== undefined);
  const { source, ...metadata } = result;
  assert.equal(formatDocument(source), '{"seen":"packetbeat/7/3"}');
  assert.deepEqual(metadata, { index: "packetbeat-dga", version: 3n });
});

Deno.test("ingest() cannot judge metadata that is no text", NONE, () => {
  const node = createIngestNode({ pipelines: { p: { processors: [{ set: { field: "_index", value: ["x"] } }] } } });
  assert.throws(() => node.run("p", parseDocument("{}")), (error) => error instanceof IngestError && error.unsupported);
});

Deno.test("simulate() does not change its documents", NONE, () => {
  const document = parseDocument('{"a":{"b":1}}');
  const pipeline = { processors: [{ set: { field: "a.b", value: 2 } }] };
  const [result] = createIngestNode({}).simulate(pipeline, [document]);
  assert.equal(formatDocument(document), '{"a":{"b":1}}');
  assert.equal(result?.document && formatDocument(result.document.source), '{"a":{"b":2}}');
});

Deno.test("createIngestNode() refuses what the server would not store", NONE, () => {
  const create = (pipeline: string) => () => createIngestNode({ pipelines: { p: pipeline } });
  assert.throws(create('{"processors": [{"sett": {}}]}'), { reason: "No processor type exists with name [sett]" });
  assert.throws(create("[]"), { type: "parse_exception" });
  assert.throws(
    create('{"processors": [{"grok": {}}]}'),
    (error) => error instanceof IngestError && error.unsupported && /\[grok\] is not supported/.test(error.message),
  );
});

Deno.test("a stored script that is replaced takes effect at once, one that is deleted is missed", NONE, () => {
  const scripts: Record<string, { source: string }> = { s: { source: "ctx.a = 1" } };
  const node = createIngestNode({ scripts, pipelines: { p: { processors: [{ script: { id: "s" } }] } } });
  assert.equal(node.run("p", parseDocument("{}"))?.get("a"), 1);
  scripts.s = { source: "ctx.a = 2" };
  assert.equal(node.run("p", parseDocument("{}"))?.get("a"), 2);
  delete scripts.s;
  assert.throws(() => node.run("p", parseDocument("{}")), {
    type: "resource_not_found_exception",
    reason: "unable to find script [s] in cluster state",
  });
});

Deno.test("no handler catches what the rehearsal lacks", NONE, () => {
  const set = { field: "a", value: "{{a.length}}" };
  const node = createIngestNode({
    pipelines: {
      p: { processors: [{ set: { ...set, ignore_failure: true } }], on_failure: [{ set: { field: "b", value: 1 } }] },
    },
  });
  const document = parseDocument('{"a":"text"}');
  assert.throws(() => node.run("p", document), (error) => error instanceof IngestError && error.unsupported);
  assert.throws(() => node.simulate("p", [document]), (error) => error instanceof IngestError && error.unsupported);
});
