"""Models that the server refuses, or takes although they look wrong: one change each to a model that is right."""

import base64
import copy
import gzip
import json
from collections.abc import Callable
from typing import Any

JSON = dict[str, Any]
ABSENT = object()
TREE: JSON = {"feature_names": ["a", "b"], "tree_structure": [
    {"node_index": 0, "left_child": 1, "right_child": 2, "split_feature": 0, "threshold": 0.5},
    {"node_index": 1, "leaf_value": 1.0}, {"node_index": 2, "leaf_value": 2.0}]}
LOGISTIC: JSON = {"aggregate_output": {"logistic_regression": {}}, "target_type": "classification"}
CLASSIFICATION: JSON = {"inference_config": {"classification": {}}}


def tree(**changes: Any) -> JSON:
    return {"tree": copy.deepcopy(TREE) | changes}


def node(position: int, **changes: Any) -> JSON:
    changed = tree()
    structure = changed["tree"]["tree_structure"]
    structure[position] = {key: value for key, value in (structure[position] | changes).items() if value is not ABSENT}
    return changed


def extra_nodes(*nodes: JSON) -> JSON:
    changed = tree()
    changed["tree"]["tree_structure"] += nodes
    return changed


def vectors(left: Any, right: Any, **changes: Any) -> JSON:
    changed = tree(**changes)
    changed["tree"]["tree_structure"][1]["leaf_value"], changed["tree"]["tree_structure"][2]["leaf_value"] = left, right
    return changed


def ensemble(*models: Any, **more: Any) -> JSON:
    return {"ensemble": {"trained_models": list(models)} | more}


def body(trained_model: Any = None, **changes: Any) -> JSON:
    whole = {"input": {"field_names": ["a", "b"]}, "inference_config": {"regression": {}},
             "definition": {"trained_model": tree() if trained_model is None else trained_model}} | changes
    return {key: value for key, value in whole.items() if value is not ABSENT}


def prepared(*preprocessors: JSON) -> JSON:
    return body(definition={"preprocessors": list(preprocessors), "trained_model": tree()})


def compressed(definition: Any, **changes: Any) -> JSON:
    text = definition if isinstance(definition, bytes) else json.dumps(definition).encode()
    packed = base64.b64encode(gzip.compress(text, mtime=0)).decode()
    return body(definition=ABSENT, compressed_definition=packed, **({"model_type": "tree_ensemble"} | changes))


def repeated(text: str, again: str) -> str:
    return json.dumps(body()).replace(text, f"{text}, {again}", 1)


def nodes() -> dict[str, Any]:
    first = {
        "threshold": {"text": "abc", "empty": "", "boolean": True, "null": None, "object": {}, "absent": ABSENT},
        "left_child": {"object": {}, "null": None, "boolean": True, "large": 3000000000, "text_large": "3000000000", "fraction": 1.5,
                       "huge": 1e300, "text": "abc", "empty": "", "text_nan": "NaN", "negative": -1, "itself": 0, "shared": 2},
        "right_child": {"negative": -1, "absent": ABSENT, "missing": 7},
        "split_feature": {"absent": ABSENT, "negative": -7, "large": 2, "text": "1"},
        "default_left": {"text": "yes", "number": 1, "empty": ""},
        "decision_type": {"unknown": "eq", "number": 1, "null": None},
        "node_index": {"absent": ABSENT, "negative": -1},
        "number_samples": {"negative": -1, "fraction": 1.5, "text": "12", "text_fraction": "12.5", "large": 10**20, "huge": 1e30, "text_bad": "x"},
        "leaf_value": {"two": [1, 2]},
        "foo": {"unknown": 1},
        "spilt_gain": {"unknown": 1},
    }
    second = {"absent": ABSENT, "null": None, "null_within": [None], "empty": [], "text": "3", "text_bad": ["x"], "object": {}, "two": [1, 2],
              "boolean": [True], "nested": [[1]]}
    models = {f"node_{key}_{kind}": body(node(0, **{key: value})) for key, values in first.items() for kind, value in values.items()}
    models |= {f"leaf_{kind}": body(node(1, leaf_value=value)) for kind, value in second.items()}
    return models | {
        "node_children_missing": body(node(0, left_child=7, right_child=5)),
        "leaf_with_right_child": body(node(1, right_child=2)),
        "leaves_uneven": body(vectors([1, 2], [1, 2, 3], target_type="classification"), **CLASSIFICATION),
        "leaves_of_regression": body(vectors([1, 2], [1, 2])),
        "leaves_all_empty": body({"tree": {"feature_names": ["a"], "tree_structure": [{"node_index": 0, "leaf_value": []}]}}),
        "unreached_shared": body(extra_nodes({"node_index": 3, "left_child": 1, "threshold": 1})),
        "unreached_no_right": body(extra_nodes({"node_index": 3, "left_child": 4, "threshold": 1}, {"node_index": 4, "leaf_value": 7})),
        "unreached_no_right_in_ensemble": body(ensemble(extra_nodes({"node_index": 3, "left_child": 4, "threshold": 1}, {"node_index": 4, "leaf_value": 7}))),
        "duplicate_node_key": repeated('"threshold": 0.5', '"threshold": 0.6'),
    }


def trees() -> dict[str, Any]:
    changes = {
        "unknown": {"foo": 1}, "no_features": {"feature_names": []}, "features_null": {"feature_names": None}, "features_text": {"feature_names": "a"},
        "features_number": {"feature_names": ["a", 1]}, "features_null_within": {"feature_names": ["a", None]}, "features_object": {"feature_names": ["a", {}]},
        "structure_empty": {"tree_structure": []}, "structure_object": {"feature_names": [], "tree_structure": {"node_index": 0, "leaf_value": 1}},
        "structure_null": {"tree_structure": None}, "structure_null_within": {"tree_structure": [None]}, "structure_number": {"tree_structure": [1]},
        "structure_skips": {"feature_names": [], "tree_structure": [1, {"node_index": 0, "leaf_value": 5}]},
        "target_unknown": {"target_type": "x"}, "target_number": {"target_type": 1}, "target_other": {"target_type": " CLASSIFICATION "},
        "labels_of_regression": {"classification_labels": ["x"]},
    }
    models = {f"tree_{name}": body(tree(**change)) for name, change in changes.items()}
    return models | {
        "tree_features_absent": body({"tree": {"tree_structure": [{"node_index": 0, "leaf_value": 1}]}}),
        "tree_structure_absent": body({"tree": {"feature_names": ["a"]}}),
        "tree_text": body({"tree": "x"}), "tree_null": body({"tree": None}), "tree_array": body({"tree": []}),
        "kind_unknown": body({"forest": {}}), "kind_two": body(tree() | ensemble(tree())),
        "kind_none": body(definition={"trained_model": {}}), "kind_array": body([tree()]), "kind_null": body(definition={"trained_model": None}),
        "duplicate_tree": json.dumps(body()).replace('"trained_model": {', '"trained_model": {"tree": {"feature_names": [], "tree_structure": [{"leaf_value": 1}]}, '),
    }


def ensembles() -> dict[str, Any]:
    one = [tree()]
    vector = vectors([1, 2], [3, 4], target_type="classification")
    mode = {"aggregate_output": {"weighted_mode": {"num_classes": 2}}, "target_type": "classification"}

    def weighted(weights: Any) -> JSON:
        return body(ensemble(*one, aggregate_output={"weighted_sum": {"weights": weights}}))

    return {
        "ensemble_empty": body(ensemble()), "ensemble_absent": body({"ensemble": {}}), "ensemble_null": body({"ensemble": {"trained_models": None}}),
        "ensemble_unknown": body(ensemble(*one, foo=1)), "ensemble_array_two": body(ensemble(tree() | ensemble(tree()))),
        "ensemble_object_two": body({"ensemble": {"trained_models": tree() | ensemble(tree())}}),
        "ensemble_array_empty": body(ensemble({})), "ensemble_array_number": body(ensemble(1)), "ensemble_inner_empty": body(ensemble(ensemble())),
        "aggregate_target": body(ensemble(*one, aggregate_output={"weighted_sum": {}}, target_type="classification"), **CLASSIFICATION),
        "aggregate_exponent_target": body(ensemble(*one, aggregate_output={"exponent": {}}, target_type="classification"), **CLASSIFICATION),
        "aggregate_mode_target": body(ensemble(*one, aggregate_output={"weighted_mode": {"num_classes": 2}})),
        "aggregate_mode_absent": body(ensemble(*one, aggregate_output={"weighted_mode": {}})), "aggregate_mode_one": body(ensemble(*one, aggregate_output={"weighted_mode": {"num_classes": 1}})),
        "aggregate_unknown": body(ensemble(*one, aggregate_output={"sum": {}})), "aggregate_array": body(ensemble(*one, aggregate_output=[{"weighted_sum": {}}])),
        "aggregate_two": body(ensemble(*one, aggregate_output={"weighted_sum": {}, "exponent": {}})), "aggregate_empty": body(ensemble(*one, aggregate_output={})),
        "aggregate_null": body(ensemble(*one, aggregate_output=None)), "aggregate_text": body(ensemble(*one, aggregate_output="weighted_sum")),
        "weights_two": weighted([1, 2]), "weights_number": weighted(3), "weights_empty": weighted([]), "weights_null": weighted([None]),
        "labels_of_regression": body(ensemble(*one, classification_labels=["a"])), "class_weights_of_regression": body(ensemble(*one, classification_weights=[1])),
        "class_weights_and_labels": body(ensemble(*one, classification_labels=["a", "b"], classification_weights=[1], **LOGISTIC), **CLASSIFICATION),
        "class_weights_three": body(ensemble(*one, classification_weights=[1, 1, 1], **LOGISTIC), **CLASSIFICATION),
        "class_weights_one": body(ensemble(*one, classification_weights=[1], **LOGISTIC), **CLASSIFICATION),
        "labels_three": body(ensemble(*one, classification_labels=["a", "b", "c"], **LOGISTIC), **CLASSIFICATION),
        "mode_range": body(ensemble(*one, **mode), **CLASSIFICATION), "mode_scalar_vector": body(ensemble(node(2, leaf_value=0), vector, **mode), **CLASSIFICATION),
        "mode_vector_scalar": body(ensemble(vector, node(2, leaf_value=0), **mode), **CLASSIFICATION),
        "logistic_scalar_vector": body(ensemble(tree(), vector, **LOGISTIC), **CLASSIFICATION),
        "split_absent_in_ensemble": body(ensemble(node(0, split_feature=ABSENT))), "split_absent_in_inner": body(ensemble(ensemble(node(0, split_feature=ABSENT)))),
        "split_absent_in_third": body(ensemble(ensemble(ensemble(node(0, split_feature=ABSENT))))),
        "right_absent_in_ensemble": body(ensemble(node(0, right_child=ABSENT))), "split_large_in_inner": body(ensemble(ensemble(node(0, split_feature=9)))),
        "outer_before_inner": body(ensemble(node(0, left_child=0), classification_labels=["x"])),
    }


def preprocessors() -> dict[str, Any]:
    def all_of(prefix: str, kind: str, variants: dict[str, JSON]) -> dict[str, Any]:
        return {f"{prefix}_{name}": prepared({kind: options}) for name, options in variants.items()}

    hot: JSON = {"field": "a", "hot_map": {"x": "y"}}
    mean: JSON = {"field": "a", "feature_name": "b", "target_map": {"1": 2}, "default_value": 0}
    freq: JSON = {"field": "a", "feature_name": "q", "frequency_map": {}}
    two = [{"one_hot_encoding": hot}, {"frequency_encoding": freq | {"field": "b"}}]
    embedding: JSON = {"field": "a", "dest_field": "b", "embedding_weights": [], "embedding_quant_scales": []}
    models = all_of("one_hot", "one_hot_encoding", {
        "nothing": {}, "no_field": {"hot_map": {}}, "unknown": hot | {"foo": 1}, "numbers": hot | {"hot_map": {"1": 5, "t": True}},
        "null": hot | {"hot_map": {"1": None}}, "object": hot | {"hot_map": {"1": {}}}, "text": hot | {"hot_map": "x"}, "field_number": hot | {"field": 1},
        "custom_text": hot | {"custom": "true"}})
    models |= all_of("target_mean", "target_mean_encoding", {
        "nothing": {"field": "a"}, "texts": mean | {"target_map": {"1": "5"}, "default_value": "0.1"}, "bad": mean | {"target_map": {"1": "x"}},
        "null": mean | {"target_map": {"1": None}}, "default_null": mean | {"default_value": None}})
    models |= all_of("frequency", "frequency_encoding", {"nothing": {"field": "a"}, "nan": freq | {"frequency_map": {"1": "NaN"}}})
    models |= all_of("n_gram", "n_gram_encoding", {name: {"field": "a"} | options for name, options in {
        "nothing": {}, "empty": {"n_grams": []}, "six": {"n_grams": [6]}, "zero": {"n_grams": [0, 1, 1]}, "unsorted": {"n_grams": [9, 3, 9, 1]}, "single": {"n_grams": 1},
        "length_0": {"n_grams": [1], "length": 0}, "length_101": {"n_grams": [1], "length": 101}, "start": {"n_grams": [1], "start": -2, "length": 3},
        "start_default": {"n_grams": [1], "start": -2}, "too_long": {"n_grams": [3], "length": 2}}.items()})
    models |= all_of("multi", "multi_encoding", {
        "one": {"processors": two[:1]}, "object": {"processors": two[0]}, "two_inputs": {"processors": two}, "nothing": {}, "custom": {"processors": two, "custom": True},
        "unknown": {"processors": [], "foo": 1}})
    models |= all_of("embedding", "custom_word_embedding", {
        "unknown": embedding | {"foo": 1}, "nothing": {"field": "a"}, "no_field": {"embedding_weights": [], "embedding_quant_scales": []},
        "number": embedding | {"embedding_weights": [1]}, "custom": embedding | {"custom": True}})
    return models | {
        "preprocessors_object_two": body(definition={"preprocessors": two[0] | two[1], "trained_model": tree()}),
        "preprocessor_unknown": prepared({"zap": {}}), "preprocessors_null": body(definition={"preprocessors": None, "trained_model": tree()}),
        "preprocessors_text": prepared("x"), "preprocessors_two_in_one": prepared(two[0] | two[1]), "preprocessors_empty_object": prepared({}), "preprocessors_none": prepared(),
    }


def configs() -> dict[str, Any]:
    classifier = tree(target_type="classification")
    options = {"num_top_classes": [None, "x"], "top_classes_results_field": [1], "results_field": [None], "num_top_feature_importance_values": [-1],
               "prediction_field_type": ["zap", 1, None]}
    models = {f"config_{key}_{i}": body(classifier, inference_config={"classification": {key: value}}) for key, values in options.items() for i, value in enumerate(values)}
    changes = {
        "unknown_field": {"foo": 1}, "no_definition": {"definition": ABSENT}, "no_config": {"inference_config": ABSENT}, "no_input": {"input": ABSENT},
        "input_empty": {"input": {"field_names": []}}, "input_nothing": {"input": {}}, "input_unknown": {"input": {"field_names": ["a"], "foo": 1}}, "input_text": {"input": {"field_names": "a"}},
        "input_dots": {"input": {"field_names": ["a", "a..b"]}}, "input_null": {"input": {"field_names": [None]}}, "input_number": {"input": {"field_names": [1]}},
        "config_two": {"inference_config": {"regression": {}, "classification": {}}}, "config_empty": {"inference_config": {}}, "config_unknown": {"inference_config": {"foo": {}}},
        "config_unknown_field": {"inference_config": {"regression": {"num_top_classes": 1}}}, "config_kind": CLASSIFICATION, "config_ner": {"inference_config": {"ner": {}}},
        "config_array": {"inference_config": [{"regression": {}}]}, "config_text": {"inference_config": "regression"},
        "config_importance": {"inference_config": {"regression": {"num_top_feature_importance_values": -3}}},
        "size_negative": {"model_size_bytes": -1}, "operations_negative": {"estimated_operations": -2}, "version": {"version": "8.0.0"}, "created_by": {"created_by": "x"},
        "create_time": {"create_time": 1}, "license": {"license_level": "platinum"}, "license_unknown": {"license_level": "zap"}, "version_unknown": {"version": "zap"},
        "heap_usage": {"estimated_heap_memory_usage_bytes": 5}, "package": {"model_package": {"packaged_model_id": "x"}}, "architecture": {"platform_architecture": "x"},
        "memory": {"per_deployment_memory_bytes": 1}, "size_text": {"model_size_bytes": "12"}, "tags_bad": {"tags": ["A b", "ok"]}, "tags_text": {"tags": "x"},
        "tags_id": {"tags": ["m1"], "model_id": "m1"}, "tags_long": {"tags": ["x" * 65]}, "tags_null": {"tags": None}, "id_bad": {"model_id": "A B"}, "id_long": {"model_id": "x" * 65},
        "id_dot": {"model_id": "a.b"}, "id_number": {"model_id": 5}, "id_empty": {"model_id": ""}, "metadata_importance": {"metadata": {"total_feature_importance": 1}},
        "metadata_text": {"metadata": "x"}, "metadata_null": {"metadata": None}, "field_map_number": {"default_field_map": {"a": 1}}, "field_map_null": {"default_field_map": {"a": None}},
        "field_map_object": {"default_field_map": {"a": {}}}, "field_map_array": {"default_field_map": []}, "description_number": {"description": 5}, "description_null": {"description": None},
        "prefix": {"prefix_strings": {"ingest": "a"}}, "prefix_unknown": {"prefix_strings": {"foo": "a"}}, "type_unknown": {"model_type": "zap"},
        "definition_text": {"definition": "x"}, "definition_empty": {"definition": {}}, "definition_array": {"definition": []}, "definition_unknown": {"definition": {"trained_model": tree(), "foo": 1}},
        "definition_twice": {"compressed_definition": "abc"},
    }
    models |= {f"body_{name}": body(**change) for name, change in changes.items()}
    return models | {"body_duplicate": json.dumps(body(description="x"))[:-1] + ', "description": "b"}', "body_array": "[]", "body_null": "null", "body_trailing": json.dumps(body()) + " {}"}


def compressions() -> dict[str, Any]:
    whole: JSON = {"trained_model": tree()}
    text = compressed(whole)["compressed_definition"]
    damaged = bytearray(base64.b64decode(text))
    damaged[-5] ^= 255

    def as_text(value: Any) -> JSON:
        return compressed(whole) | {"compressed_definition": value}

    return {
        "plain": compressed(whole), "no_type": compressed(whole, model_type=ABSENT), "base64": as_text("%%%"), "gzip": as_text(base64.b64encode(b"hello").decode()),
        "line_break": as_text(text + "\n"), "checksum": as_text(base64.b64encode(bytes(damaged)).decode()), "number": as_text(1), "trailing": compressed(json.dumps(whole).encode() + b"{}"),
        "unknown": compressed({"foo": {"x": 1}, "trained_model": tree(bar=2)}), "unknown_preprocessor": compressed({"preprocessors": [{"zap": {}}], "trained_model": tree()}),
        "bad": compressed({"trained_model": node(0, left_child="x")}), "cycle": compressed({"trained_model": node(0, left_child=0)}),
        "duplicate": compressed(json.dumps(whole).replace('"threshold": 0.5', '"threshold": 0.5, "threshold": 0.6').encode()),
    }


def refused_cases(case: Callable[..., None]) -> None:
    groups = {"node": nodes(), "tree": trees(), "ensemble": ensembles(), "preprocessor": preprocessors(), "body": configs(),
              "compressed": {f"compressed_{name}": model for name, model in compressions().items()}}
    for group, models in groups.items():
        for name, model in models.items():
            case(f"refused_{name}", "refused", f"a {group} that is refused, or only looks wrong", model, [{"a": 1}, {"a": 0.25}])
