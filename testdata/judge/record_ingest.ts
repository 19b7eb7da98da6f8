/**
 * Records what a real Elasticsearch answers to each case of `testdata/ingest`, or checks what was recorded.
 *
 *     deno run --allow-read --allow-write --allow-net=127.0.0.1 testdata/judge/record_ingest.ts \
 *       [--check] [--elasticsearch] [http://127.0.0.1:9240] [FILE|FOLDER…]
 *
 * Exits with 1 when an answer differs from what was recorded (`--check`), or when a case cannot be recorded.
 * @module
 */

import { fileURLToPath } from "node:url";
import { JavaList } from "../../lib/java/collection.ts";
import { JavaHashMap, JavaMap } from "../../lib/java/map.ts";
import { javaEquals, type JavaValue } from "../../lib/java/value.ts";
import { formatDocument, parseJson } from "../../lib/json/document.ts";
import { comparable, formatIngestCase, parseIngestCase } from "./ingest_case.ts";

const CASES = fileURLToPath(new URL("../ingest", import.meta.url));

/** A request to the node. */
interface Call {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: JavaValue;
}

async function send(node: string, { method, path, body }: Call): Promise<JavaValue> {
  const response = await fetch(`${node}${path}`, {
    method,
    ...(body === undefined ? {} : { body: formatDocument(body), headers: { "content-type": "application/json" } }),
  });
  return parseJson(await response.text());
}

/** The node compiles few scripts in five minutes unless told otherwise. */
async function allowCompilations(node: string): Promise<void> {
  const settings = parseJson('{"transient": {"script.context.processor_conditional.max_compilations_rate": "unlimited",' +
    '"script.context.ingest.max_compilations_rate": "unlimited", "script.context.template.max_compilations_rate": "unlimited"}}');
  const answer = await send(node, { method: "PUT", path: "/_cluster/settings", body: settings });
  if (answer instanceof JavaMap && answer.has("error")) throw new Error(formatDocument(answer));
}

/** What the node answers to a case. */
async function ask(node: string, ingestCase: JavaMap): Promise<JavaValue> {
  const scripts = entriesOf(ingestCase.get("scripts"));
  const pipelines = entriesOf(ingestCase.get("pipelines"));
  try {
    for (const [id, script] of scripts) {
      const body = new JavaHashMap();
      body.set("script", script);
      await mustSend(node, { method: "PUT", path: `/_scripts/${id}`, body });
    }
    for (const [id, body] of pipelines) await mustSend(node, { method: "PUT", path: `/_ingest/pipeline/${id}`, body });
    return comparable(await simulate(node, ingestCase));
  } finally {
    for (const [id] of pipelines) await send(node, { method: "DELETE", path: `/_ingest/pipeline/${id}` });
    for (const [id] of scripts) await send(node, { method: "DELETE", path: `/_scripts/${id}` });
  }
}

function simulate(node: string, ingestCase: JavaMap): Promise<JavaValue> {
  const pipeline = ingestCase.get("pipeline") ?? null;
  const body = new JavaHashMap();
  if (typeof pipeline !== "string") body.set("pipeline", pipeline);
  body.set("docs", new JavaList(listOf(ingestCase.get("docs")).map(withSource)));
  const id = typeof pipeline === "string" ? `/${pipeline}` : "";
  const verbose = ingestCase.get("verbose") === true ? "?verbose" : "";
  return send(node, { method: "POST", path: `/_ingest/pipeline${id}/_simulate${verbose}`, body });
}

/** A document is written as its source, or with its metadata beside `_source`. */
function withSource(document: JavaValue): JavaValue {
  if (document instanceof JavaMap && document.has("_source")) return document;
  const wrapped = new JavaHashMap();
  wrapped.set("_source", document);
  return wrapped;
}

async function mustSend(node: string, call: Call): Promise<void> {
  const answer = await send(node, call);
  if (answer instanceof JavaMap && answer.has("error")) {
    throw new Error(`Cannot ${call.method} ${call.path}: ${formatDocument(answer)}`);
  }
}

function entriesOf(value: JavaValue | undefined): [string, JavaValue][] {
  return value instanceof JavaMap ? [...value.entries()].map(([key, item]) => [String(key), item]) : [];
}

function listOf(value: JavaValue | undefined): readonly JavaValue[] {
  return value instanceof JavaList ? value.items : [];
}

function listCases(path: string): string[] {
  if (path.endsWith(".json")) return [path];
  return [...Deno.readDirSync(path)].flatMap((entry) =>
    entry.isDirectory || entry.name.endsWith(".json") ? listCases(`${path}/${entry.name}`) : []
  );
}

async function main(args: readonly string[]): Promise<number> {
  const check = args.includes("--check");
  const node = args.find((arg) => /^https?:/.test(arg)) ?? "http://127.0.0.1:9240";
  const paths = args.filter((arg) => !arg.startsWith("--") && !/^https?:/.test(arg));
  const files = (paths.length === 0 ? [CASES] : paths).flatMap(listCases).sort();
  await allowCompilations(node);
  let failures = 0;
  for (const file of files) {
    try {
      const text = Deno.readTextFileSync(file);
      const ingestCase = parseIngestCase(text);
      const answer = await ask(node, ingestCase);
      if (check) {
        const recorded = ingestCase.get("expected") ?? null;
        if (javaEquals(recorded, answer)) continue;
        failures++;
        console.error(`${file}\n  recorded ${formatDocument(recorded)}\n  now      ${formatDocument(answer)}`);
      } else {
        ingestCase.set("expected", answer);
        const after = formatIngestCase(ingestCase);
        if (after !== text) Deno.writeTextFileSync(file, after);
      }
    } catch (error) {
      failures++;
      console.error(`${file}: ${error instanceof Error ? error.message : error}`);
    }
  }
  console.log(`${files.length - failures} agree, ${failures} differ`);
  return failures === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
