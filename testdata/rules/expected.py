"""Writes expected.json: what Python's own TOML parser reads in the rules beside it, by the name of the file."""
import json
import pathlib
import tomllib

here = pathlib.Path(__file__).parent
rules = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(here.glob("*.toml"))}
(here / "expected.json").write_text(json.dumps(rules, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
