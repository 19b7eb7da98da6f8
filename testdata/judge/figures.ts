/**
 * Measures one thread of the rehearsal on the bundle of testdata/ and prints each figure beside what is asked of it:
 * documents a second through both pipelines, through the n-gram script alone, and through inference alone, the last one
 * beside Elastic's own Java on the same model and documents in the same run. Then a bundle whose model is grown to
 * 250 MB is validated in a process of its own, beside Python's `json.load` of the same file.
 *
 *     deno task figures
 */

import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { JavaHashMap, type JavaMap } from "../../lib/java/map.ts";
import {
  compilePainless,
  createIngestNode,
  formatDocument,
  loadTrainedModel,
  parseDocument,
  readBundle,
  validateDgaBundle,
} from "../../mod.ts";

const TESTDATA = fileURLToPath(new URL("..", import.meta.url));
const BUNDLE = join(TESTDATA, "ML-DGA-20261101-1");

/** Calls a second: the best of several rounds of half a second, as the machine may be busy with something else. */
function rate(round: () => number): number {
  let best = 0;
  for (let i = 0; i < 8; i++) {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < 500) calls += round();
    best = Math.max(best, calls / ((performance.now() - start) / 1000));
  }
  return best;
}

function report(what: string, figure: number, wanted: number): void {
  const verdict = figure >= wanted ? "reached" : "NOT REACHED";
  console.log(`${what}: ${Math.round(figure)} a second (asked: ${Math.round(wanted)}; ${verdict})`);
}

/** Validates the bundle with its trees repeated up to 250 MB. */
function reportLargeModel(folder: string): void {
  const bundle = join(folder, "ML-DGA-20261101-1");
  cpSync(BUNDLE, bundle, { recursive: true });
  const file = join(bundle, "dga_20261101_1.0_model.json");
  const text = readFileSync(file, "utf8").trim();
  const [open, close] = ['"trained_models":[', "]"];
  const start = text.indexOf(open) + open.length;
  const end = endOfTrees(text, start);
  const trees = text.slice(start, end);
  writeFileSync(file, text.slice(0, start) + trees);
  for (let size = text.length; size < 250e6; size += trees.length + 1) appendFileSync(file, `,${trees}`);
  appendFileSync(file, close + text.slice(end + close.length));

  const program = `
    import process from "node:process";
    import { readBundle, validateDgaBundle } from "${new URL("../../mod.ts", import.meta.url)}";
    const start = performance.now();
    const { value } = await validateDgaBundle(await readBundle(${JSON.stringify(bundle)}));
    if (value === undefined) throw new Error("The bundle is not valid");
    console.log(JSON.stringify([(performance.now() - start) / 1000, process.resourceUsage().maxRSS / 1000]));`;
  const [seconds, megabytes] = JSON.parse(execFileSync(process.execPath, ["eval", "--quiet", program], { encoding: "utf8" }));
  const verdict = megabytes < 400 ? "reached" : "NOT REACHED";
  console.log(`A bundle with a 250 MB model, validated: ${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB at most (asked: 400; ${verdict})`);

  const python = `
import json, resource, time
start = time.time()
json.load(open(${JSON.stringify(file)}))
print(json.dumps([time.time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000]))`;
  const [pythonSeconds, pythonMegabytes] = JSON.parse(execFileSync("python3", ["-c", python], { encoding: "utf8" }));
  console.log(`Python's json.load of that model alone: ${pythonSeconds.toFixed(1)} s, ${Math.round(pythonMegabytes)} MB`);
}

/** Where the array that starts before a position ends; no string of the starter's trees has a bracket. */
function endOfTrees(text: string, start: number): number {
  let depth = 1;
  let at = start;
  for (; depth > 0; at++) depth += text[at] === "[" ? 1 : text[at] === "]" ? -1 : 0;
  return at - 1;
}

const lines = readFileSync(join(TESTDATA, "expected.ndjson"), "utf8").trim().split("\n");
const texts = lines.map((line) => formatDocument(parseDocument(line).get("before") ?? null));

const { value: bundle } = await validateDgaBundle(await readBundle(BUNDLE));
if (bundle === undefined) throw new Error(`Cannot measure "${BUNDLE}" as it is not valid`);
const node = createIngestNode(bundle);
const pipelineRate = rate(() => {
  for (const text of texts) node.run("dns_enrich_pipeline", parseDocument(text));
  return texts.length;
});
report("Both pipelines, from JSON text to an enriched document", pipelineRate, 10_000);

const source = readFileSync(join(TESTDATA, "training/assets/dga_ngrams_create.painless"), "utf8");
const script = compilePainless(source, { context: "ingest" });
const params = new JavaHashMap();
params.set("dynamic_domains", parseDocument('{"mooo.com": true, "us.to": true, "strangled.net": true}'));
const documents: JavaMap[] = texts.map(parseDocument);
const scriptRate = rate(() => {
  for (const ctx of documents) script.execute({ ctx, params });
  return documents.length;
});
report("The n-gram script", scriptRate, 40_000);

// The script left its features in the documents: they are now what the model reads.
const model = loadTrainedModel(new Uint8Array(readFileSync(join(BUNDLE, "dga_20261101_1.0_model.json"))));
const inferenceRate = rate(() => {
  for (const document of documents) model.infer(document);
  return documents.length;
});
const folder = mkdtempSync(join(tmpdir(), "ml-dga-figures-"));
try {
  reportLargeModel(folder);
  const docs = join(folder, "docs.ndjson");
  writeFileSync(docs, documents.map((document) => formatDocument(document) + "\n").join(""));
  const judge = join(TESTDATA, "judge/inference/run.sh");
  const answer = execFileSync(judge, ["--time", "100", join(BUNDLE, "dga_20261101_1.0_model.json"), docs], { encoding: "utf8" });
  const java: unknown = JSON.parse(answer);
  if (typeof java !== "object" || java === null || !("inferences_per_second" in java)) throw new Error(answer);
  console.log(`Elastic's own inference: ${java.inferences_per_second} a second`);
  report("Inference", inferenceRate, 3 * Number(java.inferences_per_second));
} finally {
  rmSync(folder, { recursive: true });
}
