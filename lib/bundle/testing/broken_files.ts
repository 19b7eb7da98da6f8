/**
 * Bundles whose set of files, whose JSON or whose scripts are broken.
 * @module
 */

import type { Breakages } from "./breakage.ts";
import { replaced } from "./broken_bundle.ts";

/** The text of a pipeline as Windows' editors once saved it. */
function utf16(text: string): Uint8Array {
  return new Uint8Array([0xff, 0xfe, ...[...text].flatMap((character) => [character.charCodeAt(0), 0])]);
}

/** A script with another source. */
function source(text: string): () => string {
  return () => JSON.stringify({ script: { lang: "painless", source: text } });
}

/** What is broken, and what is said of it. */
export const BROKEN_FILES: Breakages = {
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
  "a day that is in no calendar": {
    changes: {},
    name: "ML-DGA-20210231-1",
    found: [`warning release-name
The bundle is called "ML-DGA-20210231-1", which is not the name of a release
> A release needs a folder or archive named like ML-DGA-20201111-1; installing from files does not.`],
  },
  "no model": {
    changes: { model: undefined },
    found: [`error file-missing
Cannot find the model: no file has a name like "dga_*_model.json"
> Add the file, or rename it.`],
  },
  "no files": {
    changes: {
      model: undefined,
      dga_ngrams_create: undefined,
      dga_ngrams_transform_delete: undefined,
      ingest_pipeline1: undefined,
      ingest_pipeline2: undefined,
    },
    found: [
      `error file-missing
Cannot find the model: no file has a name like "dga_*_model.json"
> Add the file, or rename it.`,
      `error file-missing
Cannot find the script "dga_ngrams_create": no file has a name like "dga_*_ngrams_create.json"
> Add the file, or rename it.`,
      `error file-missing
Cannot find the script "dga_ngrams_transform_delete": no file has a name like "dga_*_ngrams_transform_delete.json"
> Add the file, or rename it.`,
      `error file-missing
Cannot find the pipeline "dns_enrich_pipeline": no file has a name like "dga_*_ingest_pipeline1.json"
> Add the file, or rename it.`,
      `error file-missing
Cannot find the pipeline "dns_dga_inference_enrich_pipeline": no file has a name like "dga_*_ingest_pipeline2.json"
> Add the file, or rename it.`,
    ],
  },
  "a misspelt file name": {
    changes: { dga_ngrams_create: undefined, "dga_1_ngram_create.json": () => "{}" },
    found: [
      `error file-missing
Cannot find the script "dga_ngrams_create": no file has a name like "dga_*_ngrams_create.json"
> Did you mean "dga_1_ngram_create.json"? Rename it to fit the pattern.`,
      `warning unexpected-file dga_1_ngram_create
The file "dga_1_ngram_create.json" fits none of the five patterns; it is neither installed nor released
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
    found: [
      `warning unexpected-file readme.md
The file "readme.md" fits none of the five patterns; it is neither installed nor released
> Remove it from the bundle.`,
      `warning unexpected-file .DS_Store
The file ".DS_Store" fits none of the five patterns; it is neither installed nor released
> Remove it from the bundle.`,
    ],
  },
  "an illegal id": {
    changes: { model: undefined, "dga_A_model.json": () => "{" },
    found: [
      `error model-id dga_A_model
Cannot install the model as "dga_A", its file's name up to the last "_": it holds "A"
> Rename the file. An id has at most 64 of a-z, 0-9, "_", "-" and ".", and starts and ends with a letter or digit.`,
      `error model-parse dga_A_model 1:2
Cannot read the model as it is not JSON: the text ends where a key in quotes or "}" was expected
> The file is cut off: save it again, or copy it again from where it is whole.`,
      `error model-not-in-bundle ingest_pipeline2 processors/1/inference/model_id 25:21
Cannot install the pipeline "dns_dga_inference_enrich_pipeline" as it calls "dga_20261101_1.0", which is no model of this bundle
> The bundle has "dga_A".`,
    ],
  },
  "a file without end": {
    changes: { ingest_pipeline1: () => " ".repeat(1024 * 1024 + 1) },
    found: [`error file-too-large ingest_pipeline1
Cannot read the pipeline "dns_enrich_pipeline": it has 1048577 bytes, and at most 1048576 are read
> No bundle needs that: see what made the file.`],
  },

  // JSON.
  "not UTF-8": {
    changes: { ingest_pipeline1: () => new Uint8Array([0x7b, 0x0a, 0x20, 0x22, 0xff, 0x22]) },
    found: [`error json-syntax ingest_pipeline1 2:3
Cannot read the pipeline "dns_enrich_pipeline" as it is not JSON: byte 0xff is not UTF-8
> Save the file as UTF-8 without a byte order mark.`],
  },
  "UTF-16": {
    changes: { ingest_pipeline1: utf16 },
    found: [`error json-syntax ingest_pipeline1 1:1
Cannot read the pipeline "dns_enrich_pipeline" as it is not JSON: it starts with a byte order mark (JSON is UTF-8 without one)
> Save the file as UTF-8 without a byte order mark.`],
  },
  "a byte order mark": {
    changes: { dga_ngrams_create: (text) => `\ufeff${text}` },
    found: [`error json-syntax dga_ngrams_create 1:1
Cannot read the script "dga_ngrams_create" as it is not JSON: it starts with a byte order mark (JSON is UTF-8 without one)
> Save the file as UTF-8 without a byte order mark.`],
  },
  "not JSON": {
    changes: { ingest_pipeline1: replaced('"version": 1,', '"version": 1') },
    found: [`error json-syntax ingest_pipeline1 4:3
Cannot read the pipeline "dns_enrich_pipeline" as it is not JSON: a quote was found where "," or "}" was expected
> See what comes before this place: a quote, a comma or a bracket too few or too many, or a comment.`],
  },
  "a file that is cut off": {
    changes: { ingest_pipeline2: (text) => text.slice(0, 200) },
    found: [`error json-syntax ingest_pipeline2 8:17
Cannot read the pipeline "dns_dga_inference_enrich_pipeline" as it is not JSON: the text ends where ":" was expected
> The file is cut off: save it again, or copy it again from where it is whole.`],
  },
  "an empty file": {
    changes: { ingest_pipeline1: () => "" },
    found: [`error json-syntax ingest_pipeline1 1:1
Cannot read the pipeline "dns_enrich_pipeline" as it is not JSON: there is no text
> The file is cut off: save it again, or copy it again from where it is whole.`],
  },
  "a million brackets": {
    changes: { dga_ngrams_create: () => "[".repeat(1_000_000) },
    found: [`error json-syntax dga_ngrams_create 1:1001
Cannot read the script "dga_ngrams_create" as it is nested more than 1000 levels deep
> No bundle needs that: see what made the file.`],
  },
  "a key twice": {
    changes: { ingest_pipeline1: replaced('"version": 1,', '"version": 1, "version": 2,') },
    found: [`warning duplicate-key ingest_pipeline1 version 3:17
The key "version" is in its object more than once: the last value is the one that is installed
> Keep one of them. Whoever sends the file as it is sees it refused.`],
  },
  "a key of a script twice": {
    changes: { dga_ngrams_create: replaced('"lang": "painless",', '"lang": "mustache", "lang": "painless",') },
    found: [`warning duplicate-key dga_ngrams_create script/lang 3:25
The key "lang" is in its object more than once: the last value is the one that is installed
> Keep one of them. Whoever sends the file as it is sees it refused.`],
  },

  // Scripts.
  "a script that is a list": {
    changes: { dga_ngrams_create: () => "[]" },
    found: [`error script-body dga_ngrams_create script 1:1
Cannot store the script "dga_ngrams_create": it is not of the form {"script": {"lang": …, "source": …}}
> Write {"script": {"lang": "painless", "source": "…"}}.`],
  },
  "a script without lang": {
    changes: { dga_ngrams_create: replaced('"lang": "painless",', "") },
    found: [`error script-body dga_ngrams_create script/lang 2:13
Cannot store the script "dga_ngrams_create": it has no "lang"
> Write {"script": {"lang": "painless", "source": "…"}}.`],
  },
  "a script without source": {
    changes: { dga_ngrams_create: () => '{"script": {"lang": "painless"}}' },
    found: [`error script-body dga_ngrams_create script/source 1:12
Cannot store the script "dga_ngrams_create": it has no "source"
> Write {"script": {"lang": "painless", "source": "…"}}.`],
  },
  "an empty script": {
    changes: { dga_ngrams_create: source("") },
    found: [`error script-body dga_ngrams_create script/source 1:39
Cannot store the script "dga_ngrams_create": its "source" is no program
> Write {"script": {"lang": "painless", "source": "…"}}.`],
  },
  "another language": {
    changes: { dga_ngrams_transform_delete: replaced("painless", "expression") },
    found: [`error script-lang dga_ngrams_transform_delete script/lang 3:13
Cannot use the script "dga_ngrams_transform_delete": it is written in "expression", and scripts of a DGA bundle are in "painless"
> Set "lang" to "painless".`],
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
> Write {"script": {"lang": "painless", "source": "…"}}.`],
  },
  "a script that is too long": {
    changes: { dga_ngrams_create: source(`/*${"é".repeat(32745)}*/`) },
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
};
