/**
 * Inferences a second with the starter model: `deno bench --allow-read lib/inference/inference_bench.ts`. The same
 * documents go through Elastic's own classes with testdata/judge/inference/run.sh --time.
 * @module
 */

import { readFile } from "node:fs/promises";
import { parseDocument } from "../json/document.ts";
import { loadTrainedModel } from "./trained_model.ts";

const TESTDATA = new URL("../../testdata/", import.meta.url);
const bytes = await readFile(new URL("ML-DGA-20261101-1/dga_20261101_1.0_model.json", TESTDATA));
const model = loadTrainedModel(bytes);
const lines = (await readFile(new URL("inference/starter_docs.ndjson", TESTDATA), "utf8")).trimEnd().split("\n");
const documents = lines.map(parseDocument);

Deno.bench("300 documents through the starter model", () => {
  for (const document of documents) model.infer(document);
});

Deno.bench("load the starter model", () => {
  loadTrainedModel(bytes);
});
