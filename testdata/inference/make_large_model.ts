/**
 * Makes a model of any size, for figures of time and memory.
 * usage: deno run --allow-write=FOLDER testdata/inference/make_large_model.ts FILE [MEGABYTES] [--compressed]
 *
 * The size is that of the definition's JSON. Trees are like LightGBM's: some hundred nodes each, with all that an export has.
 */

import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { Buffer } from "node:buffer";
import { createGzip } from "node:zlib";
import process from "node:process";

const FEATURES = 187;
const LEAVES = 255;

/** A generator of numbers that gives the same ones everywhere (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function treeText(next: () => number): string {
  const nodes: string[] = [];
  for (let i = 0; i < LEAVES - 1; i++) {
    nodes.push(JSON.stringify({
      node_index: i,
      decision_type: "lte",
      left_child: 2 * i + 1,
      right_child: 2 * i + 2,
      split_feature: Math.floor(next() * FEATURES),
      threshold: next(),
      split_gain: next() * 100,
      number_samples: 1 + Math.floor(next() * 30000),
      default_left: next() < 0.7,
    }));
  }
  for (let i = LEAVES - 1; i < 2 * LEAVES - 1; i++) {
    nodes.push(JSON.stringify({ node_index: i, leaf_value: next() - 0.5, number_samples: 1 + Math.floor(next() * 100) }));
  }
  return `{"tree":{"feature_names":${JSON.stringify(names())},"tree_structure":[${nodes.join(",")}],"target_type":"regression"}}`;
}

function names(): string[] {
  return Array.from({ length: FEATURES }, (_, i) => `f${i}`);
}

/** The text of a definition of about as many bytes, in pieces. */
function* definitionText(bytes: number): Generator<string> {
  yield '{"preprocessors":[],"trained_model":{"ensemble":{"target_type":"classification","classification_labels":["0","1"],' +
    '"aggregate_output":{"logistic_regression":{}},"trained_models":[';
  const next = numbers(1);
  let length = 0;
  while (length < bytes) {
    const text = (length === 0 ? "" : ",") + treeText(next);
    length += text.length;
    yield text;
  }
  yield "]}}}";
}

async function main(): Promise<void> {
  const [file = "large_model.json", megabytes = "250"] = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
  const compressed = process.argv.includes("--compressed");
  const out = createWriteStream(file);
  const write = async (text: string | Uint8Array) => {
    if (!out.write(text)) await once(out, "drain");
  };
  await write(
    `{"input":{"field_names":${JSON.stringify(names())}},"inference_config":{"classification":{"num_top_classes":2}},` +
      `"model_type":"tree_ensemble","${compressed ? "compressed_definition" : "definition"}":`,
  );
  const pieces = definitionText(Number(megabytes) * 1_000_000);
  if (compressed) {
    await write('"');
    const gzip = createGzip();
    const feeding = (async () => {
      for (const text of pieces) if (!gzip.write(text)) await once(gzip, "drain");
      gzip.end();
    })();
    let rest = Buffer.alloc(0);
    for await (const chunk of gzip) {
      const all = Buffer.concat([rest, chunk]);
      const whole = all.length - all.length % 3;
      await write(all.subarray(0, whole).toString("base64"));
      rest = all.subarray(whole);
    }
    await feeding;
    await write(rest.toString("base64") + '"');
  } else {
    for (const text of pieces) await write(text);
  }
  out.end("}\n");
  await once(out, "finish");
}

if (import.meta.main) await main();
