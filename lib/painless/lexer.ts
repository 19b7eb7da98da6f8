/**
 * Cuts a script into tokens, as Painless's ANTLR lexer does: the longest match wins, and what follows a dot is a name or
 * an index whatever it would be elsewhere.
 * @module
 */

import { PainlessCompileError } from "./errors.ts";

/**
 * What a token is. Keywords and operators are their own kind (`"if"`, `"+="`); the others:
 * `"number"`, `"string"`, `"regex"`, `"id"`, `"primitive"` (`int` …), `"dot-name"` and `"dot-index"` (after a dot), `"end"`,
 * `"problem"` (no token at all).
 */
export type TokenKind = string;

/** One token. */
export interface Token {
  readonly kind: TokenKind;
  /** As written; for strings the value, quotes and escapes undone. */
  readonly text: string;
  readonly offset: number;
  /** Of a `"problem"`: nothing after it was read. */
  readonly problem?: PainlessCompileError;
}

const KEYWORDS = new Set(
  ("if in else while do for continue break return new try catch throw this instanceof true false null def").split(" "),
);
const PRIMITIVES = new Set("boolean byte short char int long float double".split(" "));

/** Longest first, so that the first that fits is the one. */
const OPERATORS = (
  ">>>= === !== ==~ <<= >>= >>> ?: ?. :: -> =~ ++ -- << >> <= >= == != && || += -= *= /= %= &= ^= |= " +
  "{ } [ ] ( ) . , ; ! ~ * / % + - < > & ^ | ? : ="
).split(" ");

/** A slash after one of these divides; after anything else it opens a regular expression. */
const BEFORE_DIVISION = new Set(["]", ")", "number", "id", "dot-index", "dot-name"]);

const BLANK = /[ \t\n\r]+/y;
/** A line comment must end with its line: at the end of the script, without a line break, it is none. */
const COMMENT = /\/\/[^\n\r]*[\n\r]|\/\*[^]*?\*\//y;
const NAME = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const NUMBER =
  /0[xX][0-9a-fA-F]+[lL]?|0[0-7]+[lL]?|(?:0|[1-9][0-9]*)(?:(?:\.[0-9]+)?[eE][+-]?[0-9]+[fFdD]?|\.[0-9]+[fFdD]?|[lLfFdD])?/y;
/** `$("name", default)` of 8.x. */
const FIELD_ACCESS = /\$(?=[ \t\n\r]*\()/y;
const DOT_INDEX = /0|[1-9][0-9]*/y;
const REGEX = /\/(?:\\[^\n]|[^/\n\\])+\/[cilmsUux]*/y;

/**
 * All tokens of a script and an `"end"`; or, before the end, a `"problem"`, as the parser may find another one first.
 *
 * ```ts
 * import { tokenize } from "./lexer.ts";
 * const kinds = tokenize("x += l.0").map((token) => token.kind);
 * if (kinds.join(" ") !== "id += id . dot-index end") throw new Error();
 * ```
 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < source.length) {
    const previous = tokens.at(-1);
    const afterDot = previous?.kind === "." || previous?.kind === "?.";
    const blank = afterDot ? 0 : lengthOf(BLANK, source, offset) || lengthOf(COMMENT, source, offset);
    if (blank > 0) {
      offset += blank;
      continue;
    }
    const read = afterDot ? dotToken(source, offset) : plainToken(source, offset, previous);
    if (read instanceof PainlessCompileError) {
      tokens.push({ kind: "problem", text: "", offset, problem: read });
      break;
    }
    tokens.push(read.token);
    offset += read.length;
  }
  tokens.push({ kind: "end", text: "<EOF>", offset: source.length });
  return tokens;
}

interface ReadToken {
  readonly token: Token;
  readonly length: number;
}

function dotToken(source: string, offset: number): ReadToken | PainlessCompileError {
  const name = textOf(NAME, source, offset);
  if (name !== "") return asWritten("dot-name", name, offset);
  const index = textOf(DOT_INDEX, source, offset);
  if (index !== "") return asWritten("dot-index", index, offset);
  return unexpectedCharacter(source, offset, source[offset] ?? "");
}

function plainToken(
  source: string,
  offset: number,
  previous: Token | undefined,
): ReadToken | PainlessCompileError {
  const character = source[offset] ?? "";
  const name = textOf(NAME, source, offset);
  if (name !== "") {
    return asWritten(KEYWORDS.has(name) ? name : PRIMITIVES.has(name) ? "primitive" : "id", name, offset);
  }
  const number = textOf(NUMBER, source, offset);
  if (number !== "") return asWritten("number", number, offset);
  if (character === '"' || character === "'") return stringToken(source, offset, character);
  if (character === "/") return slashToken(source, offset, previous);
  const operator = OPERATORS.find((candidate) => source.startsWith(candidate, offset)) ??
    textOf(FIELD_ACCESS, source, offset);
  if (operator !== "") return asWritten(operator, operator, offset);
  return unexpectedCharacter(source, offset, character);
}

function slashToken(
  source: string,
  offset: number,
  previous: Token | undefined,
): ReadToken | PainlessCompileError {
  if (previous !== undefined && BEFORE_DIVISION.has(previous.kind)) {
    const operator = source.startsWith("/=", offset) ? "/=" : "/";
    return asWritten(operator, operator, offset);
  }
  const regex = textOf(REGEX, source, offset);
  if (regex !== "") return asWritten("regex", regex, offset);
  if (source.startsWith("/=", offset)) return asWritten("/=", "/=", offset);
  return unexpectedCharacter(source, offset, source.slice(offset).split("\n", 1)[0] ?? "");
}

function stringToken(source: string, offset: number, quote: string): ReadToken | PainlessCompileError {
  let value = "";
  let from = offset + 1;
  for (let at = from; at < source.length; at++) {
    const character = source[at];
    if (character === quote) {
      value += source.slice(from, at);
      return { token: { kind: "string", text: value, offset }, length: at + 1 - offset };
    }
    if (character !== "\\") continue;
    const escaped = source[at + 1];
    if (escaped !== quote && escaped !== "\\") {
      const found = shown(source.slice(offset, at + 2));
      return new PainlessCompileError(
        `unexpected character [${found}]. The only valid escape sequences in strings starting with [${quote}] are ` +
          `[\\\\] and [\\${quote}].`,
        { className: "java.lang.IllegalArgumentException", source, offset },
      );
    }
    value += source.slice(from, at) + escaped;
    at++;
    from = at + 1;
  }
  return unexpectedCharacter(source, offset, source.slice(offset));
}

function asWritten(kind: TokenKind, text: string, offset: number): ReadToken {
  return { token: { kind, text, offset }, length: text.length };
}

function lengthOf(pattern: RegExp, source: string, offset: number): number {
  return textOf(pattern, source, offset).length;
}

function textOf(pattern: RegExp, source: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0] ?? "";
}

function unexpectedCharacter(source: string, offset: number, found: string): PainlessCompileError {
  return new PainlessCompileError(`unexpected character [${shown(found)}].`, {
    className: "java.lang.IllegalArgumentException",
    source,
    offset,
  });
}

function shown(text: string): string {
  return text.replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
}
