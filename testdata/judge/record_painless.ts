/**
 * Records what a real Elasticsearch answers to each case of the Painless corpus, or checks what was recorded.
 *
 *     deno run --allow-read --allow-write --allow-net=127.0.0.1 testdata/judge/record_painless.ts \
 *       [--check] [--elasticsearch http://127.0.0.1:9240] [FILE|FOLDER…]
 *
 * Exits with 1 when an answer differs from what was recorded (`--check`), or when a case cannot be recorded.
 * @module
 */

import { javaClass } from "./java_class.ts";
import { errorText, formatExpectation, parsePainlessCase, quote, quoteChar, sortedJson } from "./painless_case.ts";
import type { PainlessCase } from "./painless_case.ts";

/** An answer of the real node, ready to be written down. */
type Answer =
  | { readonly kind: "value" | "document"; readonly text: string; readonly line: number | undefined }
  | {
    readonly kind: "error" | "compile error";
    readonly text: string;
    readonly line: number;
    readonly column?: number;
  };

/** A judge's result: how many cases agreed, and what the others have to say. */
export interface Judgement {
  readonly passed: number;
  readonly failures: readonly string[];
}

/** Records or checks all cases below the given files and folders. */
export async function recordPainless(
  paths: readonly string[],
  options: { elasticsearch: string; check: boolean },
): Promise<Judgement> {
  await allowCompilations(options.elasticsearch);
  const files = paths.flatMap(listCases).sort();
  const failures: string[] = [];
  let next = 0;
  const work = async () => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      const before = Deno.readTextFileSync(file);
      try {
        const after = await record(before, options.elasticsearch);
        if (before === after) continue;
        if (options.check) failures.push(`${file}: ${difference(before, after)}`);
        else Deno.writeTextFileSync(file, after);
      } catch (error) {
        failures.push(`${file}: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return { passed: files.length - failures.length, failures: failures.sort() };
}

function listCases(path: string): string[] {
  if (path.endsWith(".painless")) return [path];
  return [...Deno.readDirSync(path)].flatMap((entry) =>
    entry.isDirectory || entry.name.endsWith(".painless") ? listCases(`${path}/${entry.name}`) : []
  );
}

/** The node compiles 75 test scripts in five minutes unless told otherwise. */
async function allowCompilations(elasticsearch: string): Promise<void> {
  await send(elasticsearch, "PUT", "/_cluster/settings", {
    transient: { "script.context.painless_test.max_compilations_rate": "1000000/1m" },
  });
}

/** The text of a case with what the node answers to it now. */
async function record(text: string, elasticsearch: string): Promise<string> {
  const parsed = parsePainlessCase(text);
  const ask = parsed.context === "value" ? askForValue : parsed.context === "index" ? askIndex : askPipeline;
  const answer = await ask(parsed, elasticsearch);
  return write(text, parsed, answer);
}

/** Puts the answer in the place of the recorded expectation. */
function write(text: string, parsed: PainlessCase, answer: Answer): string {
  const by = parsed.expectations.some((expectation) => expectation.by === "8+") ? "7.10" : "everybody";
  const lines = text.trimEnd().split("\n").flatMap((line) => {
    if (!/\/\/ expect(?: 7\.10)?(?: document| error| compile error)?(?: \(column \d+\))?: /.test(line)) return [line];
    const code = line.replace(/[ \t]*\/\/ expect.*$/, "");
    return code === "" ? [] : [code];
  });
  const { line, ...rest } = answer;
  const comment = formatExpectation({ by, ...rest });
  if (line === undefined) lines.push(comment);
  else lines[line - 1] = `${lines[line - 1]} ${comment}`;
  return `${lines.join("\n")}\n`;
}

async function askForValue(parsed: PainlessCase, elasticsearch: string): Promise<Answer> {
  const params = parsed.params;
  const plain = await execute(parsed.source, params, elasticsearch);
  if (plain.error !== undefined) return errorAnswer(plain.error, parsed.source);
  const expected = parsed.expectations.filter((expectation) => expectation.by !== "8+").map(({ line }) => line);
  const candidates = new Set(expected.length > 0 ? expected : [parsed.source.trimEnd().split("\n").length]);
  const typed = await execute(returnTyped(parsed.source, candidates), params, elasticsearch);
  const [, line, text = "", wire] = /^@(\d+) ([\d,]*);(.*)$/s.exec(typed.result ?? "") ?? [];
  if (line !== undefined && wire !== undefined) {
    const isSame = text.split(",").slice(0, -1).map((unit) =>
      String.fromCharCode(Number(unit))
    ).join("") === plain.result;
    // Arrays print their address.
    if (isSame || plain.result?.includes("@")) return { kind: "value", text: readWire(wire), line: Number(line) };
    throw new Error(`Cannot record the typed value ${readWire(wire)} as the script returns ${plain.result} by itself`);
  }
  if (typed.error === undefined && plain.result === "null" && typed.result === "null") {
    return { kind: "value", text: "null", line: Math.max(...candidates) };
  }
  throw new Error(
    `Cannot learn the type of the value "${plain.result}" as no marked line returns it: ` +
      JSON.stringify(typed.error?.caused_by ?? typed.result),
  );
}

interface Executed {
  result?: string;
  error?: ScriptError;
}

async function execute(source: string, params: string, elasticsearch: string): Promise<Executed> {
  const body = `{"script":{"source":${JSON.stringify(source)},"params":${params}}}`;
  return JSON.parse(await send(elasticsearch, "POST", "/_scripts/painless/_execute", body));
}

/** Rewrites what the marked lines return, so that the result tells the line and every type. */
function returnTyped(source: string, marked: ReadonlySet<number>): string {
  const lines = source.split("\n").map((line, index) => {
    if (!marked.has(index + 1)) return line;
    const [, before = "", keyword = "", value = "", after = ""] = /^(.*\breturn\b)(\s*)(.*?)(;?[\s}]*)$/.exec(line) ??
      /^(.*;|)(\s*)([^;}]+?)(;?\s*)$/.exec(line) ?? [];
    if (value === "") return line;
    return `${before}${keyword}${before.endsWith("return") ? "" : "return "}answer(${index + 1}, ${value})${after}`;
  });
  return TYPED.replaceAll(/\s+/g, " ") + lines.join("\n");
}

/** Writes a value in a form that survives `String.valueOf`: a letter, then texts as their code units. */
const TYPED = `
  String units(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) { out.append((int) text.charAt(i)); out.append(','); }
    out.append(';');
    return out.toString();
  }
  String typed(def v) {
    if (v == null) { return "n;"; }
    if (v instanceof String) { return "s" + units(v); }
    if (v instanceof Character) { return "c" + units("" + v); }
    if (v instanceof Integer) { return "I" + v + ";"; }
    if (v instanceof Boolean || v instanceof Double) { return "I" + v + ";"; }
    if (v instanceof Long) { return "I" + v + "L;"; }
    if (v instanceof Float) { return "I" + v + "f;"; }
    if (v instanceof Short) { return "I" + v + "s;"; }
    if (v instanceof Byte) { return "I" + v + "b;"; }
    if (v instanceof StringBuilder) { return "b" + units(v.toString()); }
    if (v instanceof List) { String t = "["; for (def e : v) { t = t + typed(e); } return t + "]"; }
    if (v instanceof Set) { String t = "{"; for (def e : v) { t = t + typed(e); } return t + "]"; }
    if (v instanceof Map) {
      String t = "(";
      for (def e : v.entrySet()) { t = t + typed(e.getKey()) + typed(e.getValue()); }
      return t + "]";
    }
    String a = v instanceof int[] ? "int" : v instanceof long[] ? "long" : v instanceof double[] ? "double"
      : v instanceof float[] ? "float" : v instanceof short[] ? "short" : v instanceof byte[] ? "byte"
      : v instanceof char[] ? "char" : v instanceof boolean[] ? "boolean" : v instanceof String[] ? "String"
      : v instanceof def[] ? "Object" : "";
    if (a != "") { String t = "A" + a + ";"; for (int i = 0; i < v.length; i++) { t = t + typed(v[i]); } return t + "]"; }
    return "o" + units(String.valueOf(v));
  }
  String answer(int line, def v) { return "@" + line + " " + units(String.valueOf(v)) + typed(v); }
`;

/** Reads what `typed` wrote. */
function readWire(wire: string): string {
  let at = 0;
  const upTo = (end: string): string => {
    const text = wire.slice(at, wire.indexOf(end, at));
    at += text.length + 1;
    return text;
  };
  const units = (): string => String.fromCharCode(...upTo(";").split(",").slice(0, -1).map(Number));
  const values = (): string[] => {
    const items: string[] = [];
    while (wire[at] !== "]") items.push(value());
    at++;
    return items;
  };
  const value = (): string => {
    const letter = wire[at++];
    switch (letter) {
      case "n":
        at++;
        return "null";
      case "I":
        return upTo(";");
      case "s":
        return quote(units());
      case "c":
        return quoteChar(units().charCodeAt(0));
      case "b":
        return `StringBuilder ${quote(units())}`;
      case "o":
        return `object ${quote(units())}`;
      case "[":
        return `[${values().join(", ")}]`;
      case "{":
        return `set[${values().join(", ")}]`;
      case "A":
        return `${upTo(";")}[] [${values().join(", ")}]`;
      case "(": {
        const items = values();
        return `{${items.flatMap((item, i) => i % 2 === 0 ? [`${item}: ${items[i + 1]}`] : []).join(", ")}}`;
      }
      default:
        throw new Error(`Cannot read the answer "${wire}" at ${at}`);
    }
  };
  return value();
}

/** Runs a script as a processor of an inline pipeline, or as the condition of one. */
async function askPipeline(parsed: PainlessCase, elasticsearch: string): Promise<Answer> {
  const source = JSON.stringify(parsed.source);
  const processor = parsed.context === "ingest"
    ? `{"script":{"source":${source},"params":${parsed.params}}}`
    : `{"drop":{"if":${source}}}`;
  const body = `{"pipeline":{"processors":[${processor}]},"docs":[{"_source":${parsed.document}}]}`;
  const text = await send(elasticsearch, "POST", "/_ingest/pipeline/_simulate", body);
  const answer = JSON.parse(text);
  const error = answer.error ?? answer.docs[0]?.error;
  if (error !== undefined) return errorAnswer(error, parsed.source);
  if (parsed.context === "condition") {
    const line = parsed.expectations.find((expectation) => expectation.by !== "8+")?.line;
    return { kind: "value", text: String(answer.docs[0] === null), line: line ?? parsed.source.split("\n").length };
  }
  const [, document] = /"_source":(.*),"_ingest":\{"timestamp":"[^"]*"\}\}\}\]\}$/s.exec(text) ?? [];
  if (document === undefined) throw new Error(`Cannot find the document in the answer ${text}`);
  return { kind: "document", text: sortedJson(document), line: undefined };
}

/** Runs a script in a pipeline that a document is indexed through. */
async function askIndex(parsed: PainlessCase, elasticsearch: string): Promise<Answer> {
  const name = `ml-dga-painless-${crypto.randomUUID()}`;
  const pipeline = `{"processors":[{"script":{"source":${JSON.stringify(parsed.source)},"params":${parsed.params}}}]}`;
  try {
    // Nothing is mapped, so that anything can be indexed.
    const index = { settings: { number_of_shards: 1, number_of_replicas: 0 }, mappings: { dynamic: false } };
    await send(elasticsearch, "PUT", `/${name}`, index);
    await send(elasticsearch, "PUT", `/_ingest/pipeline/${name}`, pipeline);
    const answer = await send(elasticsearch, "PUT", `/${name}/_doc/1?pipeline=${name}`, parsed.document);
    const error: ScriptError | undefined = JSON.parse(answer).error;
    if (error !== undefined) return errorAnswer(error, parsed.source);
    const document = await send(elasticsearch, "GET", `/${name}/_source/1`);
    return { kind: "document", text: sortedJson(document), line: undefined };
  } finally {
    await send(elasticsearch, "DELETE", `/_ingest/pipeline/${name}`);
    await send(elasticsearch, "DELETE", `/${name}`);
  }
}

interface ScriptError {
  type: string;
  reason: string | null;
  position?: { offset: number };
  caused_by?: ScriptError;
}

function errorAnswer(error: ScriptError, source: string): Answer {
  const { position } = error;
  // What the script left may be refused after it ran.
  const cause = error.type === "script_exception" ? error.caused_by : error;
  if (cause === undefined) throw new Error(`Cannot record an error without a cause: ${JSON.stringify(error)}`);
  const kind = error.reason === "compile error" ? "compile error" : "error";
  const text = errorText(javaClass(cause.type), cause.reason);
  // Where a stack overflows is a matter of how warm the node is.
  if (position === undefined || cause.type === "stack_overflow_error") {
    return { kind, text, line: source.trimEnd().split("\n").length };
  }
  const before = source.slice(0, position.offset).split("\n");
  return { kind, text, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function difference(before: string, after: string): string {
  const [recorded, now] = [before.split("\n"), after.split("\n")];
  const at = now.findIndex((line, i) => line !== recorded[i]);
  return `line ${at + 1}\n    recorded ${recorded[at]}\n    now      ${now[at]}`;
}

async function send(elasticsearch: string, method: string, path: string, body?: unknown): Promise<string> {
  const response = await fetch(elasticsearch + path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return await response.text();
}

if (import.meta.main) {
  const args = [...Deno.args];
  const check = args.includes("--check");
  const at = args.indexOf("--elasticsearch");
  const [, elasticsearch = "http://127.0.0.1:9240"] = at < 0 ? [] : args.splice(at, 2);
  const paths = args.filter((arg) => arg !== "--check");
  const corpus = new URL("../painless", import.meta.url).pathname;
  const { passed, failures } = await recordPainless(paths.length > 0 ? paths : [corpus], { elasticsearch, check });
  for (const failure of failures) console.error(failure);
  console.log(`painless: ${passed} ${check ? "agree" : "recorded"}, ${failures.length} failed`);
  Deno.exit(failures.length > 0 ? 1 : 0);
}
