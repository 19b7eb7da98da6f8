import assert from "node:assert/strict";
import { createIngestNode } from "../ingest/node.ts";
import { readDomainList } from "./domain_list.ts";
import { explainFailures } from "./explain_failure.ts";
import { OUTER_PIPELINE, scoreName } from "./score.ts";

const NONE = { permissions: "none" } as const;

function explained(processor: Record<string, unknown>, names: string) {
  const node = createIngestNode({
    scripts: {
      breaks: { lang: "painless", source: "Map question = ctx.dns.questions;\nctx.name = question.name;" },
    },
    pipelines: {
      [OUTER_PIPELINE]: {
        processors: [processor],
        on_failure: [{ set: { field: "error.message", value: "{{_ingest.on_failure_message}}" } }],
      },
    },
  });
  const { domains } = readDomainList(names);
  return explainFailures(node, domains.map((domain) => ({ ...domain, outcome: scoreName(node, domain.name) })));
}

Deno.test(
  "explainFailures() names the script, the exception and the place, once for all that failed alike",
  NONE,
  () => {
    const [first, ...others] = explained({ script: { id: "breaks" } }, "a.com\nb.com\n");
    assert.deepEqual(others, []);
    assert.deepEqual([first?.domain, first?.alike], ["a.com", 2]);
    const [what, ...stack] = first?.explanation.split("\n") ?? [];
    assert.equal(what, 'script "breaks": runtime error: null_pointer_exception');
    assert.ok(stack.some((line) => line.includes("question.name")));
    assert.ok(stack.some((line) => line.trim() === "^"));
  },
);

Deno.test("explainFailures() names a processor that is no script", NONE, () => {
  const [first] = explained({ fail: { message: "not today" } }, "a.com\n");
  assert.equal(first?.explanation, "fail: not today");
});

Deno.test("explainFailures() has nothing to say where only the verdict is missing", NONE, () => {
  assert.deepEqual(explained({ set: { field: "a", value: 1 } }, "a.com\n"), []);
});

Deno.test("explainFailures() shows the place in a script that the rehearsal does not support", NONE, () => {
  const source = "if (ctx.dns.question.registered_domain == 'a.com') { def list = [1]; list.stream() }";
  const [first, ...others] = explained({ script: { lang: "painless", source } }, "a.com\nb.com\n");
  assert.deepEqual([first?.domain, first?.alike, others], ["a.com", 1, []]);
  assert.match(first?.explanation ?? "", /java\.util\.ArrayList\.stream with 0 arguments is not supported.*\n.*\n +\^/);
});
