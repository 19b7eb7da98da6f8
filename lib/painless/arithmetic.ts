/**
 * Java's operators on primitives: numbers are as in `library.ts`, an int is a whole number of 32 bits, a long a bigint.
 * @module
 */

import { JavaThrowable } from "../java/throwable.ts";
import type { BinaryOperator, ComparisonOperator } from "./syntax_tree.ts";

/** Operations on ints, floats or doubles. */
export type NumberOperation = (left: number, right: number) => number;
/** Operations on longs; the distance of a shift is an int. */
export type LongOperation = (left: bigint, right: bigint) => bigint;

function divisionByZero(): JavaThrowable {
  return new JavaThrowable("java.lang.ArithmeticException", "/ by zero");
}

/** On ints; chars, shorts and bytes were widened before. */
export const INT_OPERATIONS: Readonly<Record<BinaryOperator, NumberOperation>> = {
  "+": (left, right) => (left + right) | 0,
  "-": (left, right) => (left - right) | 0,
  "*": Math.imul,
  "/": (left, right) => {
    if (right === 0) throw divisionByZero();
    return (left / right) | 0;
  },
  "%": (left, right) => {
    if (right === 0) throw divisionByZero();
    return (left % right) | 0;
  },
  "<<": (left, right) => left << right,
  ">>": (left, right) => left >> right,
  ">>>": (left, right) => (left >>> right) | 0,
  "&": (left, right) => left & right,
  "|": (left, right) => left | right,
  "^": (left, right) => left ^ right,
};

const toLong = (value: bigint) => BigInt.asIntN(64, value);

/** On longs; shifts stand apart, as their distance is an int. */
export const LONG_OPERATIONS: Readonly<Record<Exclude<BinaryOperator, "<<" | ">>" | ">>>">, LongOperation>> = {
  "+": (left, right) => toLong(left + right),
  "-": (left, right) => toLong(left - right),
  "*": (left, right) => toLong(left * right),
  "/": (left, right) => {
    if (right === 0n) throw divisionByZero();
    return toLong(left / right);
  },
  "%": (left, right) => {
    if (right === 0n) throw divisionByZero();
    return left % right;
  },
  "&": (left, right) => left & right,
  "|": (left, right) => left | right,
  "^": (left, right) => left ^ right,
};

/** Of a long by an int: only the low six bits of the distance count. */
export const LONG_SHIFTS: Readonly<Record<"<<" | ">>" | ">>>", (left: bigint, distance: number) => bigint>> = {
  "<<": (left, distance) => toLong(left << BigInt(distance & 63)),
  ">>": (left, distance) => left >> BigInt(distance & 63),
  ">>>": (left, distance) => toLong(BigInt.asUintN(64, left) >> BigInt(distance & 63)),
};

/** On doubles; JavaScript's are Java's. */
export const DOUBLE_OPERATIONS: Readonly<Record<"+" | "-" | "*" | "/" | "%", NumberOperation>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
};

/** On floats: a double has enough digits that rounding twice does no harm. */
export const FLOAT_OPERATIONS: Readonly<Record<"+" | "-" | "*" | "/" | "%", NumberOperation>> = {
  "+": (left, right) => Math.fround(left + right),
  "-": (left, right) => Math.fround(left - right),
  "*": (left, right) => Math.fround(left * right),
  "/": (left, right) => Math.fround(left / right),
  "%": (left, right) => Math.fround(left % right),
};

/** Without short cut. */
export const BOOLEAN_OPERATIONS: Readonly<Record<"&" | "|" | "^", (left: boolean, right: boolean) => boolean>> = {
  "&": (left, right) => left && right,
  "|": (left, right) => left || right,
  "^": (left, right) => left !== right,
};

/** Of two values of one primitive type. */
export function comparePrimitives<T extends number | bigint | boolean>(
  operator: ComparisonOperator,
): (left: T, right: T) => boolean {
  switch (operator) {
    case "==":
    case "===":
      return (left, right) => left === right;
    case "!=":
    case "!==":
      return (left, right) => left !== right;
    case "<":
      return (left, right) => left < right;
    case "<=":
      return (left, right) => left <= right;
    case ">":
      return (left, right) => left > right;
    case ">=":
      return (left, right) => left >= right;
  }
}

/** Whether an operator shifts. */
export function isShift(operator: BinaryOperator): operator is "<<" | ">>" | ">>>" {
  return operator === "<<" || operator === ">>" || operator === ">>>";
}
