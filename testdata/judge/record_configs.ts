/**
 * Records what Elasticsearch's own parsers make of the configurations in `testdata/configs`, or checks what was recorded.
 *
 *     deno run --allow-read --allow-write --allow-run=bash --allow-env testdata/judge/record_configs.ts [--check]
 *
 * Exits with 1 when an answer differs from what was recorded (`--check`).
 * @module
 */

import { fileURLToPath } from "node:url";
import { javaEquals } from "../../lib/java/value.ts";
import { parseJson } from "../../lib/json/document.ts";

const CASES = fileURLToPath(new URL("../configs/", import.meta.url));
const JUDGE = fileURLToPath(new URL("inference/run.sh", import.meta.url));

interface Case {
  readonly about: string;
  readonly id: string;
  readonly body: string;
}

async function ask(kind: string, cases: readonly Case[]): Promise<string[]> {
  const child = new Deno.Command("bash", { args: [JUDGE, "--configs"], stdin: "piped", stdout: "piped" }).spawn();
  const questions = cases.map(({ id, body }) => `${JSON.stringify({ kind, id, body })}\n`).join("");
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(questions)).then(() => writer.close());
  const { code, stdout } = await child.output();
  await written;
  if (code !== 0) throw new Error(`The judge of configurations ended with ${code}`);
  return new TextDecoder().decode(stdout).trimEnd().split("\n");
}

const check = Deno.args.includes("--check");
let agree = 0;
let differ = 0;
for (const { name } of [...Deno.readDirSync(CASES)].filter(({ name }) => name.endsWith(".ndjson"))) {
  const recorded = Deno.readTextFileSync(CASES + name).trimEnd().split("\n");
  const cases: Case[] = recorded.map((line) => JSON.parse(line));
  const answers = await ask(name.replace(".ndjson", ""), cases);
  const lines = cases.map(({ about, id, body }, i) => {
    const head = JSON.stringify({ about, id, body });
    const line = `${head.slice(0, -1)},"expected":${answers[i] ?? "null"}}`;
    // As Java has them: 1.0 is not 1.
    if (!check || javaEquals(parseJson(recorded[i] ?? "null"), parseJson(line))) agree++;
    else {
      differ++;
      console.error(`${name}\n  recorded ${recorded[i]}\n  now      ${line}`);
    }
    return `${line}\n`;
  });
  if (!check) Deno.writeTextFileSync(CASES + name, lines.join(""));
}
console.log(`${agree} agree, ${differ} differ`);
Deno.exit(differ === 0 ? 0 : 1);
