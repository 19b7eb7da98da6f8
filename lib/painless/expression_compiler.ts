/**
 * Compiles expressions to closures, each as narrow as its static types allow.
 * @module
 */

import type { PainlessContext } from "./compile.ts";
import { JavaArray, JavaList } from "../java/collection.ts";
import { JavaException } from "../java/exception.ts";
import { JavaHashMap, type JavaMap } from "../java/map.ts";
import { doubleText, floatText } from "../java/number_text.ts";
import { nullPointer } from "../java/throwable.ts";
import { javaEquals } from "../java/value.ts";
import {
  BOOLEAN_OPERATIONS,
  comparePrimitives,
  DOUBLE_OPERATIONS,
  FLOAT_OPERATIONS,
  INT_OPERATIONS,
  isShift,
  LONG_OPERATIONS,
  LONG_SHIFTS,
} from "./arithmetic.ts";
import { newArray } from "./array_creation.ts";
import { isAssignable, isInstance } from "./class_lookup.ts";
import type { BooleanCode, Code, LongCode, NumberCode } from "./code.ts";
import { type Converter, converterOf, narrowingConverter, notCastFromPrimitive } from "./conversion.ts";
import { DynamicCall } from "./dynamic_access.ts";
import { dynamicComparison, dynamicOperation, dynamicUnary } from "./dynamic_operators.ts";
import { Execution, Frame } from "./execution.ts";
import { type Implementation, implementationOf } from "./invocation.ts";
import type { LibraryMethod, Slot } from "./library.ts";
import { ENTRY_BYTES, REFERENCE_BYTES, textOf } from "./library/charge.ts";
import { compilePlace } from "./place_compiler.ts";
import { componentOf } from "./static_type.ts";
import type { BinaryOperator } from "./syntax_tree.ts";
import type { TypedExpression } from "./typed_tree.ts";

type Node<Kind extends TypedExpression["kind"]> = Extract<TypedExpression, { kind: Kind }>;

/** A function of the script, once all are compiled. */
export interface CompiledFunction {
  readonly run: (frame: Frame) => Slot;
  readonly slotCount: number;
}

/** Compiles the expressions of one script; functions that are called are looked up when they are. */
export class ExpressionCompiler {
  readonly #functions: readonly CompiledFunction[];
  readonly #context: PainlessContext;

  constructor(functions: readonly CompiledFunction[], context: PainlessContext) {
    this.#functions = functions;
    this.#context = context;
  }

  /** An expression of static type boolean. */
  condition(expression: TypedExpression): BooleanCode {
    return this.compile(expression) as BooleanCode;
  }

  /** Any expression. */
  compile(expression: TypedExpression): Code {
    switch (expression.kind) {
      case "constant": {
        const { value } = expression;
        return () => value;
      }
      case "convert":
        return this.#convert(expression);
      case "narrow":
        return this.#narrow(expression);
      case "arithmetic":
        return this.#arithmetic(expression);
      case "concatenation":
        return this.#concatenation(expression);
      case "comparison":
        return this.#comparison(expression);
      case "logical": {
        const [left, right] = [this.condition(expression.left), this.condition(expression.right)];
        return expression.operator === "&&"
          ? (frame) => left(frame) && right(frame)
          : (frame) => left(frame) || right(frame);
      }
      case "unary":
        return this.#unary(expression);
      case "instanceof":
        return this.#instanceof(expression);
      case "conditional": {
        const condition = this.condition(expression.condition);
        const [whenTrue, whenFalse] = [this.compile(expression.whenTrue), this.compile(expression.whenFalse)];
        return (frame) => condition(frame) ? whenTrue(frame) : whenFalse(frame);
      }
      case "elvis": {
        const [left, right] = [this.compile(expression.left), this.compile(expression.right)];
        return (frame) => left(frame) ?? right(frame);
      }
      case "nullSafe": {
        const [prefix, access] = [this.compile(expression.prefix), this.compile(expression.access)];
        return (frame) => {
          const value = prefix(frame);
          if (value === null) return null;
          frame.nullSafeValue = value;
          return access(frame);
        };
      }
      case "nullSafeValue":
        return (frame) => frame.nullSafeValue;
      case "list":
        return this.#list(expression);
      case "map":
        return this.#map(expression);
      case "newArray":
        return this.#newArray(expression);
      case "arrayOf": {
        const component = componentOf(expression.type);
        const values = expression.values.map((value) => this.compile(value));
        return (frame) => {
          frame.execution.charge(REFERENCE_BYTES * values.length);
          return new JavaArray(component, values.map((value) => value(frame)));
        };
      }
      case "callLibrary":
        return expression.isInstance ? this.#callMethod(expression) : this.#callStatic(expression);
      case "callFunction":
        return this.#callFunction(expression);
      case "callDynamic":
        return this.#callDynamic(expression, "def");
      case "arrayLength": {
        const { offset } = expression;
        const array = this.compile(expression.array);
        return (frame) => {
          const value = array(frame);
          frame.execution.at = offset;
          if (value instanceof JavaArray) return value.items.length;
          throw nullPointer();
        };
      }
      case "load":
        return compilePlace(expression.place, this).load;
      case "store":
        return compilePlace(expression.place, this).store(expression.value, expression.type !== "void");
      case "update":
        return compilePlace(expression.place, this).update(expression);
    }
  }

  // Casts

  #convert(expression: Node<"convert">): Code {
    const converter = converterOf(expression.conversion);
    if (converter === undefined) return this.compile(expression.child);
    return this.#converted(this.compile(expression.child), converter, expression);
  }

  #narrow(expression: Node<"narrow">): Code {
    const { child, type, explicit } = expression;
    // A call whose result is wanted as a type sees to that itself: the method's own type counts, not the value's.
    if (child.kind === "callDynamic") return this.#callDynamic(child, type);
    const isOperation = child.kind === "arithmetic" || child.kind === "unary";
    const converter = narrowingConverter(type, explicit, isOperation ? notCastFromPrimitive : undefined);
    const code = child.kind === "arithmetic" && !explicit ? this.#arithmetic(child, type) : this.compile(child);
    return this.#converted(code, converter, expression);
  }

  #converted(code: Code, converter: Converter, { type, offset }: TypedExpression): Code {
    if (type === "String") {
      return (frame) => {
        const value = code(frame);
        if (typeof value === "string") return value;
        frame.execution.at = offset;
        return converter(value);
      };
    }
    return (frame) => {
      const value = code(frame);
      frame.execution.at = offset;
      return converter(value);
    };
  }

  // Operators

  /** `result` is what the result of a dynamic operation is taken as. */
  #arithmetic(expression: Node<"arithmetic">, result = "def"): Code {
    const { operator, offset } = expression;
    const [left, right] = [this.compile(expression.left), this.compile(expression.right)];
    switch (expression.computedAs) {
      case "int":
        return intArithmetic(operator, left as NumberCode, right as NumberCode, offset);
      case "long":
        return longArithmetic(operator, left as LongCode, right, offset);
      case "boolean": {
        const operation = BOOLEAN_OPERATIONS[operator as "&" | "|" | "^"];
        const [leftSide, rightSide] = [left as BooleanCode, right as BooleanCode];
        return (frame) => operation(leftSide(frame), rightSide(frame));
      }
      case "def": {
        const hasBoolean = isBoolean(expression.left) || isBoolean(expression.right);
        const operation = dynamicOperation(operator, { operator, result, hasBoolean });
        return (frame) => {
          const leftValue = left(frame);
          const rightValue = right(frame);
          frame.execution.at = offset;
          return operation(leftValue, rightValue, frame.execution);
        };
      }
      default:
        return fractionArithmetic(expression, left as NumberCode, right as NumberCode);
    }
  }

  #comparison(expression: Node<"comparison">): Code {
    const { operator, offset } = expression;
    const [left, right] = [this.compile(expression.left), this.compile(expression.right)];
    switch (expression.computedAs) {
      case "int":
      case "float":
      case "double":
        return numberComparison(operator, left as NumberCode, right as NumberCode);
      case "long": {
        const compare = comparePrimitives<bigint>(operator);
        const [leftSide, rightSide] = [left as LongCode, right as LongCode];
        return (frame) => compare(leftSide(frame), rightSide(frame));
      }
      case "boolean": {
        const compare = comparePrimitives<boolean>(operator);
        const [leftSide, rightSide] = [left as BooleanCode, right as BooleanCode];
        return (frame) => compare(leftSide(frame), rightSide(frame));
      }
    }
    if (isNull(expression.right)) {
      return operator.startsWith("!") ? (frame) => left(frame) !== null : (frame) => left(frame) === null;
    }
    if (operator.length === 3 && expression.left.kind === "constant" && expression.right.kind === "constant") {
      // Equal constants are one object.
      return operator === "===" ? (frame) => left(frame) === right(frame) : (frame) => left(frame) !== right(frame);
    }
    if (expression.computedAs === "Object" && operator.length === 2) {
      return operator === "=="
        ? (frame) => javaEquals(left(frame), right(frame))
        : (frame) => !javaEquals(left(frame), right(frame));
    }
    const compare = dynamicComparison(operator, isBoolean(expression.left) || isBoolean(expression.right));
    return (frame) => {
      const leftValue = left(frame);
      const rightValue = right(frame);
      frame.execution.at = offset;
      return compare(leftValue, rightValue);
    };
  }

  #unary(expression: Node<"unary">): Code {
    const { operator, computedAs, offset } = expression;
    if (operator === "!") {
      const child = this.condition(expression.child);
      return (frame) => !child(frame);
    }
    if (computedAs === "def") {
      const child = this.compile(expression.child);
      const operation = dynamicUnary(operator);
      return (frame) => {
        const value = child(frame);
        frame.execution.at = offset;
        return operation(value);
      };
    }
    if (operator === "+") return this.compile(expression.child);
    if (computedAs === "long") {
      const child = this.compile(expression.child) as LongCode;
      return operator === "-" ? (frame) => BigInt.asIntN(64, -child(frame)) : (frame) => ~child(frame);
    }
    const child = this.compile(expression.child) as NumberCode;
    if (operator === "~") return (frame) => ~child(frame);
    return computedAs === "int" ? (frame) => -child(frame) | 0 : (frame) => -child(frame);
  }

  #instanceof({ wanted, child }: Node<"instanceof">): Code {
    const code = this.compile(child);
    // Everything is a def, null too.
    if (wanted === "def") {
      return (frame) => {
        code(frame);
        return true;
      };
    }
    return (frame) => {
      const value = code(frame);
      return value !== null && isInstance(value, wanted);
    };
  }

  #concatenation(expression: Node<"concatenation">): Code {
    const [first, second, ...others] = expression.parts.map((part) => this.#text(part));
    if (first === undefined || second === undefined) throw new TypeError("Cannot concatenate less than two parts");
    if (others.length === 0) {
      return (frame) => {
        const text = first(frame) + second(frame);
        frame.execution.charge(2 * text.length);
        return text;
      };
    }
    return (frame) => {
      let text = first(frame) + second(frame);
      for (const other of others) text += other(frame);
      frame.execution.charge(2 * text.length);
      return text;
    };
  }

  /** A value as concatenation prints it. */
  #text(part: TypedExpression): (frame: Frame) => string {
    const code = this.compile(part);
    switch (part.type) {
      case "char":
        return charText(code as NumberCode);
      case "double":
        return numberText(code as NumberCode, doubleText);
      case "float":
        return numberText(code as NumberCode, floatText);
      case "String":
        return (frame) => `${code(frame)}`;
      case "boolean":
      case "byte":
      case "short":
      case "int":
      case "long":
        return (frame) => String(code(frame));
      default:
        return (frame) => textOf(frame.execution, code(frame));
    }
  }

  // Things made

  #list(expression: Node<"list">): Code {
    const values = expression.values.map((value) => this.compile(value));
    return (frame) => {
      frame.execution.charge(OBJECT_BYTES + ENTRY_BYTES * values.length);
      return new JavaList(values.map((value) => value(frame)));
    };
  }

  #map(expression: Node<"map">): Code {
    const keys = expression.keys.map((key) => this.compile(key));
    const values = expression.values.map((value) => this.compile(value));
    return (frame) => {
      frame.execution.charge(OBJECT_BYTES + ENTRY_BYTES * keys.length);
      const map: JavaMap = new JavaHashMap();
      keys.forEach((key, i) => map.set(key(frame), values[i]?.(frame) ?? null));
      return map;
    };
  }

  #newArray(expression: Node<"newArray">): Code {
    const sizes = expression.sizes.map((size) => this.compile(size) as NumberCode);
    const { type, offset } = expression;
    return (frame) => {
      const lengths = sizes.map((size) => size(frame));
      frame.execution.at = offset;
      return newArray(type, lengths, frame.execution);
    };
  }

  // Calls

  #callStatic(expression: Node<"callLibrary">): Code {
    const { method, args, offset } = expression;
    const call = method.name === "new" && isAssignable(expression.type, "Exception")
      ? constructorOfException(method)
      : implementationOf(method);
    const codes = args.map((arg) => this.compile(arg));
    const [first, second] = codes;
    if (first === undefined) {
      return (frame) => {
        frame.execution.at = offset;
        return call(frame.execution);
      };
    }
    if (codes.length === 1) {
      return (frame) => {
        const value = first(frame);
        frame.execution.at = offset;
        return call(frame.execution, value);
      };
    }
    if (codes.length === 2 && second !== undefined) {
      return (frame) => {
        const [left, right] = [first(frame), second(frame)];
        frame.execution.at = offset;
        return call(frame.execution, left, right);
      };
    }
    return (frame) => {
      const values = codes.map((code) => code(frame));
      frame.execution.at = offset;
      return call(frame.execution, ...values);
    };
  }

  #callMethod({ method, args, offset }: Node<"callLibrary">): Code {
    const call = implementationOf(method);
    const [receiver, ...codes] = args.map((arg) => this.compile(arg));
    const [first, second] = codes;
    if (receiver === undefined) throw new TypeError(`Cannot call "${method.name}" without a receiver`);
    if (first === undefined) {
      return (frame) => {
        const on = receiver(frame);
        frame.execution.at = offset;
        if (on === null) throw nullPointer();
        return call(frame.execution, on);
      };
    }
    if (codes.length === 1) {
      return (frame) => {
        const on = receiver(frame);
        const value = first(frame);
        frame.execution.at = offset;
        if (on === null) throw nullPointer();
        return call(frame.execution, on, value);
      };
    }
    if (codes.length === 2 && second !== undefined) {
      return (frame) => {
        const on = receiver(frame);
        const left = first(frame);
        const right = second(frame);
        frame.execution.at = offset;
        if (on === null) throw nullPointer();
        return call(frame.execution, on, left, right);
      };
    }
    return (frame) => {
      const on = receiver(frame);
      const values = codes.map((code) => code(frame));
      frame.execution.at = offset;
      if (on === null) throw nullPointer();
      return call(frame.execution, on, ...values);
    };
  }

  #callFunction({ functionIndex, args, offset }: Node<"callFunction">): Code {
    const functions = this.#functions;
    const codes = args.map((arg) => this.compile(arg));
    return (frame) => {
      const target = functions[functionIndex];
      if (target === undefined) throw new TypeError("Cannot call a function that was not compiled");
      const slots = codes.map((code) => code(frame));
      frame.execution.at = offset;
      frame.execution.step();
      return target.run(Frame.of(slots, target.slotCount, frame.execution));
    };
  }

  /** `wanted` is what the result is taken as. */
  #callDynamic(expression: Node<"callDynamic">, wanted: string): Code {
    const { offset } = expression;
    const receiver = this.compile(expression.receiver);
    const codes = expression.args.map((arg) => this.compile(arg));
    const argTypes = expression.args.map((arg) => arg.type);
    const site = new DynamicCall(expression.name, argTypes, wanted, this.#context);
    return (frame) => {
      const on = receiver(frame);
      const args = codes.map((code) => code(frame));
      frame.execution.at = offset;
      return site.call(on, args, frame.execution);
    };
  }
}

/** An exception remembers where it was made. */
function constructorOfException(method: LibraryMethod): Implementation {
  const construct = implementationOf(method);
  return (budget, ...args) => {
    const made = construct(budget, ...args);
    if (made instanceof JavaException && budget instanceof Execution) budget.rememberPlaceOf(made.thrown);
    return made;
  };
}

/** What an empty list or map takes. */
const OBJECT_BYTES = 48;

/** Whether a boxed value is a boolean by its static type. */
function isBoolean(expression: TypedExpression): boolean {
  return expression.type === "boolean" || expression.kind === "convert" && expression.child.type === "boolean";
}

function isNull(expression: TypedExpression): boolean {
  return expression.kind === "constant" && expression.value === null ||
    expression.kind === "convert" && isNull(expression.child);
}

function charText(code: NumberCode): (frame: Frame) => string {
  return (frame) => String.fromCharCode(code(frame));
}

function numberText(code: NumberCode, text: (value: number) => string): (frame: Frame) => string {
  return (frame) => text(code(frame));
}

function intArithmetic(operator: BinaryOperator, left: NumberCode, right: NumberCode, offset: number): NumberCode {
  switch (operator) {
    case "+":
      return (frame) => (left(frame) + right(frame)) | 0;
    case "-":
      return (frame) => (left(frame) - right(frame)) | 0;
  }
  const operation = INT_OPERATIONS[operator];
  return (frame) => {
    const leftValue = left(frame);
    const rightValue = right(frame);
    frame.execution.at = offset;
    return operation(leftValue, rightValue);
  };
}

function longArithmetic(operator: BinaryOperator, left: LongCode, right: Code, offset: number): LongCode {
  if (isShift(operator)) {
    const shift = LONG_SHIFTS[operator];
    const distance = right as NumberCode;
    return (frame) => shift(left(frame), distance(frame));
  }
  const operation = LONG_OPERATIONS[operator];
  const rightLong = right as LongCode;
  return (frame) => {
    const leftValue = left(frame);
    const rightValue = rightLong(frame);
    frame.execution.at = offset;
    return operation(leftValue, rightValue);
  };
}

function fractionArithmetic(expression: Node<"arithmetic">, left: NumberCode, right: NumberCode): NumberCode {
  const operator = expression.operator as "+" | "-" | "*" | "/" | "%";
  const operation = (expression.computedAs === "float" ? FLOAT_OPERATIONS : DOUBLE_OPERATIONS)[operator];
  return (frame) => operation(left(frame), right(frame));
}

function numberComparison(operator: string, left: NumberCode, right: NumberCode): BooleanCode {
  switch (operator) {
    case "<":
      return (frame) => left(frame) < right(frame);
    case "<=":
      return (frame) => left(frame) <= right(frame);
    case ">":
      return (frame) => left(frame) > right(frame);
    case ">=":
      return (frame) => left(frame) >= right(frame);
    case "==":
    case "===":
      return (frame) => left(frame) === right(frame);
    default:
      return (frame) => left(frame) !== right(frame);
  }
}
