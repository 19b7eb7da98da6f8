/**
 * Bundles whose pipelines are broken, or that hurt although each of their files is sound.
 * @module
 */

import type { Breakages } from "./breakage.ts";
import { edited, replaced } from "./broken_bundle.ts";

/** More processors at the end of the outer pipeline. */
function more(...processors: readonly unknown[]): (text: string) => string {
  return edited((json) => json["processors"] = [...json["processors"] as unknown[], ...processors]);
}

function without(key: string): (text: string) => string {
  return edited((json) => delete json[key]);
}

/** What is broken, and what is said of it. */
export const BROKEN_PIPELINES: Breakages = {
  // What the server does not store.
  "a pipeline that is a list": {
    changes: { ingest_pipeline1: () => "[]" },
    found: [`error pipeline-refused ingest_pipeline1 1:1
Cannot store the pipeline "dns_enrich_pipeline": it is not of the form {"processors": […]}
> Write {"processors": […], "on_failure": […]}.`],
  },
  "no processors": {
    changes: { ingest_pipeline1: without("processors") },
    found: [`error pipeline-refused ingest_pipeline1 processors 1:1
Cannot store the pipeline "dns_enrich_pipeline": [processors] required property is missing
> Add "processors".`],
  },
  "processors that are an object": {
    changes: { ingest_pipeline1: edited((json) => json["processors"] = {}) },
    found: [`error pipeline-refused ingest_pipeline1 processors 4:17
Cannot store the pipeline "dns_enrich_pipeline": [processors] property isn't a list, but of type [java.util.HashMap]
> Write a list: […].`],
  },
  "a processor that is a text": {
    changes: { ingest_pipeline1: more("drop") },
    found: [`error pipeline-refused ingest_pipeline1 processors/1 11:5
Cannot store the pipeline "dns_enrich_pipeline": class java.lang.String cannot be cast to class java.util.Map
> A processor is an object, as in {"set": {"field": "a", "value": 1}}.`],
  },
  "a processor that does not exist": {
    changes: { ingest_pipeline2: replaced('"inference":', '"inferense":') },
    found: [`error pipeline-refused ingest_pipeline2 processors/1/inferense 24:20
Cannot store the pipeline "dns_dga_inference_enrich_pipeline": No processor type exists with name [inferense]
> Did you mean "inference"?`],
  },
  "an option that does not exist": {
    changes: { ingest_pipeline2: replaced('"field_map"', '"field_mapp"') },
    found: [`error pipeline-refused ingest_pipeline2 processors/1/inference/field_mapp 27:23
Cannot store the pipeline "dns_dga_inference_enrich_pipeline": processor [inference] doesn't support one or more provided configuration parameters [field_mapp]
> Did you mean "field_map"?`],
  },
  "an option of the pipeline that does not exist": {
    changes: { ingest_pipeline1: edited((json) => json["procesors"] = []) },
    found: [`error pipeline-refused ingest_pipeline1 procesors 20:16
Cannot store the pipeline "dns_enrich_pipeline": pipeline [dns_enrich_pipeline] doesn't support one or more provided configuration parameters [procesors]
> Did you mean "processors"?`],
  },
  "an option that is missing": {
    changes: { ingest_pipeline2: replaced('"model_id": "dga_20261101_1.0",', "") },
    found: [`error pipeline-refused ingest_pipeline2 processors/1/inference/model_id 24:20
Cannot store the pipeline "dns_dga_inference_enrich_pipeline": [model_id] required property is missing
> Add "model_id".`],
  },
  "an option of another type": {
    changes: { ingest_pipeline2: replaced('"model_id": "dga_20261101_1.0"', '"model_id": 5') },
    found: [`error pipeline-refused ingest_pipeline2 processors/1/inference/model_id 25:21
Cannot store the pipeline "dns_dga_inference_enrich_pipeline": [model_id] property isn't a string, but of type [java.lang.Integer]
> Write a string.`],
  },
  "a version that is a text": {
    changes: { ingest_pipeline1: replaced('"version": 1', '"version": "x"') },
    found: [`error pipeline-refused ingest_pipeline1 version 3:14
Cannot store the pipeline "dns_enrich_pipeline": [version] property cannot be converted to an int [x]
> Write a whole number.`],
  },
  "an on_failure without processors": {
    changes: { ingest_pipeline1: edited((json) => json["on_failure"] = []) },
    found: [`error pipeline-refused ingest_pipeline1 on_failure 12:17
Cannot store the pipeline "dns_enrich_pipeline": pipeline [dns_enrich_pipeline] cannot have an empty on_failure option defined
> Put a processor into it, or remove it.`],
  },
  "a script by id and by source": {
    changes: { ingest_pipeline2: replaced('"id": "dga_ngrams_create"', '"id": "dga_ngrams_create", "source": "1"') },
    found: [`error pipeline-refused ingest_pipeline2 processors/0/script/id 7:15
Cannot store the pipeline "dns_dga_inference_enrich_pipeline": org.elasticsearch.common.xcontent.XContentParseException: [script] failed to parse field [id]: must only use one of [source, id] when specifying a script
> Keep one of them.`],
  },
  "an option of a script that does not exist": {
    changes: { ingest_pipeline2: replaced('"id": "dga_ngrams_create"', '"id": "dga_ngrams_create", "parms": {}') },
    found: [`error pipeline-refused ingest_pipeline2 processors/0/script/parms 7:45
Cannot store the pipeline "dns_dga_inference_enrich_pipeline": org.elasticsearch.common.xcontent.XContentParseException: [script] unknown field [parms]
> Did you mean "params"?`],
  },
  "an option of the inference that does not exist": {
    changes: { ingest_pipeline2: replaced('"num_top_classes"', '"num_top_clases"') },
    found: [
      `error pipeline-refused ingest_pipeline2 processors/1/inference/inference_config/classification/num_top_clases 30:31
Cannot store the pipeline "dns_dga_inference_enrich_pipeline": Unrecognized fields [num_top_clases].
> Did you mean "num_top_classes"?`,
    ],
  },
  "a type of class names that does not exist": {
    changes: { ingest_pipeline2: replaced('"number"', '"numbr"') },
    found: [
      `error pipeline-refused ingest_pipeline2 processors/1/inference/inference_config/classification/prediction_field_type 32:38
Cannot store the pipeline "dns_dga_inference_enrich_pipeline": No enum constant org.elasticsearch.xpack.core.ml.inference.trainedmodel.PredictionFieldType.NUMBR
> Known are "string", "number" and "boolean".`,
    ],
  },
  "an inline script that does not compile": {
    changes: { ingest_pipeline1: more({ script: { source: "int i = 0;\nnope();" } }) },
    found: [`error script-does-not-compile ingest_pipeline1 processors/1/script/source 13:32
Cannot store the pipeline "dns_enrich_pipeline": compile error: Unknown call [nope] with [[]] arguments. at line 2, column 1 of the script:
nope();
^`],
  },
  "an inline script that is too long": {
    changes: { ingest_pipeline1: more({ script: { source: `int i = 0; /*${"x".repeat(65_535)}*/` } }) },
    found: [`error script-does-not-compile ingest_pipeline1 processors/1/script/source 13:20
Cannot store the pipeline "dns_enrich_pipeline": compile error: exceeded max allowed inline script size in bytes [65535] with size [65550] for script at line 1, column 1 of the script:
int i = 0; /*xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
^`],
  },
  "a condition that does not compile": {
    changes: {
      ingest_pipeline1: replaced(
        "ctx.type == 'dns' && ctx.dns?.question?.registered_domain != null && ",
        "ctx.type = 'dns' && ",
      ),
    },
    found: [`error script-does-not-compile ingest_pipeline1 processors/0/pipeline/if 7:27
Cannot store the pipeline "dns_enrich_pipeline": compile error: Cannot cast from [java.lang.String] to [boolean]. at line 1, column 12 of the script:
ctx.type = 'dns' && ctx.dns.question.registered_domain != ''
           ^`],
  },

  // Calls.
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
  "no call of the inner pipeline": {
    changes: { ingest_pipeline1: edited((json) => json["processors"] = []) },
    found: [`warning never-called ingest_pipeline2
No pipeline of this bundle calls the pipeline "dns_dga_inference_enrich_pipeline"
> Add the processor {"pipeline": {"name": "dns_dga_inference_enrich_pipeline", …}}.`],
  },
  "no call of the model and a script": {
    changes: { ingest_pipeline2: edited((json) => json["processors"] = (json["processors"] as unknown[]).slice(0, 1)) },
    found: [
      `warning never-called model
No pipeline of this bundle asks the model "dga_20261101_1.0"
> Add the processor {"inference": {"model_id": "dga_20261101_1.0", …}}.`,
      `warning never-called dga_ngrams_transform_delete
No pipeline of this bundle calls the script "dga_ngrams_transform_delete"
> Add the processor {"script": {"id": "dga_ngrams_transform_delete", …}}.`,
    ],
  },

  // What the rehearsal can't judge.
  "a processor that can't be judged": {
    changes: { ingest_pipeline2: replaced('"remove": {', '"gsub": {"pattern": "x", "replacement": "", ') },
    found: [`warning not-supported ingest_pipeline2 on_failure/0/gsub 45:15
Cannot judge the pipeline "dns_dga_inference_enrich_pipeline": The processor [gsub] is not supported by the rehearsal
> The server may well take it, but the rehearsal can't run it.`],
  },
  "a condition that can't be judged": {
    changes: { ingest_pipeline1: replaced("ctx.type == 'dns'", "ctx.type =~ /dns/") },
    found: [`warning not-supported ingest_pipeline1 processors/0/pipeline/if 7:16
Cannot judge the pipeline "dns_enrich_pipeline": The operator =~ is not supported by the rehearsal at line 1, column 1 of the script:
ctx.type =~ /dns/ && ctx.dns?.question?.registered_domain !=…
^
> The server may well take it, but the rehearsal can't run it.`],
  },
  "an inline script that can't be judged": {
    changes: { ingest_pipeline1: more({ script: { source: "int i = 0;\ndef x = /a/;" } }) },
    found: [`warning not-supported ingest_pipeline1 processors/1/script/source 13:40
Cannot judge the pipeline "dns_enrich_pipeline": A regular expression is not supported by the rehearsal at line 2, column 9 of the script:
def x = /a/;
        ^
> The server may well take it, but the rehearsal can't run it.`],
  },
  "a document that grows without end": {
    changes: {
      ingest_pipeline1: more(
        { set: { field: "x", value: "x" } },
        ...Array.from({ length: 40 }, () => ({ set: { field: "x", value: "{{x}}{{x}}" } })),
      ),
    },
    found: [`warning not-supported ingest_pipeline1 processors/28/set 174:14
Cannot judge what the pipeline "dns_enrich_pipeline" does with a usual document: A pipeline that makes more than 256 MB of one document is not supported by the rehearsal
> The server may well do it, but the rehearsal can't.`],
  },
  "a script without end": {
    changes: {
      ingest_pipeline1: more({
        script: {
          source: "int f() { int s = 0; for (int i = 0; i < 900000; i++) { s += i } return s }\n" +
            "for (int i = 0; i < 900000; i++) f();",
        },
      }),
    },
    found: [`warning not-supported ingest_pipeline1 processors/1/script/source 13:76
Cannot judge what the pipeline "dns_enrich_pipeline" does with a usual document: The script takes more than 50000000 steps (rounds of loops, calls, looks at elements), which is a bound of the rehearsal at line 1, column 57 of the script:
int f() { int s = 0; for (int i = 0; i < 900000; i++) { s += i } return s }
                                                        ^
> The server may well do it, but the rehearsal can't.`],
  },

  // on_failure.
  "no on_failure": {
    changes: { ingest_pipeline1: without("on_failure") },
    found: [`warning no-on-failure ingest_pipeline1 1:1
The pipeline "dns_enrich_pipeline" has no on_failure: a document that fails in it is not indexed, but for failures within "dns_dga_inference_enrich_pipeline"
> Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}].`],
  },
  "no on_failure of the inner pipeline": {
    changes: { ingest_pipeline2: without("on_failure") },
    found: [`warning no-on-failure ingest_pipeline2 1:1
The pipeline "dns_dga_inference_enrich_pipeline" has no on_failure: a document that fails in it is caught by "dns_enrich_pipeline", but one that is sent to it directly is not indexed
> Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}].`],
  },
  "no on_failure at all": {
    changes: { ingest_pipeline1: without("on_failure"), ingest_pipeline2: without("on_failure") },
    found: [
      `warning no-on-failure ingest_pipeline1 1:1
The pipeline "dns_enrich_pipeline" has no on_failure: a document that fails in it is not indexed
> Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}].`,
      `warning no-on-failure ingest_pipeline2 1:1
The pipeline "dns_dga_inference_enrich_pipeline" has no on_failure: a document that fails in it is not indexed
> Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}].`,
    ],
  },
  "failures of the inner pipeline ignored": {
    changes: {
      ingest_pipeline1: replaced('"name": "dns_dga', '"ignore_failure": true, "name": "dns_dga'),
      ingest_pipeline2: without("on_failure"),
    },
    found: [`warning no-on-failure ingest_pipeline2 1:1
The pipeline "dns_dga_inference_enrich_pipeline" has no on_failure: a document that fails in it is caught by "dns_enrich_pipeline", but one that is sent to it directly is not indexed
> Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}].`],
  },

  // Conditions.
  "an unguarded condition": {
    changes: { ingest_pipeline1: replaced("ctx.dns?.question?.registered_domain != null && ", "") },
    found: [`warning unguarded-condition ingest_pipeline1 processors/0/pipeline/if 7:15
The condition does not pass some documents by but fails: without dns, dns is null, without dns.question, and in 2 more cases
> Use ?. on the way, and compare with null first: ctx.dns?.question?.registered_domain != null.`],
  },
  "a separator that is no regular expression": {
    changes: { ingest_pipeline1: more({ split: { field: "tags", separator: "[", ignore_missing: true } }) },
    found: [`warning bad-regular-expression ingest_pipeline1 processors/1/split/separator 14:22
The processor fails for every document with a text to split: error parsing regexp: missing closing ]: \`[\` near [[]
> The separator is a regular expression: put a backslash before what is meant literally.`],
  },

  // What the bundle does with a document.
  "num_top_classes of 1": {
    changes: { ingest_pipeline2: replaced('"num_top_classes": 2', '"num_top_classes": 1') },
    found: [
      `warning num-top-classes ingest_pipeline2 processors/1/inference/inference_config/classification/num_top_classes 30:32
The field "ml_is_dga.malicious_probability" reads 0.0 whenever class "0" wins: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`,
    ],
  },
  "num_top_classes of 1, behind a condition that keeps the usual document out": {
    changes: {
      ingest_pipeline1: replaced("ctx.type == 'dns' &&", "ctx.agent?.type == 'other' &&"),
      ingest_pipeline2: replaced('"num_top_classes": 2', '"num_top_classes": 1'),
    },
    found: [
      `warning num-top-classes ingest_pipeline2 processors/1/inference/inference_config/classification/num_top_classes 30:32
The field "ml_is_dga.malicious_probability" reads 0.0 whenever class "0" wins: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`,
    ],
  },
  "names of classes as booleans": {
    changes: { ingest_pipeline2: replaced('"number"', '"boolean"') },
    found: [
      `warning prediction-field-type ingest_pipeline2 processors/1/inference/inference_config/classification/prediction_field_type 32:38
The field "ml_is_dga.malicious_probability" is missing even when class "1" wins: the script compares the names of classes with values of another type
> Set "prediction_field_type" to "number".`,
    ],
  },
  "num_top_classes of 0": {
    changes: { ingest_pipeline2: replaced('"num_top_classes": 2', '"num_top_classes": 0') },
    found: [
      `warning num-top-classes ingest_pipeline2 processors/1/inference/inference_config/classification/num_top_classes 30:32
The field "ml_is_dga.malicious_probability" is always missing: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`,
    ],
  },
  "num_top_classes of the model": {
    changes: {
      model: replaced('"num_top_classes":2', '"num_top_classes":1'),
      ingest_pipeline2: replaced('"num_top_classes": 2,', ""),
    },
    found: [
      `warning num-top-classes ingest_pipeline2 processors/1/inference/inference_config/classification/num_top_classes 29:29
The field "ml_is_dga.malicious_probability" reads 0.0 whenever class "0" wins: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`,
    ],
  },
  "names of classes as strings, and one of them": {
    changes: {
      ingest_pipeline2: (text) =>
        replaced('"number"', '"string"')(replaced('"num_top_classes": 2', '"num_top_classes": 1')(text)),
    },
    found: [
      `warning prediction-field-type ingest_pipeline2 processors/1/inference/inference_config/classification/prediction_field_type 32:38
The field "ml_is_dga.malicious_probability" reads 0.0 even when class "1" wins: the script compares the names of classes with values of another type
> Set "prediction_field_type" to "number".`,
      `warning num-top-classes ingest_pipeline2 processors/1/inference/inference_config/classification/num_top_classes 30:32
The field "ml_is_dga.malicious_probability" reads 0.0 whenever class "0" wins: the script looks for a class that the answer does not list
> Set "num_top_classes" to 2.`,
    ],
  },
  "a script that fails": {
    changes: { dga_ngrams_create: replaced("question.subdomain;", "question.subdomain.nope;") },
    found: [`warning document-fails dga_ngrams_create script/source 4:497
A usual document fails in the script "dga_ngrams_create": runtime error: dynamic getter [java.lang.String, nope] not found at line 7, column 40 of the script:
  String subdomain = question.subdomain.nope;
                                       ^
> The document is what Packetbeat sends of a look-up of www.example.com.`],
  },
  "a script that meets null": {
    changes: { dga_ngrams_create: replaced("question.subdomain;", "question.nope.nope;") },
    found: [`warning document-fails dga_ngrams_create script/source 4:492
A usual document fails in the script "dga_ngrams_create": runtime error: null_pointer_exception at line 7, column 35 of the script:
  String subdomain = question.nope.nope;
                                  ^
> The document is what Packetbeat sends of a look-up of www.example.com.`],
  },
  "a script that throws": {
    changes: {
      dga_ngrams_transform_delete: replaced(
        "Map answer",
        "if (ctx.x == null) throw new IllegalArgumentException('no x'); Map answer",
      ),
    },
    found: [`warning document-fails dga_ngrams_transform_delete script/source 4:146
A usual document fails in the script "dga_ngrams_transform_delete": runtime error: no x at line 2, column 26 of the script:
if (ctx.x == null) throw new IllegalArgumentException('no x'); Map answer = ctx['ml_i…
                         ^
> The document is what Packetbeat sends of a look-up of www.example.com.`],
  },
  "an inline script that fails": {
    changes: { ingest_pipeline1: more({ script: { source: "int i = 0;\nctx.x = 1 / i;" } }) },
    found: [`warning document-fails ingest_pipeline1 processors/1/script/source 13:40
A usual document fails in the pipeline "dns_enrich_pipeline": runtime error: / by zero at line 2, column 9 of the script:
ctx.x = 1 / i;
        ^
> The document is what Packetbeat sends of a look-up of www.example.com.`],
  },
  "a processor that fails": {
    changes: { ingest_pipeline2: more({ remove: { field: "nope" } }) },
    found: [`warning document-fails ingest_pipeline2 processors/3/remove 43:17
A usual document fails in the pipeline "dns_dga_inference_enrich_pipeline": field [nope] not present as part of path [nope]
> The document is what Packetbeat sends of a look-up of www.example.com.`],
  },
  "a condition that fails": {
    changes: { ingest_pipeline1: more({ set: { if: "ctx.x.y == 1", field: "z", value: 1 } }) },
    found: [
      `warning unguarded-condition ingest_pipeline1 processors/1/set/if 13:15
The condition does not pass some documents by but fails: without x, x is null, without x.y
> Use ?. on the way, and compare with null first: ctx.dns?.question?.registered_domain != null.`,
      `warning document-fails ingest_pipeline1 processors/1/set/if 13:21
A usual document fails in the pipeline "dns_enrich_pipeline": runtime error: null_pointer_exception at line 1, column 6 of the script:
ctx.x.y == 1
     ^
> The document is what Packetbeat sends of a look-up of www.example.com.`,
    ],
  },
  "pipelines that call each other": {
    changes: { ingest_pipeline2: more({ pipeline: { name: "dns_enrich_pipeline" } }) },
    found: [`warning document-fails ingest_pipeline2 processors/3/pipeline 43:19
A usual document fails in the pipeline "dns_dga_inference_enrich_pipeline": Cycle detected for pipeline: dns_enrich_pipeline
> The document is what Packetbeat sends of a look-up of www.example.com.`],
  },
  "a configuration for regression": {
    changes: {
      ingest_pipeline2: edited((json) => {
        const [, processor] = json["processors"] as { inference: Record<string, unknown> }[];
        if (processor !== undefined) processor.inference["inference_config"] = { regression: {} };
      }),
    },
    found: [`warning document-fails ingest_pipeline2 processors/1/inference 24:20
A usual document fails in the pipeline "dns_dga_inference_enrich_pipeline": Model [dga_20261101_1.0] has inference config of type [classification] which is not supported by inference request of type [regression]
> The document is what Packetbeat sends of a look-up of www.example.com.`],
  },
  "features in another field": {
    changes: { dga_ngrams_create: (text) => text.replaceAll("ctx['f']", "ctx['g']") },
    found: [`warning inputs-missing ingest_pipeline2 processors/1/inference 24:20
The model is asked about a usual document that has none of its 184 inputs ("f.u0", "f.u1", "f.u2", …)
> Let the script before it write them, or name fields of the document in "field_map".`],
  },
};
