/**
 * Checks statements: that they do something, that what follows can be reached, that every path gives what it must.
 * @module
 */

import { legalCast } from "./casts.ts";
import { canonicalName, findMethod, isAssignable, resolveType } from "./class_lookup.ts";
import type { PainlessContext } from "./compile.ts";
import { Failures } from "./compile_failure.ts";
import { ExpressionChecker } from "./expression_checker.ts";
import type { FunctionSignature } from "./member_checker.ts";
import { UNUSED, wanting, wantingInternally } from "./wanted.ts";
import type { Slot, TypeName } from "./library.ts";
import { typeNamed } from "./named_type.ts";
import { Scope, type SlotCounter } from "./scope.ts";
import { componentOf, isArray } from "./static_type.ts";
import type {
  Block,
  Catch,
  Declaration,
  Expression,
  FunctionDefinition,
  Statement,
  SyntaxTree,
} from "./syntax_tree.ts";
import type { TypedExpression, TypedFunction, TypedScript, TypedStatement } from "./typed_tree.ts";

type Node<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

/** What each context wants of a script. */
const RETURN_TYPES: Readonly<Record<PainlessContext, TypeName>> = {
  ingest: "void",
  condition: "boolean",
  value: "def",
};

/**
 * Checks a script and resolves its names.
 *
 * ```ts
 * import { check } from "./checker.ts";
 * import { parse } from "./parser.ts";
 * const script = check(parse("int n = 2; return n * 3"), "int n = 2; return n * 3", "value");
 * if (script.main.statements[0]?.kind !== "declare") throw new Error();
 * ```
 */
export function check(tree: SyntaxTree, source: string, context: PainlessContext): TypedScript {
  return new ScriptChecker(source, context).script(tree);
}

/** Where a statement stands. */
interface Surroundings {
  readonly scope: Scope;
  readonly returnType: TypeName;
  readonly inLoop: boolean;
  /** Nothing of the loop's body follows. */
  readonly lastInLoop: boolean;
  /** Nothing of the function follows: the value of an expression is its result. */
  readonly lastInFunction: boolean;
}

/** How a statement can end. */
interface Endings {
  /** It always returns or throws, or never ends. */
  readonly leavesFunction: boolean;
  /** It always leaves the loop. */
  readonly leavesLoop: boolean;
  /** Nothing after it is reached. */
  readonly leaves: boolean;
  readonly canContinue: boolean;
  readonly canBreak: boolean;
}

const GOES_ON: Endings = {
  leavesFunction: false,
  leavesLoop: false,
  leaves: false,
  canContinue: false,
  canBreak: false,
};
const LEAVES: Endings = { ...GOES_ON, leavesFunction: true, leavesLoop: true, leaves: true };

interface Checked<T> {
  readonly typed: T;
  readonly endings: Endings;
}

class ScriptChecker {
  readonly #failures: Failures;
  readonly #context: PainlessContext;
  readonly #functions = new Map<string, FunctionSignature>();
  readonly #expressions: ExpressionChecker;

  constructor(source: string, context: PainlessContext) {
    this.#failures = new Failures(source);
    this.#context = context;
    this.#expressions = new ExpressionChecker(this.#failures, this.#functions, context);
  }

  script(tree: SyntaxTree): TypedScript {
    tree.functions.forEach((definition, index) => this.#declareFunction(definition, index));
    const functions = tree.functions.map((definition) => this.#function(definition));
    const main = this.#main(tree, RETURN_TYPES[this.#context]);
    this.#failures.throwDeferred();
    return { context: this.#context, functions, main };
  }

  // Functions

  #declareFunction(definition: FunctionDefinition, index: number): void {
    const { name, offset } = definition;
    const key = `${name}/${definition.parameters.length}`;
    const problem = `invalid function definition: `;
    if (this.#functions.has(key)) {
      throw this.#failures.illegalArgument(offset, `${problem}found duplicate function [${key}].`);
    }
    const returns = typeNamed(
      definition.returnType,
      offset,
      `${problem}return type [${definition.returnType}] not found for function [${key}]`,
      this.#failures,
    );
    const params = definition.parameters.map(({ type }) =>
      typeNamed(type, offset, `${problem}parameter type [${type}] not found for function [${key}]`, this.#failures)
    );
    this.#functions.set(key, { index, returns, params });
  }

  #function(definition: FunctionDefinition): TypedFunction {
    const { name, offset, parameters } = definition;
    const signature = this.#functions.get(`${name}/${parameters.length}`);
    if (signature === undefined) throw new TypeError(`Cannot check "${name}" as it was not declared`);
    const slots: SlotCounter = { count: 0 };
    const scope = new Scope(slots);
    parameters.forEach((parameter, i) =>
      this.#define(scope, parameter.name, signature.params[i] ?? "def", offset, false)
    );
    const described = `for function [${name}] with [${parameters.length}] parameters`;
    if (definition.statements.length === 0) {
      throw this.#failures.illegalArgument(
        offset,
        `invalid function definition: found no statements ${described}`,
      );
    }
    const body = this.#statements(definition.statements, offset, whole(scope.inner(), signature.returns));
    if (!body.endings.leavesFunction && signature.returns !== "void") {
      throw this.#failures.illegalArgument(
        offset,
        `invalid function definition: not all paths provide a return value ${described}`,
      );
    }
    return {
      name,
      parameterCount: parameters.length,
      slotCount: slots.count,
      defaultResult: null,
      statements: body.typed,
    };
  }

  #main({ statements, offset }: SyntaxTree, returnType: TypeName): TypedFunction {
    const slots: SlotCounter = { count: 0 };
    const scope = new Scope(slots);
    // The slots that every run fills, in this order.
    scope.define("params", "Map");
    scope.define("ctx", "Map");
    if (statements.length === 0) {
      throw this.#failures.illegalArgument(
        offset,
        "invalid function definition: found no statements for function [execute] with [0] parameters",
      );
    }
    const body = this.#statements(statements, offset, whole(scope.inner(), returnType));
    const defaultResult: Slot = returnType === "boolean" ? false : null;
    return { name: "execute", parameterCount: 2, slotCount: slots.count, defaultResult, statements: body.typed };
  }

  // Statements

  /** A block that is there; the scope is the block's own. */
  #block(block: Block, around: Surroundings): Checked<TypedStatement[]> {
    return this.#statements(block.statements, block.offset, { ...around, scope: around.scope.inner() });
  }

  #statements(statements: readonly Statement[], offset: number, around: Surroundings): Checked<TypedStatement[]> {
    const typed: TypedStatement[] = [];
    let endings = GOES_ON;
    statements.forEach((statement, i) => {
      const isLast = i === statements.length - 1;
      const checked = this.#statement(statement, {
        ...around,
        lastInLoop: isLast && around.lastInLoop,
        lastInFunction: isLast && around.lastInFunction,
      });
      if (checked.endings.leaves && !isLast) {
        throw this.#failures.illegalArgument(offset, "invalid block: unreachable statement");
      }
      typed.push(...checked.typed);
      endings = {
        ...checked.endings,
        canContinue: endings.canContinue || checked.endings.canContinue,
        canBreak: endings.canBreak || checked.endings.canBreak,
      };
    });
    return { typed, endings };
  }

  #statement(statement: Statement, around: Surroundings): Checked<TypedStatement[]> {
    switch (statement.kind) {
      case "if":
        return this.#if(statement, around);
      case "while":
        return this.#while(statement, around);
      case "do":
        return this.#do(statement, around);
      case "for":
        return this.#for(statement, around);
      case "each":
        return this.#each(statement, around);
      case "try":
        return this.#try(statement, around);
      case "declarations":
        return {
          typed: statement.declarations.map((declaration) => this.#declaration(declaration, around.scope)),
          endings: GOES_ON,
        };
      case "continue":
        return this.#continue(statement, around);
      case "break":
        if (!around.inLoop) {
          throw this.#failures.illegalArgument(statement.offset, "invalid break statement: not inside loop");
        }
        return {
          typed: [{ kind: "break" }],
          endings: { ...GOES_ON, leaves: true, leavesLoop: true, canBreak: true },
        };
      case "return":
        return { typed: [this.#return(statement, around)], endings: LEAVES };
      case "throw": {
        const value = this.#expressions.checkAs(statement.value, wanting("Exception"), around.scope);
        return { typed: [{ kind: "throw", offset: statement.offset, value }], endings: LEAVES };
      }
      case "expression":
        return this.#expression(statement, around);
    }
  }

  #if(statement: Node<"if">, around: Surroundings): Checked<TypedStatement[]> {
    const { offset, then } = statement;
    const condition = this.#condition(statement.condition, around.scope);
    if (statement.condition.kind === "boolean" || then === undefined) {
      throw this.#failures.illegalArgument(offset, "extraneous if block");
    }
    const checkedThen = this.#block(then, around);
    if (!statement.hasElse) {
      const { canContinue, canBreak } = checkedThen.endings;
      return {
        typed: [{ kind: "if", condition, then: checkedThen.typed, otherwise: undefined }],
        endings: { ...GOES_ON, canContinue, canBreak },
      };
    }
    if (statement.otherwise === undefined) {
      throw this.#failures.illegalArgument(offset, "extraneous else block.");
    }
    const checkedElse = this.#block(statement.otherwise, around);
    return {
      typed: [{ kind: "if", condition, then: checkedThen.typed, otherwise: checkedElse.typed }],
      endings: eitherOf(checkedThen.endings, checkedElse.endings),
    };
  }

  #while(statement: Node<"while">, around: Surroundings): Checked<TypedStatement[]> {
    const { offset, block } = statement;
    const scope = around.scope.inner();
    const condition = this.#condition(statement.condition, scope);
    const forever = this.#isForever(statement.condition, block, offset, "while");
    const body = this.#loopBody(block, { ...around, scope }, offset, "while");
    return {
      typed: [{
        kind: "loop",
        offset,
        initializer: [],
        condition: forever ? undefined : condition,
        afterthought: undefined,
        body: body.typed,
      }],
      endings: forever && !body.endings.canBreak ? { ...GOES_ON, leavesFunction: true, leaves: true } : GOES_ON,
    };
  }

  #do(statement: Node<"do">, around: Surroundings): Checked<TypedStatement[]> {
    const { offset, block } = statement;
    if (block === undefined) throw this.#failures.illegalArgument(offset, "extraneous do-while loop");
    const scope = around.scope.inner();
    const body = this.#loopBody(block, { ...around, scope }, offset, "do-while");
    const condition = this.#condition(statement.condition, scope);
    const constant = statement.condition.kind === "boolean" ? statement.condition.value : undefined;
    if (constant === false) throw this.#failures.illegalArgument(offset, "extraneous do-while loop");
    return {
      typed: [{ kind: "do", offset, condition, body: body.typed }],
      endings: constant && !body.endings.canBreak ? { ...GOES_ON, leavesFunction: true, leaves: true } : GOES_ON,
    };
  }

  #for(statement: Node<"for">, around: Surroundings): Checked<TypedStatement[]> {
    const { offset, block } = statement;
    const scope = around.scope.inner();
    const initializer = this.#initializer(statement.initializer, scope);
    const condition = statement.condition === undefined ? undefined : this.#condition(statement.condition, scope);
    const forever = statement.condition === undefined ||
      this.#isForever(statement.condition, block, offset, "for");
    const afterthought = statement.afterthought === undefined
      ? undefined
      : this.#expressions.check(statement.afterthought, UNUSED, scope);
    const body = this.#loopBody(block, { ...around, scope }, offset, "for");
    const endless = forever && block !== undefined && !body.endings.canBreak;
    return {
      typed: [{
        kind: "loop",
        offset,
        initializer,
        condition: forever ? undefined : condition,
        afterthought,
        body: body.typed,
      }],
      endings: endless ? { ...GOES_ON, leavesFunction: true, leaves: true } : GOES_ON,
    };
  }

  #initializer(initializer: Node<"for">["initializer"], scope: Scope): TypedStatement[] {
    if (initializer === undefined) return [];
    if (initializer.kind === "declarations") {
      return initializer.declarations.map((declaration) => this.#declaration(declaration, scope));
    }
    return [{ kind: "expression", expression: this.#expressions.check(initializer, UNUSED, scope) }];
  }

  /** Whether a condition is the constant true; a loop that never or without end does nothing is refused. */
  #isForever(condition: Expression, block: Block | undefined, offset: number, loop: string): boolean {
    if (condition.kind !== "boolean") return false;
    if (!condition.value) throw this.#failures.illegalArgument(offset, `extraneous ${loop} loop`);
    if (block === undefined) throw this.#failures.illegalArgument(offset, `no paths escape from ${loop} loop`);
    return true;
  }

  /** The body of a loop, which must be able to come round again. */
  #loopBody(
    block: Block | undefined,
    around: Surroundings,
    offset: number,
    loop: string,
  ): Checked<TypedStatement[]> {
    if (block === undefined) return { typed: [], endings: GOES_ON };
    const body = this.#block(block, { ...around, inLoop: true, lastInLoop: true, lastInFunction: false });
    if (body.endings.leavesLoop && !body.endings.canContinue) {
      throw this.#failures.illegalArgument(offset, `extraneous ${loop} loop`);
    }
    return body;
  }

  #each(statement: Node<"each">, around: Surroundings): Checked<TypedStatement[]> {
    const { offset, block } = statement;
    const iterable = this.#expressions.check(statement.iterable, { ...UNUSED, read: true }, around.scope);
    const type = typeNamed(
      statement.type,
      offset,
      `invalid foreach loop: type [${statement.type}] not found`,
      this.#failures,
    );
    const scope = around.scope.inner();
    const slot = this.#define(scope, statement.name, type, offset, true);
    if (block === undefined) throw this.#failures.illegalArgument(offset, "extraneous foreach loop");
    const body = this.#loopBody(block, { ...around, scope }, offset, "foreach");
    const element = this.#elementType(iterable, offset);
    const conversion = legalCast(element, type, { explicit: true, internal: true });
    if (conversion === undefined) {
      throw this.#failures.classCast(
        offset,
        `Cannot cast from [${canonicalName(element)}] to [${canonicalName(type)}].`,
      );
    }
    return { typed: [{ kind: "each", offset, slot, iterable, conversion, body: body.typed }], endings: GOES_ON };
  }

  #elementType(iterable: TypedExpression, offset: number): TypeName {
    const type = iterable.type;
    if (isArray(type)) return componentOf(type);
    if (type === "def" || isAssignable(type, "Iterable") || isAssignable(type, "Collection")) return "def";
    if (findMethod(type, "iterator", 0, this.#context) !== undefined) return "def";
    throw this.#failures.illegalArgument(
      offset,
      `invalid foreach loop: cannot iterate over type [${canonicalName(type)}].`,
    );
  }

  #try(statement: Node<"try">, around: Surroundings): Checked<TypedStatement[]> {
    if (statement.block === undefined) {
      throw this.#failures.illegalArgument(statement.offset, "extraneous try statement");
    }
    const body = this.#block(statement.block, around);
    let endings = body.endings;
    const catches = statement.catches.map((clause) => {
      const checked = this.#catch(clause, around);
      endings = eitherOf(endings, checked.endings);
      return checked.typed;
    });
    return { typed: [{ kind: "try", body: body.typed, catches }], endings };
  }

  #catch(clause: Catch, around: Surroundings): Checked<Extract<TypedStatement, { kind: "try" }>["catches"][number]> {
    const { offset, name } = clause;
    this.#refuseTypeName(name, offset, "invalid catch declaration");
    const type = typeNamed(
      clause.type,
      offset,
      `invalid catch declaration: cannot resolve type [${clause.type}]`,
      this.#failures,
    );
    const scope = around.scope.inner();
    const slot = this.#define(scope, name, type, offset, false);
    if (!isAssignable(type, "Exception")) {
      throw this.#failures.classCast(offset, `cannot cast from [${canonicalName(type)}] to [java.lang.Exception]`);
    }
    const body = clause.block === undefined
      ? { typed: [], endings: GOES_ON }
      : this.#block(clause.block, { ...around, scope });
    return { typed: { className: canonicalName(type), slot, body: body.typed }, endings: body.endings };
  }

  #declaration(declaration: Declaration, scope: Scope): TypedStatement {
    const { name, offset } = declaration;
    this.#refuseTypeName(name, offset, "invalid declaration");
    const type = typeNamed(
      declaration.type,
      offset,
      `invalid declaration: cannot resolve type [${declaration.type}]`,
      this.#failures,
    );
    const value = declaration.value === undefined
      ? defaultOf(type, offset)
      : this.#expressions.checkAs(declaration.value, wanting(type), scope);
    return { kind: "declare", slot: this.#define(scope, name, type, offset, false), value };
  }

  #continue(statement: Node<"continue">, around: Surroundings): Checked<TypedStatement[]> {
    if (!around.inLoop) {
      throw this.#failures.illegalArgument(statement.offset, "invalid continue statement: not inside loop");
    }
    if (around.lastInLoop) {
      throw this.#failures.illegalArgument(statement.offset, "extraneous continue statement");
    }
    return { typed: [{ kind: "continue" }], endings: { ...GOES_ON, leaves: true, canContinue: true } };
  }

  #return(statement: Node<"return">, around: Surroundings): TypedStatement {
    const { returnType } = around;
    if (statement.value !== undefined) {
      const value = this.#expressions.checkAs(statement.value, wantingInternally(returnType), around.scope);
      return { kind: "return", value };
    }
    if (returnType === "void") return { kind: "return", value: undefined };
    throw this.#failures.classCast(
      statement.offset,
      `cannot cast from [${canonicalName(returnType)}] to [void]`,
    );
  }

  #expression(statement: Node<"expression">, around: Surroundings): Checked<TypedStatement[]> {
    const { expression } = statement;
    const isResult = around.lastInFunction && around.returnType !== "void";
    if (!isResult) {
      const checked = this.#expressions.check(expression, UNUSED, around.scope);
      return { typed: [{ kind: "expression", expression: checked }], endings: GOES_ON };
    }
    const checked = this.#expressions.check(expression, { ...UNUSED, read: true, internal: true }, around.scope);
    if (checked.type === "void") {
      return { typed: [{ kind: "expression", expression: checked }], endings: GOES_ON };
    }
    const value = this.#expressions.cast(checked, around.returnType, wantingInternally(around.returnType));
    return { typed: [{ kind: "return", value }], endings: LEAVES };
  }

  #condition(condition: Expression, scope: Scope): TypedExpression {
    return this.#expressions.checkAs(condition, wanting("boolean"), scope);
  }

  // Names

  #define(scope: Scope, name: string, type: TypeName, offset: number, readOnly: boolean): number {
    if (scope.find(name) !== undefined) {
      throw this.#failures.illegalArgument(offset, `variable [${name}] is already defined`);
    }
    return scope.define(name, type, readOnly).slot;
  }

  #refuseTypeName(name: string, offset: number, problem: string): void {
    if (resolveType(name) !== undefined) {
      throw this.#failures.illegalArgument(offset, `${problem}: type [${name}] cannot be a name`);
    }
  }
}

/** The body of a function. */
function whole(scope: Scope, returnType: TypeName): Surroundings {
  return { scope, returnType, inLoop: false, lastInLoop: false, lastInFunction: true };
}

/** One of two ways is gone. */
function eitherOf(one: Endings, other: Endings): Endings {
  return {
    leavesFunction: one.leavesFunction && other.leavesFunction,
    leavesLoop: one.leavesLoop && other.leavesLoop,
    leaves: one.leaves && other.leaves,
    canContinue: one.canContinue || other.canContinue,
    canBreak: one.canBreak || other.canBreak,
  };
}

/** What a variable holds that is declared without a value. */
function defaultOf(type: TypeName, offset: number): TypedExpression {
  const value = type === "boolean" ? false : type === "long" ? 0n : PRIMITIVE_NUMBERS.has(type) ? 0 : null;
  return { kind: "constant", type, offset, value };
}

const PRIMITIVE_NUMBERS = new Set(["byte", "short", "char", "int", "float", "double"]);
