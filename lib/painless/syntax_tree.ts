/**
 * What the parser makes of a script. `offset` is where the server reports an error in the node: the start of most, the
 * dot or bracket of an access, the name of a declaration.
 * @module
 */

/** A type as written, with its brackets: `"int[]"`, `"java.util.List"`. */
export type WrittenType = string;

/** Operators that compute a value of two. */
export type BinaryOperator = "*" | "/" | "%" | "+" | "-" | "<<" | ">>" | ">>>" | "&" | "^" | "|";
/** Operators that compare. */
export type ComparisonOperator = "==" | "===" | "!=" | "!==" | "<" | "<=" | ">" | ">=";

/** Anything that may stand where a value is expected. */
export type Expression =
  | { readonly kind: "numeric"; readonly offset: number; readonly text: string; readonly radix: 8 | 10 | 16 }
  | { readonly kind: "decimal"; readonly offset: number; readonly text: string }
  | { readonly kind: "boolean"; readonly offset: number; readonly value: boolean }
  | { readonly kind: "null"; readonly offset: number }
  | { readonly kind: "string"; readonly offset: number; readonly value: string }
  | { readonly kind: "regex"; readonly offset: number; readonly text: string }
  | { readonly kind: "list"; readonly offset: number; readonly values: readonly Expression[] }
  | {
    readonly kind: "map";
    readonly offset: number;
    readonly keys: readonly Expression[];
    readonly values: readonly Expression[];
  }
  | { readonly kind: "symbol"; readonly offset: number; readonly name: string }
  | {
    readonly kind: "dot";
    readonly offset: number;
    readonly prefix: Expression;
    readonly name: string;
    readonly nullSafe: boolean;
  }
  | { readonly kind: "brace"; readonly offset: number; readonly prefix: Expression; readonly index: Expression }
  | {
    readonly kind: "call";
    readonly offset: number;
    readonly prefix: Expression;
    readonly name: string;
    readonly args: readonly Expression[];
    readonly nullSafe: boolean;
  }
  | { readonly kind: "callLocal"; readonly offset: number; readonly name: string; readonly args: readonly Expression[] }
  | {
    readonly kind: "newObject";
    readonly offset: number;
    readonly type: WrittenType;
    readonly args: readonly Expression[];
  }
  | {
    readonly kind: "newArray";
    readonly offset: number;
    /** The array's own type. */
    readonly type: WrittenType;
    /** The elements of an initializer, else the sizes of the dimensions. */
    readonly values: readonly Expression[];
    readonly initializer: boolean;
  }
  | { readonly kind: "cast"; readonly offset: number; readonly type: WrittenType; readonly child: Expression }
  | {
    readonly kind: "unary";
    readonly offset: number;
    readonly operator: "!" | "~" | "+" | "-";
    readonly child: Expression;
  }
  | {
    readonly kind: "binary";
    readonly offset: number;
    readonly operator: BinaryOperator | "=~" | "==~";
    readonly left: Expression;
    readonly right: Expression;
  }
  | {
    readonly kind: "comparison";
    readonly offset: number;
    readonly operator: ComparisonOperator;
    readonly left: Expression;
    readonly right: Expression;
  }
  | {
    readonly kind: "logical";
    readonly offset: number;
    readonly operator: "&&" | "||";
    readonly left: Expression;
    readonly right: Expression;
  }
  | { readonly kind: "instanceof"; readonly offset: number; readonly child: Expression; readonly type: WrittenType }
  | {
    readonly kind: "conditional";
    readonly offset: number;
    readonly condition: Expression;
    readonly whenTrue: Expression;
    readonly whenFalse: Expression;
  }
  | { readonly kind: "elvis"; readonly offset: number; readonly left: Expression; readonly right: Expression }
  | {
    readonly kind: "assignment";
    readonly offset: number;
    readonly left: Expression;
    readonly right: Expression;
    /** Of a compound assignment, `++` and `--`. */
    readonly operator: BinaryOperator | undefined;
    /** `x++`: the value before counts. */
    readonly postfix: boolean;
  }
  | { readonly kind: "lambda"; readonly offset: number }
  | { readonly kind: "functionReference"; readonly offset: number; readonly text: string };

/** One declared variable. */
export interface Declaration {
  readonly kind: "declaration";
  readonly offset: number;
  readonly type: WrittenType;
  readonly name: string;
  readonly value: Expression | undefined;
}

/** Statements in braces, or the one without; undefined stands for an empty `{}`, which the server takes for none. */
export interface Block {
  readonly offset: number;
  readonly statements: readonly Statement[];
}

/** One `catch`. */
export interface Catch {
  readonly offset: number;
  readonly type: WrittenType;
  readonly name: string;
  readonly block: Block | undefined;
}

/** Anything that may stand where a statement is expected. */
export type Statement =
  | {
    readonly kind: "if";
    readonly offset: number;
    readonly condition: Expression;
    readonly then: Block | undefined;
    readonly hasElse: boolean;
    readonly otherwise: Block | undefined;
  }
  | {
    readonly kind: "while";
    readonly offset: number;
    readonly condition: Expression;
    readonly block: Block | undefined;
  }
  | { readonly kind: "do"; readonly offset: number; readonly condition: Expression; readonly block: Block | undefined }
  | {
    readonly kind: "for";
    readonly offset: number;
    readonly initializer: Extract<Statement, { kind: "declarations" }> | Expression | undefined;
    readonly condition: Expression | undefined;
    readonly afterthought: Expression | undefined;
    readonly block: Block | undefined;
  }
  | {
    readonly kind: "each";
    readonly offset: number;
    readonly type: WrittenType;
    readonly name: string;
    readonly iterable: Expression;
    readonly block: Block | undefined;
  }
  | {
    readonly kind: "try";
    readonly offset: number;
    readonly block: Block | undefined;
    readonly catches: readonly Catch[];
  }
  | { readonly kind: "declarations"; readonly offset: number; readonly declarations: readonly Declaration[] }
  | { readonly kind: "continue"; readonly offset: number }
  | { readonly kind: "break"; readonly offset: number }
  | { readonly kind: "return"; readonly offset: number; readonly value: Expression | undefined }
  | { readonly kind: "throw"; readonly offset: number; readonly value: Expression }
  | { readonly kind: "expression"; readonly offset: number; readonly expression: Expression };

/** A function of the script. */
export interface FunctionDefinition {
  readonly offset: number;
  readonly returnType: WrittenType;
  readonly name: string;
  readonly parameters: readonly { readonly type: WrittenType; readonly name: string }[];
  readonly statements: readonly Statement[];
}

/** A whole script. */
export interface SyntaxTree {
  /** Where its first token is. */
  readonly offset: number;
  readonly functions: readonly FunctionDefinition[];
  readonly statements: readonly Statement[];
}
