import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { Finding } from "../json/finding.ts";
import { memorySource } from "../json/byte_source.ts";
import { TrainedModelError } from "./inference_error.ts";
import { loadTrainedModel, type TrainedModelOptions, validateTrainedModel } from "./trained_model.ts";

const PURE = { permissions: "none" } as const;

/** A model with one split, as JSON on several lines. */
const MODEL = `{
  "model_id": "m1",
  "input": {"field_names": ["a", "b"]},
  "inference_config": {"regression": {}},
  "definition": {"trained_model": {"ensemble": {
    "target_type": "regression",
    "aggregate_output": {"weighted_sum": {}},
    "trained_models": [{"tree": {
      "feature_names": ["a", "b"],
      "tree_structure": [
        {"node_index": 0, "split_feature": 1, "threshold": 0.5, "left_child": 1, "right_child": 2},
        {"node_index": 1, "leaf_value": 1.5},
        {"node_index": 2, "leaf_value": 2}
      ]
    }}]
  }}}
}`;

async function findingsOf(text: string, options?: TrainedModelOptions): Promise<Finding[]> {
  return (await validateTrainedModel(memorySource(new TextEncoder().encode(text)), options)).findings;
}

function changed(from: string, to: string): string {
  assert.ok(MODEL.includes(from));
  return MODEL.replace(from, to);
}

function compressed(text: string): string {
  const [, definition = ""] = /"definition": ([\s\S]*)\n}/.exec(text) ?? [];
  const packed = gzipSync(definition).toString("base64");
  return text.replace(
    /"definition": [\s\S]*\n}/,
    `"model_type": "tree_ensemble", "compressed_definition": "${packed}"\n}`,
  );
}

Deno.test("validateTrainedModel() finds nothing in a model that is right, plain or compressed", PURE, async () => {
  assert.deepEqual(await findingsOf(MODEL), []);
  assert.deepEqual(await findingsOf(compressed(MODEL)), []);
});

Deno.test("validateTrainedModel() names node, line and column", PURE, async (t) => {
  const node = "definition/trained_model/ensemble/trained_models/0/tree/tree_structure/0";
  const cases: [
    name: string,
    from: string,
    to: string,
    code: string,
    path: string,
    place: number[],
    message: RegExp,
  ][] = [
    [
      "a field nobody knows",
      '"threshold"',
      '"treshold"',
      "model-parse",
      `${node}/treshold`,
      [11, 47],
      /unknown field \[treshold\]/,
    ],
    [
      "a number that is none",
      '"threshold": 0.5',
      '"threshold": "x"',
      "model-parse",
      `${node}/threshold`,
      [11, 60],
      /For input string: "x"/,
    ],
    [
      "a duplicate key",
      '"split_feature": 1',
      '"node_index": 1',
      "model-parse",
      `${node}/node_index`,
      [11, 27],
      /The key "node_index" is in its object more than once: Elasticsearch does not take this model/,
    ],
    [
      "a feature out of bounds",
      '"split_feature": 1',
      '"split_feature": 7',
      "model-validate",
      node,
      [11, 9],
      /split_feature \[7\] .* out of bounds/,
    ],
    [
      "a child that is missing",
      '"right_child": 2',
      '"right_child": 9',
      "model-validate",
      node,
      [11, 9],
      /children \[9\] are missing/,
    ],
    ["a cycle", '"left_child": 1', '"left_child": 0', "model-validate", node, [11, 9], /cycle at node 0/],
    [
      "no second child",
      ', "right_child": 2',
      "",
      "model-load",
      node,
      [11, 9],
      /cannot load it: the node has a left_child and no right_child/,
    ],
    ["no feature", '"split_feature": 1, ', "", "model-load", node, [11, 9], /cannot load it: .* no split_feature/],
  ];
  for (const [name, from, to, code, path, [line, column], message] of cases) {
    await t.step(name, async () => {
      const [finding] = await findingsOf(changed(from, to));
      assert.ok(finding !== undefined);
      assert.equal(finding.level, "error");
      assert.equal(finding.code, code);
      assert.equal(finding.path, path);
      assert.deepEqual([finding.line, finding.column], [line, column]);
      assert.match(finding.message, message);
    });
    await t.step(`${name}, compressed`, async () => {
      const findings = await findingsOf(compressed(changed(from, to)));
      if (name === "a field nobody knows") {
        // Compressed definitions are read leniently: what is missed is the field that was meant.
        assert.match(findings[0]?.message ?? "", /\[threshold\] must exist for non-leaf node/);
        return;
      }
      const [finding] = findings;
      assert.equal(finding?.code, code);
      assert.equal(finding.path, path.replace(/^definition/, "compressed_definition"));
      // Nothing in the compressed text has a place of its own.
      assert.deepEqual([finding.line, finding.column], [5, 59]);
    });
  }
});

Deno.test("validateTrainedModel() names all faults of one file at once", PURE, async () => {
  const text = changed('"threshold": 0.5', '"threshold": []')
    .replace('"leaf_value": 2', '"leaf_value": null')
    .replace('"regression": {}', '"regression": {"num_top_classes": 1}')
    .replace('"model_id"', '"modell_id"');
  const findings = await findingsOf(text);
  assert.deepEqual(findings.map(({ path }) => path), [
    "modell_id",
    "inference_config/regression/num_top_classes",
    "definition/trained_model/ensemble/trained_models/0/tree/tree_structure/0/threshold",
    "definition/trained_model/ensemble/trained_models/0/tree/tree_structure/2/leaf_value",
  ]);
  assert.equal(findings[0]?.hint, 'Did you mean "model_id"?');
});

Deno.test("validateTrainedModel() lists a bounded number of faults", PURE, async () => {
  const bad = Array.from({ length: 5000 }, (_, i) => `{"node_index": ${i}, "leaf_value": null}`).join(",");
  const findings = await findingsOf(MODEL.replace(/"tree_structure": \[[\s\S]*?\]/, `"tree_structure": [${bad}]`));
  assert.equal(findings.length, 201);
  assert.match(findings[200]?.message ?? "", /4800 more faults/);
});

Deno.test("validateTrainedModel() explains what an export has and a PUT must not have", PURE, async () => {
  const text = changed(
    '"model_id": "m1"',
    '"model_id": "m1", "version": "8.15.0", "created_by": "x", "create_time": 1',
  );
  const dropped = await findingsOf(text);
  assert.deepEqual(dropped.map(({ level, code, path }) => `${level} ${code} ${path}`), [
    "warning model-generated-field version",
    "warning model-generated-field created_by",
    "warning model-generated-field create_time",
  ]);
  const refused = await findingsOf(text, { generatedFields: "refuse" });
  assert.equal(refused.filter(({ level }) => level === "error").length, 3);
});

Deno.test("validateTrainedModel() warns of features that nothing makes", PURE, async () => {
  const [finding] = await findingsOf(changed('"feature_names": ["a", "b"]', '"feature_names": ["a", "c"]'));
  assert.equal(finding?.level, "warning");
  assert.equal(finding.code, "model-unmade-feature");
  assert.match(finding.message, /"c", which is neither in input.field_names nor made by a preprocessor/);
  assert.equal(finding.path, "definition/trained_model/ensemble/trained_models/0/tree/feature_names/1");
  assert.deepEqual([finding.line, finding.column], [9, 24]);
  assert.equal(finding.hint, 'Add "c" to input.field_names, or a preprocessor that makes it.');
});

Deno.test("validateTrainedModel() warns of text behind the model", PURE, async () => {
  const [finding] = await findingsOf(`${MODEL} {}`);
  assert.equal(finding?.code, "model-trailing-text");
  assert.equal(finding.level, "warning");
});

Deno.test("validateTrainedModel() warns where an inner ensemble reads other features than it names", PURE, async () => {
  const inner = '{"ensemble": {"trained_models": [{"tree": {"feature_names": ["b"], "tree_structure": [' +
    '{"node_index": 0, "split_feature": 0, "threshold": 1, "left_child": 1, "right_child": 2},' +
    '{"node_index": 1, "leaf_value": 1}, {"node_index": 2, "leaf_value": 2}]}}]}}, {"tree"';
  const findings = await findingsOf(changed('{"tree"', inner).replace('"b"], "tree', '"b"], "tree'));
  assert.deepEqual(findings, []);
  const turned = changed('{"tree"', inner).replace('"feature_names": ["a", "b"]', '"feature_names": ["a", "b"]')
    .replace(
      '"trained_models": [{"ensemble"',
      '"trained_models": [{"tree": {"feature_names": ["a"], "tree_structure": [' +
        '{"node_index": 0, "leaf_value": 0}]}}, {"ensemble"',
    );
  assert.deepEqual((await findingsOf(turned)).map(({ code }) => code), ["model-nested-features"]);
});

Deno.test("validateTrainedModel() says what is not JSON, and where", PURE, async () => {
  const [finding] = await findingsOf(changed('"threshold": 0.5', '"threshold": .5'));
  assert.equal(finding?.code, "model-parse");
  assert.match(finding.message, /^Cannot read the model as it is not JSON: /);
  assert.deepEqual([finding.line, finding.column], [11, 60]);
});

Deno.test("validateTrainedModel() refuses kinds of models that it does not evaluate, by name", PURE, async () => {
  const language = '{"input": {"field_names": ["a"]}, "inference_config": {"classification": {}},' +
    '"definition": {"trained_model": {"lang_ident_neural_network": {"hidden_layer": {}}}}}';
  const torch =
    '{"input": {"field_names": ["a"]}, "inference_config": {"ner": {"vocabulary": {}}}, "model_type": "pytorch"}';
  for (const [text, name] of [[language, "lang_ident_neural_network"], [torch, "pytorch"]] as const) {
    const [finding] = await findingsOf(text);
    assert.equal(finding?.code, "model-not-supported");
    assert.match(finding.message, new RegExp(`"${name}", which is not supported by the rehearsal`));
  }
});

Deno.test("validateTrainedModel() inflates within a bound", PURE, async () => {
  const [finding] = await findingsOf(compressed(MODEL), { maxInflatedBytes: 100 });
  assert.equal(finding?.code, "model-parse");
  assert.match(finding.message, /input stream exceeded maximum bytes of \[100\]/);
  assert.throws(
    () => loadTrainedModel(new TextEncoder().encode(compressed(MODEL)), { maxInflatedBytes: 100 }),
    /input stream exceeded maximum bytes of \[100\]/,
  );
});

Deno.test("loadTrainedModel() throws what the server would say first, with all findings", PURE, () => {
  const text = changed('"threshold": 0.5', '"threshold": []').replace('"leaf_value": 2', '"leaf_value": null');
  assert.throws(() => loadTrainedModel(new TextEncoder().encode(text)), (error) => {
    assert.ok(error instanceof TrainedModelError);
    assert.equal(error.stage, "parse");
    assert.equal(error.serverMessage, "[tree_node] threshold doesn't support values of type: START_ARRAY");
    assert.equal(error.findings.length, 2);
    return true;
  });
});

Deno.test("loadTrainedModel() knows the id from outside, and refuses another one within", PURE, () => {
  const bytes = new TextEncoder().encode(MODEL);
  assert.equal(loadTrainedModel(bytes, { modelId: "m1" }).modelId, "m1");
  assert.throws(() => loadTrainedModel(bytes, { modelId: "m2" }), /Inconsistent model_id/);
});

Deno.test("validateTrainedModel() refuses a string that nobody needs, plain or compressed", PURE, async () => {
  const long = changed(
    '["a", "b"],\n      "tree_structure"',
    `["a", "${"b".repeat(2 ** 20 + 1)}"],\n      "tree_structure"`,
  );
  for (const text of [long, compressed(long)]) {
    const [finding] = await findingsOf(text);
    assert.equal(finding?.code, "model-parse");
    assert.match(finding.message, /a string is longer than 1048576 characters/);
  }
  const longest = long.replace("bb", "b").replace('"split_feature": 1', '"split_feature": 0');
  assert.ok((await findingsOf(longest)).every((finding) => finding.level === "warning"));
});

const [, DEFINITION = ""] = /"definition": ([\s\S]*)\n}/.exec(MODEL) ?? [];

/** The model with its definition compressed, and what became of the gzip on the way. */
function gzipped(damage: (gzip: Uint8Array) => Uint8Array): string {
  return compressed(MODEL).replace(
    /"compressed_definition": "([^"]*)"/,
    (_, text) => `"compressed_definition": "${damage(Uint8Array.fromBase64(text)).toBase64()}"`,
  );
}

function changedAt(bytes: Uint8Array, fromEnd: number): Uint8Array {
  const changed = bytes.slice();
  changed[changed.length - fromEnd] = (changed.at(-fromEnd) ?? 0) ^ 1;
  return changed;
}

Deno.test(
  "validateTrainedModel() says where a gzip is cut off, and what of it the server does not look at",
  PURE,
  async (t) => {
    const AT = "compressed_definition 5:59";
    const LOOK = "Elasticsearch does not look at that, but other programs refuse it";
    const warning = (
      what: string,
    ) => [`warning model-gzip ${AT}: The gzip in "compressed_definition" ${what}. ${LOOK}`];
    const cases: [what: string, damage: (gzip: Uint8Array) => Uint8Array, told: string[]][] = [
      ["whole", (gzip) => gzip, []],
      ["without the last byte", (gzip) => gzip.subarray(0, -1), warning("is cut off: its last byte is missing")],
      ["without 7 bytes", (gzip) => gzip.subarray(0, -7), warning("is cut off: its last 7 bytes are missing")],
      [
        "without 8 bytes",
        (gzip) => gzip.subarray(0, -8),
        warning("is cut off: it ends before its checksum and its length"),
      ],
      [
        "without 9 bytes",
        (gzip) => gzip.subarray(0, -9),
        warning("is cut off: it ends before its checksum and its length"),
      ],
      ["another checksum", (gzip) => changedAt(gzip, 8), warning("has another checksum than what is in it")],
      ["another length", (gzip) => changedAt(gzip, 4), warning("declares another length than what is in it")],
      ["a byte behind it", (gzip) => new Uint8Array([...gzip, 0]), warning("is followed by 1 more byte")],
      [
        "many bytes behind it",
        (gzip) => new Uint8Array([...gzip, ...new Uint8Array(40_000)]),
        warning("is followed by 40000 more bytes"),
      ],
      ["half of it", () => gzipSync(DEFINITION, { level: 0 }).subarray(0, 15 + 270), [
        "error model-parse compressed_definition/trained_model/ensemble/trained_models/0/tree/tree_structure/0/threshold 5:59: " +
        'Cannot read "compressed_definition" as its gzip is cut off: the definition ends here, after 270 bytes',
      ]],
      ["half of the header", (gzip) => gzip.subarray(0, 5), [
        `error model-parse ${AT}: Cannot read "compressed_definition" as its gzip is cut off: no definition comes out of it`,
      ]],
      ["nothing but the header", (gzip) => gzip.subarray(0, 10), [
        `error model-parse ${AT}: Cannot read "compressed_definition" as its gzip is cut off: no definition comes out of it`,
      ]],
      ["gzip of nothing", () => gzipSync(""), [
        `error model-parse ${AT}: Cannot read "compressed_definition" as nothing comes out of its gzip`,
      ]],
      ["no gzip", () => new Uint8Array(20), [
        `error model-parse ${AT}: Elasticsearch does not take this model: Not in GZIP format`,
      ]],
      ["nothing", () => new Uint8Array(), [
        `error model-parse ${AT}: Elasticsearch does not take this model: the compressed definition is empty`,
      ]],
    ];
    for (const [what, damage, told] of cases) {
      await t.step(what, async () => {
        const text = gzipped(damage);
        const findings = await findingsOf(text);
        assert.deepEqual(
          findings.map(({ level, code, path, line, column, message }) =>
            `${level} ${code} ${path} ${line}:${column}: ${message}`
          ),
          told,
        );
        const load = () => loadTrainedModel(new TextEncoder().encode(text));
        if (findings.every(({ level }) => level !== "error")) return assert.equal(load().trees, 1);
        // How far it comes before it sees the end is its own.
        const [message = ""] = findings[0]?.message.split(": the definition ends here") ?? [];
        assert.throws(load, (error) => error instanceof TrainedModelError && error.message.startsWith(message));
      });
    }
  },
);

Deno.test("loadTrainedModel() inflates in bounds, and no further than it reads", PURE, async (t) => {
  const load = (definition: Uint8Array, options: TrainedModelOptions = {}) => {
    const text = compressed(MODEL).replace(/(compressed_definition": ")[^"]*/, `$1${definition.toBase64()}`);
    return loadTrainedModel(new TextEncoder().encode(text), options);
  };
  await t.step("a definition larger than may be", () => {
    const spaces = gzipSync(" ".repeat(2 ** 24));
    assert.throws(() => load(spaces, { maxInflatedBytes: 2 ** 20 }), (error) => {
      assert.ok(error instanceof TrainedModelError);
      assert.match(error.message, /input stream exceeded maximum bytes of \[1048576\]/);
      assert.equal(error.findings[0]?.hint, "A definition may have 1,048,576 bytes.");
      return true;
    });
  });
  await t.step("a large text that is no definition", () => {
    const begin = performance.now();
    assert.throws(() => load(gzipSync(new Uint8Array(2 ** 28), { level: 1 })), /as it is not JSON/);
    assert.ok(performance.now() - begin < 60_000);
  });
  await t.step("much behind the definition, and in its place", () => {
    const behind = new Uint8Array(2 ** 20);
    assert.equal(load(new Uint8Array([...gzipSync(DEFINITION), ...behind])).trees, 1);
    assert.throws(() => load(new Uint8Array([...gzipSync(""), ...behind])), /its gzip is cut off: no definition/);
  });
});

Deno.test("validateTrainedModel() tells where a compressed definition is no JSON", PURE, async () => {
  const definition = gzipSync('{"trained_model": {"tree": {"feature_names": ["a"] "b"').toString("base64");
  const [finding] = await findingsOf(compressed(MODEL).replace(/(compressed_definition": ")[^"]*/, `$1${definition}`));
  assert.equal(
    finding?.message,
    'Cannot read the definition in "compressed_definition" as it is not JSON: a quote was found where "," or "}" was ' +
      "expected at line 1, column 52 of the definition",
  );
  assert.equal(finding.path, "compressed_definition/trained_model/tree/feature_names");
});

Deno.test(
  "validateTrainedModel() gives up a model that is wrong everywhere, or that fills the memory",
  PURE,
  async () => {
    const begin = performance.now();
    const wrong = await findingsOf(`{"input": {${'"x": 1,'.repeat(300_000)} "y": 1}}`);
    assert.equal(wrong.length, 201);
    assert.match(
      wrong[200]?.message ?? "",
      /^There are more than \d{5} more faults, and the rest of the model is not read/,
    );
    const tags = gzipSync(`{"trained_model": {"tree": {"feature_names": ["a"${',"a"'.repeat(17_000_000)}]}}}`);
    const [large] = await findingsOf(
      compressed(MODEL).replace(/(compressed_definition": ")[^"]*/, `$1${tags.toString("base64")}`),
    );
    assert.equal(large?.code, "model-not-supported");
    assert.match(large.message, /^Cannot judge a model that takes more than 1024 MB of memory/);
    assert.ok(performance.now() - begin < 60_000);
  },
);

Deno.test("validateTrainedModel() points at values that only the whole body makes wrong", PURE, async () => {
  const text = changed(
    '"input": {"field_names": ["a", "b"]}',
    '"tags": ["ok",\n "A"],\n"input": {"field_names": ["a",\n "b."]}',
  )
    .replace('"model_id": "m1"', '"model_id":\n "M1"').replace('"regression": {}', '"classification":\n {}');
  const findings = await findingsOf(text);
  assert.deepEqual(findings.map(({ path, line, column }) => `${path} ${line}:${column}`), [
    "model_id 3:2",
    "tags/1 5:2",
    "input/field_names/1 7:2",
    "inference_config/classification 8:23",
  ]);
});

Deno.test("validateTrainedModel() guesses what a misspelt name was meant to be", PURE, async () => {
  const cases: [from: string, to: string, hint: string][] = [
    ['"regression": {}', '"regresion": {}', 'Did you mean "regression"?'],
    [
      '{"weighted_sum": {}}',
      '{"sum": {}}',
      'Known are "weighted_sum", "exponent", "logistic_regression" and "weighted_mode".',
    ],
    ['"target_type": "regression"', '"target_type": "guess"', 'Known are "regression" and "classification".'],
    [
      '"field_names": ["a", "b"]',
      '"field_names": ["a", "B"]',
      'Did you mean "B"?',
    ],
  ];
  for (const [from, to, hint] of cases) assert.equal((await findingsOf(changed(from, to)))[0]?.hint, hint, to);
  const long = MODEL.replaceAll('"b"', '"f.bigram"').replace('"f.bigram"', '"f.bigrams"');
  assert.equal((await findingsOf(long))[0]?.hint, 'Did you mean "f.bigrams"?');
});

Deno.test("validateTrainedModel() refuses more keys than it can keep, however they are nested", PURE, async () => {
  const [finding] = await findingsOf(`{"metadata": {${manyKeys(600_000)}, "more": {${manyKeys(600_000)}}}}`);
  assert.equal(finding?.code, "model-not-supported");
  assert.match(finding.message, /more than 1000000 keys in one object/);
  const few = `"metadata": {"all": [{${manyKeys(600_000)}}, {${manyKeys(600_000)}}]}`;
  assert.deepEqual(await findingsOf(changed('"model_id": "m1"', `"model_id": "m1", ${few}`)), []);
});

function manyKeys(count: number): string {
  return Array.from({ length: count }, (_, i) => `"${i}":0`).join();
}
