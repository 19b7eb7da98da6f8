/**
 * Regular expressions of Java, run in linear time: the part of the syntax that means the same to RE2.
 * @module
 */

import { RE2JS, RE2JSSyntaxException } from "re2js";
import { IngestError, notSupported } from "./error.ts";

/** A compiled pattern. */
export interface JavaRegex {
  /** All matches from left to right. */
  matches(text: string): Iterable<{ readonly start: number; readonly end: number }>;
}

/** What `\s` and `.` stand for in Java; RE2 differs in both. */
const WHITE_SPACE = "\\t\\n\\x0B\\f\\r ";
const NOT_A_LINE_END = "[^\\n\\r\\x{85}\\x{2028}\\x{2029}]";

/**
 * Compiles a pattern. What RE2 lacks (look-around, back-references, possessive quantifiers, …) or reads in another way
 * is refused as not supported; what Java refuses too throws a `pattern_syntax_exception`.
 *
 * ```ts
 * import { compileJavaRegex } from "./java_regex.ts";
 * const [first] = compileJavaRegex("\\s+").matches("a \tb");
 * if (first?.start !== 1 || first.end !== 3) throw new Error();
 * ```
 */
export function compileJavaRegex(pattern: string): JavaRegex {
  const translated = translate(pattern);
  try {
    const compiled = RE2JS.compile(translated);
    return {
      *matches(text) {
        const matcher = compiled.matcher(text);
        // After an empty match Java goes on one code unit further, into a surrogate pair too.
        for (let from = 0; from <= text.length && matcher.find(from);) {
          const [start, end] = [matcher.start(), matcher.end()];
          yield { start, end };
          from = start === end ? end + 1 : end;
        }
      },
    };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    if (!MISTAKES.test(error.message)) throw unsupported(pattern);
    throw new IngestError("pattern_syntax_exception", `${error.message} near [${pattern}]`);
  }
}

/** What Java refuses too; of other complaints, such as a count that is too high, it is not sure. */
const MISTAKES = /missing closing|unexpected \)|missing argument|trailing backslash|invalid character class range/;

/** The pattern as RE2 reads it. */
function translate(pattern: string): string {
  let translated = "";
  for (let i = 0; i < pattern.length;) {
    const token = tokenAt(pattern, i);
    translated += token === "."
      ? NOT_A_LINE_END
      : token[0] === "["
      ? translateClass(token, pattern)
      : plain(token, pattern);
    i += token.length;
  }
  return translated;
}

/** An escape, a class, a group's opening, a quantifier, or one character. */
const TOKEN = /\\(?:[^]|$)|\[\^?\]?(?:\\[^]|[^\]\\])*\]?|\(\?[^:)]?:?|(?:[*+?]|\{\d+(?:,\d*)?\})[+?]?|[^]/y;

function tokenAt(pattern: string, index: number): string {
  TOKEN.lastIndex = index;
  return TOKEN.exec(pattern)?.[0] ?? pattern.slice(index, index + 1);
}

function plain(token: string, pattern: string): string {
  if (token === "\\s") return `[${WHITE_SPACE}]`;
  if (token === "\\S") return `[^${WHITE_SPACE}]`;
  if (token[0] === "\\") return escapeOf(token, pattern);
  if (token.startsWith("(?") && token !== "(?:") throw unsupported(pattern);
  if (token.length > 1 && token.endsWith("+")) throw unsupported(pattern);
  if (token === "$" || token === "{") throw unsupported(pattern);
  return token;
}

/** Escapes that both read alike. */
function escapeOf(token: string, pattern: string): string {
  if (/^\\[tnrfdDwW]$/.test(token) || /^\\[^A-Za-z0-9]$/.test(token) || token === "\\") return token;
  throw unsupported(pattern);
}

/** A class without nested ones and intersections, which only Java knows; a bracket at its start is left to nobody. */
function translateClass(token: string, pattern: string): string {
  const inner = token.slice(1, token.endsWith("]") && token.length > 1 ? -1 : undefined);
  if (/^\^?\]/.test(inner) || /(^|[^\\])\[|&&/.test(inner)) throw unsupported(pattern);
  const escaped = inner.replace(/\\[^]/g, (escape) => {
    if (escape === "\\s") return WHITE_SPACE;
    if (escape === "\\S" || escape === "\\W" || escape === "\\D") throw unsupported(pattern);
    return escapeOf(escape, pattern);
  });
  return `[${escaped}${token.endsWith("]") && token.length > 1 ? "]" : ""}`;
}

function unsupported(pattern: string): IngestError {
  return notSupported(`The regular expression [${pattern}]`);
}
