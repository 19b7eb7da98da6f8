import assert from "node:assert/strict";
import fc from "fast-check";
import { JavaHashMap } from "../java/map.ts";
import { formatDocument, parseDocument } from "../json/document.ts";
import { fuzzRuns } from "../json/testing/fuzz_runs.ts";
import { checkPipeline } from "./check.ts";
import { IngestError } from "./error.ts";
import { createIngestNode } from "./node.ts";
import type { PipelineObject } from "./pipeline_config.ts";

const RUNS = fuzzRuns(300);

const name = fc.constantFrom(
  "a",
  "b",
  "a.b",
  "a.0",
  "l",
  "l.0",
  "l.9",
  "a..b",
  ".",
  "",
  "_ingest._value",
  "_index",
  "{{a}}",
);
const scalar = fc.oneof(
  fc.constantFrom("", "x", "5", "1.5", "0x1f", "a,b", '{"k": [1]}', "{{a}}", "{{{l.0}}}", "{{#l}}{{.}}{{/l}}", "true"),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie("any"), { maxLength: 3 }), fc.dictionary(name, tie("any"))),
})).any;
const common = { tag: fc.string(), ignore_failure: fc.boolean() };
const ignore = { ignore_missing: fc.boolean() };
const condition = fc.constantFrom("ctx.a == 'x'", "ctx.a.b.c == 1", "ctx.l.add(1)", "ctx.containsKey('b')", "true");
const source = fc.constantFrom(
  "ctx.a = ctx.b",
  "ctx.l = [1, 2.0, 'x', null]",
  "ctx.l.add(ctx.a)",
  "ctx.remove('a')",
  "ctx.a = ctx",
  "ctx.a.b.c = 1",
  "for (def k : new ArrayList(ctx.keySet())) { ctx[k] = 'y' }",
);

type Options = Record<string, fc.Arbitrary<unknown>>;

/** Processors, most of them good enough to be stored, with handlers and conditions. */
const processor = fc.letrec((tie) => {
  const options = (required: Options, optional: Options = {}) => {
    const handlers = fc.array(tie("one"), { minLength: 1, maxLength: 2 });
    const all: Options = { ...required, ...optional, if: condition, ...common, on_failure: handlers };
    return fc.record(all, { requiredKeys: Object.keys(required) });
  };
  const types = fc.constantFrom("integer", "long", "float", "double", "boolean", "auto", "string", "ip");
  const separator = fc.oneof({ weight: 1, arbitrary: fc.string() }, {
    weight: 9,
    arbitrary: fc.constantFrom(",", "[a-c]", "x*", "(a|b)+", "\\s", "["),
  });
  const kinds: Record<string, fc.Arbitrary<unknown>> = {
    set: options({ field: name, value }, { override: fc.boolean(), ignore_empty_value: fc.boolean() }),
    append: options({ field: name, value }, { allow_duplicates: fc.boolean() }),
    remove: options({ field: fc.oneof(name, fc.array(name)) }, ignore),
    rename: options({ field: name, target_field: name }, ignore),
    convert: options({ field: name, type: types }, { ...ignore, target_field: name }),
    lowercase: options({ field: name }, { ...ignore, target_field: name }),
    split: options({ field: name, separator }, { ...ignore, preserve_trailing: fc.boolean() }),
    join: options({ field: name, separator: fc.string() }),
    json: options({ field: name }, { add_to_root: fc.boolean() }),
    dot_expander: options({ field: fc.constantFrom("a.b", "*", "l.x") }, { path: name, override: fc.boolean() }),
    foreach: options({ field: name, processor: tie("one") }, ignore),
    pipeline: options({ name: fc.constantFrom("p", "q", "{{a}}") }, { ignore_missing_pipeline: fc.boolean() }),
    script: options({ source }),
    fail: options({ message: fc.string() }),
  };
  const named = Object.entries(kinds).map(([type, config]) => config.map((own) => ({ [type]: own })));
  const wrong = fc.oneof(
    fc.constant({ grok: {} }),
    fc.tuple(name, value).map(([type, config]) => ({ [type]: config })),
  );
  return {
    one: fc.oneof(
      { maxDepth: 3, depthIdentifier: "processor" },
      { weight: 2, arbitrary: fc.constant({ drop: {} }) },
      { weight: 1, arbitrary: wrong },
      ...named.map((arbitrary) => ({ weight: 4, arbitrary })),
    ),
  };
}).one;

const pipeline = fc.record({
  processors: fc.oneof({ weight: 19, arbitrary: fc.array(processor, { maxLength: 4 }) }, {
    weight: 1,
    arbitrary: value,
  }),
  on_failure: fc.array(processor, { minLength: 1, maxLength: 2 }),
}, { requiredKeys: ["processors"] }) as fc.Arbitrary<PipelineObject>;

const document = fc.dictionary(name.filter((key) => !key.startsWith("_")), value).map((fields) =>
  JSON.stringify(fields)
);

function allowed(error: unknown): void {
  if (!(error instanceof IngestError)) throw error;
}

Deno.test("any pipeline on any document ends in a result or an IngestError", { permissions: "none" }, () => {
  let accepted = 0;
  fc.assert(
    fc.property(
      pipeline,
      fc.array(document, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (config, documents, verbose) => {
        try {
          const node = createIngestNode({ pipelines: { p: config, q: { processors: [{ pipeline: { name: "p" } }] } } });
          accepted++;
          const results = node.simulate("q", documents.map(parseDocument), { verbose });
          assert.equal(results.length, documents.length);
          for (const text of documents) {
            const given = parseDocument(text);
            const kept = node.run("q", given);
            if (kept !== undefined) assert.ok(!formatDocument(kept).includes('"_version"'));
          }
        } catch (error) {
          allowed(error);
        }
      },
    ),
    RUNS,
  );
  assert.ok(accepted > RUNS.numRuns / 5, `only ${accepted} pipelines were good enough to run`);
});

Deno.test("checkPipeline() has an error exactly where the node refuses", { permissions: "none" }, () => {
  fc.assert(
    fc.property(pipeline, (config) => {
      const findings = checkPipeline(config, {});
      let refused: IngestError | undefined;
      try {
        createIngestNode({ pipelines: { p: config } });
      } catch (error) {
        allowed(error);
        if (error instanceof IngestError) refused = error;
      }
      const reported = findings.some(({ level, code }) => level === "error" || code === "not-supported");
      assert.equal(reported, refused !== undefined);
    }),
    RUNS,
  );
});

Deno.test("any text as a configuration ends in findings", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void checkPipeline(text, {})), RUNS);
});

Deno.test("a document nested very deeply ends in a result or an IngestError", { permissions: "none" }, () => {
  let inner = new JavaHashMap();
  for (let depth = 0; depth < 100_000; depth++) {
    const outer = new JavaHashMap();
    outer.set("a", inner);
    inner = outer;
  }
  const node = createIngestNode({ pipelines: { p: { processors: [{ set: { field: "b", value: "{{a}}" } }] } } });
  assert.throws(() => node.run("p", inner), IngestError);
});
