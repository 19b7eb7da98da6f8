/**
 * Compares with Python's `json`: the recorded cases of canonicalJson with what Python makes of them now, and canonicalJson
 * with Python on texts that Python makes up, most of them JSON, written oddly.
 *
 *     deno run --allow-read=testdata/json --allow-run=python3 testdata/judge/compare_canonical.ts [CASES [SEED]]
 *
 * Prints `N cases equal`; exits with 1 at the first difference, and names the seed that shows it again.
 * @module
 */

import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { canonicalJson } from "../../lib/json/canonical.ts";
import { JsonSyntaxError } from "../../lib/json/tokenizer.ts";

const RECORDER = fileURLToPath(new URL("../json/record_canonical.py", import.meta.url));
const RECORDED = new URL("../json/canonical_cases.ndjson", import.meta.url);

/** A text, and what Python made of it: see `../json/record_canonical.py`. */
interface PythonCase {
  readonly input?: string;
  readonly input_hex?: string;
  readonly output?: string;
  readonly sha256?: string;
  /** Its wording depends on Python's version. */
  readonly error?: string;
}

/** Runs the recorder, and gives the cases as they come. */
async function* casesOfPython(args: readonly string[]): AsyncGenerator<PythonCase> {
  const python = new Deno.Command("python3", { args: [RECORDER, ...args], stdout: "piped" }).spawn();
  let line = "";
  for await (const text of python.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = text.split("\n");
    line += lines.shift() ?? "";
    for (const next of lines) {
      yield JSON.parse(line);
      line = next;
    }
  }
  const { code } = await python.status;
  if (code !== 0) throw new Error(`Cannot ask Python as it ended with ${code}`);
}

/** How what was recorded differs from what Python says now, or undefined. */
function differenceOfRecords(recorded: PythonCase | undefined, now: PythonCase | undefined): string | undefined {
  const [before, after] = [recorded, now].map((one) =>
    JSON.stringify([one?.input, one?.input_hex, one?.output, one?.sha256, one?.error !== undefined])
  );
  return before === after ? undefined : `recorded ${before}\nnow      ${after}`;
}

/** How canonicalJson differs from Python, or undefined. */
function difference(python: PythonCase): string | undefined {
  const input = python.input === undefined
    ? Uint8Array.fromHex(python.input_hex ?? "")
    : new TextEncoder().encode(python.input);
  let output: Uint8Array;
  try {
    output = canonicalJson(input);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return python.error === undefined ? `Python reads what is refused: ${error.message}` : undefined;
  }
  if (python.error !== undefined) return `Python refuses what is read: ${python.error}`;
  if (python.output !== undefined) {
    const text = new TextDecoder().decode(output);
    return text === python.output ? undefined : `expected ${python.output}\nfound    ${text}`;
  }
  const digest = createHash("sha256").update(output).digest("hex");
  return digest === python.sha256 ? undefined : `expected the sha256 ${python.sha256}\nfound               ${digest}`;
}

/** Says what differs, and ends. */
function fail(which: string, python: PythonCase | undefined, difference: string): never {
  console.error(`${which} differs: ${JSON.stringify(python)?.slice(0, 1000)}\n${difference.slice(0, 4000)}`);
  Deno.exit(1);
}

const count = Deno.args[0] ?? "5000";
const seed = Deno.args[1] ?? String(Math.floor(Math.random() * 2 ** 31));

const recorded = Deno.readTextFileSync(RECORDED).trim().split("\n").map((line): PythonCase => JSON.parse(line));
const now = await Array.fromAsync(casesOfPython([]));
for (let i = 0; i < Math.max(recorded.length, now.length); i++) {
  const found = differenceOfRecords(recorded[i], now[i]);
  if (found !== undefined) fail(`Recorded case ${i + 1}`, now[i], found);
}

let equal = 0;
let refused = 0;
for await (const python of casesOfPython(["--generate", count, "--seed", seed])) {
  const found = difference(python);
  if (found !== undefined) fail(`Case ${equal + 1} of seed ${seed}`, python, found);
  equal++;
  if (python.error !== undefined) refused++;
}
console.log(`${equal} cases equal to Python's (seed ${seed}), ${refused} of them refused by both`);
console.log(`${equal + recorded.length} agree, 0 differ`);
