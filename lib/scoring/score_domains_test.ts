import assert from "node:assert/strict";
import type { IngestNode } from "../ingest/node.ts";
import { parseDocument } from "../json/document.ts";
import { scoreBlock, scoreDomains } from "./score_domains.ts";

const NONE = { permissions: "none" } as const;

/** A bundle that gives every document the same probability. */
function nodeWith(probability: number): Pick<IngestNode, "run"> {
  const verdict = { malicious_prediction: probability > 0.5 ? 1 : 0, malicious_probability: probability };
  return { run: () => parseDocument(JSON.stringify({ ml_is_dga: verdict })) };
}

const FAILING: Pick<IngestNode, "run"> = {
  run: () => {
    throw new Error("no".repeat(1000));
  },
};

Deno.test("scoreDomains() has one result for each line, in order", NONE, () => {
  const list = "a.com\n\nhttp://b.com/\n192.0.2.1\n" + '{"type":"dns","dns":{"question":{"name":"c.com"}}}\n{}\n';
  const scored = scoreDomains(nodeWith(0.75), list, { source: "x" });
  assert.deepEqual(scored.map(({ source, line, domain, state }) => [source, line, domain, state]), [
    ["x", 1, "a.com", "judged"],
    ["x", 2, "", "empty"],
    ["x", 3, "b.com", "judged"],
    ["x", 4, "192.0.2.1", "address"],
    ["x", 5, "c.com", "judged"],
    ["x", 6, "{}", "document"],
  ]);
  assert.equal(scored[3]?.note, "not scored: an IP address, not a name");
  assert.equal(scored[4]?.note, "the document has no registered domain: taken from its name");
});

Deno.test("scoreDomains() decides as the bundle does, or by the threshold", NONE, () => {
  const predictions = [undefined, 0.75, 0.7500001].map((threshold) =>
    scoreDomains(nodeWith(0.75), "a.com", { threshold })[0]?.verdict?.prediction
  );
  assert.deepEqual(predictions, [1, 1, 0]);
});

Deno.test("scoreDomains() tells what changes from another bundle", NONE, () => {
  const [flipped] = scoreDomains(nodeWith(0.75), "a.com", { against: nodeWith(0.25) });
  assert.deepEqual([flipped?.against, flipped?.note], [{ prediction: 0, probability: 0.25 }, "was benign, 0.250000"]);
  const [failed] = scoreDomains(nodeWith(0.75), "a.com", { against: FAILING });
  assert.deepEqual([failed?.state, failed?.against], ["judged", undefined]);
  assert.match(failed?.note ?? "", /^failed in the other bundle: nono/);
});

Deno.test("scoreDomains() cuts what a bundle says of a failure, and lines that are no names", NONE, () => {
  const [failed, long] = scoreDomains(FAILING, `a.com\n${"x".repeat(10_000)}\n`);
  assert.equal(failed?.state, "failed");
  assert.ok((failed?.note.length ?? 0) < 600);
  assert.equal(long?.domain.length, 253);
});

Deno.test("scoreBlock() scores a part of a table, and refuses a line that was cut off", NONE, () => {
  const bytes = new TextEncoder().encode("0,trunca\n1,b.com\n");
  const columns = new Map([["label", 0], ["domain", 1]]);
  const [first, second] = scoreBlock(nodeWith(1), { source: "x", firstLine: 7, bytes, columns, cutOff: true });
  assert.deepEqual([first?.line, first?.state], [7, "long-line"]);
  assert.deepEqual([second?.line, second?.domain, second?.label], [8, "b.com", 1]);
});
