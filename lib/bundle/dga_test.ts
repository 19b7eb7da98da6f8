import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { hasErrors } from "../json/finding.ts";
import { validateDgaBundle } from "./dga.ts";
import { readBundle } from "./read.ts";
import { asStrict } from "./strict.ts";
import { broken, type Changes, edited, NAME, replaced, told } from "./testing/broken_bundle.ts";

const READ = { permissions: { read: true } } as const;

/** What the test bundle itself is told: true of the published ones too. */
const SECOND_RUN = `warning second-run ingest_pipeline2 processors/1/inference/target_field 26:25
A document that goes through the pipelines again ends with an array in "ml_is_dga": the model's answer is added to what the first run left there
> Begin with {"remove": {"field": "ml_is_dga", "ignore_missing": true}}, or skip documents that have the field.`;

const FORM = '> Write {"script": {"lang": "painless", "source": "…"}}.';
const NO_FIT = "fits none of the five patterns; it is neither installed nor released";
const REFUSED = "Elasticsearch does not take this model:";
const CONFIG = "processors/1/inference/inference_config/classification";

function withoutKey(key: string): (text: string) => string {
  return edited((json) => delete json[key]);
}

interface Breakage {
  changes: Changes;
  name?: string;
  /** All findings but {@linkcode SECOND_RUN}. */
  found: string[];
}

const BREAKAGES: Record<string, Breakage> = {
  // The set of files.
  "a name that is no release": {
    changes: {},
    name: "my bundle",
    found: [`warning release-name
The bundle is called "my bundle", which is not the name of a release
> A release needs a folder or archive named like ML-DGA-20201111-1; installing from files does not.`],
  },
  "the name of another family": {
    changes: {},
    name: "ML-ProblemChild-20210602-1",
    found: [`warning release-name
The bundle is called "ML-ProblemChild-20210602-1", which is the name of a release of "ML-ProblemChild", not of "ML-DGA"
> A release needs a folder or archive named like ML-DGA-20201111-1; installing from files does not.`],
  },
  "no model": {
    changes: { model: undefined },
    found: [`error file-missing
Cannot find the model: no file has a name like "dga_*_model.json"
> Add the file, or rename it.`],
  },
  "a misspelt file name": {
    changes: { dga_ngrams_create: undefined, "dga_1_ngram_create.json": () => "{}" },
    found: [
      `error file-missing
Cannot find the script "dga_ngrams_create": no file has a name like "dga_*_ngrams_create.json"
> Did you mean "dga_1_ngram_create.json"? Rename it to fit the pattern.`,
      `warning unexpected-file dga_1_ngram_create
The file "dga_1_ngram_create.json" ${NO_FIT}
> Did you mean a name like "dga_*_ngrams_create.json"?`,
    ],
  },
  "two models": {
    changes: { "dga_2_model.json": (_) => "{}" },
    found: [`error file-ambiguous
Cannot tell which file is the model: 2 have names like "dga_*_model.json" ("dga_20261101_1.0_model.json", "dga_2_model.json")
> Keep one of them.`],
  },
  "files that don't belong": {
    changes: { "readme.md": () => "", ".DS_Store": () => "" },
    found: ["readme.md", ".DS_Store"].map((name) =>
      `warning unexpected-file ${name}\nThe file "${name}" ${NO_FIT}\n> Remove it from the bundle.`
    ),
  },
  "an illegal id": {
    changes: { model: undefined, "dga_A_model.json": () => "{" },
    found: [
      `error model-id dga_A_model
Cannot install the model as "dga_A", its file's name up to the last "_": it holds "A"
> Rename the file. An id has at most 64 of a-z, 0-9, "_", "-" and ".", and starts and ends with a letter or digit.`,
      `error model-parse dga_A_model 1:2
Cannot read the model as it is not JSON: Cannot read the JSON as the text ends where a key in quotes or "}" was expected at line 1, column 2`,
      `error model-not-in-bundle ingest_pipeline2 processors/1/inference/model_id 25:21
Cannot install the pipeline "dns_dga_inference_enrich_pipeline" as it calls "dga_20261101_1.0", which is no model of this bundle
> The bundle has "dga_A".`,
    ],
  },
  "a file without end": {
    changes: { ingest_pipeline1: () => " ".repeat(1024 * 1024 + 1) },
    found: [`error file-too-large ingest_pipeline1
Cannot read the pipeline "dns_enrich_pipeline": it has 1048577 bytes, and at most 1048576 are read`],
  },

  // JSON.
  "not UTF-8": {
    changes: { ingest_pipeline1: () => new Uint8Array([0x7b, 0x0a, 0x20, 0x22, 0xff, 0x22]) },
    found: [`error json-syntax ingest_pipeline1 2:3
Cannot read the JSON as byte 0xff is not UTF-8 at line 2, column 3`],
  },
  "not JSON": {
    changes: { ingest_pipeline1: replaced('"version": 1,', '"version": 1') },
    found: [`error json-syntax ingest_pipeline1 4:3
Cannot read the JSON as a quote was found where "," or "}" was expected at line 4, column 3`],
  },
  "a million brackets": {
    changes: { dga_ngrams_create: () => "[".repeat(1_000_000) },
    found: [`error json-syntax dga_ngrams_create 1:1001
Cannot read the JSON as it is nested more than 1000 levels deep at line 1, column 1001`],
  },
  "a key twice": {
    changes: { ingest_pipeline1: replaced('"version": 1,', '"version": 1, "version": 2,') },
    found: [`warning duplicate-key ingest_pipeline1 version 3:17
The key "version" is in its object more than once; the last value counts
> Keep one of them: the server refuses the file as it stands.`],
  },

  // Scripts.
  "a script that is a list": {
    changes: { dga_ngrams_create: () => "[]" },
    found: [`error script-body dga_ngrams_create script 1:1
Cannot store the script "dga_ngrams_create": it is not of the form {"script": {"lang": …, "source": …}}
${FORM}`],
  },
  "a script without lang": {
    changes: { dga_ngrams_create: replaced('"lang": "painless",', "") },
    found: [`error script-body dga_ngrams_create script/lang 2:13
Cannot store the script "dga_ngrams_create": it has no "lang"
${FORM}`],
  },
  "a script without source": {
    changes: { dga_ngrams_create: () => '{"script": {"lang": "painless"}}' },
    found: [`error script-body dga_ngrams_create script/source 1:12
Cannot store the script "dga_ngrams_create": it has no "source"
${FORM}`],
  },
  "an empty script": {
    changes: { dga_ngrams_create: () => '{"script": {"lang": "painless", "source": ""}}' },
    found: [`error script-body dga_ngrams_create script/source 1:43
Cannot store the script "dga_ngrams_create": its "source" is no program
${FORM}`],
  },
  "another language": {
    changes: { dga_ngrams_transform_delete: replaced("painless", "expression") },
    found: [`error script-lang dga_ngrams_transform_delete script/lang 3:13
Cannot use the script "dga_ngrams_transform_delete": it is written in "expression", and scripts of a DGA bundle are in "painless"`],
  },
  "params of a script": {
    changes: { dga_ngrams_create: replaced('"lang"', '"params": {}, "lang"') },
    found: [`warning unused-key dga_ngrams_create script/params 3:15
The key "params" is no part of a stored script; it is not installed
> Remove it. Parameters belong to the processor that calls the script.`],
  },
  "options of a script": {
    changes: { dga_ngrams_create: replaced('"lang"', '"options": {"a": "b"}, "lang"') },
    found: [`error script-body dga_ngrams_create script/options 3:16
Cannot store the script "dga_ngrams_create": the server takes no options for a stored script
${FORM}`],
  },
  "a script that is too long": {
    changes: {
      dga_ngrams_create: () => JSON.stringify({ script: { lang: "painless", source: `/*${"é".repeat(32745)}*/` } }),
    },
    found: [`error script-size dga_ngrams_create script/source 1:39
Cannot store the script "dga_ngrams_create": it makes a request of 65536 bytes, and the server takes 65535
> Move data to the params of the processor that calls the script, which do not count.`],
  },
  "a script that does not compile": {
    changes: { dga_ngrams_create: replaced("label.length();", "label.lenght();") },
    found: [`error script-compile dga_ngrams_create script/source 4:1085
Cannot compile the script "dga_ngrams_create": member method [java.lang.String, lenght/0] not found at line 20, column 36 of the source:
  for (int i = 0; i + size <= label.lenght(); i++) {
                                   ^`],
  },
  "a script that can't be judged": {
    changes: { dga_ngrams_create: replaced("Map features = new", "def j = /a/; Map features = new") },
    found: [`warning not-supported dga_ngrams_create script/source 4:1348
Cannot judge the script "dga_ngrams_create": A regular expression is not supported by the rehearsal at line 28, column 9 of the source:
def j = /a/; Map features = new HashMap();
        ^
> The server may well take it, but the rehearsal can't run it.`],
  },

  // Pipelines.
  "a pipeline that is a list": {
    changes: { ingest_pipeline1: () => "[]" },
    found: [`error pipeline-refused ingest_pipeline1 1:1
Cannot store the pipeline: it is not of the form {"processors": […]}`],
  },
  "a processor that does not exist": {
    changes: { ingest_pipeline2: replaced('"inference":', '"inferense":') },
    found: [`error pipeline-refused ingest_pipeline2 processors/1/inferense 24:20
Cannot store the pipeline: No processor type exists with name [inferense]`],
  },
  "a processor that can't be judged": {
    changes: { ingest_pipeline2: replaced('"remove": {', '"gsub": {"pattern": "x", "replacement": "", ') },
    found: [`warning not-supported ingest_pipeline2 on_failure/0/gsub 45:15
Cannot judge this part of the pipeline: The processor [gsub] is not supported by the rehearsal`],
  },
  "an option that does not exist": {
    changes: { ingest_pipeline2: replaced('"field_map"', '"field_mapp"') },
    found: [`error pipeline-refused ingest_pipeline2 processors/1/inference 24:20
Cannot store the pipeline: processor [inference] doesn't support one or more provided configuration parameters [field_mapp]`],
  },
  "a condition that does not compile": {
    changes: {
      ingest_pipeline1: replaced(
        "ctx.type == 'dns' && ctx.dns?.question?.registered_domain != null && ",
        "ctx.type = 'dns' && ",
      ),
    },
    found: [`error script-does-not-compile ingest_pipeline1 processors/0/pipeline/if 7:15
Cannot store the pipeline: compile error: Cannot cast from [java.lang.String] to [boolean]. at line 1, column 12 of the script:
ctx.type = 'dns' && ctx.dns.question.registered_domain != ''
           ^`],
  },
  "a call of another script": {
    changes: { ingest_pipeline2: replaced('"id": "dga_ngrams_create"', '"id": "dga_ngram_create"') },
    found: [`error script-not-in-bundle ingest_pipeline2 processors/0/script/id 7:15
Cannot install the pipeline "dns_dga_inference_enrich_pipeline" as it calls "dga_ngram_create", which is no script of this bundle
> Did you mean "dga_ngrams_create"?`],
  },
  "a call of another pipeline": {
    changes: { ingest_pipeline1: replaced('"name": "dns_dga_inference_enrich_pipeline"', '"name": "dga"') },
    found: [`error pipeline-not-in-bundle ingest_pipeline1 processors/0/pipeline/name 8:17
Cannot install the pipeline "dns_enrich_pipeline" as it calls "dga", which is no pipeline of this bundle
> The bundle has "dns_enrich_pipeline" and "dns_dga_inference_enrich_pipeline".`],
  },
  "a call of another model": {
    changes: { ingest_pipeline2: replaced('"model_id": "dga_20261101_1.0"', '"model_id": "dga_20201101_1.0"') },
    found: [`error model-not-in-bundle ingest_pipeline2 processors/1/inference/model_id 25:21
Cannot install the pipeline "dns_dga_inference_enrich_pipeline" as it calls "dga_20201101_1.0", which is no model of this bundle
> Did you mean "dga_20261101_1.0"?`],
  },
  "no on_failure": {
    changes: { ingest_pipeline1: withoutKey("on_failure") },
    found: [`warning no-on-failure ingest_pipeline1 1:1
The pipeline has no on_failure: a document that fails in it is not indexed
> Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}]`],
  },
  "an unguarded condition": {
    changes: { ingest_pipeline1: replaced("ctx.dns?.question?.registered_domain != null && ", "") },
    found: [`warning unguarded-condition ingest_pipeline1 processors/0/pipeline/if 7:15
The condition does not pass some documents by but fails: without dns, dns is null, without dns.question, and in 2 more cases
> Use ?. on the way, and compare with null first: ctx.dns?.question?.registered_domain != null`],
  },

  // What the bundle does with a document.
  "num_top_classes of 1": {
    changes: { ingest_pipeline2: replaced('"num_top_classes": 2', '"num_top_classes": 1') },
    found: [`warning num-top-classes ingest_pipeline2 ${CONFIG}/num_top_classes 30:32
The field "ml_is_dga.malicious_probability" reads 0.0 whenever class "0" wins: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`],
  },
  "num_top_classes of 1, behind a condition that keeps the usual document out": {
    changes: {
      ingest_pipeline1: replaced("ctx.type == 'dns' &&", "ctx.agent?.type == 'other' &&"),
      ingest_pipeline2: replaced('"num_top_classes": 2', '"num_top_classes": 1'),
    },
    found: [`warning num-top-classes ingest_pipeline2 ${CONFIG}/num_top_classes 30:32
The field "ml_is_dga.malicious_probability" reads 0.0 whenever class "0" wins: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`],
  },
  "names of classes as booleans": {
    changes: { ingest_pipeline2: replaced('"number"', '"boolean"') },
    found: [`warning prediction-field-type ingest_pipeline2 ${CONFIG}/prediction_field_type 32:38
The field "ml_is_dga.malicious_probability" is missing even when class "1" wins: the script compares the names of classes with values of another type
> Set "prediction_field_type" to "number".`],
  },
  "num_top_classes of 0": {
    changes: { ingest_pipeline2: replaced('"num_top_classes": 2', '"num_top_classes": 0') },
    found: [`warning num-top-classes ingest_pipeline2 ${CONFIG}/num_top_classes 30:32
The field "ml_is_dga.malicious_probability" is always missing: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`],
  },
  "num_top_classes of the model": {
    changes: {
      model: replaced('"num_top_classes":2', '"num_top_classes":1'),
      ingest_pipeline2: replaced('"num_top_classes": 2,', ""),
    },
    found: [`warning num-top-classes ingest_pipeline2 ${CONFIG}/num_top_classes 29:29
The field "ml_is_dga.malicious_probability" reads 0.0 whenever class "0" wins: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`],
  },
  "names of classes as strings, and one of them": {
    changes: {
      ingest_pipeline2: (text) =>
        replaced('"number"', '"string"')(replaced('"num_top_classes": 2', '"num_top_classes": 1')(text)),
    },
    found: [
      `warning prediction-field-type ingest_pipeline2 ${CONFIG}/prediction_field_type 32:38
The field "ml_is_dga.malicious_probability" reads 0.0 even when class "1" wins: the script compares the names of classes with values of another type
> Set "prediction_field_type" to "number".`,
      `warning num-top-classes ingest_pipeline2 ${CONFIG}/num_top_classes 30:32
The field "ml_is_dga.malicious_probability" reads 0.0 whenever class "0" wins: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`,
    ],
  },
  "a script that fails": {
    changes: { dga_ngrams_create: replaced("question.subdomain;", "question.subdomain.nope;") },
    found: [`warning document-fails dga_ngrams_create script/source 4:497
A usual document fails in the bundle: dynamic getter [java.lang.String, nope] not found`],
  },
  "features in another field": {
    changes: { dga_ngrams_create: (text) => text.replaceAll("ctx['f']", "ctx['g']") },
    found: [`warning inputs-missing ingest_pipeline2 processors/1/inference 24:20
The model is asked about a usual document that has none of its 184 inputs ("f.u0", "f.u1", "f.u2", …)
> Let the script before it write them, or name fields of the document in "field_map".`],
  },

  // The model: what lib/inference finds comes with the file's name.
  "a model that is cut off": {
    changes: { model: (text) => text.slice(0, 500) },
    found: [`error model-parse model 1:501
Cannot read the model as it is not JSON: Cannot read the JSON as the text ends within a string at line 1, column 501`],
  },
  "an exported model": {
    changes: { model: replaced('{"description"', '{"version":"8.19.0","description"') },
    found: [`warning model-generated-field model version 1:12
Elasticsearch does not take "version" in a new model: it is written by the server, as in an export of a model
> Export with exclude_generated=true; on install the field is dropped`],
  },
  "a key that a model does not have": {
    changes: { model: replaced('{"description"', '{"descriptoin":"x","description"') },
    found: [`error model-parse model descriptoin 1:2
${REFUSED} [trained_model_config] unknown field [descriptoin]
> Did you mean "description"?`],
  },
  "a child that is missing": {
    changes: { model: replaced('"left_child":', '"left_child":9') },
    found: [
      `error model-validate model definition/trained_model/ensemble/trained_models/0/tree/tree_structure/0 1:405000
${REFUSED} the node's children [91] are missing from the 51 nodes of the tree`,
    ],
  },
  "a definition that is cut off": {
    changes: {
      model: edited((json) => {
        const gzip = gzipSync(JSON.stringify(json["definition"]));
        json["compressed_definition"] = gzip.subarray(0, gzip.length - 1000).toString("base64");
        delete json["definition"];
      }),
    },
    found: [`error model-parse model compressed_definition
Cannot read "compressed_definition" as it is not JSON: Cannot read the JSON as the text ends where "," or "}" was expected at line 1, column 1013882`],
  },
};

Deno.test("validateDgaBundle() takes the test bundle", READ, async () => {
  const files = await broken({});
  const { value, findings } = await validateDgaBundle(files);
  assert.deepEqual(findings.map(told), [SECOND_RUN]);
  assert.ok(value !== undefined);
  assert.deepEqual({ ...value, models: undefined, scripts: undefined, pipelines: undefined, modelFile: undefined }, {
    name: NAME,
    release: { family: "ML-DGA", date: "20261101", version: 1 },
    modelId: "dga_20261101_1.0",
    models: undefined,
    scripts: undefined,
    pipelines: undefined,
    modelFile: undefined,
  });
  assert.equal(value.modelFile.source, files.get("dga_20261101_1.0_model.json"));
  assert.equal(value.models["dga_20261101_1.0"]?.trees, 88);
  assert.deepEqual(Object.keys(value.scripts), ["dga_ngrams_create", "dga_ngrams_transform_delete"]);
  assert.deepEqual(Object.keys(value.pipelines), ["dns_enrich_pipeline", "dns_dga_inference_enrich_pipeline"]);
});

Deno.test("validateDgaBundle() finds what is broken", READ, async (t) => {
  for (const [what, { changes, name, found }] of Object.entries(BREAKAGES)) {
    await t.step(what, async () => {
      const { value, findings } = await validateDgaBundle(await broken(changes, name));
      assert.deepEqual(findings.map(told).filter((text) => text !== SECOND_RUN), found);
      assert.equal(value === undefined, hasErrors(findings));
    });
  }
});

Deno.test("validateDgaBundle() is content when the first run leaves nothing to add to", READ, async () => {
  const remove = { remove: { field: "ml_is_dga", ignore_missing: true } };
  const bundle = await broken({
    ingest_pipeline2: edited((json) => json["processors"] = [remove, ...json["processors"] as unknown[]]),
  });
  assert.deepEqual((await validateDgaBundle(bundle)).findings, []);
});

Deno.test("validateDgaBundle() tells everything at once", READ, async () => {
  const { findings } = await validateDgaBundle(
    await broken({
      model: undefined,
      dga_ngrams_create: () => "[]",
      dga_ngrams_transform_delete: replaced("painless", "mustache"),
      ingest_pipeline1: () => "{}",
      ingest_pipeline2: () => "{",
    }),
  );
  assert.deepEqual(findings.map(({ level, code }) => `${level} ${code}`), [
    "error file-missing",
    "error json-syntax",
    "error script-body",
    "error script-lang",
    "error pipeline-refused",
    "warning no-on-failure",
  ]);
});

Deno.test("validateDgaBundle() tells only so much of one file", READ, async () => {
  const processors = Array.from({ length: 20_000 }, () => ({ nope: {} }));
  const { findings } = await validateDgaBundle(
    await broken({ ingest_pipeline1: () => JSON.stringify({ processors }) }),
  );
  assert.equal(findings.length, 101);
  assert.deepEqual(findings.at(-1)?.message, "There are 19901 more findings like these");
  assert.equal(findings.at(-1)?.level, "error");
});

Deno.test("validateDgaBundle() says nothing more of an archive that can't be read", READ, async () => {
  const zip = new URL("../../README.md", import.meta.url).pathname;
  const { value, findings } = await validateDgaBundle(await readBundle(zip));
  assert.equal(value, undefined);
  assert.deepEqual(findings.map(({ code }) => code), ["zip-format"]);
});

Deno.test("asStrict() makes errors of warnings", { permissions: "none" }, () => {
  assert.deepEqual(
    asStrict([{ level: "warning", code: "a", message: "b" }, { level: "error", code: "c", message: "d" }]),
    [{ level: "error", code: "a", message: "b" }, { level: "error", code: "c", message: "d" }],
  );
});
