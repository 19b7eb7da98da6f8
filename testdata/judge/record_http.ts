/**
 * Records what a real Elasticsearch answers to the requests of `testdata/http`, or checks what was recorded.
 *
 *     deno run --allow-read --allow-write --allow-net=127.0.0.1 testdata/judge/record_http.ts \
 *       [--check] [--elasticsearch] [http://127.0.0.1:9240] [FILE…]
 *
 * Exits with 1 when an answer differs from what was recorded (`--check`), or when a case cannot be recorded.
 * @module
 */

import { fileURLToPath } from "node:url";
import { JavaMap } from "../../lib/java/map.ts";
import { javaEquals } from "../../lib/java/value.ts";
import { formatDocument, parseJson } from "../../lib/json/document.ts";
import { answerTo, cleanUp, formatHttpCase, requestsOf } from "./http_case.ts";

const CASES = fileURLToPath(new URL("../http/", import.meta.url));

/** The node compiles few scripts in five minutes unless told otherwise. */
const COMPILATIONS = '{"transient":{"script.context.processor_conditional.max_compilations_rate":"unlimited",' +
  '"script.context.ingest.max_compilations_rate":"unlimited","script.context.template.max_compilations_rate":"unlimited"}}';

async function tidy(node: string, httpCase: JavaMap): Promise<void> {
  for (const path of cleanUp(httpCase)) await (await fetch(`${node}${path}`, { method: "DELETE" })).body?.cancel();
}

/** Plays a case; a difference comes back in words. */
async function play(node: string, httpCase: JavaMap, check: boolean): Promise<string[]> {
  const differences: string[] = [];
  await tidy(node, httpCase);
  try {
    for (const request of requestsOf(httpCase)) {
      const answer = await answerTo(fetch, node, request);
      const recorded = request.get("expected") ?? null;
      if (!check) request.set("expected", answer);
      else if (!javaEquals(recorded, answer)) {
        differences.push(
          `${String(request.get("method"))} ${String(request.get("path"))}\n  recorded ${formatDocument(recorded)}\n  now      ${
            formatDocument(answer)
          }`,
        );
      }
    }
  } finally {
    await tidy(node, httpCase);
  }
  return differences;
}

async function main(args: readonly string[]): Promise<number> {
  const check = args.includes("--check");
  const node = args.find((arg) => /^https?:/.test(arg)) ?? "http://127.0.0.1:9240";
  const paths = args.filter((arg) => !arg.startsWith("--") && !/^https?:/.test(arg));
  const all = [...Deno.readDirSync(CASES)].map(({ name }) => name).filter((name) => name.endsWith(".json")).sort();
  const files = paths.length === 0 ? all.map((name) => `${CASES}${name}`) : paths;
  const settings = await fetch(`${node}/_cluster/settings`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: COMPILATIONS,
  });
  await settings.body?.cancel();
  let failures = 0;
  for (const file of files) {
    try {
      const text = Deno.readTextFileSync(file);
      const httpCase = parseJson(text);
      if (!(httpCase instanceof JavaMap)) throw new SyntaxError("a case is an object");
      const differences = await play(node, httpCase, check);
      if (differences.length > 0) throw new Error(differences.join("\n"));
      const after = formatHttpCase(httpCase);
      if (!check && after !== text) Deno.writeTextFileSync(file, after);
    } catch (error) {
      failures++;
      console.error(`${file}: ${error instanceof Error ? error.message : error}`);
    }
  }
  console.log(`${files.length - failures} agree, ${failures} differ`);
  return failures === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
