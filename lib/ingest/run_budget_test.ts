import assert from "node:assert/strict";
import { parseDocument } from "../json/document.ts";
import { IngestError } from "./error.ts";
import { createIngestNode } from "./node.ts";

const NONE = { permissions: "none" } as const;

/** What is said of a document that runs through processors which never seem to end. */
function givenUp(processors: readonly unknown[]): string {
  const node = createIngestNode({
    pipelines: { p: { processors, on_failure: [{ set: { field: "caught", value: true } }] } },
  });
  let reason = "";
  assert.throws(
    () => node.run("p", parseDocument('{"a": "xxxxxxxx,x", "b": {"c": [1]}, "l": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]}')),
    (error) => {
      assert.ok(error instanceof IngestError && error.unsupported);
      reason = error.message;
      return true;
    },
  );
  return reason;
}

function times(count: number, processor: (i: number) => unknown): unknown[] {
  return Array.from({ length: count }, (_, i) => processor(i));
}

Deno.test("a document that grows and grows is given up", NONE, async (t) => {
  const much = "A pipeline that makes more than 256 MB of one document is not supported by the rehearsal";
  const many = "A document of more than 2,000,000 values is not supported by the rehearsal";
  const cases: [what: string, processors: unknown[], reason: string][] = [
    ["templates", times(40, () => ({ set: { field: "a", value: "{{a}}{{a}}" } })), much],
    ["templates in lists", times(40, () => ({ append: { field: "a", value: ["{{a}}", "{{a}}"] } })), much],
    ["copies", times(40, (i) => ({ set: { field: `b.x${i}`, copy_from: "b" } })), much],
    [
      "lists",
      times(40, () => [{ split: { field: "a", separator: "," } }, { join: { field: "a", separator: ",".repeat(9) } }])
        .flat(),
      much,
    ],
    [
      "a list in a list",
      [{ script: { source: "def l = [1]; for (int i = 0; i < 40; i++) { l = [l, l] } ctx.x = l" } }],
      many,
    ],
  ];
  for (const [what, processors, reason] of cases) {
    await t.step(what, () => assert.equal(givenUp(processors), reason));
  }
});

Deno.test("a document that never comes to an end is given up", NONE, () => {
  let processor: unknown = { set: { field: "x", value: 1 } };
  for (let depth = 0; depth < 8; depth++) processor = { foreach: { field: "l", processor } };
  assert.equal(
    givenUp([processor]),
    "A pipeline that takes more than 1,000,000 steps for one document is not supported by the rehearsal",
  );
  const slow =
    "int f() { int s = 0; for (int i = 0; i < 900000; i++) { s += i } return s } for (int i = 0; i < 9; i++) f()";
  assert.equal(
    givenUp(times(1000, () => ({ script: { source: slow } }))),
    "A pipeline with more than 5 seconds of scripts for one document is not supported by the rehearsal",
  );
});
