import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { validateDgaBundle } from "../bundle/dga.ts";
import { readBundle } from "../bundle/read.ts";
import { createIngestNode } from "../ingest/node.ts";
import { formatDocument, parseDocument } from "../json/document.ts";
import { OUTER_PIPELINE } from "./score.ts";

const TESTDATA = new URL("../../testdata/", import.meta.url);

Deno.test("the test bundle makes of the recorded documents what Elastic's own code made of them", {
  permissions: { read: true },
}, async () => {
  const { value } = await validateDgaBundle(await readBundle(fileURLToPath(new URL("ML-DGA-20261101-1", TESTDATA))));
  assert.ok(value !== undefined);
  const node = createIngestNode(value);
  const records = (await readFile(new URL("expected.ndjson", TESTDATA), "utf8")).trim().split("\n");
  assert.equal(records.length, 300);
  for (const record of records) {
    const { before, after } = JSON.parse(record);
    const document = node.run(OUTER_PIPELINE, parseDocument(JSON.stringify(before)));
    assert.ok(document !== undefined);
    const { ml_is_dga: { malicious_probability: probability, ...verdict }, ...rest } = JSON.parse(
      formatDocument(document),
    );
    const { ml_is_dga: { malicious_probability: expected, ...expectedVerdict }, ...expectedRest } = after;
    assert.deepEqual({ ...rest, verdict }, { ...expectedRest, verdict: expectedVerdict });
    // The last step is an exp, whose last bit may differ from one machine to another.
    assert.ok(Math.abs(probability - expected) <= 1e-15, `${probability} and ${expected}`);
  }
});
