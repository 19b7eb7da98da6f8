/**
 * TOML, the language that rules are written in, as the JSON values that Kibana takes. The only file that knows the
 * parser.
 * @module
 */

import { parse, TomlDate, TomlError } from "smol-toml";
import type { Finding, Validation } from "../json/finding.ts";
import { findingAt, type LocatedObject } from "./place.ts";
import { tomlPlaces } from "./toml_places.ts";

/** Kibana imports no more than this at once. */
const LARGEST_FILE = 10 * 1024 * 1024;

/** Rules nest four levels deep. */
const DEEPEST = 100;

/**
 * Reads TOML 1.0. Dates become text as they are written, since JSON has none; numbers that JSON can't say are findings.
 *
 * ```ts
 * import { parseToml } from "./toml.ts";
 * const { value } = parseToml('[rule]\nrisk_score = 21\nquery = """\ntype:dns\n"""', "rule.toml");
 * if (JSON.stringify(value?.value) !== '{"rule":{"risk_score":21,"query":"type:dns\\n"}}') throw new Error();
 * if (value?.placeOf("rule/query").line !== 3) throw new Error();
 * const { findings } = parseToml("[rule]\nname = Many lookups", "rule.toml");
 * if (findings[0]?.line !== 2) throw new Error();
 * ```
 */
export function parseToml(text: string, file: string): Validation<LocatedObject> {
  if (text.length > LARGEST_FILE) return { findings: [tooLarge(file, text.length)] };
  try {
    // A byte order mark is no part of the text, though editors on Windows write one.
    const table = parse(text.replace(/^\uFEFF/, ""), {
      integersAsBigInt: "asNeeded",
      unsafeKeyBehaviour: "throw",
      maxDepth: DEEPEST,
    });
    const wrong: { path: string; number: string }[] = [];
    const value = objectOf(table, "", wrong);
    let places: ReturnType<typeof tomlPlaces> | undefined;
    const located = { file, value, placeOf: (path: string) => (places ??= tomlPlaces(text))(path) };
    return wrong.length > 0
      ? { findings: wrong.map((found) => numberFinding(located, found)) }
      : { value: located, findings: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { findings: [syntaxFinding(file, error)] };
  }
}

function objectOf(
  table: object,
  prefix: string,
  wrong: { path: string; number: string }[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([key, value]) => [key, jsonOf(value, `${prefix}${key}`, wrong)]),
  );
}

function jsonOf(value: unknown, path: string, wrong: { path: string; number: string }[]): unknown {
  if (Array.isArray(value)) return value.map((item, i) => jsonOf(item, `${path}/${i}`, wrong));
  if (value instanceof TomlDate) return value.toISOString().replace(/\.000(?=Z|[+-]|$)/, "");
  if (typeof value === "object" && value !== null) return objectOf(value, `${path}/`, wrong);
  if (typeof value === "bigint" || typeof value === "number" && !Number.isFinite(value)) {
    wrong.push({ path, number: String(value) });
  }
  return value;
}

function numberFinding(source: LocatedObject, { path, number }: { path: string; number: string }): Finding {
  return findingAt(source, {
    level: "error",
    code: "toml-number",
    path,
    message: `Cannot send "${path}" to Kibana as JSON holds no such number: ${number}`,
    hint: "Write a number of at most 15 digits, or text in quotes.",
  });
}

function tooLarge(file: string, length: number): Finding {
  return {
    level: "error",
    code: "rule-size",
    file,
    message: `Cannot read the rule as it has ${length} characters: Kibana takes ${LARGEST_FILE} at once`,
    hint: "Rules have some thousands of characters: see what made the file.",
  };
}

/** The parser's message is a heading, the rest of it a picture of the place. */
function syntaxFinding(file: string, { message, line, column }: TomlError): Finding {
  const problem = message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "";
  return {
    level: "error",
    code: "toml-syntax",
    file,
    line,
    column,
    message: `Cannot read the rule as it is not TOML: ${problem}`,
    hint: hintOf(problem),
  };
}

function hintOf(problem: string): string {
  if (/redefin|already|duplicate/i.test(problem)) return "Keep one of them: TOML takes a key or table once.";
  if (/prototype|unsafe|__proto__/i.test(problem)) return "No rule has a key of that name: remove it.";
  if (/depth|nest/i.test(problem)) return "No rule nests that deep: see what made the file.";
  return "Text stands in quotes, several lines of it in ''' or \"\"\"; each key has a line of its own.";
}
