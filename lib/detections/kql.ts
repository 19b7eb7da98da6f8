/**
 * The Kibana Query Language, as far as it makes sense for rules: text to a tree.
 *
 * ```text
 * query   = and ("or" and)*
 * and     = not ("and" not)*
 * not     = "not" not | "(" query ")" | field ":" values | field ":" "{" query "}" | field ("<" | "<=" | ">" | ">=") value | value
 * values  = value | "(" values ("or" values | "and" values)* ")" | "not" values
 * ```
 *
 * @module
 */

/** A part of a query. */
export type KqlNode =
  | { readonly kind: "and" | "or"; readonly parts: readonly KqlNode[] }
  | { readonly kind: "not"; readonly part: KqlNode }
  /** A value of a field, or of any field. */
  | { readonly kind: "is"; readonly field: KqlText | undefined; readonly value: KqlText }
  | { readonly kind: "range"; readonly field: KqlText; readonly operator: RangeOperator; readonly value: KqlText }
  /** One object in a list for which all of it holds. */
  | { readonly kind: "nested"; readonly field: KqlText; readonly part: KqlNode };

/** How a range compares. */
export type RangeOperator = "<" | "<=" | ">" | ">=";

/** A text of a query: what stands between its wildcards. */
export interface KqlText {
  /** Two pieces for one wildcard, and so on. */
  readonly pieces: readonly string[];
}

/** A query that can't be read. */
export class KqlError extends SyntaxError {
  /** The class's name. */
  override name = "KqlError";
  /** Where, from 1, in characters. */
  readonly column: number;

  /** The problem completes "Cannot search for this: "; the message shows the place. */
  constructor(problem: string, query: string, at: number) {
    const line = query.replaceAll(/\s/g, " ");
    const before = line.slice(0, at);
    super(`Cannot search for this: ${problem}\n  ${line}\n  ${" ".repeat([...before].length)}^`);
    this.column = [...before].length + 1;
  }
}

/**
 * Reads a query; undefined for an empty one.
 *
 * ```ts
 * import { parseKql } from "./kql.ts";
 * const node = parseKql('type:machine_learning and not tags:"x"');
 * if (node?.kind !== "and" || node.parts.length !== 2) throw new Error();
 * ```
 *
 * @throws {KqlError} with the place
 */
export function parseKql(query: string): KqlNode | undefined {
  return new Parser(query).parse();
}

interface Token {
  readonly kind: "text" | "and" | "or" | "not" | "(" | ")" | "{" | "}" | ":" | RangeOperator | "end";
  readonly at: number;
  readonly text: KqlText;
}

/** Deeper queries are nobody's. */
const DEEPEST = 100;
const LONGEST = 10_000;

const NO_TEXT: KqlText = { pieces: [] };

class Parser {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(query: string) {
    this.#query = query;
    if (query.length > LONGEST) throw new KqlError(`it has more than ${LONGEST} characters`, query.slice(0, 60), 0);
    this.#tokens = [...tokensOf(query)];
  }

  parse(): KqlNode | undefined {
    if (this.#peek().kind === "end") return undefined;
    const node = this.#or();
    const { kind } = this.#peek();
    if (kind === "end") return node;
    throw this.#fault(
      kind === "text" || kind === "not"
        ? 'there is "and" or "or" missing before this, or quotes around a text with spaces'
        : `"${kind}" stands where "and", "or" or the end was expected`,
    );
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", at: this.#query.length, text: NO_TEXT };
  }

  #take(...kinds: readonly Token["kind"][]): Token | undefined {
    const token = this.#peek();
    if (!kinds.includes(token.kind) || token.kind === "end") return undefined;
    this.#next++;
    return token;
  }

  #or(): KqlNode {
    return this.#joined("or", () => this.#joined("and", () => this.#not()));
  }

  #joined(kind: "and" | "or", part: () => KqlNode): KqlNode {
    const first = part();
    const parts = [first];
    while (this.#take(kind) !== undefined) parts.push(part());
    return parts.length === 1 ? first : { kind, parts };
  }

  #not(): KqlNode {
    return this.#deeper(() => {
      if (this.#take("not") !== undefined) return { kind: "not", part: this.#not() };
      if (this.#take("(") !== undefined) return this.#closed(")", () => this.#or());
      const text = this.#text("a field or a value");
      if (this.#take(":") !== undefined) {
        if (this.#take("{") === undefined) return this.#values(text);
        return { kind: "nested", field: text, part: this.#closed("}", () => this.#or()) };
      }
      const operator = this.#take("<", "<=", ">", ">=")?.kind;
      if (operator === "<" || operator === "<=" || operator === ">" || operator === ">=") {
        return { kind: "range", field: text, operator, value: this.#text("a value") };
      }
      return { kind: "is", field: undefined, value: text };
    });
  }

  #values(field: KqlText): KqlNode {
    return this.#deeper(() => {
      if (this.#take("not") !== undefined) return { kind: "not", part: this.#values(field) };
      if (this.#take("(") !== undefined) {
        return this.#closed(")", () => this.#joined("or", () => this.#joined("and", () => this.#values(field))));
      }
      return { kind: "is", field, value: this.#text("a value") };
    });
  }

  #closed(end: ")" | "}", inner: () => KqlNode): KqlNode {
    const node = inner();
    if (this.#take(end) === undefined) throw this.#fault(`"${end}" is missing`);
    return node;
  }

  #deeper(inner: () => KqlNode): KqlNode {
    if (++this.#depth > DEEPEST) throw this.#fault(`it nests more than ${DEEPEST} levels deep`);
    const node = inner();
    this.#depth--;
    return node;
  }

  #text(what: string): KqlText {
    const token = this.#take("text");
    if (token !== undefined) return token.text;
    const { kind } = this.#peek();
    throw this.#fault(kind === "end" ? `${what} is missing at the end` : `"${kind}" stands where ${what} was expected`);
  }

  #fault(problem: string): KqlError {
    return new KqlError(problem, this.#query, this.#peek().at);
  }
}

const ESCAPED: Readonly<Record<string, string>> = { t: "\t", r: "\r", n: "\n" };

function* tokensOf(query: string): Generator<Token> {
  const pattern = /\s+|(<=|>=|[<>:(){}])|"((?:\\.|[^"\\])*)"|((?:\\.|[^\s\\<>:(){}"])+)/suy;
  for (let at = 0; at < query.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (match === null) {
      throw new KqlError(query[at] === '"' ? "the quote is not closed" : "the backslash escapes nothing", query, at);
    }
    const [, operator, quoted, word] = match;
    if (operator !== undefined) yield { kind: operatorKind(operator), at, text: NO_TEXT };
    else if (quoted !== undefined) yield { kind: "text", at, text: { pieces: [unescaped(quoted)] } };
    else if (word !== undefined) yield wordToken(word, at);
  }
}

function operatorKind(operator: string): Token["kind"] {
  const kinds = ["(", ")", "{", "}", ":", "<", "<=", ">", ">="] as const;
  return kinds.find((kind) => kind === operator) ?? "end";
}

function wordToken(word: string, at: number): Token {
  const keyword = (["and", "or", "not"] as const).find((known) => known === word.toLowerCase());
  if (keyword !== undefined) return { kind: keyword, at, text: NO_TEXT };
  const pieces = word.split(/((?:\\.|[^*\\])+)/su).filter((part) => part !== "").flatMap((part) =>
    part.startsWith("*") ? ["*".repeat(part.length)] : [part]
  );
  return { kind: "text", at, text: { pieces: splitAtWildcards(pieces) } };
}

/** `a`, `*`, `b` to the pieces on both sides of the wildcard. */
function splitAtWildcards(parts: readonly string[]): string[] {
  const pieces = [""];
  for (const part of parts) {
    if (/^\*+$/.test(part)) pieces.push("");
    else pieces.push((pieces.pop() ?? "") + unescaped(part));
  }
  return pieces;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gsu, (_, char: string) => ESCAPED[char] ?? char);
}
