import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Finding } from "../json/finding.ts";
import { checkPipeline } from "./check.ts";

const BUNDLE = fileURLToPath(new URL("../../testdata/ML-DGA-20261101-1/dga_20261101_1.0", import.meta.url));
const NONE = { permissions: "none" } as const;
const HANDLED = { on_failure: [{ set: { field: "error.message", value: "x" } }] };

function brief(findings: Finding[]): string[] {
  return findings.map(({ level, code, path }) => `${level} ${code} ${path ?? ""}`.trim());
}

Deno.test("checkPipeline() finds nothing in the starter's pipelines", { permissions: { read: true } }, () => {
  const scripts = {
    dga_ngrams_create: JSON.parse(readFileSync(`${BUNDLE}_dga_ngrams_create.json`, "utf8")).script,
    dga_ngrams_transform_delete: JSON.parse(readFileSync(`${BUNDLE}_dga_ngrams_transform_delete.json`, "utf8")).script,
  };
  const known = { scripts, pipelines: ["dns_dga_inference_enrich_pipeline"], models: ["dga_20261101_1.0"] };
  for (const name of ["1", "2"]) {
    assert.deepEqual(checkPipeline(readFileSync(`${BUNDLE}_ingest_pipeline${name}.json`, "utf8"), known), []);
  }
});

Deno.test("checkPipeline() finds all mistakes at once, each with its path", NONE, () => {
  const findings = checkPipeline({
    processors: [
      { sett: {} },
      { set: { field: 1, valu: 2, on_failure: [{ drop: { x: 1 } }] } },
      { rename: { field: "a", target_field: "b", if: "x =" } },
      { script: { id: "nope" } },
      { foreach: { field: "a", processor: { convert: { field: "a", type: "number" } } } },
    ],
    on_failure: [],
    extra: true,
  }, {});
  assert.deepEqual(brief(findings), [
    "error pipeline-refused processors/0/sett",
    "error pipeline-refused processors/1/set/on_failure/0/drop/x",
    "error pipeline-refused processors/1/set/field",
    "error pipeline-refused processors/1/set/value",
    "error pipeline-refused processors/1/set/valu",
    "error script-does-not-compile processors/2/rename/if",
    "error unknown-script processors/3/script/id",
    "error pipeline-refused processors/4/foreach/processor/convert/type",
    "error pipeline-refused extra",
    "error pipeline-refused on_failure",
  ]);
  assert.match(findings[0]?.message ?? "", /No processor type exists with name \[sett\]/);
  assert.deepEqual([findings[0]?.hint, findings[3]?.hint, findings[4]?.hint], [
    'Did you mean "set"?',
    'Add "value".',
    'Did you mean "value"?',
  ]);
  assert.match(findings[5]?.message ?? "", /compile error.* at line 1, column \d+ of the script/s);
});

Deno.test("checkPipeline() refuses what is no pipeline", NONE, () => {
  for (const config of ["", "[", "[]", "3", '{"processors": [], "processors": []}']) {
    assert.deepEqual(brief(checkPipeline(config, {})), ["error pipeline-refused"], config);
  }
  assert.deepEqual(brief(checkPipeline("{}", {})), ["error pipeline-refused processors", "warning no-on-failure"]);
});

Deno.test("checkPipeline() tells what the rehearsal lacks as warnings", NONE, () => {
  const processors = [
    { grok: { field: "a", patterns: ["x"] } },
    { split: { field: "a", separator: "(?=x)" } },
    { set: { field: "a", value: "{{#toJson}}b{{/toJson}}" } },
    { script: { source: "x", lang: "expression" } },
  ];
  assert.deepEqual(brief(checkPipeline({ processors, ...HANDLED }, {})), [
    "warning not-supported processors/0/grok",
    "warning not-supported processors/1/split/separator",
    "warning not-supported processors/2/set/value",
    "warning not-supported processors/3/script/source",
  ]);
});

Deno.test("checkPipeline() tells references to what is not there", NONE, () => {
  const processors = [
    { pipeline: { name: "inner" } },
    { pipeline: { name: "{{other}}" } },
    { inference: { model_id: "dga_1" } },
  ];
  assert.deepEqual(brief(checkPipeline({ processors, ...HANDLED }, {})), []);
  assert.deepEqual(brief(checkPipeline({ processors, ...HANDLED }, { pipelines: [], models: ["dga_2"] })), [
    "error unknown-pipeline processors/0/pipeline/name",
    "error unknown-model processors/2/inference/model_id",
  ]);
});

Deno.test("checkPipeline() warns of conditions that fail for incomplete documents", NONE, () => {
  const unguarded = [
    "ctx.dns.question.containsKey('registered_domain') && !ctx['dns']['question']['registered_domain'].empty",
    "ctx.type == 'dns' && ctx.dns.question.type != 'PTR'",
    "ctx.event?.kind.equals('x')",
    "ctx.flag",
    "ctx.flag == true",
  ];
  const guarded = [
    "ctx.type == 'dns'",
    "ctx.dns?.question?.registered_domain != null && ctx.dns.question.registered_domain != ''",
    "ctx.flag != null && ctx.flag == 'x'",
    "true",
  ];
  for (const condition of [...unguarded, ...guarded]) {
    const findings = checkPipeline({ processors: [{ drop: { if: condition } }], ...HANDLED }, {});
    const expected = unguarded.includes(condition) ? ["warning unguarded-condition processors/0/drop/if"] : [];
    assert.deepEqual(brief(findings), expected, condition);
  }
});

Deno.test("checkPipeline() warns of a separator that fails with each document", NONE, () => {
  const findings = checkPipeline({ processors: [{ split: { field: "a", separator: "[" } }], ...HANDLED }, {});
  assert.deepEqual(brief(findings), ["warning bad-regular-expression processors/0/split/separator"]);
});

Deno.test("checkPipeline() warns of a pipeline without on_failure", NONE, () => {
  assert.deepEqual(brief(checkPipeline({ processors: [] }, {})), ["warning no-on-failure"]);
});

Deno.test("checkPipeline() refuses impossible inference options", NONE, () => {
  const inference = (options: Record<string, unknown>) => ({ inference: { model_id: "m", ...options } });
  const cases: [Record<string, unknown>, string][] = [
    [{ inference_config: {} }, "error pipeline-refused processors/0/inference/inference_config"],
    [{ inference_config: { other: {} } }, "error pipeline-refused processors/0/inference/inference_config"],
    [
      { inference_config: { classification: { num_top_classes: "2" } } },
      "error pipeline-refused processors/0/inference/inference_config",
    ],
    [
      { inference_config: { classification: { nope: 2 } } },
      "error pipeline-refused processors/0/inference/inference_config/classification/nope",
    ],
    [{ field_map: [] }, "error pipeline-refused processors/0/inference/field_map"],
    [{ target_field: 1 }, "error pipeline-refused processors/0/inference/target_field"],
    [{ ignore_missing: true }, "error pipeline-refused processors/0/inference"],
    [{ other: true }, "error pipeline-refused processors/0/inference/other"],
    [{ input_output: [] }, "warning not-supported processors/0/inference/input_output"],
  ];
  for (const [options, expected] of cases) {
    assert.deepEqual(brief(checkPipeline({ processors: [inference(options)], ...HANDLED }, {})), [expected]);
  }
  assert.deepEqual(brief(checkPipeline({ processors: [{ inference: {} }], ...HANDLED }, {})), [
    "error pipeline-refused processors/0/inference/model_id",
  ]);
});

Deno.test("checkPipeline() names the pipeline, and tells where in its text something is", NONE, () => {
  const locate = (path: string, offset?: number) => ({ line: path.length, column: offset ?? 0 });
  const config = { processors: [{ drop: { if: "true &&" } }, { set: { field: "a" } }], on_failure: [{ drop: {} }] };
  const findings = checkPipeline(config, {}, { id: "p", locate });
  assert.deepEqual(findings.map(({ path, line, column, message }) => [path, line, column, message.split("\n")[0]]), [
    [
      "processors/0/drop/if",
      20,
      7,
      'Cannot store the pipeline "p": compile error: unexpected end of script. at line 1, column 8 of the script:',
    ],
    ["processors/1/set/value", 22, 0, 'Cannot store the pipeline "p": [value] required property is missing'],
  ]);
});

Deno.test("checkPipeline() gives up conditions that are made to take hours", NONE, () => {
  const forever = "int f() { int s = 0; for (int i = 0; i < 900000; i++) { s += i } return s } " +
    "int t = 0; for (int i = 0; i < 50; i++) { t += f() } return t == 1";
  const begin = performance.now();
  const processors = Array.from({ length: 100 }, () => ({ drop: { if: forever } }));
  const [finding, ...others] = checkPipeline({ processors, ...HANDLED }, {});
  assert.deepEqual([finding?.code, finding?.path], ["not-supported", "processors/0/drop/if"]);
  assert.deepEqual(others, []);
  assert.ok(performance.now() - begin < 20_000);
});

Deno.test("checkPipeline() copes with a condition on thousands of fields", NONE, () => {
  const condition = Array.from({ length: 1500 }, (_, i) => `ctx.f${i}?.a?.b == 1`).join(" && ");
  assert.deepEqual(brief(checkPipeline({ processors: [{ drop: { if: condition } }], ...HANDLED }, {})), []);
});

Deno.test("checkPipeline() finds processors that share an object", { permissions: "none" }, () => {
  const set = { field: "a", value: 1 };
  const found = checkPipeline({ processors: [{ set }, { set, remove: { field: "b" } }], on_failure: [{ set }] }, {});
  assert.deepEqual(found, [{
    level: "error",
    code: "pipeline-refused",
    path: "processors/1",
    message:
      "Cannot store the pipeline: [processors] contains nested objects but should be a list of single-entry objects",
    hint: "Give each processor an object of its own.",
  }]);
});
