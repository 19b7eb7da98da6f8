import assert from "node:assert/strict";
import { closestName } from "./closest_name.ts";

Deno.test("closestName() finds the nearest known name, if one is near", { permissions: "none" }, () => {
  const scripts = ["dga_ngrams_create", "dga_ngrams_transform_delete"];
  const cases: [text: string, candidates: string[], found: string | undefined][] = [
    ["dga_ngram_create", scripts, "dga_ngrams_create"],
    ["DGA_NGRAMS_CREATE", scripts, "dga_ngrams_create"],
    ["dga_ngrams_transfrom_delete", scripts, "dga_ngrams_transform_delete"],
    ["dga_ngrams", scripts, undefined],
    ["other", scripts, undefined],
    ["", scripts, undefined],
    ["ab", ["xy"], undefined],
    ["f.tdl", ["f.u0", "f.tld"], "f.tld"],
    ["abc", ["cab"], undefined],
    ["spilt_gain", ["split_gain", "threshold"], "split_gain"],
    ["a".repeat(200), Array.from({ length: 100_000 }, () => "b".repeat(200)), undefined],
    ["dga_1_modle.json", ["dga_*_model.json"], "dga_*_model.json"],
    ["dga_1_model.JSON", ["dga_*_model.json"], "dga_*_model.json"],
    ["dga_model.json", ["dga_*_model.json"], "dga_*_model.json"],
    ["dga_1_model.json.gz", ["dga_*_model.json"], "dga_*_model.json"],
    ["dga_1_mod.toml", ["dga_*_model.json"], undefined],
    ["x".repeat(100_000), scripts, undefined],
  ];
  for (const [text, candidates, found] of cases) assert.equal(closestName(text, candidates), found, text.slice(0, 40));
});
