/**
 * Makes a syntax tree of a script, by the grammar of 7.10 and 8.x.
 * @module
 */

import { PainlessCompileError } from "./errors.ts";
import { type Token, tokenize, type TokenKind } from "./lexer.ts";
import type {
  BinaryOperator,
  Block,
  Catch,
  ComparisonOperator,
  Declaration,
  Expression,
  FunctionDefinition,
  Statement,
  SyntaxTree,
  WrittenType,
} from "./syntax_tree.ts";

/** Deeper nesting than this is refused: every pass walks the tree by recursion. */
const MAX_DEPTH = 500;

/**
 * Parses a script.
 *
 * ```ts
 * import { parse } from "./parser.ts";
 * const tree = parse("int half(int n) { n / 2 } return half(ctx.n)");
 * if (tree.functions[0]?.name !== "half" || tree.statements[0]?.kind !== "return") throw new Error();
 * ```
 */
export function parse(source: string): SyntaxTree {
  return new Parser(source).script();
}

type BinaryLevel = readonly string[];

/** From the loosest binding to the tightest; `instanceof` stands between equality and comparison. */
const LEVELS: readonly BinaryLevel[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "===", "!=", "!=="],
  ["instanceof"],
  ["<", "<=", ">", ">="],
  ["<<", ">>", ">>>"],
  ["=~", "==~"],
  ["+", "-"],
  ["*", "/", "%"],
];
const LEVEL_OF = new Map(LEVELS.flatMap((operators, level) => operators.map((operator) => [operator, level] as const)));

const COMPOUND: ReadonlyMap<string, BinaryOperator> = new Map([
  ["+=", "+"],
  ["-=", "-"],
  ["*=", "*"],
  ["/=", "/"],
  ["%=", "%"],
  ["&=", "&"],
  ["^=", "^"],
  ["|=", "|"],
  ["<<=", "<<"],
  [">>=", ">>"],
  [">>>=", ">>>"],
]);

/** What no statement can begin with. */
const NO_STATEMENT = new Set(
  ("{ } ] ) . ?. , ; * / % < > & ^ | ? : ?: = :: -> =~ ==~ << >> >>> >= <= == != === !== && || else catch in this " +
    "instanceof += -= *= /= %= &= ^= |= <<= >>= >>>=").split(" "),
);

/** What can follow `return` if that gives no value. */
const NO_VALUE = new Set([
  ...NO_STATEMENT,
  "end",
  "if",
  "while",
  "for",
  "do",
  "try",
  "return",
  "throw",
  "break",
  "continue",
  "primitive",
  "def",
]);

/** What can follow `(Type)` only if that is a cast. */
const AFTER_CAST = new Set(["id", "number", "string", "regex", "true", "false", "null", "(", "new", "!", "~", "$"]);

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  /**
   * Above 0 where the server's parser still looks ahead to find out what it reads: there it cannot say what it expected.
   */
  #guessing = 0;
  readonly #braceAccesses = new Map<number, boolean>();

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  script(): SyntaxTree {
    const offset = this.#offset();
    const functions: FunctionDefinition[] = [];
    while (this.#startsFunction()) functions.push(this.#function());
    const statements: Statement[] = [];
    while (this.#kind() !== "end") {
      if (statements.length > 0 && NO_STATEMENT.has(this.#kind())) throw this.#unexpected("<EOF>");
      statements.push(this.#statement(statements.length === 0));
    }
    return { offset, functions, statements };
  }

  // Functions

  #startsFunction(): boolean {
    const end = this.#typeEnd(this.#at);
    return end !== undefined && this.#kind(end) === "id" && this.#kind(end + 1) === "(";
  }

  #function(): FunctionDefinition {
    const offset = this.#offset();
    const returnType = this.#type();
    const name = this.#expect("id").text;
    this.#expect("(");
    const parameters: { type: WrittenType; name: string }[] = [];
    if (this.#typeEnd(this.#at) !== undefined) {
      do parameters.push({ type: this.#type(), name: this.#expect("id").text }); while (this.#take(","));
    }
    this.#expect(")");
    return { offset, returnType, name, parameters, statements: this.#block().statements };
  }

  // Statements

  /** `isFirst` says that a function could stand there as well. */
  #statement(isFirst = false): Statement {
    return this.#nested(() => {
      const start = this.#at;
      const statement = this.#blockStatement();
      if (statement !== undefined) return statement;
      const plain = this.#plainStatement(isFirst);
      if (this.#kind() === "end") return plain;
      if (this.#kind() !== ";") {
        const guessing = this.#guessing > 0 || isFirst && this.#isUndecided(start);
        throw guessing ? this.#noWay() : this.#unexpected(STATEMENT_END);
      }
      this.#at++;
      return plain;
    });
  }

  /** Whether what was read since could still become a function, a declaration or an expression. */
  #isUndecided(start: number): boolean {
    const end = this.#typeEnd(start);
    return end === this.#at || end !== undefined && end + 1 === this.#at && this.#kind(end) === "id";
  }

  /** A statement that no semicolon ends. */
  #blockStatement(): Statement | undefined {
    const offset = this.#offset();
    switch (this.#kind()) {
      case "if":
        return this.#if(offset);
      case "while": {
        this.#at++;
        const condition = this.#parenthesized();
        return { kind: "while", offset, condition, block: this.#loopBody() };
      }
      case "for":
        return this.#for(offset);
      case "try":
        return this.#try(offset);
      default:
        return undefined;
    }
  }

  #if(offset: number): Statement {
    this.#at++;
    const condition = this.#parenthesized();
    const then = this.#trailer();
    const hasElse = this.#take("else");
    return { kind: "if", offset, condition, then, hasElse, otherwise: hasElse ? this.#trailer() : undefined };
  }

  #for(offset: number): Statement {
    this.#at++;
    // What kind of loop it is is not known yet.
    if (!this.#take("(")) throw this.#noWay();
    const each = this.#eachHeader();
    if (each !== undefined) {
      const iterable = this.#expression();
      this.#expect(")");
      return { kind: "each", offset, ...each, iterable, block: this.#trailer() };
    }
    const start = this.#at;
    const initializer = this.#kind() === ";" ? undefined : this.#initializer();
    if (this.#kind() !== ";" && this.#isUndecided(start)) throw this.#noWay();
    this.#expect(";");
    const condition = this.#kind() === ";" ? undefined : this.#expression();
    this.#expect(";");
    const afterthought = NO_STATEMENT.has(this.#kind()) ? undefined : this.#expression();
    this.#expect(")");
    return { kind: "for", offset, initializer, condition, afterthought, block: this.#loopBody() };
  }

  /** `Type name :` or `name in`. */
  #eachHeader(): { type: WrittenType; name: string } | undefined {
    if (this.#kind() === "id" && this.#kind(this.#at + 1) === "in") {
      const name = this.#next().text;
      this.#at++;
      return { type: "def", name };
    }
    const end = this.#typeEnd(this.#at);
    if (end === undefined || this.#kind(end) !== "id" || this.#kind(end + 1) !== ":") return undefined;
    const type = this.#type();
    const name = this.#next().text;
    this.#at++;
    return { type, name };
  }

  #initializer(): Extract<Statement, { kind: "declarations" }> | Expression {
    // Up to the name it could be a for-each loop.
    return this.#startsDeclaration() ? this.#declarations(true) : this.#expression();
  }

  #try(offset: number): Statement {
    this.#at++;
    const block = this.#blockOrNothing();
    if (this.#kind() !== "catch") throw this.#unexpected("'catch'");
    const catches: Catch[] = [];
    while (this.#kind() === "catch") {
      const catchOffset = this.#next().offset;
      this.#expect("(");
      const type = this.#plainType();
      const name = this.#expect("id").text;
      this.#expect(")");
      catches.push({ offset: catchOffset, type, name, block: this.#blockOrNothing() });
    }
    return { kind: "try", offset, block, catches };
  }

  /** A statement that a semicolon, the end, or a closing brace ends. */
  #plainStatement(isFirst = false): Statement {
    const offset = this.#offset();
    switch (this.#kind()) {
      case "do": {
        this.#at++;
        const block = this.#blockOrNothing();
        this.#expect("while");
        return { kind: "do", offset, condition: this.#parenthesized(), block };
      }
      case "continue":
      case "break":
        return { kind: this.#next().kind === "break" ? "break" : "continue", offset };
      case "return": {
        this.#at++;
        return { kind: "return", offset, value: NO_VALUE.has(this.#kind()) ? undefined : this.#expression() };
      }
      case "throw":
        this.#at++;
        return { kind: "throw", offset, value: this.#expression() };
    }
    if (this.#startsDeclaration()) return this.#declarations(isFirst);
    return { kind: "expression", offset, expression: this.#expression() };
  }

  #startsDeclaration(): boolean {
    if (this.#kind() === "primitive" || this.#kind() === "def") return true;
    const end = this.#typeEnd(this.#at);
    return end !== undefined && (this.#kind(end) === "id" || this.#kind(end - 1) === "]");
  }

  #declarations(isFirst = false): Extract<Statement, { kind: "declarations" }> {
    const offset = this.#offset();
    const declarations: Declaration[] = [];
    // Up to its name the first one of a script could be a function.
    if (isFirst) this.#guessing++;
    const type = this.#type();
    if (isFirst && this.#kind() !== "id") throw this.#noWay();
    if (isFirst) this.#guessing--;
    do {
      const name = this.#expect("id");
      const value = this.#take("=") ? this.#expression() : undefined;
      declarations.push({ kind: "declaration", offset: name.offset, type, name: name.text, value });
    } while (this.#take(","));
    return { kind: "declarations", offset, declarations };
  }

  /** A block, or one statement without braces. */
  #trailer(): Block | undefined {
    if (this.#kind() === "{") return this.#blockOrNothing();
    const statement = this.#statement();
    return { offset: statement.offset, statements: [statement] };
  }

  #loopBody(): Block | undefined {
    return this.#take(";") ? undefined : this.#trailer();
  }

  #blockOrNothing(): Block | undefined {
    const block = this.#block();
    return block.statements.length === 0 ? undefined : block;
  }

  #block(): Block {
    const offset = this.#expect("{").offset;
    return this.#nested(() => {
      const statements: Statement[] = [];
      while (!this.#take("}")) {
        const statement = this.#blockStatement();
        if (statement !== undefined) {
          statements.push(statement);
          continue;
        }
        this.#guessing++;
        statements.push(this.#plainStatement());
        // The last statement of a block needs no semicolon.
        if (!this.#take(";") && this.#kind() !== "}") throw this.#noWay();
        this.#guessing--;
      }
      return { offset, statements };
    });
  }

  #parenthesized(): Expression {
    this.#expect("(");
    const expression = this.#expression();
    this.#expect(")");
    return expression;
  }

  // Types

  /** Where a type that starts at a token ends; undefined if none does. */
  #typeEnd(start: number): number | undefined {
    let at = this.#plainTypeEnd(start);
    while (at !== undefined && this.#kind(at) === "[" && this.#kind(at + 1) === "]") at += 2;
    return at;
  }

  #plainTypeEnd(start: number): number | undefined {
    if (this.#kind(start) === "primitive" || this.#kind(start) === "def") return start + 1;
    if (this.#kind(start) !== "id") return undefined;
    let at = start + 1;
    while (this.#kind(at) === "." && this.#kind(at + 1) === "dot-name") at += 2;
    return at;
  }

  #type(): WrittenType {
    const type = this.#textTo(this.#typeEnd(this.#at));
    if (this.#kind() === "[") {
      this.#at++;
      this.#expect("]");
    }
    return type;
  }

  /** A type without brackets. */
  #plainType(): WrittenType {
    return this.#textTo(this.#plainTypeEnd(this.#at));
  }

  #textTo(end: number | undefined): string {
    if (end === undefined) throw this.#noWay();
    const text = this.#tokens.slice(this.#at, end).map((token) => token.text).join("");
    this.#at = end;
    return text;
  }

  // Expressions

  #expression(): Expression {
    return this.#nested(() => {
      const offset = this.#offset();
      const left = this.#unconditional();
      const kind = this.#kind();
      if (kind === "?") {
        this.#at++;
        const whenTrue = this.#expression();
        this.#expect(":");
        const whenFalse = this.#expression();
        return { kind: "conditional", offset, condition: left, whenTrue, whenFalse };
      }
      const operator = COMPOUND.get(kind);
      if (operator === undefined && kind !== "=") return left;
      this.#at++;
      return {
        kind: "assignment",
        offset,
        left,
        right: this.#expression(),
        operator,
        postfix: false,
      };
    });
  }

  /** Everything that binds tighter than `? :` and assignments: `?:`, from right to left, and the binary operators. */
  #unconditional(): Expression {
    const offset = this.#offset();
    const left = this.#binary(0);
    if (!this.#take("?:")) return left;
    return this.#nested(() => ({ kind: "elvis", offset, left, right: this.#unconditional() }));
  }

  #binary(level: number): Expression {
    const offset = this.#offset();
    let left = this.#unary();
    for (;;) {
      const operator = this.#kind();
      const found = LEVEL_OF.get(operator);
      if (found === undefined || found < level) return left;
      this.#at++;
      left = operator === "instanceof"
        ? { kind: "instanceof", offset, child: left, type: this.#type() }
        : combine(operator, offset, left, this.#nested(() => this.#binary(found + 1)));
    }
  }

  #unary(): Expression {
    const offset = this.#offset();
    const operator = this.#kind();
    switch (operator) {
      case "++":
      case "--": {
        this.#at++;
        return step(offset, this.#chain(), operator, false);
      }
      case "+":
      case "-":
      case "!":
      case "~":
        this.#at++;
        return this.#nested(() => ({ kind: "unary", offset, operator, child: this.#unary() }));
    }
    const castType = this.#castType();
    if (castType !== undefined) {
      return this.#nested(() => ({ kind: "cast", offset, type: castType, child: this.#unary() }));
    }
    const chain = this.#chain();
    const after = this.#kind();
    if (after !== "++" && after !== "--") return chain;
    this.#at++;
    return step(offset, chain, after, true);
  }

  /** Reads `(Type)` where it is a cast; `(a) - b` and `(a)[0]` are none. */
  #castType(): WrittenType | undefined {
    if (this.#kind() !== "(") return undefined;
    const end = this.#typeEnd(this.#at + 1);
    if (end === undefined) return undefined;
    const startsSurely = this.#kind(this.#at + 1) !== "id";
    if (this.#kind(end) !== ")") {
      if (!startsSurely) return undefined;
      this.#at = end;
      throw this.#noWay();
    }
    const sure = startsSurely || this.#kind(end - 1) === "]";
    const after = this.#kind(end + 1);
    if (!sure && !AFTER_CAST.has(after) && !(after === "[" && !this.#isBraceAccess(end + 1))) return undefined;
    this.#at++;
    const type = this.#type();
    this.#at++;
    return type;
  }

  /** Whether a bracket holds exactly one expression; asked once for each, or nested ones would double the work. */
  #isBraceAccess(at: number): boolean {
    const known = this.#braceAccesses.get(at);
    if (known !== undefined) return known;
    const before = { at: this.#at, depth: this.#depth, guessing: this.#guessing };
    this.#at = at + 1;
    const answer = this.#parsesAsBraceAccess();
    this.#at = before.at;
    this.#depth = before.depth;
    this.#guessing = before.guessing;
    this.#braceAccesses.set(at, answer);
    return answer;
  }

  #parsesAsBraceAccess(): boolean {
    try {
      this.#expression();
      return this.#kind() === "]";
    } catch (error) {
      if (error instanceof PainlessCompileError && !error.unsupported) return false;
      throw error;
    }
  }

  #chain(): Expression {
    this.#guessing++;
    const chain = this.#accesses(this.#primary());
    this.#guessing--;
    return chain;
  }

  #accesses(prefix: Expression): Expression {
    let chain = prefix;
    for (;;) {
      const offset = this.#offset();
      const kind = this.#kind();
      if (kind === "[") {
        this.#at++;
        const index = this.#expression();
        this.#expect("]");
        chain = { kind: "brace", offset, prefix: chain, index };
      } else if (kind === "." || kind === "?.") {
        this.#at++;
        chain = this.#member(offset, chain, kind === "?.");
      } else {
        return chain;
      }
    }
  }

  #member(offset: number, prefix: Expression, nullSafe: boolean): Expression {
    const name = this.#next();
    if (name.kind === "dot-name" && this.#kind() === "(") {
      return { kind: "call", offset, prefix, name: name.text, args: this.#arguments(), nullSafe };
    }
    return { kind: "dot", offset, prefix, name: name.text, nullSafe };
  }

  #primary(): Expression {
    const token = this.#next();
    const offset = token.offset;
    switch (token.kind) {
      case "(": {
        const inner = this.#expression();
        this.#expect(")");
        return inner;
      }
      case "number":
        return numberLiteral(token);
      case "true":
      case "false":
        return { kind: "boolean", offset, value: token.kind === "true" };
      case "null":
        return { kind: "null", offset };
      case "string":
        return { kind: "string", offset, value: token.text };
      case "regex":
        return { kind: "regex", offset, text: token.text };
      case "[":
        return this.#listOrMap(offset);
      case "new":
        return this.#new(offset);
      case "id":
      case "$":
        if (this.#kind() === "(") return { kind: "callLocal", offset, name: token.text, args: this.#arguments() };
        if (token.kind === "id") return { kind: "symbol", offset, name: token.text };
    }
    this.#at--;
    throw this.#noWay();
  }

  #listOrMap(offset: number): Expression {
    if (this.#take("]")) return { kind: "list", offset, values: [] };
    if (this.#take(":")) {
      this.#expect("]");
      return { kind: "map", offset, keys: [], values: [] };
    }
    const first = this.#expression();
    if (this.#take(":")) return this.#mapFrom(offset, first);
    const values = [first];
    while (this.#take(",")) values.push(this.#expression());
    this.#expect("]");
    return { kind: "list", offset, values };
  }

  #mapFrom(offset: number, firstKey: Expression): Expression {
    const keys = [firstKey];
    const values = [this.#expression()];
    while (this.#take(",")) {
      keys.push(this.#expression());
      this.#expect(":");
      values.push(this.#expression());
    }
    this.#expect("]");
    return { kind: "map", offset, keys, values };
  }

  #new(offset: number): Expression {
    const type = this.#plainType();
    if (this.#kind() === "(") return { kind: "newObject", offset, type, args: this.#arguments() };
    if (this.#kind() !== "[") throw this.#noWay();
    if (this.#kind(this.#at + 1) === "]") return this.#initializedArray(offset, type);
    const values: Expression[] = [];
    while (this.#take("[")) {
      values.push(this.#expression());
      this.#expect("]");
    }
    return { kind: "newArray", offset, type: type + "[]".repeat(values.length), values, initializer: false };
  }

  #initializedArray(offset: number, type: WrittenType): Expression {
    this.#at += 2;
    this.#expect("{");
    const values: Expression[] = [];
    while (this.#kind() !== "}") {
      if (values.length > 0) this.#expect(",");
      values.push(this.#expression());
    }
    this.#at++;
    return { kind: "newArray", offset, type: `${type}[]`, values, initializer: true };
  }

  #arguments(): Expression[] {
    this.#expect("(");
    const args: Expression[] = [];
    while (this.#kind() !== ")") {
      if (args.length > 0) this.#expect(",");
      args.push(this.#argument());
    }
    this.#at++;
    return args;
  }

  /** An expression, a lambda, or a reference to a function. */
  #argument(): Expression {
    const offset = this.#offset();
    if (this.#startsLambda()) {
      while (this.#next().kind !== "->");
      if (this.#kind() === "{") this.#block();
      else this.#expression();
      return { kind: "lambda", offset };
    }
    const end = this.#kind() === "this" ? this.#at + 1 : this.#typeEnd(this.#at);
    this.#refuseHalfLambda(end);
    if (end === undefined || this.#kind(end) !== "::") return this.#expression();
    const owner = this.#textTo(end);
    this.#at++;
    const name = this.#next();
    if (name.kind !== "id" && name.kind !== "new") {
      this.#at--;
      throw this.#noWay();
    }
    return { kind: "functionReference", offset, text: `${owner}::${name.text}` };
  }

  /** `Type name` and `()` can only be parameters of a lambda, whose arrow is missing. */
  #refuseHalfLambda(typeEnd: number | undefined): void {
    if (this.#kind() === "(" && this.#kind(this.#at + 1) === ")") {
      this.#at += 2;
      throw this.#noWay();
    }
    if (typeEnd === undefined || this.#kind(typeEnd) !== "id") return;
    this.#at = typeEnd + 1;
    throw this.#noWay();
  }

  #startsLambda(): boolean {
    if (this.#kind() !== "(") return this.#kind(this.#lambdaParameterEnd(this.#at) ?? this.#at) === "->";
    let at = this.#at + 1;
    while (this.#kind(at) !== ")") {
      const end = this.#lambdaParameterEnd(this.#kind(at) === "," ? at + 1 : at);
      if (end === undefined) return false;
      at = end;
    }
    return this.#kind(at + 1) === "->";
  }

  /** Where `name` or `Type name` ends. */
  #lambdaParameterEnd(at: number): number | undefined {
    const end = this.#typeEnd(at);
    if (end !== undefined && this.#kind(end) === "id") return end + 1;
    return this.#kind(at) === "id" && end === at + 1 ? end : undefined;
  }

  // Tokens

  #kind(at: number = this.#at): TokenKind {
    return this.#tokens[at]?.kind ?? "end";
  }

  #offset(): number {
    return this.#tokens[this.#at]?.offset ?? this.#source.length;
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === "end" || token.kind === "problem") throw this.#noWay();
    this.#at++;
    return token;
  }

  #take(kind: TokenKind): boolean {
    if (this.#kind() !== kind) return false;
    this.#at++;
    return true;
  }

  #expect(kind: TokenKind): Token {
    if (this.#kind() === kind) return this.#next();
    throw this.#guessing > 0 ? this.#noWay() : this.#unexpected(kind === "id" ? "ID" : `'${kind}'`);
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      throw new PainlessCompileError(
        `A script nested more than ${MAX_DEPTH} levels deep is not supported by the rehearsal`,
        { className: ILLEGAL_ARGUMENT, source: this.#source, offset: this.#offset(), unsupported: true },
      );
    }
    const result = read();
    this.#depth--;
    return result;
  }

  /** The token fits nothing that could stand here. */
  #noWay(): PainlessCompileError {
    const found = this.#found();
    return this.#error(
      this.#kind() === "end" ? "unexpected end of script." : `invalid sequence of tokens near ['${found}'].`,
    );
  }

  #unexpected(expected: string): PainlessCompileError {
    return this.#error(`unexpected token ['${this.#found()}'] was expecting one of [${expected}].`);
  }

  #found(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === "end") return "<EOF>";
    const end = this.#tokens[this.#at + 1]?.offset ?? this.#source.length;
    return token.kind === "string" ? this.#source.slice(token.offset, end).trimEnd() : token.text;
  }

  /** What is no token at all is a problem of its own, once the parser gets there. */
  #error(message: string): PainlessCompileError {
    const problem = this.#tokens[this.#at]?.problem;
    if (problem !== undefined) return problem;
    return new PainlessCompileError(message, {
      className: ILLEGAL_ARGUMENT,
      source: this.#source,
      offset: this.#offset(),
    });
  }
}

const STATEMENT_END = "{<EOF>, ';'}";
const ILLEGAL_ARGUMENT = "java.lang.IllegalArgumentException";

function combine(operator: string, offset: number, left: Expression, right: Expression): Expression {
  switch (operator) {
    case "&&":
    case "||":
      return { kind: "logical", offset, operator, left, right };
    case "==":
    case "===":
    case "!=":
    case "!==":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { kind: "comparison", offset, operator: operator satisfies ComparisonOperator, left, right };
    default:
      return { kind: "binary", offset, operator: operator as BinaryOperator | "=~" | "==~", left, right };
  }
}

/** `++x`, `x--` and the like. */
function step(offset: number, left: Expression, operator: "++" | "--", postfix: boolean): Expression {
  const one: Expression = { kind: "numeric", offset, text: "1", radix: 10 };
  return { kind: "assignment", offset, left, right: one, operator: operator === "++" ? "+" : "-", postfix };
}

function numberLiteral(token: Token): Expression {
  const { text, offset } = token;
  if (/^0[xX]/.test(text)) return { kind: "numeric", offset, text: text.slice(2), radix: 16 };
  if (/^0[0-7]/.test(text)) return { kind: "numeric", offset, text: text.slice(1), radix: 8 };
  if (/[.eE]/.test(text)) return { kind: "decimal", offset, text };
  return { kind: "numeric", offset, text, radix: 10 };
}
