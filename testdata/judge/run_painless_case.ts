/**
 * Runs a case of the Painless corpus here and compares what it does with what it should.
 * @module
 */

import { deepCopyMap, refuseSelfReferences } from "../../lib/ingest/copy.ts";
import { IngestError } from "../../lib/ingest/error.ts";
import { ReadOnlyDocument } from "../../lib/ingest/read_only.ts";
import { JavaThrowable } from "../../lib/java/throwable.ts";
import { formatDocument, parseDocument } from "../../lib/json/document.ts";
import { compilePainless, PainlessCompileError, PainlessRuntimeError } from "../../lib/painless/compile.ts";
import { javaClass } from "./java_class.ts";
import {
  errorText,
  type Expectation,
  isSameError,
  type PainlessCase,
  parsePainlessCase,
  sortedJson,
} from "./painless_case.ts";
import { typedText } from "./typed_text.ts";

/** What the server itself puts into a document that is simulated or indexed. */
const METADATA = {
  ingest: { _index: "_index", _type: "_doc", _id: "_id" },
  index: { _index: "_index", _type: "_doc", _id: "1", _version: -3 },
} as const;

/** What a script does here, in the terms of the expectations. */
interface Outcome {
  readonly kind: Expectation["kind"] | "not supported";
  readonly text: string;
  readonly line?: number;
  readonly column?: number;
}

function run(painlessCase: PainlessCase): Outcome {
  try {
    const { context } = painlessCase;
    const script = compilePainless(painlessCase.source, { context: context === "index" ? "ingest" : context });
    const params = parseDocument(painlessCase.params);
    const document = parseDocument(painlessCase.document);
    if (context === "value") return { kind: "value", text: typedText(script.execute({ params })) };
    if (context === "condition") {
      return { kind: "value", text: typedText(script.execute({ ctx: new ReadOnlyDocument(document), params })) };
    }
    const metadata = METADATA[context];
    for (const [key, value] of Object.entries(metadata)) document.set(key, value);
    script.execute({ ctx: document, params });
    refuseSelfReferences(document, "ingest script");
    for (const key of Object.keys(metadata)) document.delete(key);
    // _simulate answers with a copy, and does not copy everything.
    const answered = context === "ingest" ? deepCopyMap(document) : document;
    return { kind: "document", text: sortedJson(formatDocument(answered)) };
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
    if (error instanceof IngestError) {
      if (error.unsupported) return { kind: "not supported", text: error.message };
      let cause = error;
      while (cause.causedBy !== undefined) cause = cause.causedBy;
      return { kind: "error", text: errorText(javaClass(cause.type), cause.reason) };
    }
    if (error instanceof JavaThrowable) return { kind: "error", text: errorText(error.className, error.javaMessage) };
    throw error;
  }
}

/** What we follow: what newer servers do, else what was recorded. */
function expectationOf(painlessCase: PainlessCase): Expectation | undefined {
  const { expectations } = painlessCase;
  const by = (answerer: Expectation["by"]) => expectations.find((expectation) => expectation.by === answerer);
  return by("8+") ?? by("everybody");
}

function agrees(expected: Expectation, found: Outcome, covers: readonly string[]): boolean {
  if (found.kind !== expected.kind) return false;
  if (expected.kind === "value" || expected.kind === "document") {
    if (found.text === expected.text) return true;
    // Java's functions differ from V8's in the last bit on some arguments.
    return covers.some((id) => /^Math\./.test(id)) && isAlmostEqual(expected.text, found.text);
  }
  if (!isSameError(expected.text, found.text)) return false;
  // The server does not say where some errors are; columns at run time come from the line table of a class file.
  if (expected.column === undefined) return true;
  return found.line === expected.line && (expected.kind === "error" || found.column === expected.column);
}

/** Whether two texts are the same but for the last bits of the fractions in them. */
function isAlmostEqual(expected: string, found: string): boolean {
  const FRACTION = /-?\d+\.\d+(?:E-?\d+)?/g;
  const [left, right] = [expected, found].map((text) => (text.match(FRACTION) ?? []).map(Number));
  return expected.replaceAll(FRACTION, "") === found.replaceAll(FRACTION, "") && left?.length === right?.length &&
    (left ?? []).every((value, i) => Math.abs(value - (right?.[i] ?? NaN)) <= 1e-15 * Math.abs(value));
}

/** What is wrong with a case here, if anything. A refused one must be beyond the rehearsal, and say so. */
export function judgePainlessCase(text: string, options: { refused?: boolean } = {}): string | undefined {
  const painlessCase = parsePainlessCase(text);
  const found = run(painlessCase);
  if (options.refused) {
    if (found.kind === "not supported" && /(not supported by|bound of) the rehearsal/.test(found.text)) {
      return undefined;
    }
    return `is to be refused as not supported by, or beyond a bound of, the rehearsal, found ${describe(found)}`;
  }
  const expected = expectationOf(painlessCase);
  if (expected === undefined) return "expects nothing";
  if (expected.by === "8+" && painlessCase.knownFrom.length === 0) {
    return "does not say where the expectation for 8+ is known from";
  }
  return agrees(expected, found, painlessCase.covers)
    ? undefined
    : `expected ${describe(expected)}\n    found ${describe(found)}`;
}

function describe({ kind, text, line, column }: Outcome): string {
  return `${kind}${
    line === undefined ? "" : ` (line ${line}${column === undefined ? "" : `, column ${column}`})`
  }: ${text}`;
}
