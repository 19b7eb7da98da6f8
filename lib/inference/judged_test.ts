import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { constants, inflateRawSync } from "node:zlib";
import { JavaHashMap, type JavaMap } from "../java/map.ts";
import { formatDocument, parseDocument } from "../json/document.ts";
import { memorySource } from "../json/byte_source.ts";
import { parseInferenceConfigUpdate } from "./inference_config.ts";
import { InferenceError, TrainedModelError } from "./inference_error.ts";
import { type InferOptions, loadTrainedModel, type TrainedModel, validateTrainedModel } from "./trained_model.ts";

/** What Elastic's own classes answered: ../../testdata/inference/make_cases.py says how it was recorded. */
const CASES = new URL("../../testdata/inference/", import.meta.url);
const READ = { permissions: { read: true } } as const;

interface CaseIndex {
  [name: string]: { covers: string[]; about: string };
}

interface ExpectedError {
  stage: string;
  message: string | null;
  root_message?: string;
}

async function index(): Promise<CaseIndex> {
  return JSON.parse(await readFile(new URL("index.json", CASES), "utf8"));
}

async function lines(name: string, file: string): Promise<string[]> {
  const text = await readFile(new URL(`${name}/${file}`, CASES), "utf8");
  return text.split("\n").filter((line) => line !== "");
}

async function processorOptions(name: string): Promise<InferOptions | undefined> {
  const text = await readFile(new URL(`${name}/processor.json`, CASES), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const processor: { inference_config?: unknown; field_map?: Record<string, string> } = JSON.parse(text);
  const fieldMap = new JavaHashMap();
  for (const [source, target] of Object.entries(processor.field_map ?? {})) fieldMap.set(source, target);
  return {
    fieldMap,
    ...(processor.inference_config === undefined
      ? {}
      : { inferenceConfig: parseInferenceConfigUpdate(processor.inference_config) }),
  };
}

function answer(model: TrainedModel, document: JavaMap, processor: InferOptions | undefined): string {
  try {
    const result = model.infer(document, processor);
    if (processor !== undefined) result.set("model_id", model.modelId ?? "model");
    return formatDocument(result);
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    return JSON.stringify({ error: { stage: "infer", message: error.javaMessage } });
  }
}

async function answers(name: string): Promise<string[]> {
  let model: TrainedModel;
  try {
    model = loadTrainedModel(await readFile(new URL(`${name}/model.json`, CASES)));
  } catch (error) {
    if (!(error instanceof TrainedModelError)) throw error;
    return [JSON.stringify({ error: { stage: error.stage, message: error.serverMessage } })];
  }
  const processor = await processorOptions(name);
  return (await lines(name, "docs.ndjson")).map((line) => answer(model, parseDocument(line), processor));
}

/** The server's message without positions in texts, and without suggestions. */
function essence(message: string): string {
  return message
    .split("\n")[0]
    ?.replace(/^\[[0-9]+:[0-9]+\] /, "")
    .replace(/ at [0-9]+:[0-9]+ but/, " but")
    .replace(/ did you mean .*$/, "") ?? "";
}

/** Strings, or numbers that are no integers: those may differ in the last place. */
const STRING_OR_FRACTION = /"(?:[^"\\]|\\.)*"|-?[0-9]+\.[0-9]+(?:E-?[0-9]+)?/g;

/** Equal text, but for fractions that an exponential function may have had a part in. An integer is no fraction. */
function assertNearlySame(found: string, expected: string, place: string): void {
  const [here, there] = [split(found), split(expected)];
  assert.equal(here.text, there.text, place);
  for (const [i, number] of here.fractions.entries()) {
    const wanted = there.fractions[i] ?? NaN;
    const tolerance = Math.max(1e-15, 1e-15 * Math.abs(wanted));
    assert.ok(Math.abs(number - wanted) <= tolerance, `${place}: ${number}, not ${wanted}`);
  }
}

/** A line of JSON with its fractions taken out. */
function split(line: string): { text: string; fractions: number[] } {
  const fractions: number[] = [];
  const text = line.replace(STRING_OR_FRACTION, (token) => {
    if (token.startsWith('"')) return token;
    fractions.push(Number(token));
    return "#.#";
  });
  return { text, fractions };
}

/** Models without an exponential function: everything must be equal, letter for letter. */
function isExact(model: string): boolean {
  const packed = /"compressed_definition": ?"([^"]*)"/.exec(model)?.[1];
  const definition = packed === undefined ? model : inflated(packed);
  if (/logistic_regression|weighted_mode|exponent/.test(definition)) return false;
  // A single tree for classification takes the exponents of the numbers of a leaf, where they are several.
  return !/"target_type": ?"\s*classification/i.test(definition) || !/"leaf_value": ?\[[^\]]*,/.test(definition);
}

function inflated(packed: string): string {
  // Also what is refused for its checksum, and without the header that all of them have.
  return inflateRawSync(Buffer.from(packed, "base64").subarray(10), { finishFlush: constants.Z_SYNC_FLUSH })
    .toString("latin1");
}

Deno.test("loadTrainedModel() and infer() answer as Elastic's own classes", READ, async (t) => {
  for (const [name, { covers, about }] of Object.entries(await index())) {
    await t.step(`${name} (${covers.join(", ")}): ${about}`, async () => {
      const expected = await lines(name, "expected.ndjson");
      const found = await answers(name);
      assert.equal(found.length, expected.length);
      const model = await readFile(new URL(`${name}/model.json`, CASES), "utf8");
      for (const [i, line] of expected.entries()) {
        const there: { error?: ExpectedError } = JSON.parse(line);
        const here: { error?: ExpectedError } = JSON.parse(found[i] ?? "");
        if (there.error !== undefined) {
          assert.equal(here.error?.stage, there.error.stage, found[i]);
          const message = there.error.root_message ?? there.error.message ?? "";
          assert.equal(essence(here.error?.message ?? ""), essence(message));
        } else if (isExact(model)) {
          assert.equal(found[i], line, `document ${i}`);
        } else {
          assertNearlySame(found[i] ?? "", line, `document ${i}`);
        }
      }
    });
  }
});

Deno.test("validateTrainedModel() finds an error in every model that fails, with its place", READ, async (t) => {
  for (const [name, { covers }] of Object.entries(await index())) {
    if (!covers.includes("refused")) continue;
    await t.step(name, async () => {
      const bytes = await readFile(new URL(`${name}/model.json`, CASES));
      const { findings, value } = await validateTrainedModel(memorySource(bytes), { generatedFields: "refuse" });
      const [first] = await lines(name, "expected.ndjson");
      const expected: { error?: ExpectedError } = JSON.parse(first ?? "{}");
      const errors = findings.filter((finding) => finding.level === "error");
      assert.equal(errors.length > 0, value === undefined);
      if (expected.error === undefined) {
        assert.deepEqual(errors, []);
        return;
      }
      const [error] = errors;
      assert.ok(error !== undefined, "no error was found");
      assert.equal(error.code, `model-${expected.error.stage}`);
    });
  }
});

Deno.test("every numbered rule has a judged case", READ, async () => {
  const covered = new Set(Object.values(await index()).flatMap(({ covers }) => covers));
  const wanted = Array.from({ length: 34 }, (_, i) => `R${i + 1}`);
  for (const rule of [...wanted, "importance", "refused", "processor", "exactness"]) {
    assert.ok(covered.has(rule), `no case covers ${rule}`);
  }
});
