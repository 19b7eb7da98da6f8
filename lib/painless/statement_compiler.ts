/**
 * Compiles statements and functions to closures.
 * @module
 */

import { JavaArray, JavaCollection } from "../java/collection.ts";
import { isThrowableClass, JavaException } from "../java/exception.ts";
import { JavaThrowable, nullPointer } from "../java/throwable.ts";
import { javaClassName } from "../java/value.ts";
import { BREAK, type Code, CONTINUE, NORMAL, RETURN, type StatementCode } from "./code.ts";
import { boxer, type Converter, converterOf } from "./conversion.ts";
import type { Frame } from "./execution.ts";
import { type CompiledFunction, ExpressionCompiler } from "./expression_compiler.ts";
import type { Slot } from "./library.ts";
import type { TypedFunction, TypedScript, TypedStatement } from "./typed_tree.ts";

type Node<Kind extends TypedStatement["kind"]> = Extract<TypedStatement, { kind: Kind }>;

/** Compiles a script; what it gives runs the script's own statements. */
export function compileScript(script: TypedScript): CompiledFunction {
  const functions: CompiledFunction[] = [];
  const compiler = new StatementCompiler(new ExpressionCompiler(functions, script.context));
  for (const each of script.functions) functions.push(compiler.function(each));
  return compiler.function(script.main);
}

class StatementCompiler {
  readonly #expressions: ExpressionCompiler;

  constructor(expressions: ExpressionCompiler) {
    this.#expressions = expressions;
  }

  function({ statements, slotCount, defaultResult }: TypedFunction): CompiledFunction {
    const body = this.#block(statements);
    const run = (frame: Frame) => body(frame) === RETURN ? frame.result : defaultResult;
    return { run, slotCount };
  }

  #block(statements: readonly TypedStatement[]): StatementCode {
    const codes = statements.map((statement) => this.#statement(statement));
    const [first, second] = codes;
    if (first === undefined) return () => NORMAL;
    if (codes.length === 1) return first;
    if (codes.length === 2 && second !== undefined) return (frame) => first(frame) || second(frame);
    return (frame) => {
      for (const code of codes) {
        const completion = code(frame);
        if (completion !== NORMAL) return completion;
      }
      return NORMAL;
    };
  }

  #statement(statement: TypedStatement): StatementCode {
    switch (statement.kind) {
      case "if":
        return this.#if(statement);
      case "loop":
        return this.#loop(statement);
      case "do":
        return this.#do(statement);
      case "each":
        return this.#each(statement);
      case "try":
        return this.#try(statement);
      case "declare": {
        const { slot } = statement;
        const value = this.#expressions.compile(statement.value);
        return (frame) => {
          frame.slots[slot] = value(frame);
          return NORMAL;
        };
      }
      case "continue":
        return () => CONTINUE;
      case "break":
        return () => BREAK;
      case "return":
        return this.#return(statement);
      case "throw":
        return this.#throw(statement);
      case "expression": {
        const code = this.#expressions.compile(statement.expression);
        return (frame) => {
          code(frame);
          return NORMAL;
        };
      }
    }
  }

  #if(statement: Node<"if">): StatementCode {
    const condition = this.#expressions.condition(statement.condition);
    const then = this.#block(statement.then);
    if (statement.otherwise === undefined) return (frame) => condition(frame) ? then(frame) : NORMAL;
    const otherwise = this.#block(statement.otherwise);
    return (frame) => condition(frame) ? then(frame) : otherwise(frame);
  }

  #loop(statement: Node<"loop">): StatementCode {
    const { offset } = statement;
    const initializer = this.#block(statement.initializer);
    const condition = statement.condition === undefined ? () => true : this.#expressions.condition(statement.condition);
    const afterthought: Code = statement.afterthought === undefined
      ? () => null
      : this.#expressions.compile(statement.afterthought);
    const body = this.#block(statement.body);
    return (frame) => {
      initializer(frame);
      for (; condition(frame); afterthought(frame)) {
        frame.countLoop(offset);
        const completion = body(frame);
        if (completion === RETURN) return RETURN;
        if (completion === BREAK) return NORMAL;
      }
      return NORMAL;
    };
  }

  /** The first round is not counted, as in Elasticsearch. */
  #do(statement: Node<"do">): StatementCode {
    const { offset } = statement;
    const condition = this.#expressions.condition(statement.condition);
    const body = this.#block(statement.body);
    return (frame) => {
      for (;;) {
        const completion = body(frame);
        if (completion === RETURN) return RETURN;
        if (completion === BREAK || !condition(frame)) return NORMAL;
        frame.countLoop(offset);
      }
    };
  }

  #each(statement: Node<"each">): StatementCode {
    const { offset, slot } = statement;
    const iterable = this.#expressions.compile(statement.iterable);
    const isDynamic = statement.iterable.type === "def";
    const convert = converterOf(statement.conversion) ?? asIs;
    const body = this.#block(statement.body);
    return (frame) => {
      const value = iterable(frame);
      frame.execution.at = offset;
      const next = walk(value, isDynamic);
      for (;;) {
        frame.execution.at = offset;
        const item = next();
        if (item === undefined) return NORMAL;
        frame.countLoop(offset);
        frame.slots[slot] = convert(item);
        const completion = body(frame);
        if (completion === RETURN) return RETURN;
        if (completion === BREAK) return NORMAL;
      }
    };
  }

  #try(statement: Node<"try">): StatementCode {
    const body = this.#block(statement.body);
    const catches = statement.catches.map((clause) => ({ ...clause, body: this.#block(clause.body) }));
    return (frame) => {
      try {
        return body(frame);
      } catch (error) {
        if (!(error instanceof JavaThrowable)) throw error;
        const clause = catches.find(({ className }) => isThrowableClass(error.className, className));
        if (clause === undefined) throw error;
        frame.execution.rememberPlaceOf(error);
        frame.slots[clause.slot] = JavaException.of(error);
        return clause.body(frame);
      }
    };
  }

  #return(statement: Node<"return">): StatementCode {
    if (statement.value === undefined) return () => RETURN;
    const value = this.#expressions.compile(statement.value);
    return (frame) => {
      frame.result = value(frame);
      return RETURN;
    };
  }

  #throw(statement: Node<"throw">): StatementCode {
    const { offset } = statement;
    const value = this.#expressions.compile(statement.value);
    return (frame) => {
      const thrown = value(frame);
      frame.execution.at = offset;
      if (thrown instanceof JavaException) throw thrown.thrown;
      throw nullPointer();
    };
  }
}

const asIs: Converter = (value) => value;

/**
 * Gives one element after the other, then undefined. The elements of an array that stands in a `def` are taken as
 * objects, as that is what its variable will convert.
 */
function walk(value: Slot, isDynamic: boolean): () => Slot | undefined {
  if (value === null) throw nullPointer();
  if (value instanceof JavaArray) {
    return walkArray(value.items, isDynamic ? boxer(value.elementType) ?? asIs : asIs);
  }
  const iterator = value instanceof JavaCollection ? value.iterator() : undefined;
  if (iterator !== undefined) return () => iterator.hasNext() ? iterator.next() : undefined;
  throw new JavaThrowable("java.lang.IllegalArgumentException", `Cannot iterate over [${javaClassName(value)}]`);
}

function walkArray(items: readonly Slot[], convert: Converter): () => Slot | undefined {
  let at = 0;
  return () => {
    const item = items[at++];
    return item === undefined ? undefined : convert(item);
  };
}
