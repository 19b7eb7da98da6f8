"""Writes kibana.json: what Kibana is sent of the rules beside it, by the name of the file. Tables are Python's own reading,
notes are rendered by Python's string.Template and json, as elastic/detection-rules does."""
import json
import pathlib
import string
import tomllib

here = pathlib.Path(__file__).parent


def embedded(transform):
    return {
        f"{plugin}_{i}": f"!{{{plugin}{json.dumps(entry, sort_keys=True, separators=(',', ':'))}}}"
        for plugin, entries in transform.items()
        for i, entry in enumerate(entries)
    }


def sent(file):
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    rule = content["rule"]
    rule.pop("enabled", None)
    if "note" in rule and "transform" in content:
        rule["note"] = string.Template(rule["note"]).safe_substitute(embedded(content["transform"]))
    if "new_terms" in rule:
        terms = rule.pop("new_terms")
        rule[terms["field"]] = terms["value"]
        start = terms["history_window_start"][0]
        rule[start["field"]] = start["value"]
    if "query" in rule:
        rule["query"] = rule["query"].strip()
    for field in rule.get("required_fields", []):
        field.pop("ecs", None)
    return rule


rules = {path.name: sent(path) for path in sorted(here.glob("*.toml"))}
(here / "kibana.json").write_text(json.dumps(rules, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
