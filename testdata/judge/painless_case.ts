/**
 * A case of the Painless corpus: a script with its expectations as comments. `testdata/painless/README.md` has the format.
 * @module
 */

/** Who is expected to answer so: everybody, the recorded 7.10.2 alone, or Elasticsearch 8 and later. */
export type Answerer = "everybody" | "7.10" | "8+";

/** What a case expects, and on which line. */
export interface Expectation {
  readonly by: Answerer;
  readonly kind: "value" | "document" | "error" | "compile error";
  /** Line in the file, from 1. */
  readonly line: number;
  /** Column of an error, from 1. */
  readonly column?: number;
  /** A typed value, a document with sorted keys, or `class: message`. */
  readonly text: string;
}

/** A parsed case. */
export interface PainlessCase {
  readonly context: "value" | "ingest" | "condition" | "index";
  readonly covers: readonly string[];
  /** JSON of the parameters. */
  readonly params: string;
  /** JSON of the document. */
  readonly document: string;
  /** Where an expectation for 8.x is known from. */
  readonly knownFrom: readonly string[];
  readonly expectations: readonly Expectation[];
  /** What is compiled: the file without its expectations, line for line. */
  readonly source: string;
}

const EXPECTATION =
  /[ \t]*\/\/ expect(?: (7\.10|8\+))?(?: (document|error|compile error))?(?: \(column (\d+)\))?: (.*)$/;

/** Reads a case from the text of its file. */
export function parsePainlessCase(text: string): PainlessCase {
  const expectations: Expectation[] = [];
  const lines: string[] = [];
  let lineOfCode = 1;
  for (const line of text.split("\n")) {
    const found = EXPECTATION.exec(line);
    const code = found === null ? line : line.slice(0, found.index);
    lines.push(code);
    if (code.trim() !== "") lineOfCode = lines.length;
    if (found === null) continue;
    const [, by = "everybody", kind = "value", column, expected = ""] = found;
    expectations.push({
      by: by as Answerer,
      kind: kind as Expectation["kind"],
      line: lineOfCode,
      ...(column === undefined ? {} : { column: Number(column) }),
      text: expected,
    });
  }
  const trimmed = lines.join("\n").trimEnd();
  const lastLine = trimmed.slice(trimmed.lastIndexOf("\n") + 1);
  const context = header(text, "context")[0] ?? "value";
  if (context !== "value" && context !== "ingest" && context !== "condition" && context !== "index") {
    throw new SyntaxError(`Cannot read the case as its context is "${context}", not value, ingest, condition or index`);
  }
  return {
    context,
    covers: header(text, "covers").flatMap((names) => names.split(/,\s+/)),
    params: header(text, "params")[0] ?? "{}",
    document: header(text, "document")[0] ?? "{}",
    knownFrom: header(text, "source"),
    expectations,
    source: lastLine.trimStart().startsWith("//") ? `${trimmed}\n` : trimmed,
  };
}

function header(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`^// ${name}: (.*)$`, "gm"))].map((found) => (found[1] ?? "").trim());
}

/** Writes an expectation as the comment that stands for it. */
export function formatExpectation(expectation: Omit<Expectation, "line">): string {
  const by = expectation.by === "everybody" ? "" : ` ${expectation.by}`;
  const kind = expectation.kind === "value" ? "" : ` ${expectation.kind}`;
  const column = expectation.column === undefined ? "" : ` (column ${expectation.column})`;
  return `// expect${by}${kind}${column}: ${expectation.text}`;
}

/** Exceptions whose messages name what only the JVM has: its own variables, method handles. */
const TEXTS_OF_THE_JVM = [
  "java.lang.NullPointerException",
  "java.lang.VerifyError",
  "java.lang.invoke.WrongMethodTypeException",
];

/** `class: message` on one line; without the message where it is the JVM's own and varies. */
export function errorText(className: string, message: string | null): string {
  if (message === null || TEXTS_OF_THE_JVM.includes(className)) return className;
  if (/^class \S+ cannot be cast to class /.test(message)) return className;
  const withoutAddresses = message.replaceAll(/(?<=\w)@[0-9a-f]{4,8}\b/g, "@…");
  return `${className}: ${withoutAddresses.replaceAll(/[\u0000-\u001f\u007f\ud800-\udfff]/g, escapeUnit)}`;
}

/** Whether two `class: message` texts are of the same error; see the README for what is not compared literally. */
export function isSameError(expected: string, found: string): boolean {
  if (expected === found) return true;
  const [expectedClass = "", foundClass = ""] = [expected, found].map((text) => /^[\w.$]+/.exec(text)?.[0]);
  if (expectedClass !== foundClass) return false;
  // The JVM's own text, which was not recorded.
  if (expected === "java.lang.ClassCastException") return true;
  if (expectedClass.endsWith("IndexOutOfBoundsException")) {
    return String(expected.match(/-?\d+/g)) === String(found.match(/-?\d+/g));
  }
  // The compiler prints its own objects: `Unknown call [f] with [[org.elasticsearch.painless.node.ENumeric@…]] arguments.`
  const call = /^.*: Unknown call \[\w+\] with \[/.exec(expected)?.[0];
  return call !== undefined && found.startsWith(call);
}

/** A string as it is written in expectations. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escapeUnit);
}

/** A character as it is written in expectations. */
export function quoteChar(unit: number): string {
  const text = String.fromCharCode(unit);
  if (text === "'" || text === "\\") return `'\\${text}'`;
  return `'${text.replace(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufeff\ufffe\uffff]/, escapeUnit)}'`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** JSON with its keys sorted and its numbers as they were written (`1.0` stays `1.0`), to compare documents. */
export function sortedJson(json: string): string {
  let at = 0;
  const skip = () => {
    while (/\s/.test(json[at] ?? "")) at++;
  };
  const token = (): string => {
    const found = /"(?:[^"\\]|\\.)*"|[^\s,:{}[\]"]+/y;
    found.lastIndex = at;
    const text = found.exec(json)?.[0];
    if (text === undefined) throw new SyntaxError(`Cannot read JSON at ${at}: ${json.slice(at, at + 20)}`);
    at += text.length;
    return text.startsWith('"') ? JSON.stringify(JSON.parse(text)) : text;
  };
  const separated = (end: string, item: () => string): string[] => {
    const items: string[] = [];
    for (at++, skip(); json[at] !== end; skip()) {
      items.push(item());
      skip();
      if (json[at] === ",") at++;
      skip();
    }
    at++;
    return items;
  };
  const value = (): string => {
    skip();
    if (json[at] === "[") return `[${separated("]", value).join(", ")}]`;
    if (json[at] !== "{") return token();
    const members = separated("}", () => {
      const key = token();
      skip();
      at++;
      return `${key}: ${value()}`;
    });
    return `{${members.sort((a, b) => a < b ? -1 : 1).join(", ")}}`;
  };
  return value();
}
