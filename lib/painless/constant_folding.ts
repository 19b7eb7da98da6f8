/**
 * Computes what is constant while a script is compiled, as the server does: that is why `1 / 0` does not compile.
 * @module
 */

import { JavaThrowable } from "../java/throwable.ts";
import {
  DOUBLE_OPERATIONS,
  FLOAT_OPERATIONS,
  INT_OPERATIONS,
  isShift,
  LONG_OPERATIONS,
  LONG_SHIFTS,
} from "./arithmetic.ts";
import type { Failures } from "./compile_failure.ts";
import { converterOf } from "./conversion.ts";
import type { Slot } from "./library.ts";
import type { TypedExpression } from "./typed_tree.ts";

type Node<Kind extends TypedExpression["kind"]> = Extract<TypedExpression, { kind: Kind }>;

/** An operation, or the constant that it gives. */
export function foldArithmetic(node: Node<"arithmetic">, failures: Failures): TypedExpression {
  const { left, right, type, offset } = node;
  if (left.kind !== "constant" || right.kind !== "constant") return node;
  const value = computed(node, left.value, right.value, failures);
  return value === undefined ? node : { kind: "constant", type, offset, value };
}

function computed(
  { computedAs, operator, offset }: Node<"arithmetic">,
  left: Slot,
  right: Slot,
  failures: Failures,
): Slot | undefined {
  if (
    (operator === "/" || operator === "%") &&
    (computedAs === "int" && right === 0 || computedAs === "long" && right === 0n)
  ) {
    failures.defer("java.lang.ArithmeticException", offset, "/ by zero");
    return undefined;
  }
  if (typeof left === "bigint") {
    if (isShift(operator)) return typeof right === "number" ? LONG_SHIFTS[operator](left, right) : undefined;
    return typeof right === "bigint" ? LONG_OPERATIONS[operator](left, right) : undefined;
  }
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  if (computedAs === "int") return INT_OPERATIONS[operator](left, right);
  switch (operator) {
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return (computedAs === "float" ? FLOAT_OPERATIONS : DOUBLE_OPERATIONS)[operator](left, right);
    default:
      return undefined;
  }
}

/** A cast, or the constant that it gives; the server does not say where one fails. */
export function foldConversion(node: Node<"convert">, failures: Failures): TypedExpression {
  const { child, conversion, type, offset } = node;
  const isFoldable = conversion.kind === "primitive" || conversion.kind === "charToString" ||
    conversion.kind === "stringToChar";
  if (child.kind !== "constant" || !isFoldable) return node;
  try {
    const value = converterOf(conversion)?.(child.value) ?? child.value;
    return { kind: "constant", type, offset, value };
  } catch (error) {
    if (!(error instanceof JavaThrowable)) throw error;
    failures.defer(error.className, 0, error.javaMessage ?? "");
    return node;
  }
}
