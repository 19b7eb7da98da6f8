/**
 * Bundles whose model is broken. The model has one line, as exports have; the gzip of compressed ones is not compressed,
 * so that it is the same everywhere.
 * @module
 */

import { gzipSync } from "node:zlib";
import type { Breakages } from "./breakage.ts";
import { replaced } from "./broken_bundle.ts";

/** The parts of a model that are broken here. */
interface Model {
  model_id?: unknown;
  tags?: unknown;
  input?: { field_names: string[] };
  inference_config?: Record<string, unknown>;
  definition: {
    preprocessors: Record<string, Record<string, unknown>>[];
    trained_model: { ensemble: Ensemble };
  };
  [key: string]: unknown;
}

interface Ensemble {
  trained_models: { tree: Tree }[];
  [key: string]: unknown;
}

interface Tree {
  feature_names: string[];
  tree_structure: Record<string, unknown>[];
}

/** Changes the model, which stays on one line. */
function model(change: (model: Model) => void): { model: (text: string) => string } {
  return {
    model: (text) => {
      const json: Model = JSON.parse(text);
      change(json);
      return JSON.stringify(json);
    },
  };
}

/** Changes the ensemble of the model. */
function ensemble(change: (ensemble: Ensemble) => void): { model: (text: string) => string } {
  return model((json) => change(json.definition.trained_model.ensemble));
}

/** Changes the first node of the second tree, or its first leaf. */
function node(
  change: (node: Record<string, unknown>, isLeaf: boolean) => void,
  isLeaf = false,
): { model: (text: string) => string } {
  return ensemble(({ trained_models }) => {
    const nodes = trained_models[1]?.tree.tree_structure ?? [];
    const chosen = nodes.find((one) => ("leaf_value" in one) === isLeaf);
    if (chosen !== undefined) change(chosen, isLeaf);
  });
}

/** The model with its definition compressed. */
function compressed(
  damage: (gzip: Uint8Array) => Uint8Array,
  change: (definition: string) => string = (definition) => definition,
): { model: (text: string) => string } {
  return {
    model: (text) => {
      const { definition, ...json }: Model = JSON.parse(text);
      const gzip = damage(gzipSync(change(JSON.stringify(definition)), { level: 0 }));
      return JSON.stringify({ ...json, compressed_definition: gzip.toBase64() });
    },
  };
}

const whole = (gzip: Uint8Array) => gzip;

/** What is broken, and what is said of it. */
export const BROKEN_MODELS: Breakages = {
  // The body.
  "a model that is cut off": {
    changes: { model: (text) => text.slice(0, 500) },
    found: [`error model-parse model 1:501
Cannot read the model as it is not JSON: the text ends within a string
> The file is cut off: save it again, or copy it again from where it is whole.`],
  },
  "a model that is a list": {
    changes: { model: () => "[]" },
    found: [`error model-parse model 1:1
Elasticsearch does not take this model: [trained_model_config] Expected START_OBJECT but was: START_ARRAY
> Write an object with "model_id", "model_type", "description", ….`],
  },
  "a key that a model does not have": {
    changes: { model: replaced('{"description"', '{"descriptoin":"x","description"') },
    found: [`error model-parse model descriptoin 1:2
Elasticsearch does not take this model: [trained_model_config] unknown field [descriptoin]
> Did you mean "description"?`],
  },
  "a key of a model twice": {
    changes: { model: replaced('{"description"', '{"description":"x","description"') },
    found: [`error model-parse model description 1:20
The key "description" is in its object more than once: Elasticsearch does not take this model
> Keep one of them.`],
  },
  "a key of the metadata twice": {
    changes: { model: replaced('"metadata":{', '"metadata":{"a":1,"a":2,') },
    found: [`error model-parse model metadata/a 1:137
The key "a" is in its object more than once: Elasticsearch does not take this model
> Keep one of them.`],
  },
  "an exported model": {
    changes: { model: replaced('{"description"', '{"version":"8.19.0","license_level":"x","description"') },
    found: [
      `warning model-generated-field model version 1:12
Elasticsearch does not take "version" in a new model: it is written by the server, as in an export of a model
> Export with exclude_generated=true. On install the field is dropped.`,
      `warning model-generated-field model license_level 1:37
Elasticsearch does not take "license_level" in a new model: it is written by the server, as in an export of a model
> Export with exclude_generated=true. On install the field is dropped.`,
    ],
  },
  "another model_id": {
    changes: model((json) => json.model_id = "dga_1"),
    found: [`error model-parse model model_id 1:1023711
Elasticsearch does not take this model: Inconsistent model_id; 'dga_1' specified in the body differs from 'dga_20261101_1.0' specified as a URL argument
> Remove "model_id", or make it the same.`],
  },
  "a model_id that is a number": {
    changes: model((json) => json.model_id = 1),
    found: [`error model-parse model model_id 1:1023711
Elasticsearch does not take this model: [trained_model_config] model_id doesn't support values of type: VALUE_NUMBER
> Write a string.`],
  },
  "a tag that is none": {
    changes: model((json) => json.tags = ["ok", "Not ok"]),
    found: [`error model-parse model tags/1 1:117
Elasticsearch does not take this model: Invalid tags [Not ok]; must only can contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores, must start and end with alphanumeric, and must be less than 64 characters.
> Mend or remove the tag. A dot is allowed within it.`],
  },
  "a tag like the id": {
    changes: model((json) => json.tags = ["dga_20261101_1.0"]),
    found: [`error model-parse model tags/0 1:111
Elasticsearch does not take this model: none of the tags must equal the model_id
> Remove the tag.`],
  },
  "no input": {
    changes: model((json) => delete json.input),
    found: [`error model-parse model input 1:1
Elasticsearch does not take this model: [input] must not be null.
> Name the fields: {"input": {"field_names": ["f.u0", …]}}.`],
  },
  "an input without fields": {
    changes: model((json) => json.input = { field_names: [] }),
    found: [`error model-parse model input/field_names 1:249
Elasticsearch does not take this model: [input.field_names] must not be empty
> Name the fields that the preprocessors and the trees read.`],
  },
  "a field without a name": {
    changes: model((json) => json.input?.field_names.push("f..u")),
    found: [`error model-parse model input/field_names/184 1:1692
Elasticsearch does not take this model: [input.field_names] must only contain valid dot delimited field names
> A name has a character before, between and after its dots.`],
  },
  "no inference_config": {
    changes: model((json) => delete json.inference_config),
    found: [`error model-parse model inference_config 1:1
Elasticsearch does not take this model: [inference_config] must not be null.
> Say what the model predicts: {"inference_config": {"classification": {}}}.`],
  },
  "an inference_config that does not exist": {
    changes: model((json) => json.inference_config = { clasification: {} }),
    found: [`error model-parse model inference_config/clasification 1:1714
Elasticsearch does not take this model: unknown field [clasification]
> Did you mean "classification"?`],
  },
  "two kinds of inference_config": {
    changes: model((json) => json.inference_config = { classification: {}, regression: {} }),
    found: [`error model-parse model inference_config/regression 1:1734
Elasticsearch does not take this model: parser for [inference_config] did not end on END_OBJECT
> Keep "classification" or "regression".`],
  },
  "an inference_config for regression": {
    changes: model((json) => json.inference_config = { regression: {} }),
    found: [`error model-validate model inference_config/regression 1:1713
Elasticsearch does not take this model: Model [dga_20261101_1.0] inference config type [regression] does not support definition target type [classification]
> Write {"classification": {…}}, or mend the target_type of the definition.`],
  },
  "a number that is a text": {
    changes: model((json) => json.inference_config = { classification: { num_top_classes: "two" } }),
    found: [`error model-parse model inference_config/classification/num_top_classes 1:1750
Elasticsearch does not take this model: For input string: "two"
> Write a number.`],
  },
  "a type that does not exist": {
    changes: model((json) => json["model_type"] = "forest"),
    found: [`error model-parse model model_type 1:1023713
Elasticsearch does not take this model: No enum constant org.elasticsearch.xpack.core.ml.inference.TrainedModelType.FOREST
> Known are "tree_ensemble", "lang_ident" and "pytorch".`],
  },
  "a neural network": {
    changes: model((json) => json["model_type"] = "pytorch"),
    found: [`error model-not-supported model model_type 1:1023713
Cannot evaluate a model of type "pytorch", which is not supported by the rehearsal
> Supported are trees and ensembles of trees.`],
  },
  "an identification of languages": {
    changes: model((json) => json["model_type"] = "lang_ident"),
    found: [`error model-not-supported model model_type 1:1023713
Cannot evaluate a model of type "lang_ident", which is not supported by the rehearsal
> Supported are trees and ensembles of trees.`],
  },
  "a size below zero": {
    changes: model((json) => json["model_size_bytes"] = -1),
    found: [`error model-parse model model_size_bytes 1:1023719
Elasticsearch does not take this model: [model_size_bytes] must be greater than or equal to 0
> Remove it: the server works it out.`],
  },

  // The definition.
  "no definition": {
    changes: {
      model: (text) => {
        const { definition: _, ...json }: Model = JSON.parse(text);
        return JSON.stringify(json);
      },
    },
    found: [`error model-parse model definition 1:1
Elasticsearch does not take this model: [model_type] must be set if [definition] is not defined.
> The trees are missing: a model has a "definition" or a "compressed_definition".`],
  },
  "two definitions": {
    changes: model((json) => json["compressed_definition"] = "H4sI"),
    found: [`error model-parse model compressed_definition 1:1023724
Elasticsearch does not take this model: both [compressed_definition] and [definition] cannot be set.
> Keep one of them.`],
  },
  "a model that does not exist": {
    changes: { model: replaced('"trained_model":{"ensemble"', '"trained_model":{"ensembel"') },
    found: [`error model-parse model definition/trained_model/ensembel 1:401781
Elasticsearch does not take this model: unknown field [ensembel]
> Did you mean "ensemble"?`],
  },
  "a preprocessor that does not exist": {
    changes: { model: replaced('{"target_mean_encoding"', '{"target_encoding"') },
    found: [`error model-parse model definition/preprocessors/0/target_encoding 1:1858
Elasticsearch does not take this model: unknown field [target_encoding]
> Known are "one_hot_encoding", "target_mean_encoding", "frequency_encoding", "n_gram_encoding", "custom_word_embedding" and "multi_encoding".`],
  },
  "a preprocessor without its field": {
    changes: model((json) => json.definition.preprocessors.unshift({ one_hot_encoding: { hot_map: {} } })),
    found: [`error model-parse model definition/preprocessors/0/one_hot_encoding 1:1890
Elasticsearch does not take this model: Required [field]
> Add "field".`],
  },
  "no models in the ensemble": {
    changes: ensemble((json) => json.trained_models = []),
    found: [`error model-validate model definition/trained_model/ensemble/trained_models 1:401126
Elasticsearch does not take this model: [trained_models] must not be empty
> An ensemble has at least one model.`],
  },
  "a child that is missing": {
    changes: node((json) => json["left_child"] = 900),
    found: [
      `error model-validate model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/0 1:409801
Elasticsearch does not take this model: the node's children [900] are missing from the 51 nodes of the tree
> A child is the position of another node in tree_structure, from 0.`,
    ],
  },
  "a child below zero": {
    changes: node((json) => json["right_child"] = -1),
    found: [`error model-parse model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/0 1:409963
Elasticsearch does not take this model: [right_child] must be a non-negative integer.
> A child is the position of another node in tree_structure, from 0.`],
  },
  "one child only": {
    changes: node((json) => delete json["right_child"]),
    found: [`error model-load model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/0 1:409801
Elasticsearch stores this model, but cannot load it: the node has a left_child and no right_child
> A node has two children, or none and a leaf_value.`],
  },
  "a cycle": {
    changes: node((json) => json["left_child"] = 0),
    found: [
      `error model-validate model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/0 1:409801
Elasticsearch does not take this model: [tree] contains cycle at node 0
> Every node can be the child of one node only.`,
    ],
  },
  "a node with two parents": {
    changes: node((json) => json["left_child"] = json["right_child"]),
    found: [
      `error model-validate model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/40 1:414142
Elasticsearch does not take this model: [tree] contains cycle at node 40
> Every node can be the child of one node only.`,
    ],
  },
  "a feature that is out of bounds": {
    changes: node((json) => json["split_feature"] = 5000),
    found: [
      `error model-validate model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/0 1:409801
Elasticsearch does not take this model: split_feature [5000] of the node is out of bounds for the 87 [feature_names] of its tree
> A split_feature is a position in feature_names, from 0.`,
    ],
  },
  "a node that asks about nothing": {
    changes: node((json) => delete json["split_feature"]),
    found: [`error model-load model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/0 1:409801
Elasticsearch stores this model, but cannot load it: the node has children, but no split_feature
> Say which of the feature_names the node asks about, by its position from 0.`],
  },
  "a node that compares with nothing": {
    changes: node((json) => delete json["threshold"]),
    found: [`error model-parse model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/0 1:409932
Elasticsearch does not take this model: [threshold] must exist for non-leaf node.
> A node with left_child compares a feature with a threshold.`],
  },
  "a comparison that does not exist": {
    changes: node((json) => json["decision_type"] = "le"),
    found: [
      `error model-parse model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/0/decision_type 1:409833
Elasticsearch does not take this model: No enum constant org.elasticsearch.xpack.core.ml.job.config.Operator.LE
> Known are "lt", "lte", "gt" and "gte".`,
    ],
  },
  "a key that a node does not have": {
    changes: { model: replaced('"threshold"', '"treshold"') },
    found: [
      `error model-parse model definition/trained_model/ensemble/trained_models/0/tree/tree_structure/0/treshold 1:405089
Elasticsearch does not take this model: [tree_node] unknown field [treshold]
> Did you mean "threshold"?`,
    ],
  },
  "a leaf without value": {
    changes: node((json) => delete json["leaf_value"], true),
    found: [`error model-parse model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/6 1:410806
Elasticsearch does not take this model: [leaf_value] is required for a leaf node.
> A node without left_child is a leaf.`],
  },
  "a leaf that is null": {
    changes: node((json) => json["leaf_value"] = null, true),
    found: [
      `error model-parse model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/6/leaf_value 1:410820
Elasticsearch does not take this model: [tree_node] leaf_value doesn't support values of type: VALUE_NULL
> Write a number or an array.`,
    ],
  },
  "a leaf with more values than the others": {
    changes: node((json) => json["leaf_value"] = [1, 2], true),
    found: [
      `error model-validate model definition/trained_model/ensemble/trained_models/1/tree/tree_structure/7 1:410827
Elasticsearch does not take this model: [tree.tree_structure] all leaf nodes must have the same number of values
> The first leaf of the tree has 2, and this one 1.`,
    ],
  },
  "more labels than classes": {
    changes: ensemble((json) => json["classification_labels"] = ["0", "1", "2"]),
    found: [`error model-infer model definition/trained_model/ensemble/classification_labels 1:401099
Elasticsearch loads this model, but cannot use it: model returned classification probabilities of size [2] which is not equal to classification labels size [3]
> Each class has one label.`],
  },
  "more weights than labels": {
    changes: ensemble((json) => json["classification_weights"] = [1, 1, 1]),
    found: [`error model-validate model definition/trained_model/ensemble/classification_weights 1:1023722
Elasticsearch does not take this model: [classification_weights] and [classification_labels] should be the same length if both are provided
> There are 2 labels and 3 weights.`],
  },
  "fewer weights than classes": {
    changes: ensemble((json) => {
      delete json["classification_labels"];
      json["classification_weights"] = [1];
    }),
    found: [`error model-infer model definition/trained_model/ensemble/classification_weights 1:1023688
Elasticsearch loads this model, but cannot use it: Index 1 out of bounds for length 1
> There are 2 classes, and each needs a weight.`],
  },
  "an aggregator for regression": {
    changes: ensemble((json) => json["aggregate_output"] = { weighted_sum: {} }),
    found: [`error model-validate model definition/trained_model/ensemble/aggregate_output 1:1023670
Elasticsearch does not take this model: aggregate_output [classification] is not compatible with target_type [weighted_sum]
> The server has the two names exchanged: the aggregator is weighted_sum, the target_type classification.`],
  },
  "an aggregator that does not exist": {
    changes: ensemble((json) => json["aggregate_output"] = { sum: {} }),
    found: [`error model-parse model definition/trained_model/ensemble/aggregate_output/sum 1:1023671
Elasticsearch does not take this model: unknown field [sum]
> Known are "weighted_sum", "exponent", "logistic_regression" and "weighted_mode".`],
  },
  "weights for fewer models": {
    changes: ensemble((json) => json["aggregate_output"] = { logistic_regression: { weights: [1, 2, 3] } }),
    found: [
      `error model-validate model definition/trained_model/ensemble/aggregate_output/logistic_regression/weights 1:1023670
Elasticsearch does not take this model: [aggregate_output] expects value array of size [3] but number of models is [88]
> Give one weight for each model, or none.`,
    ],
  },
  "a target of regression": {
    changes: ensemble((json) => json["target_type"] = "regression"),
    found: [
      `error model-validate model definition/trained_model/ensemble/target_type 1:399525
Elasticsearch does not take this model: [target_type] should be [classification] if [classification_labels] or [classification_weights] are provided
> Set it, or remove the labels and the weights.`,
      `error model-validate model inference_config/classification 1:1713
Elasticsearch does not take this model: Model [dga_20261101_1.0] inference config type [classification] does not support definition target type [regression]
> Write {"regression": {…}}, or mend the target_type of the definition.`,
    ],
  },

  // What is always missing.
  "an input with another name": {
    changes: model((json) => json.input?.field_names.splice(3, 1, "f.u3_")),
    found: [`warning model-unmade-field model definition/preprocessors/3/target_mean_encoding 1:4263
The preprocessor reads "f.u3", which is neither in input.field_names nor made by a preprocessor before it: it is always missing
> Did you mean "f.u3_"?`],
  },
  "an input that is not listed": {
    changes: model((json) => json.input?.field_names.splice(3, 1)),
    found: [`warning model-unmade-field model definition/preprocessors/3/target_mean_encoding 1:4255
The preprocessor reads "f.u3", which is neither in input.field_names nor made by a preprocessor before it: it is always missing
> Did you mean "f.u30"?`],
  },
  "a feature with another name": {
    changes: ensemble((json) => json.trained_models.forEach(({ tree }) => tree.feature_names.splice(2, 1, "f.u2_x"))),
    found: [
      `warning model-unmade-feature model definition/trained_model/ensemble/trained_models/0/tree/feature_names/2 1:401183
The trees use the feature "f.u2_x", which is neither in input.field_names nor made by a preprocessor: it is always missing
> Add "f.u2_x" to input.field_names, or a preprocessor that makes it.`,
    ],
  },
  "a feature that nothing makes": {
    changes: ensemble((json) => json.trained_models[5]?.tree.feature_names.splice(2, 1, "length")),
    found: [
      `warning model-unmade-feature model definition/trained_model/ensemble/trained_models/5/tree/feature_names/2 1:436626
The trees use the feature "length", which is neither in input.field_names nor made by a preprocessor: it is always missing
> Add "length" to input.field_names, or a preprocessor that makes it.`,
    ],
  },

  // Compressed definitions.
  "a compressed definition that is a number": {
    changes: {
      model: (text) => {
        const { definition: _, ...json }: Model = JSON.parse(text);
        return JSON.stringify({ ...json, compressed_definition: 1 });
      },
    },
    found: [`error model-parse model compressed_definition 1:1850
Elasticsearch does not take this model: [trained_model_config] compressed_definition doesn't support values of type: VALUE_NUMBER
> Write a string.`],
  },
  "a compressed definition with line breaks": {
    changes: { model: (text) => compressed(whole).model(text).replace(/"H4sI/, '"H4sI\\n') },
    found: [`error model-parse model compressed_definition 1:1850
Elasticsearch does not take this model: Illegal base64 character a
> The text must be base64 of gzip of the definition's JSON, without line breaks.`],
  },
  "a compressed definition that is no gzip": {
    changes: compressed(() => new Uint8Array(20)),
    found: [`error model-parse model compressed_definition 1:1850
Elasticsearch does not take this model: Not in GZIP format
> The text must be base64 of gzip of the definition's JSON, without line breaks.`],
  },
  "a definition that is cut off": {
    changes: compressed((gzip) => gzip.subarray(0, 500_000)),
    found: [
      `error model-parse model compressed_definition/trained_model/ensemble/trained_models/14/tree/feature_names/79 1:1850
Cannot read "compressed_definition" as its gzip is cut off: the definition ends here, after 499,915 bytes
> Compress the definition again, or copy the file again from where it is whole.`,
    ],
  },
  "a definition whose gzip is cut off at its end": {
    changes: compressed((gzip) => gzip.subarray(0, -3)),
    found: [`warning model-gzip model compressed_definition 1:1850
The gzip in "compressed_definition" is cut off: its last 3 bytes are missing. Elasticsearch does not look at that, but other programs refuse it
> Compress the definition again.`],
  },
  "a definition whose gzip ends before its checksum": {
    changes: compressed((gzip) => gzip.subarray(0, -8)),
    found: [`warning model-gzip model compressed_definition 1:1850
The gzip in "compressed_definition" is cut off: it ends before its checksum and its length. Elasticsearch does not look at that, but other programs refuse it
> Compress the definition again.`],
  },
  "a definition with bytes behind it": {
    changes: compressed((gzip) => new Uint8Array([...gzip, 1, 2, 3])),
    found: [`warning model-gzip model compressed_definition 1:1850
The gzip in "compressed_definition" is followed by 3 more bytes. Elasticsearch does not look at that, but other programs refuse it
> Compress the definition again.`],
  },
  "a damaged definition": {
    changes: compressed((gzip) => gzip.with(500_000, 0x7d)),
    found: [
      `error model-parse model compressed_definition/trained_model/ensemble/trained_models/14/tree/feature_names/80 1:1850
Cannot read the definition in "compressed_definition" as it is not JSON: "f" was found where "," or "]" was expected at line 1, column 499919 of the definition
> See what comes before this place: a quote, a comma or a bracket too few or too many, or a comment.`,
      `warning model-gzip model compressed_definition 1:1850
The gzip in "compressed_definition" is damaged: it has another checksum than what is in it
> Compress the definition again, or copy the file again from where it is whole.`,
    ],
  },
  "a compressed definition that is not JSON": {
    changes: compressed(whole, (definition) => definition.slice(0, 500_000)),
    found: [
      `error model-parse model compressed_definition/trained_model/ensemble/trained_models/14/tree/feature_names/85 1:1850
Cannot read the definition in "compressed_definition" as it is not JSON: the text ends within a string at line 1, column 500001 of the definition
> The file is cut off: save it again, or copy it again from where it is whole.`,
    ],
  },
  "a compressed definition with text behind it": {
    changes: compressed(whole, (definition) => `${definition} {}`),
    found: [`warning model-trailing-text model compressed_definition 1:1850
Something follows the JSON of the definition, which Elasticsearch does not read
> Remove what follows.`],
  },
  "a child that is missing from a compressed definition": {
    changes: compressed(whole, replaced('"left_child":', '"left_child":9')),
    found: [
      `error model-validate model compressed_definition/trained_model/ensemble/trained_models/0/tree/tree_structure/0 1:1850
Elasticsearch does not take this model: the node's children [91] are missing from the 51 nodes of the tree
> A child is the position of another node in tree_structure, from 0.`,
    ],
  },
  "a compressed definition without aggregator": {
    changes: compressed(whole, replaced(',"aggregate_output":{"logistic_regression":{}}', "")),
    found: [
      `error model-validate model compressed_definition/trained_model/ensemble/aggregate_output 1:1850
Elasticsearch does not take this model: aggregate_output [classification] is not compatible with target_type [weighted_sum]
> The server has the two names exchanged: the aggregator is weighted_sum, the target_type classification.`,
      `error model-load model compressed_definition/trained_model/ensemble 1:1850
Elasticsearch stores this model, but cannot load it: Required [aggregate_output]
> Elasticsearch fills this in when it stores a plain definition, but not in a compressed one.`,
    ],
  },
};
