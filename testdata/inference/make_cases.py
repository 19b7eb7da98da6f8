"""Makes the cases of trained models: a folder each with model.json and docs.ndjson, and index.json, which says what they cover.

    python3 testdata/inference/make_cases.py && testdata/judge/inference/run.sh --batch testdata/inference

The second command records what Elastic's own classes answer (expected.ndjson). R1 to R34 are the numbered rules of
../semantics/inference.md. A case with a processor.json is evaluated as an inference processor does with that
configuration. All randomness is seeded: the same Python gives the same bytes.
"""

import base64
import gzip
import json
import random
import shutil
from pathlib import Path
from typing import Any

from refused_cases import refused_cases

HERE = Path(__file__).resolve().parent
JSON = dict[str, Any]
INDEX: dict[str, JSON] = {}


def case(name: str, covers: str, about: str, model: JSON | str, docs: list[JSON | str], processor: JSON | None = None) -> None:
    """Writes one case. A string goes into the file as it is: what json.dumps can't write, as 1e400 or a duplicate key."""
    assert name not in INDEX, name
    folder = HERE / name
    folder.mkdir()
    (folder / "model.json").write_text(model if isinstance(model, str) else json.dumps(model) + "\n")
    lines = (doc if isinstance(doc, str) else json.dumps(doc) for doc in docs)
    (folder / "docs.ndjson").write_text("".join(line + "\n" for line in lines))
    if processor is not None:
        (folder / "processor.json").write_text(json.dumps(processor) + "\n")
    INDEX[name] = {"covers": covers.split(), "about": about}


# Models

def split(feature: int, threshold: Any, left: int, right: int, **more: Any) -> JSON:
    return {"node_index": 0, "split_feature": feature, "threshold": threshold, "left_child": left, "right_child": right} | more


def leaf(value: Any, **more: Any) -> JSON:
    return {"node_index": 0, "leaf_value": value} | more


def tree(features: list[str], *nodes: JSON, **more: Any) -> JSON:
    numbered = [node | {"node_index": i} for i, node in enumerate(nodes)]
    return {"tree": {"feature_names": features, "tree_structure": numbered} | more}


def stump(feature: str, threshold: Any, left: Any = 1.0, right: Any = 2.0, **more: Any) -> JSON:
    return tree([feature], split(0, threshold, 1, 2, **more), leaf(left), leaf(right))


def ensemble(*models: JSON, **more: Any) -> JSON:
    return {"ensemble": {"trained_models": list(models)} | more}


def model(trained_model: JSON, inputs: list[str], config: JSON | None = None, preprocessors: Any = None, **more: Any) -> JSON:
    definition: JSON = {"trained_model": trained_model}
    if preprocessors is not None:
        definition = {"preprocessors": preprocessors} | definition
    return {"input": {"field_names": inputs}, "inference_config": config or {"regression": {}}, "definition": definition} | more


def classifier(trained_model: JSON, inputs: list[str], preprocessors: Any = None, **config: Any) -> JSON:
    return model(trained_model, inputs, {"classification": config}, preprocessors)


CLASSIFICATION = {"target_type": "classification"}
LOGISTIC = {"aggregate_output": {"logistic_regression": {}}} | CLASSIFICATION


def seen_by_tree(name: str) -> JSON:
    """Tells apart what a feature can be: missing, negative, -0.0 or less, 0, 1, more."""
    return tree([name], split(0, -1e300, 1, 2, default_left=True), leaf(-1), split(0, 0, 3, 4, decision_type="lt"),
                split(0, -5e-324, 5, 6), split(0, 0, 7, 8), leaf(10), leaf(20), leaf(30), split(0, 1, 9, 10), leaf(40), leaf(50))


def rules_of_documents() -> None:
    case("input_fields", "R1", "only listed fields reach the model",
         model(ensemble(stump("a", 0.5), stump("b", 0.5, 10, 20)), ["a"]), [{"a": 1, "b": 0}, {"a": 0, "b": 1}, {"b": 1}])
    case("look_up", "R2", "dotted names: literal key, then depth first with longer keys first, going back",
         model(seen_by_tree("a.b.c"), ["a.b.c"]), [
             {"a.b.c": 1}, {"a": {"b": {"c": 1}}}, {"a.b": {"c": 1}}, {"a": {"b.c": 1}},
             {"a.b.c": None, "a": {"b": {"c": 1}}}, {"a.b.c": 0, "a": {"b": {"c": 1}}}, {"a.b": {"c": 0}, "a": {"b.c": 1}},
             {"a.b": {"c": 0}, "a": {"b": {"c": 1}}}, {"a": {"b.c": 0, "b": {"c": 1}}}, {"a.b": {"x": 0}, "a": {"b.c": 1}},
             {"a.b": {"c": None}, "a": {"b": {"c": 1}}}, {"a": {"b": [{"c": 1}]}}, {"a": [{"b": {"c": 1}}]},
             {"a": {"b": {"c": {"d": 1}}}}, {"a": {"b": {"c": [1]}}}, {"a": 1, "a.b": 2}, {"a": {"b": None}, "a.b": {"c": 1}}, {}])
    case("default_field_map", "R3", "sources under the flat names of targets, where those are absent or null",
         model(seen_by_tree("m.x"), ["m.x"], default_field_map={"s.y": "m.x"}), [
             {"s": {"y": 1}}, {"s.y": 1}, {"s": {"y": 1}, "m.x": 0}, {"s": {"y": 1}, "m.x": None}, {"s": {"y": 1}, "m": {"x": 0}},
             {"m": {"x": 0}}, {"s": {"y": None}, "m": {"x": 0}}, {"s": {}}])
    case("default_field_map_chain", "R3", "entries one after another in the order of a hash map",
         model(ensemble(stump("b", 0.5), stump("c", 0.5, 10, 20), stump("k9", 0.5, 100, 200)), ["b", "c", "k9"],
               default_field_map={"a": "b", "b": "c", "c": "k9", "zz": "b"}),
         [{"a": 1}, {"b": 1}, {"c": 1}, {"zz": 1}, {"zz": 0, "a": 1}, {}])
    case("all_missing", "R4", "a warning when no listed field has a value, used or not",
         model(stump("a", 0.5), ["a", "unused"], model_id="m-1"),
         [{}, {"x": 1}, {"a": None}, {"unused": 1}, {"unused": None}, {"a": ""}, {"a": True}, {"a": []}, {"a": "x"}, {"a": {}}])
    case("all_missing_preprocessed", "R4", "the check comes before preprocessing",
         model(stump("col", 0.5), ["a"], preprocessors=[{"one_hot_encoding": {"field": "b", "hot_map": {"x": "col"}}}]),
         [{"b": "x"}, {"a": "x"}, {"a": None, "b": "x"}])


TEXTS = ["1", "-1", "+1", "0.5", ".5", "5.", "1e3", "1E-3", " 1 ", "\t1\n", "\u00a01", "1f", "1F", "1d", "1D", "1L", "0x1p3", "0X1.8P1",
         "0x10", "1_0", "1,5", "inf", "nan", "NaN", "-NaN", "Infinity", "-Infinity", "+Infinity", "infinity", "1e400", "-1e400", "1e-400",
         "-0", "-0.0", "0", "", " ", "x", "\u0661", "\uff11", "1 2", "--1", "+-1", "e5", "1e", "0x1p", "1e5f", "true", "null"]


def rules_of_values() -> None:
    case("numbers_from_text", "R5", "what a string is as a number", model(seen_by_tree("a"), ["a"]), [{"a": text} for text in TEXTS])
    case("numbers_from_values", "R5 R6", "values that are no strings", model(seen_by_tree("a"), ["a"]), [
        {"a": 1}, {"a": 1.0}, {"a": 0.1}, {"a": 9007199254740993}, {"a": 2**40}, {"a": True}, {"a": False}, {"a": []}, {"a": [1]},
        {"a": {}}, {"a": {"b": 1}}, {"a": None, "b": 1}, '{"a": 1e400}', '{"a": -0}', '{"a": -0.0}', '{"a": 0.0}'])
    numbers = [2**63, -(2**63) - 1, 2**64, 2**64 + 2**11, 2**64 + 2**11 + 1, 2**64 + 3 * 2**11, 12345678901234567890, -12345678901234567890, 10**40, 10**308, -(10**308), 10**309, -(10**400)]
    case("values_beyond_64_bits", "R5 R6 R7", "whole numbers of any size are rounded; beyond the doubles they are missing",
         model(ensemble(*[stump("a", float(t), 10.0**i, 0, decision_type="lt", default_left=True) for i, t in enumerate([5, *numbers[:-2]])]), ["a", "b"]),
         [f'{{"a": {number}, "b": 1}}' for number in numbers] + [f'{{"a": {12345678901234567890}}}'])
    case("long_values", "R5 R7", "whole numbers beyond 2^53 are rounded before they are compared",
         model(stump("a", 9007199254740992), ["a"]), [{"a": 9007199254740991}, {"a": 9007199254740992}, {"a": 9007199254740993},
                                                      {"a": 9007199254740994}, {"a": "9007199254740993"}, {"a": 9223372036854775807}])
    values: list[Any] = [{"a": v} for v in (0, 1, 0.5, -0.5, "-0", "0", "NaN", "Infinity", "x", 1e-320, -1e-320)]
    values += ['{"a": -0.0}', '{"a": 4.9e-324}', '{"a": -4.9e-324}', '{"a": 1.7976931348623157e308}']
    for default_left in (False, True):
        case(f"missing_{'left' if default_left else 'right'}", "R6", "where missing values go",
             model(stump("a", 0.5, default_left=default_left), ["a", "b"]), [*values, {"b": 1}])
        for decision in ("lt", "lte", "gt", "gte"):
            case(f"compare_{decision}_{'left' if default_left else 'right'}", "R7", "Java's order of doubles, -0.0 before 0.0",
                 model(ensemble(*[stump("a", t, 10.0**i, 0, decision_type=decision, default_left=default_left)
                                  for i, t in enumerate((0.0, -0.0, 5e-324, -5e-324, 0.5, 1.7976931348623157e308, -1.7976931348623157e308))]),
                       ["a", "b"]), [*values, {"b": 1}])
    for name, threshold in (("nan", "NaN"), ("infinity", "Infinity"), ("minus_infinity", "-Infinity")):
        for decision in ("lt", "lte", "gt", "gte"):
            case(f"threshold_{name}_{decision}", "R8", "a threshold that is not finite comes back as NaN",
                 model(stump("a", threshold, decision_type=decision), ["a", "b"]), [{"a": 1}, {"a": -1e300}, {"a": "NaN"}, {"b": 1}])
    case("node_texts", "R9", "numbers and booleans as strings, fractions cut, enum texts trimmed and in any case",
         model(tree(["a", "b"], split("1", " 5e-1 ", "1.9", 2.5, decision_type=" Lt ", default_left="true", split_gain="1", number_samples="7"),
                    leaf("1"), leaf(["2"]), target_type=" Regression "), ["a", "b"]), [{"b": 0.5}, {"b": 0.25}, {"a": 1}])
    case("node_order", "R9", "children are positions, node_index and nodes that are not reached do not matter",
         model({"tree": {"feature_names": ["a"], "tree_structure": [
             split(0, 0.5, 3, 1) | {"node_index": 9}, leaf(1) | {"node_index": 9}, leaf(77), leaf(3), split(0, 0.5, 5, 6), leaf(5), leaf(6)]}},
               ["a"]), [{"a": 0}, {"a": 1}])
    case("leaf_with_threshold", "R9", "a node without left_child is a leaf, whatever else it has",
         model(tree(["a"], {"leaf_value": [4], "split_feature": 0, "threshold": 1, "decision_type": "lt", "node_index": 0}), ["a"]), [{"a": 0}])
    case("no_structure", "R10", "a tree without tree_structure is one leaf 0.0",
         model({"tree": {"feature_names": ["a"]}}, ["a"]), [{"a": 1}])
    case("no_structure_in_ensemble", "R10 R27", "the same among others", model(ensemble({"tree": {"feature_names": []}}, stump("a", 0.5)), ["a"]), [{"a": 1}])


def one_hot(field: str, hot_map: JSON, **more: Any) -> JSON:
    return {"one_hot_encoding": {"field": field, "hot_map": hot_map} | more}


def target_mean(field: str, name: str, target_map: JSON, default: float, **more: Any) -> JSON:
    return {"target_mean_encoding": {"field": field, "feature_name": name, "target_map": target_map, "default_value": default} | more}


def frequency(field: str, name: str, frequency_map: JSON, **more: Any) -> JSON:
    return {"frequency_encoding": {"field": field, "feature_name": name, "frequency_map": frequency_map} | more}


def n_gram(field: str, n_grams: Any, **more: Any) -> JSON:
    return {"n_gram_encoding": {"field": field, "n_grams": n_grams} | more}


def shows(names: list[str]) -> JSON:
    """An ensemble whose value says of each feature whether it is missing (0), at most 0 (1), at most 1 (2), or more (3)."""
    models = [tree([name], split(0, -1e300, 1, 2, default_left=True), leaf(0), split(0, 0, 3, 4), leaf(4.0**i),
                   split(0, 1, 5, 6), leaf(2 * 4.0**i), leaf(3 * 4.0**i)) for i, name in enumerate(names)]
    return ensemble(*models)


def rules_of_preprocessors() -> None:
    all_three = [one_hot("a", {"x": "hx", "y": "hy"}), target_mean("a", "tm", {"x": 0.5, "y": 2}, -1), frequency("a", "fq", {"x": 0.5, "y": 2})]
    case("preprocessed_absent", "R11", "an absent or null field writes nothing; a document value of the output's name stays",
         model(shows(["hx", "hy", "tm", "fq"]), ["a", "other", "hx", "tm"], preprocessors=all_three),
         [{"a": "x"}, {"a": "y"}, {"a": "z"}, {"a": None, "other": 1}, {"other": 1}, {"hx": 1, "tm": 5}, {"hx": 1, "tm": 5, "a": "y"}])
    keys = {"1": 1, "1.0": 2, "1.0E10": 3, "10000000000": 4, "true": 5, "false": 6, "[a, b]": 7, "{x=1}": 8, "0": 9, "-0.0": 10, "1.0E-4": 11,
            "0.001": 12, "1.0E7": 13, "9999999.0": 14, "": 15, "[1, 2.0, null, {k=[]}]": 16, "0.1": 17, "4.9E-324": 18, "NaN": 19, "-1": 20,
            "9223372036854775807": 21, "[]": 22, "{}": 23, "1.7976931348623157E308": 24, "1.0E-5": 25, "100.0": 26}
    docs: list[JSON | str] = [{"a": v} for v in (1, 1.0, 10000000000, True, False, ["a", "b"], {"x": 1}, 0, 0.0001, 0.001, 9999999.0, "",
                                                 [1, 2.0, None, {"k": []}], 0.1, -1, 9223372036854775807, [], {}, 1e-5, "1", "1.0", 100.0, "TRUE")]
    docs += ['{"a": 1e10}', '{"a": -0}', '{"a": -0.0}', '{"a": 1e7}', '{"a": 5e-324}', '{"a": 1E2}',
             '{"a": 1.7976931348623157e308}', '{"a": 0.10}', '{"a": 10e-1}']
    beyond = [str(2**63), str(-(2**63) - 1), "12345678901234567890", "1" + "0" * 40]
    case("key_texts_beyond_64_bits", "R12 R15", "whole numbers of any size are texts with all their digits", model(
        shows(["tm", "p.10", "p.14"]), ["a"], preprocessors=[target_mean("a", "tm", {beyond[0]: 0, beyond[1]: 1, beyond[3]: 2}, -1), n_gram("a", [1], feature_prefix="p", length=5)]),
        [f'{{"a": {number}}}' for number in beyond] + [{"a": beyond[2]}])
    case("key_texts", "R12", "keys are Java's texts of the values", model(
        tree(["tm"], *chain(27)), ["a"], preprocessors=[target_mean("a", "tm", keys, 0)]), docs)
    case("one_hot", "R13", "every column is written", model(shows(["hx", "hy", "hz"]), ["a"], preprocessors=[one_hot("a", {"x": "hx", "y": "hy", "": "hz"})]),
         [{"a": "x"}, {"a": "y"}, {"a": ""}, {"a": "X"}, {"a": ["x"]}])
    case("one_hot_shared", "R13", "two values with one column: the later one in order of UTF-16 counts",
         model(shows(["c", "d"]), ["a"], preprocessors=[one_hot("a", {"b": "c", "a": "c", "\U0001f600": "d", "\uff5e": "d"})]),
         [{"a": "a"}, {"a": "b"}, {"a": "\U0001f600"}, {"a": "\uff5e"}, {"a": "z"}])
    case("encodings", "R14", "numbers by value, a default for the others", model(
        shows(["tm", "fq"]), ["a"], preprocessors=[target_mean("a", "tm", {"x": 0.5, "": -2, "n": "NaN", "i": "Infinity"}, 7), frequency("a", "fq", {"x": 2, "i": "1e400"})]),
        [{"a": v} for v in ("x", "", "n", "i", "z", 0, True)])
    for i, (text_start, text_length) in enumerate(((0, 50), (2, 3), (-3, 2), (-3, 3), (-6, 2), (5, 1), (6, 4), (0, 100))):
        names = [f"p.{n}{i}" for n in (1, 2) for i in range(4)]
        grams = n_gram("a", [2, 1, 2], start=text_start, length=text_length, feature_prefix="p")
        if text_length == 1:
            grams["n_gram_encoding"]["n_grams"] = [1]
        case(f"n_gram_window_{i}", "R15", f"window from {text_start}, {text_length} long", model(shows(names), ["a"], preprocessors=[grams]),
             [{"a": text} for text in ("", "0", "12", "123", "1234", "12345", "123456", "0.5", ".5e2", "x1y2z3", "\U0001f600\U0001f600")] + [{"a": 12345}, {"a": 0.25}, {"a": True}])
    case("n_gram_default_prefix", "R15", "the prefix tells start and length", model(
        shows(["ngram_0_50.10", "ngram_0_50.11", "ngram_-2_2.10"]), ["a"], preprocessors=[n_gram("a", 1), n_gram("a", [1], start=-2, length=2)]), [{"a": "123"}, {"a": "0"}])
    case("n_gram_encoded", "R15 R16", "grams that are encoded in their turn", model(
        shows(["t0", "t1", "t2"]), ["a"], preprocessors=[n_gram("a", [1], feature_prefix="g", length=3)] + [target_mean(f"g.1{i}", f"t{i}", {"a": 0, "\ud83d": 1}, 5) for i in range(3)]),
        [{"a": text} for text in ("abc", "a", "", "xa", "\U0001f600")])
    case("multi", "R16", "parts in order on one map", model(
        shows(["t", "h1", "m.10"]), ["a", "m.10"], preprocessors=[{"multi_encoding": {"processors": [
            n_gram("a", [1], feature_prefix="m", length=2), target_mean("m.10", "t", {"a": 1, "0": 5}, 0), one_hot("t", {"1.0": "h1"})]}}]),
        [{"a": "abc"}, {"a": "0"}, {"a": ""}, {"m.10": 1}, {"m.10": "a", "a": "0"}])
    weights = [base64.b64encode(bytes(4)).decode()] * 4
    case("custom_word_embedding", "R16", "a list, which trees see as missing", model(
        shows(["emb", "text"]), ["text", "emb"], preprocessors=[{"custom_word_embedding": {
            "field": "number", "dest_field": "emb", "embedding_weights": weights, "embedding_quant_scales": [[1], [1], [1], [1]]}}]),
        [{"text": "1"}, {"emb": 1}])
    case("overwriting", "R11 R16", "outputs replace fields of the document and one another, the last wins", model(
        shows(["a", "b"]), ["a", "b"], preprocessors=[target_mean("a", "b", {"x": 1}, 5), frequency("b", "a", {"1.0": 2}), one_hot("a", {"2.0": "b"})]),
        [{"a": "x", "b": 0}, {"a": "y"}, {"b": "1.0"}, {"b": 1.0}, {"a": None, "b": 1}])
    case("preprocessors_as_object", "R17", "an object with one entry will do",
         model(shows(["hx"]), ["a"], preprocessors=one_hot("a", {"x": "hx"})), [{"a": "x"}, {"a": "y"}])
    case("trained_models_as_object", "R17", "an object with one entry will do",
         model({"ensemble": {"trained_models": stump("a", 0.5)}}, ["a"]), [{"a": 0}, {"a": 1}])


def chain(count: int) -> list[JSON]:
    """A tree whose value is the feature rounded down, from 0 to count."""
    nodes: list[JSON] = []
    for i in range(count):
        nodes += [split(0, i + 0.5, 2 * i + 1, 2 * i + 2), leaf(i)]
    return [*nodes, leaf(count)]


def rules_of_ensembles() -> None:
    case("ensemble_feature_names", "R18", "an ensemble's own feature_names are ignored",
         model(ensemble(stump("a", 0.5), stump("b", 0.5, 10, 20), feature_names=["b", "zz"]), ["a", "b"]), [{"a": 0, "b": 1}, {"a": 1, "b": 0}])
    def two(names: list[str], base: float) -> JSON:
        return tree(names, split(0, 0.5, 1, 2), leaf(base), split(1, 0.5, 3, 4), leaf(2 * base), leaf(3 * base))
    docs: list[JSON | str] = [{"a": a, "b": b, "c": c} for a in (0, 1) for b in (0, 1) for c in (0, 1)] + [{"c": 1}]
    inputs = ["a", "b", "c"]
    case("nested_order", "R19 R20", "trees of an inner ensemble read the outer vector by their own numbers",
         model(ensemble(two(["a", "b"], 1), ensemble(two(["b", "c"], 10), two(["c", "a"], 100)), two(["c", "b"], 1000)), inputs), docs)
    case("nested_first", "R19", "the inner ensemble's names come first in the outer vector",
         model(ensemble(ensemble(two(["c", "b"], 10), two(["a", "c"], 100)), two(["a", "b"], 1)), inputs), docs)
    case("nested_three", "R19", "ensembles of the third level number by their own names",
         model(ensemble(two(["a", "b"], 1), ensemble(ensemble(two(["c", "b"], 10), two(["b", "a"], 100)), two(["c", "a"], 1000))), inputs), docs)
    case("nested_four", "R19", "and those of the fourth not at all",
         model(ensemble(two(["b", "a"], 1), ensemble(ensemble(ensemble(two(["c", "b"], 10)), two(["b", "c"], 100)))), inputs), docs)
    inner = ensemble(stump("a", 0.5, 3, -3), stump("b", 0.5, 1, -1), **LOGISTIC)
    case("nested_best_class", "R20 R25", "an inner classifier hands up the index of its best class",
         classifier(ensemble(inner, stump("c", 0.5, 0, 1), aggregate_output={"weighted_mode": {"num_classes": 2}}, **CLASSIFICATION), inputs, num_top_classes=-1), docs)
    tie = ensemble(stump("a", 0.5, [1, 1], [2, 2]), **LOGISTIC)
    tie["ensemble"]["trained_models"][0]["tree"]["target_type"] = "classification"
    case("nested_tie", "R20", "the first of equals", model(ensemble(tie, stump("b", 0.5, 10, 20)), inputs), docs)
    awkward = [0.1, 0.2, 0.3, 1e16, -1e16, 1e-16, 3.3, 1 / 3]
    case("weighted_sum", "R21", "Java's compensated sum", model(
        ensemble(*[stump("a", i, v, v * 1.1) for i, v in enumerate(awkward)], aggregate_output={"weighted_sum": {"weights": [0.1, 0.7, 1.3, 1, 1, 3, -0.1, 1e-3]}}), ["a"]),
        [{"a": v} for v in (0, 1, 2.5, 3, 4, 5, 6, 7, 8)])
    case("weighted_sum_infinite", "R21 R34", "sums beyond all numbers", model(
        ensemble(stump("a", 0.5, 1.7e308, "Infinity"), stump("b", 0.5, 1.7e308, "-Infinity"), stump("c", 0.5, 1, "NaN")), inputs), docs)
    case("exponent", "R22", "exp of the plain sum, terms that are not finite skipped", model(
        ensemble(stump("a", 0.5, 0.1, "NaN"), stump("b", 0.5, 0.2, "Infinity"), stump("c", 0.5, 0.3, 1000), aggregate_output={"exponent": {"weights": [1, 2, 0.7]}}), inputs), docs)
    case("logistic_scalar", "R23", "sigmoid of the plain sum", classifier(
        ensemble(*[stump("a", i, v, -v) for i, v in enumerate(awkward)], aggregate_output={"logistic_regression": {"weights": [1, 0.5, 2, 1, 1, 1, 1, 3]}}, **CLASSIFICATION),
        ["a"], num_top_classes=2), [{"a": v} for v in (-1, 0.5, 1, 2, 3, 4, 5, 9)])
    def vector(feature: str, left: Any, right: Any) -> JSON:
        return tree([feature], split(0, 0.5, 1, 2), leaf(left), leaf(right), **CLASSIFICATION)
    case("logistic_vector", "R23 R26", "softmax of the sums; a shorter leaf is added to the first positions", classifier(
        ensemble(vector("a", [1, 2, 3], [3, 1, 0.5]), stump("b", 0.5, 5, -5), vector("c", [0, 1], [1, 0]), **LOGISTIC), inputs, num_top_classes=-1), docs)
    case("logistic_longer", "R23", "a longer leaf is an error", classifier(ensemble(stump("b", 0.5), vector("a", [1, 2], [2, 1]), **LOGISTIC), inputs), docs[:2])
    case("logistic_regression_target", "R24", "on a regression target: the best index", model(
        ensemble(stump("a", 0.5, 1, -1), stump("b", 0.5, 0.5, -2), aggregate_output={"logistic_regression": {}}), inputs), docs)
    case("logistic_extremes", "R23 R34", "sums at the ends", classifier(ensemble(stump("a", 0.5, 800, -800), stump("b", 0.5, 0, "NaN"), **LOGISTIC), inputs, num_top_classes=-1), docs)
    def mode(*models: JSON, classes: int, weights: list[Any] | None = None) -> JSON:
        votes: JSON = {"num_classes": classes} | ({} if weights is None else {"weights": weights})
        return ensemble(*models, aggregate_output={"weighted_mode": votes}, **CLASSIFICATION)
    case("weighted_mode", "R25", "softmax of votes, a class without a vote is impossible", classifier(
        mode(stump("a", 0.5, 0, 1), stump("b", 0.5, 1, 2), stump("c", 0.5, 0, 2), classes=4, weights=[1, 0.5, 2]), inputs, num_top_classes=-1), docs)
    case("weighted_mode_plain", "R25", "every vote counts one", classifier(
        mode(stump("a", 0.5, 0, 1), stump("b", 0.5, 1, 2), stump("c", 0.5, 0, 2), classes=3), inputs, num_top_classes=-1), docs)
    case("weighted_mode_vector", "R25 R26", "softmax of weighted sums", classifier(
        mode(vector("a", [1, 2, 3], [3, 1, 0.5]), vector("b", [0.5, 0, 0], [0, 0, 4]), classes=3, weights=[1.5, 0.5]), inputs, num_top_classes=-1), docs)
    case("weighted_mode_range", "R25", "votes out of range, found with the document", classifier(mode(stump("a", 0.5, 0, 5), classes=2), inputs), docs[:5])
    case("weighted_mode_fraction", "R25", "votes that are no classes", classifier(mode(stump("a", 0.5, 0, 0.5), stump("b", 0.5, 0, -1), classes=2), inputs), docs)
    case("weighted_mode_infinite_weight", "R25 R26", "no valid values", classifier(mode(stump("a", 0.5, 0, 1), classes=2, weights=["NaN"]), inputs), docs[:5])
    case("softmax_not_finite", "R26", "entries that are not finite are impossible; none finite is an error", classifier(
        tree(["a", "b"], split(0, 0.5, 1, 2), leaf([1, "NaN", 2]), split(1, 0.5, 3, 4), leaf(["Infinity", "-Infinity", 0]), leaf(["NaN", "NaN", "Infinity"]), **CLASSIFICATION),
        inputs, num_top_classes=-1), docs)
    case("softmax_wide", "R26", "far apart and large", classifier(
        tree(["a", "b"], split(0, 0.5, 1, 2), leaf([1000, 0, -1000]), split(1, 0.5, 3, 4), leaf([1e300, 1e300, 1]), leaf([-1e-3, 1e-3, 0.1]), **CLASSIFICATION), inputs, num_top_classes=-1), docs)
    case("defaults", "R27", "weighted_sum without weights, regression", model(ensemble(stump("a", 0.5), stump("b", 0.5, 10, 20)), inputs), docs)
    case("vector_in_sum", "R27", "of a vector leaf a sum takes the first value", model(ensemble(vector("a", [1, 2], [3, 4]), stump("b", 0.5, 10, 20)), inputs), docs)
    case("vector_in_exponent", "R27 R22", "the same for exponent", model(ensemble(vector("a", [1, 2], [3, 4]), stump("b", 0.5, -1, 0), aggregate_output={"exponent": {}}), inputs), docs)
    case("vector_in_regression_tree", "R27 refused", "vector leaves need a classification target in their own tree",
         classifier(ensemble(tree(["a"], split(0, 0.5, 1, 2), leaf([1, 2]), leaf([2, 1])), **LOGISTIC), inputs), docs[:1])


def rules_of_classes() -> None:
    docs: list[JSON | str] = [{"a": v} for v in (0, 1, 2, 3, 4)]
    four = tree(["a"], *chain(3), **CLASSIFICATION)
    labelled = tree(["a"], *chain(3), classification_labels=["no", "yes", "maybe", "never"], **CLASSIFICATION)
    case("single_tree", "R28", "certainty for the class that the leaf names", classifier(labelled, ["a"], num_top_classes=-1), docs)
    case("single_tree_fraction", "R28", "fractions are cut, leaves that are not reached count for the number of classes", classifier(
        {"tree": {"feature_names": ["a"], "tree_structure": [split(0, 0.5, 1, 2), leaf(1.9), leaf(0.2), leaf(4.7)]} | CLASSIFICATION}, ["a"], num_top_classes=-1), docs)
    case("single_tree_labels", "R28", "another number of labels: an error with every document", classifier(
        tree(["a"], *chain(3), classification_labels=["no", "yes"], **CLASSIFICATION), ["a"]), docs[:2])
    case("single_tree_negative", "R28", "a negative leaf is an index that does not exist", classifier(tree(["a"], split(0, 0.5, 1, 2), leaf(-1), leaf(1), **CLASSIFICATION), ["a"]), docs[:2])
    case("single_tree_vector", "R28 R26", "softmax of the leaf", classifier(
        tree(["a"], split(0, 0.5, 1, 2), leaf([1, 2, 2]), leaf([0.3, 0.2, 0.1]), classification_labels=["x", "y", "z"], **CLASSIFICATION), ["a"], num_top_classes=2), docs)
    case("single_tree_all_negative", "R28", "one class at least", classifier(tree([], leaf(-0.5), **CLASSIFICATION), ["a"]), docs[:1])
    for name, weights in (("plain", [0.4, 0.6]), ("negative", [-1, -2]), ("large", [10, 0.5]), ("zero", [0, 0]), ("nan", ["NaN", 1]), ("minus_zero", [-0.0, 0.0])):
        case(f"weights_{name}", "R29", "score = probability * weight decides", classifier(
            ensemble(stump("a", 0.5, 1, -1), stump("a", 2.5, 0.25, -1), classification_labels=["no", "yes"], classification_weights=weights, **LOGISTIC), ["a"], num_top_classes=2), docs)
    case("ties", "R29", "equal scores keep the order of classes", classifier(
        tree(["a"], split(0, 0.5, 1, 2), leaf([1, 1, 1]), leaf([0, 1, 1]), **CLASSIFICATION), ["a"], num_top_classes=-1), docs)
    for n in (0, 1, 2, 9, -1, -7):
        case(f"top_classes_{n}".replace("-", "minus_"), "R30", "how many classes are listed", classifier(labelled, ["a"], num_top_classes=n), docs[:3])
    case("no_labels", "R31", "class names are numbers in the order of classes", classifier(four, ["a"], num_top_classes=-1), docs)
    labels = ["1", "0", "-5", "+5", "1.0", "007", "9223372036854775807", "9223372036854775808", "\u0663", "", "true", "tiger", "False", "f", "2", "-", "1 ", "TRUE"]
    many = tree(["a"], *chain(len(labels) - 1), classification_labels=labels, **CLASSIFICATION)
    more: list[JSON | str] = [{"a": i} for i in range(len(labels))]
    for kind in ("string", "number", "boolean"):
        case(f"type_{kind}", "R32", "what a label becomes", classifier(many, ["a"], prediction_field_type=kind, num_top_classes=1), more)
        case(f"type_{kind}_no_labels", "R31 R32", "what a class becomes without labels", classifier(four, ["a"], prediction_field_type=kind, num_top_classes=2), docs)
    case("type_boolean_high", "R32", "an index above 1 that is no boolean: an error", classifier(
        tree(["a"], *chain(2), classification_labels=["no", "yes", "x"], **CLASSIFICATION), ["a"], prediction_field_type=" Boolean "), docs[:3])
    case("type_boolean_high_listed", "R32", "with top classes an error for every document", classifier(
        tree(["a"], *chain(2), classification_labels=["no", "yes", "x"], **CLASSIFICATION), ["a"], prediction_field_type="boolean", num_top_classes=-1), docs[:3])
    case("result_fields", "R33", "names of fields; dots are not expanded", classifier(labelled, ["a"], results_field="r.x", top_classes_results_field="t.y", num_top_classes=1), docs[:2])
    for field in ("top_classes", "prediction_probability", "prediction_score", "feature_importance"):
        case(f"result_field_{field}", "R33", "one map: a later equal name replaces", classifier(labelled, ["a"], results_field=field, num_top_classes=1, num_top_feature_importance_values=1), docs[:2])
    case("result_regression", "R33", "feature_importance, then the value", model(stump("a", 0.5, number_samples=4), ["a"], {"regression": {"results_field": "v", "num_top_feature_importance_values": 1}}), docs[:2])
    case("result_regression_replaced", "R33", "the value replaces", model(stump("a", 0.5), ["a"], {"regression": {"results_field": "feature_importance", "num_top_feature_importance_values": 1}}), docs[:2])
    case("not_finite", "R34", "results that are not finite", model(tree(["a"], split(0, 0.5, 1, 2), leaf("NaN"), split(0, 1.5, 3, 4), leaf("Infinity"), leaf("-Infinity")), ["a"]), docs)


# Random models

def random_tree(rng: random.Random, features: list[str], width: int, depth: int, classes: int | None) -> JSON:
    nodes: list[JSON] = []

    def grow(level: int, samples: int) -> int:
        at = len(nodes)
        nodes.append({})
        if level == 0 or rng.random() < 0.15:
            values = [rng.choice([rng.uniform(-2, 2), rng.randint(-3, 3), 0.1 * rng.randint(-9, 9)]) for _ in range(width)]
            value: Any = rng.randrange(classes) if classes is not None and width == 1 else values[0] if width == 1 else values
            nodes[at] = leaf(value, number_samples=samples)
            return at
        cut = rng.randint(1, max(1, samples - 1))
        node = split(rng.randrange(len(features)), rng.choice([rng.uniform(-2, 2), rng.randint(-2, 2), 0.0, -0.0, 1]), 0, 0,
                     decision_type=rng.choice(["lt", "lte", "gt", "gte"]), number_samples=samples)
        if rng.random() < 0.6:
            node["default_left"] = rng.random() < 0.5
        node["left_child"], node["right_child"] = grow(level - 1, cut), grow(level - 1, max(0, samples - cut))
        nodes[at] = node
        return at

    grow(depth, rng.randint(5, 300))
    return tree(features, *nodes, **(CLASSIFICATION if classes is not None else {}))


def random_value(rng: random.Random) -> Any:
    return rng.choice([rng.uniform(-3, 3), rng.randint(-3, 3), float(rng.randint(-2, 2)), rng.choice(["red", "green", "blue", "", "0.5", "-0", "NaN"]),
                       None, True, [], rng.choice([0, 0.0, 1, 2]), -0.0])


def random_preprocessors(rng: random.Random, fields: list[str]) -> tuple[list[JSON], list[str]]:
    made: list[JSON] = []
    names: list[str] = []
    values = ["red", "green", "blue", "", "0", "1", "1.0", "true", "r", "g", "re"]
    for i in range(rng.randint(1, 5)):
        field = rng.choice(fields + (names if rng.random() < 0.3 else []))
        custom = {"custom": True} if rng.random() < 0.3 else {}
        match rng.randrange(5):
            case 0:
                hot = {value: f"h{i}_{rng.randrange(3)}" for value in rng.sample(values, 3)}
                made.append(one_hot(field, hot, **custom))
                names += sorted(set(hot.values()))
            case 1:
                made.append(target_mean(field, f"t{i}", {value: rng.uniform(-2, 2) for value in rng.sample(values, 4)}, rng.uniform(-1, 1), **custom))
                names.append(f"t{i}")
            case 2:
                made.append(frequency(field, f"f{i}", {value: rng.random() for value in rng.sample(values, 4)}, **custom))
                names.append(f"f{i}")
            case 3:
                made.append(n_gram(field, rng.sample([1, 2, 3], 2), feature_prefix=f"n{i}", length=rng.randint(3, 6), **custom))
                names += [f"n{i}.10", f"n{i}.11", f"n{i}.20"]
            case _:
                made.append({"multi_encoding": {"processors": [n_gram(field, [1], feature_prefix=f"m{i}", length=2),
                                                               target_mean(f"m{i}.10", f"m{i}t", {"r": 1, "g": 2, "0": 0.5}, 0)]} | custom})
                names += [f"m{i}t", f"m{i}.11"]
    return made, names


def random_models() -> None:
    for number in range(60):
        rng = random.Random(f"ml-dga/inference/{number}")
        fields = [f"f{i}" for i in range(rng.randint(1, 5))]
        preprocessors, made = random_preprocessors(rng, fields) if rng.random() < 0.6 else ([], [])
        names = fields + made
        kind = rng.choice(["sum", "exponent", "logistic", "logistic_vector", "mode", "mode_vector", "tree", "tree_class", "tree_vector"])
        classes = rng.randint(2, 4)
        importance = rng.choice([0, 0, 2, 50])

        def some_tree(width: int = 1, votes: bool = False) -> JSON:
            own = rng.sample(names, rng.randint(1, len(names)))
            return random_tree(rng, own, width, rng.randint(0, 5), classes if votes or width > 1 else None)

        count = rng.randint(1, 12)
        def weights() -> JSON:
            return {"weights": [rng.choice([1, rng.uniform(-1, 2)]) for _ in range(count)]} if rng.random() < 0.5 else {}
        labels = {"classification_labels": rng.sample(["yes", "no", "1", "0", "true", "x"], classes)} if rng.random() < 0.5 else {}
        two_labels = {"classification_labels": labels["classification_labels"][:2]} if labels else {}
        match kind:
            case "sum" | "exponent":
                inner = [ensemble(some_tree(), some_tree())] if rng.random() < 0.3 else [some_tree()]
                trained = ensemble(*[some_tree() for _ in range(count - 1)], *inner, aggregate_output={"weighted_sum" if kind == "sum" else kind: weights()})
            case "logistic":
                cw = {"classification_weights": [rng.uniform(0, 2), rng.uniform(0, 2)]} if rng.random() < 0.4 else {}
                trained = ensemble(*[some_tree() for _ in range(count)], aggregate_output={"logistic_regression": weights()}, **CLASSIFICATION, **two_labels, **cw)
            case "logistic_vector":
                trained = ensemble(*[some_tree(classes) for _ in range(count)], aggregate_output={"logistic_regression": weights()}, **CLASSIFICATION, **labels)
            case "mode":
                trained = ensemble(*[some_tree(votes=True) for _ in range(count)], aggregate_output={"weighted_mode": {"num_classes": classes} | weights()}, **CLASSIFICATION, **labels)
            case "mode_vector":
                trained = ensemble(*[some_tree(classes) for _ in range(count)], aggregate_output={"weighted_mode": {"num_classes": classes} | weights()}, **CLASSIFICATION, **labels)
            case "tree":
                trained = some_tree()
            case "tree_class":
                trained = some_tree(votes=True)
            case _:
                trained = some_tree(classes)
                trained["tree"].update(labels)
        regression = kind in ("sum", "exponent", "tree")
        config: JSON = {"num_top_feature_importance_values": importance} if importance else {}
        if not regression:
            config |= {"num_top_classes": rng.choice([0, 2, -1]), "prediction_field_type": rng.choice(["string", "number"])}
        built = model(trained, fields, {"regression" if regression else "classification": config}, preprocessors or None)
        if rng.random() < 0.3:
            text = gzip.compress(json.dumps(built.pop("definition")).encode(), mtime=0)
            built |= {"compressed_definition": base64.b64encode(text).decode(), "model_type": "tree_ensemble"}
        docs: list[JSON | str] = [{field: random_value(rng) for field in fields if rng.random() < 0.8} for _ in range(12)]
        case(f"random_{number:02}", "exactness" + (" importance" if importance else ""), f"random model: {kind}", built, docs)


def cases_of_importance() -> None:
    docs: list[JSON | str] = [{"a": a, "b": b, "c": c} for a in (0, 1) for b in (0, 1) for c in (0, 1)] + [{"a": 1}]
    inputs = ["a", "b", "c"]
    deep = tree(inputs, split(0, 0.5, 1, 2, number_samples=100), split(1, 0.5, 3, 4, number_samples=60), split(2, 0.5, 5, 6, number_samples=40),
                leaf(1, number_samples=10), split(0, -0.5, 7, 8, number_samples=50), leaf(2, number_samples=15), leaf(-4, number_samples=25),
                leaf(5, number_samples=20), leaf(0.5, number_samples=30))
    for wanted in (1, 2, 10):
        case(f"importance_{wanted}", "importance", "the most important ones first", model(deep, inputs, {"regression": {"num_top_feature_importance_values": wanted}}), docs)
    case("importance_unknown_samples", "importance R9", "without number_samples there is nothing to weigh by", model(stump("a", 0.5), inputs, {"regression": {"num_top_feature_importance_values": 3}}), docs[:2])
    case("importance_binary", "importance", "class 0 is the negative of class 1", classifier(
        ensemble(deep, deep, classification_labels=["no", "yes"], **LOGISTIC), inputs, num_top_feature_importance_values=3, prediction_field_type="boolean"), docs)
    case("importance_no_labels", "importance R32", "names of classes without labels", classifier(ensemble(deep, **LOGISTIC), inputs, num_top_feature_importance_values=2, prediction_field_type="number"), docs[:3])
    vectors = tree(inputs, split(0, 0.5, 1, 2, number_samples=10), leaf([1, 2, 3], number_samples=4), split(1, 0.5, 3, 4, number_samples=6),
                   leaf([3, 0, 1], number_samples=5), leaf([0, 0, 7], number_samples=1), **CLASSIFICATION)
    case("importance_classes", "importance", "a value a class", classifier(ensemble(vectors, vectors, **LOGISTIC, classification_labels=["x", "y", "z"]), inputs, num_top_feature_importance_values=9), docs)
    case("importance_single", "importance", "of a single classification tree", classifier(tree(inputs, split(1, 0.5, 1, 2, number_samples=9), leaf(0, number_samples=3), leaf(1, number_samples=6), **CLASSIFICATION), inputs, num_top_feature_importance_values=3), docs)
    encoders = [one_hot("a", {"0": "a0", "1": "a1"}), target_mean("b", "bt", {"0": 0.1, "1": 0.9}, 0.5), frequency("c", "cf", {"0": 0.2, "1": 0.8}, custom=True)]
    encoded = tree(["a0", "a1", "bt", "cf"], split(0, 0.5, 1, 2, number_samples=50), split(2, 0.5, 3, 4, number_samples=30), split(3, 0.5, 5, 6, number_samples=20),
                   leaf(1, number_samples=10), leaf(2, number_samples=20), split(1, 0.5, 7, 8, number_samples=12), leaf(4, number_samples=8), leaf(5, number_samples=7), leaf(6, number_samples=5))
    case("importance_preprocessed", "importance", "summed under the preprocessor's field, unless custom", model(encoded, inputs, {"regression": {"num_top_feature_importance_values": 9}}, encoders), docs)
    case("importance_multi", "importance R16", "of a chain: its first field", model(
        tree(["t", "m.10"], split(0, 0.5, 1, 2, number_samples=9), leaf(1, number_samples=4), split(1, 0.5, 3, 4, number_samples=5), leaf(3, number_samples=2), leaf(7, number_samples=3)), inputs,
        {"regression": {"num_top_feature_importance_values": 9}}, [{"multi_encoding": {"processors": [n_gram("a", [1], feature_prefix="m", length=2), target_mean("m.10", "t", {"0": 0, "1": 1}, 5)]}}]), docs)
    case("importance_many", "importance", "ties in the order of Java's hash maps", model(
        ensemble(*[stump(f"feature_{i}", 0.5, 1, 2, number_samples=2) for i in range(40)]), [f"feature_{i}" for i in range(40)], {"regression": {"num_top_feature_importance_values": 40}}),
        [{f"feature_{i}": 1 for i in range(40)}, {"feature_1": 1}])
    for name, field, features in (("in_one_bucket", "BBAa", ["BBBB", "AaAa", "x", "AaBB"]), ("of_13", "w", "klmnopqrstuv"), ("of_14", "x", "klmnopqrstuvw")):
        case(f"importance_computed_{name}", "importance", "with preprocessors, ties in the order of a hash map after compute(): the latest of a bucket first, a full table still as it was", model(
            ensemble(*[tree([feature], split(0, 0.5, 1, 2, number_samples=4), leaf(1, number_samples=1), leaf(2, number_samples=3)) for feature in [*features, "made"]]),
            [field, *features], {"regression": {"num_top_feature_importance_values": 40}}, [frequency(field, "made", {"1": 1})]), [{feature: 1 for feature in [field, *features]}, {field: "x", features[0]: 1}])
    case("importance_nested", "importance R19", "through inner ensembles", model(ensemble(deep, ensemble(tree(["c", "a"], split(0, 0.5, 1, 2, number_samples=8), leaf(1, number_samples=3), leaf(2, number_samples=5)), deep)), inputs, {"regression": {"num_top_feature_importance_values": 3}}), docs)
    case("importance_twice", "importance R28", "a tree that names a feature twice", model(tree(["a", "a"], split(0, 0.5, 1, 2), leaf(1), leaf(2)), inputs, {"regression": {"num_top_feature_importance_values": 3}}), docs[:1])


def cases_of_processors() -> None:
    labelled = classifier(ensemble(stump("a", 0.5, 1, -1), stump("b", 0.5, 0.5, -2), classification_labels=["0", "1"], **LOGISTIC), ["a", "b"], num_top_classes=1, results_field="mine")
    docs: list[JSON | str] = [{"a": 1, "b": 0}, {"x": {"y": 0}}, {"x": {"y": 1}, "a": 0}, {}]
    case("processor_model_id", "processor R4", "model_id is added, also to a warning", labelled | {"model_id": "dga_1"}, docs, {})
    for i, config in enumerate(({"num_top_classes": 2}, {"results_field": "theirs"}, {"prediction_field_type": "number"}, {"top_classes_results_field": "best"},
                                {"num_top_feature_importance_values": 2}, {"num_top_classes": 0, "prediction_field_type": "boolean"}, {})):
        case(f"processor_update_{i}", "processor R33", "fields that are given replace those of the model", labelled, docs, {"inference_config": {"classification": config}})
    regression = model(stump("a", 0.5), ["a"], {"regression": {"results_field": "mine"}})
    case("processor_update_regression", "processor R33", "the same for regression", regression, docs, {"inference_config": {"regression": {"results_field": "theirs", "num_top_feature_importance_values": 1}}})
    case("processor_field_map", "processor R3", "the processor's field_map works like default_field_map, before it",
         labelled | {"default_field_map": {"x.y": "b"}}, docs, {"field_map": {"x.y": "a"}})


def main() -> None:
    for path in HERE.iterdir():
        if (path / "model.json").exists():
            shutil.rmtree(path)
    for part in (rules_of_documents, rules_of_values, rules_of_preprocessors, rules_of_ensembles, rules_of_classes, cases_of_importance, cases_of_processors, random_models):
        part()
    refused_cases(case)
    (HERE / "index.json").write_text("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in INDEX.items()) + "\n}\n")


if __name__ == "__main__":
    main()
