import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  errorText,
  type Expectation,
  isSameError,
  type PainlessCase,
  parsePainlessCase,
  sortedJson,
} from "../../testdata/judge/painless_case.ts";
import { typedText } from "../../testdata/judge/typed_text.ts";
import { ReadOnlyDocument, UnmodifiableMap } from "../ingest/read_only.ts";
import { formatDocument, parseDocument } from "../json/document.ts";
import { compilePainless, PainlessCompileError, PainlessRuntimeError } from "./compile.ts";

const CORPUS = fileURLToPath(new URL("../../testdata/painless/", import.meta.url));
const READ = { permissions: { read: [CORPUS] } };
/** What the server itself puts into a document that is simulated. */
const METADATA = { _index: "_index", _type: "_doc", _id: "_id" } as const;

/** What a script does here, in the terms of the expectations. */
interface Outcome {
  readonly kind: Expectation["kind"] | "not supported";
  readonly text: string;
  readonly line?: number;
  readonly column?: number;
}

function run(painlessCase: PainlessCase): Outcome {
  try {
    const script = compilePainless(painlessCase.source, { context: painlessCase.context });
    const params = new UnmodifiableMap(parseDocument(painlessCase.params));
    const document = parseDocument(painlessCase.document);
    switch (painlessCase.context) {
      case "value":
        return { kind: "value", text: typedText(script.execute({ params })) };
      case "condition":
        return { kind: "value", text: typedText(script.execute({ ctx: new ReadOnlyDocument(document), params })) };
      case "ingest": {
        for (const [key, value] of Object.entries(METADATA)) document.set(key, value);
        script.execute({ ctx: document, params });
        for (const key of Object.keys(METADATA)) document.delete(key);
        return { kind: "document", text: sortedJson(formatDocument(document)) };
      }
    }
  } catch (error) {
    if (error instanceof PainlessCompileError) {
      const { line, column } = error;
      if (error.unsupported) return { kind: "not supported", text: error.message, line, column };
      return { kind: "compile error", text: errorText(error.className, error.message), line, column };
    }
    if (error instanceof PainlessRuntimeError) {
      const { line, column } = error;
      if (error.unsupported) return { kind: "not supported", text: error.javaMessage ?? "", line, column };
      return { kind: "error", text: errorText(error.className, error.javaMessage), line, column };
    }
    throw error;
  }
}

/** What we follow: what only the rehearsal does, else what newer servers do, else what was recorded. */
function expectationOf(painlessCase: PainlessCase): Expectation | undefined {
  const { expectations } = painlessCase;
  const by = (answerer: Expectation["by"]) => expectations.find((expectation) => expectation.by === answerer);
  return by("rehearsal") ?? by("8+") ?? by("everybody");
}

function agrees(expected: Expectation, found: Outcome): boolean {
  if (found.kind !== expected.kind) return false;
  if (expected.kind === "value" || expected.kind === "document") return found.text === expected.text;
  if (!isSameError(expected.text, found.text)) return false;
  // The server does not say where some errors are; columns at run time come from the line table of a class file.
  if (expected.column === undefined) return true;
  return found.line === expected.line && (expected.kind === "error" || found.column === expected.column);
}

/** Names of cases that the rehearsal refuses, with the reason. */
function readNotSupported(): ReadonlyMap<string, string> {
  const lines = readFileSync(`${CORPUS}not_supported.txt`, "utf8").split("\n");
  return new Map(
    lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
      const [, name = "", reason = ""] = /^(\S+): (.+)$/.exec(line) ?? [];
      assert.ok(name !== "" && reason !== "", `Cannot read "${line}" of not_supported.txt as "case: reason"`);
      return [name, reason];
    }),
  );
}

function listCases(): string[] {
  return readdirSync(CORPUS, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".painless"))
    .map((name) => name.slice(0, -".painless".length))
    .sort();
}

/** What is wrong with a case here, if anything. */
function judge(name: string, notSupported: ReadonlyMap<string, string>): string | undefined {
  const painlessCase = parsePainlessCase(readFileSync(`${CORPUS}${name}.painless`, "utf8"));
  const found = run(painlessCase);
  if (notSupported.has(name)) {
    if (found.kind === "not supported" && found.text.includes("not supported by the rehearsal")) return undefined;
    return `${name}: is to be refused as "not supported by the rehearsal", found ${describe(found)}`;
  }
  const expected = expectationOf(painlessCase);
  if (expected === undefined) return `${name}: expects nothing`;
  if (expected.by !== "everybody" && expected.by !== "rehearsal" && painlessCase.knownFrom.length === 0) {
    return `${name}: does not say where the expectation for ${expected.by} is known from`;
  }
  return agrees(expected, found) ? undefined : `${name}: expected ${describe(expected)}\n    found ${describe(found)}`;
}

function describe({ kind, text, line, column }: Outcome): string {
  return `${kind}${
    line === undefined ? "" : ` (line ${line}${column === undefined ? "" : `, column ${column}`})`
  }: ${text}`;
}

Deno.test("compilePainless() does what the corpus says", READ, async (t) => {
  const notSupported = readNotSupported();
  const cases = listCases();
  assert.ok(cases.length >= 900, `${cases.length} cases found`);
  const unknown = [...notSupported.keys()].filter((name) => !cases.includes(name));
  assert.deepEqual(unknown, [], "not_supported.txt names cases that do not exist");
  const folders = Map.groupBy(cases, (name) => name.slice(0, name.lastIndexOf("/")));
  for (const [folder, names] of folders) {
    await t.step(`${folder} (${names.length})`, () => {
      const wrong = names.flatMap((name) => judge(name, notSupported) ?? []);
      assert.ok(wrong.length === 0, `${wrong.length} of ${names.length}\n${wrong.join("\n")}`);
    });
  }
});
